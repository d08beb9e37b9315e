//! Any text: values behind a label, cells, lines, quotations, capitalized names, sentences.

use std::sync::LazyLock;

use regex::Regex;

use super::place::places;
use super::town::towns;
use super::{Proposal, name_runs::name_runs};
use crate::Span;
use crate::text::{lines, pattern, sentences};

static LABELLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\p{L}][\p{L}\d .,/#()&'’-]{0,40}?\s?[:=]\s*(\S.*)$"));
static CELL: LazyLock<Regex> = LazyLock::new(|| pattern(r"[^\t|]+?(?:\s{2,}|[\t|]|$)"));
static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"[“"«„]([^“”"«»„\n]{2,120})[”"»“]"#));
static REGION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:state|commonwealth|province|republic|kingdom|county|city|district) of ((?-i:\p{Lu})[\p{L}]+(?: (?-i:\p{Lu})[\p{L}]+){0,2})",
    )
});

/// The longest line that is a value by itself.
const MAX_LINE: usize = 120;
/// The longest sentence that is a value by itself.
const MAX_SENTENCE: usize = 400;

/// All passages that a person might copy out as one value.
pub(super) fn passages(text: &str) -> Vec<Proposal> {
    let mut found = Vec::new();
    for line in lines(text) {
        let value = line.span.of(text);
        let start = line.span.start as usize;
        if let Some(labelled) = LABELLED.captures(value).and_then(|captures| captures.get(1)) {
            add(text, start + labelled.start()..start + labelled.end(), 0.9, &mut found);
        }
        for cell in CELL.find_iter(value).filter(|cell| cell.len() < value.len()) {
            add(text, start + cell.start()..start + cell.end(), 0.6, &mut found);
        }
        if value.len() <= MAX_LINE {
            add(text, line.span.range(), 0.5, &mut found);
        }
    }
    found.extend(places(text));
    found.extend(towns(text));
    for region in REGION.captures_iter(text).filter_map(|captures| captures.get(1)) {
        add(text, region.range(), 0.8, &mut found);
    }
    for quoted in QUOTED.captures_iter(text).filter_map(|captures| captures.get(1)) {
        add(text, quoted.range(), 0.5, &mut found);
    }
    for run in name_runs(text).into_iter().filter(|run| run.words <= 8) {
        add(text, run.span.range(), 0.6, &mut found);
    }
    for sentence in sentences(text).into_iter().filter(|s| s.of(text).len() <= MAX_SENTENCE) {
        add(text, sentence.range(), 0.3, &mut found);
    }
    found
}

fn add(text: &str, range: std::ops::Range<usize>, shape: f32, found: &mut Vec<Proposal>) {
    let kept = text[range.clone()].trim_end_matches([' ', ',', ';', '\t', '|']);
    if let Some(span) = Span::new(range.start..range.start + kept.len()).trimmed(text)
        && span.of(text).chars().any(char::is_alphanumeric)
    {
        found.push(Proposal::new(span, shape));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_behind_labels_cells_and_regions_are_proposed() {
        let text =
            "Subject: Leaking roof\nLamp  2 pcs  19.90\nunder the laws of the State of New York.";
        let found: Vec<_> = passages(text).iter().map(|p| p.span.of(text)).collect();
        for value in ["Leaking roof", "Lamp", "2 pcs", "New York"] {
            assert!(found.contains(&value), "{value} in {found:?}");
        }
    }
}
