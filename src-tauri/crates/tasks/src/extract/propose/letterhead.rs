//! The names at a document's beginning, as letterheads have them.

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use super::address::{address_sign, is_other_line};
use super::name_runs::has_legal_form;
use crate::Span;
use crate::text::{Line, line_at, pattern};

/// A registration number or the like in brackets at the end of a line.
static TRAILING_BRACKET: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*\([^()]*\d[^()]*\)?\s*$"));
/// "Company no." and the like, with nothing behind.
static BARE_LABEL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:no|nr|number|id|name|address)\b\s*[.:#]*\s*$"));

/// What a cell says of its value: "Guest name: ".
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\p{L}[\p{L}. /-]{1,24}\s*:\s+"));

/// What stands between two columns; two blanks may be a slip within a name.
const COLUMN_GAP: &str = "   ";
/// How many lines a letterhead may have.
const HEAD_LINES: usize = 8;

/// The cells of the short lines at a document's beginning as names, each without its registration
/// number; surer where one has a legal form, less sure where it looks like an address.
pub(super) fn letterhead(text: &str, lines: &[Line]) -> Vec<Proposal> {
    let cells = lines.iter().take(HEAD_LINES).flat_map(|line| {
        let whole = line.span.of(text);
        whole.split(COLUMN_GAP).map(move |cell| {
            let start =
                line.span.start as usize + (cell.as_ptr() as usize - whole.as_ptr() as usize);
            (start, cell)
        })
    });
    let names = cells.filter_map(|(start, cell)| {
        let label = LABEL.find(cell).map_or(0, |label| label.end());
        let (start, cell) = (start + label, &cell[label..]);
        if cell.chars().count() > 60
            || !cell.chars().any(char::is_alphabetic)
            || is_other_line(cell)
            || cell.contains(['“', '”', '"'])
            || BARE_LABEL.is_match(cell)
        {
            return None;
        }
        let name = TRAILING_BRACKET.find(cell).map_or(cell, |bracket| &cell[..bracket.start()]);
        let name = name.trim_end_matches([' ', ',', ';', ':']);
        let span = Span::new(start..start + name.len()).trimmed(text)?;
        let shape = match (has_legal_form(name), address_sign(cell) > 0.0) {
            (true, _) => 1.0,
            (false, false) => 0.6,
            (false, true) => 0.2,
        };
        Some(Proposal::new(span, shape))
    });
    let mut names: Vec<Proposal> = names.collect();
    // A long name goes on over two lines: its legal form stands on the second.
    let named = |name: &Proposal| has_legal_form(name.span.of(text));
    let alone = |name: &Proposal| {
        let line = lines.get(line_at(lines, name.span.start));
        line.is_some_and(|line| !line.span.of(text).contains(COLUMN_GAP))
    };
    let broken: Vec<Proposal> = names
        .windows(2)
        .filter(|pair| pair.iter().all(alone))
        .filter(|pair| !named(&pair[0]) && named(&pair[1]) && pair[0].shape > 0.5)
        .filter(|pair| {
            text[pair[0].span.end as usize..pair[1].span.start as usize].trim().is_empty()
        })
        .map(|pair| Proposal::new(Span { start: pair[0].span.start, end: pair[1].span.end }, 0.7))
        .collect();
    names.extend(broken);
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines;

    #[test]
    fn columns_of_a_letterhead_are_names_of_their_own() {
        let text = "INVOICE   Harbour Tools B.V.\nThank you for it   Weena 664\n3012 CN Rotterdam";
        let found = letterhead(text, &lines(text));
        let names: Vec<&str> = found.iter().map(|name| name.span.of(text)).collect();
        assert!(names.contains(&"Harbour Tools B.V."), "{names:?}");
        assert!(!names.iter().any(|name| name.contains("   ")), "{names:?}");
    }
}
