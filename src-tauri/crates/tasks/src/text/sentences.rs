//! Sentences of prose, headings and entries of lists.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use super::lines::{Line, lines};
use crate::Span;

/// A line at least this long may be one that was wrapped by its writer's program.
const WRAPPED_FROM: usize = 55;

/// The sentences of a text, in order; together they hold every character that is not white space.
///
/// Lines that were wrapped are joined first; then the boundaries of Unicode Standard Annex 29 are
/// taken, except those behind an abbreviation or an initial.
#[must_use]
pub fn sentences(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let mut found = Vec::new();
    let mut first = 0;
    for index in 0..lines.len() {
        let ends = lines.get(index + 1).is_none_or(|next| !continues(text, lines[index], *next));
        if ends {
            let block = lines[first].span.start as usize..lines[index].span.end as usize;
            split_block(text, block.start, &text[block], &mut found);
            first = index + 1;
        }
    }
    found
}

/// Whether a line break between these two was made by wrapping.
fn continues(text: &str, line: Line, next: Line) -> bool {
    if next.after_gap {
        return false;
    }
    let (line, next) = (line.span.of(text), next.span.of(text));
    if line.ends_with([':', '.', '!', '?', '”']) || opens_entry(next) {
        return line.chars().count() >= WRAPPED_FROM
            && line.ends_with('.')
            && next.starts_with(char::is_lowercase);
    }
    line.chars().count() >= WRAPPED_FROM && !had_room(line, next)
        || line.ends_with([',', '-'])
            && line.chars().any(char::is_lowercase)
            && next.starts_with(char::is_lowercase)
        || next.starts_with(char::is_lowercase) && line.contains(' ')
}

/// Whether the next line's first word would have fitted on this one, had both been wrapped at one
/// width: then it was not wrapped, but ends here, like a long heading above a paragraph. Letters of
/// a printed page differ in width, so a quarter is allowed for.
fn had_room(line: &str, next: &str) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default();
    let with_word = line.chars().count() + 1 + word.chars().count();
    with_word * 5 / 4 <= next.chars().count()
}

/// Whether a line begins an entry of a list: "- ", "• ", "3. ", "(a) ".
fn opens_entry(line: &str) -> bool {
    let mut characters = line.chars();
    let Some(first) = characters.next() else { return false };
    if matches!(first, '-' | '*' | '•' | '–' | '·' | '◦' | '▪' | '#' | '|' | '>') {
        return true;
    }
    let head = line.split_whitespace().next().unwrap_or_default();
    let inner = head.trim_start_matches('(').trim_end_matches(['.', ')']);
    head.len() > inner.len() && inner.len() <= 3 && inner.chars().all(char::is_alphanumeric)
}

/// Splits one block, whose first byte is `offset` of the text, into sentences.
fn split_block(text: &str, offset: usize, block: &str, found: &mut Vec<Span>) {
    // Annex 29 ends a sentence at each line break, so the wrapped ones become blanks of one byte.
    let flat: String =
        block.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }).collect();
    let mut start = 0;
    let mut end = 0;
    for piece in flat.split_sentence_bounds() {
        end += piece.len();
        let opening = start == 0 && opens_entry(&flat) && !flat[..end].trim().contains(' ');
        if end < flat.len() && (opening || ends_in_abbreviation(&flat[start..end])) {
            continue;
        }
        if let Some(span) = Span::new(offset + start..offset + end).trimmed(text) {
            found.push(span);
        }
        start = end;
    }
    if let Some(span) = Span::new(offset + start..offset + end).trimmed(text) {
        found.push(span);
    }
}

/// Whether the last word before the full stop is an abbreviation or an initial.
fn ends_in_abbreviation(sentence: &str) -> bool {
    let Some(body) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = body.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial && word != "I" || ABBREVIATIONS.contains(word.to_lowercase().as_str())
}

static ABBREVIATIONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "mr mrs ms dr prof st no nos vs e.g i.e cf approx dept est fig art sec ref tel rev hon gen \
     col capt lt sgt jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun \
     vol pp ed eds ca bzw z.b nr str abs evtl ggf inkl mme mlle sr sra ing"
        .split_whitespace()
        .collect()
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn titles_initials_and_numbers_do_not_end_a_sentence() {
        assert_eq!(
            split("Mr. Haddad owes 19.90 to R. J. Seifert. He pays on Friday."),
            ["Mr. Haddad owes 19.90 to R. J. Seifert.", "He pays on Friday."]
        );
    }

    #[test]
    fn a_heading_stands_alone_and_wrapped_lines_are_one_sentence() {
        let text = "Looking after the device\nThe dehumidifier in the archive keeps the air at 45 per cent\nrelative humidity all year. Empty it.\n";
        assert_eq!(
            split(text),
            [
                "Looking after the device",
                "The dehumidifier in the archive keeps the air at 45 per cent\nrelative humidity all year.",
                "Empty it."
            ]
        );
    }

    #[test]
    fn a_long_heading_above_a_longer_line_stands_alone() {
        let heading = "Safety recall: the night light of last winter, model NL-3";
        let text = format!(
            "{heading}\nWe recall all night lights that were sold between March and August, since their cover can come loose."
        );
        assert_eq!(split(&text)[0], heading, "a paragraph on one line was not wrapped");
    }

    #[test]
    fn entries_of_a_list_stand_alone() {
        assert_eq!(
            split("Bring:\n- a hat\n- two pens\n1. Go"),
            ["Bring:", "- a hat", "- two pens", "1. Go"]
        );
    }

    proptest! {
        #[test]
        fn sentences_hold_every_visible_character_once(text in "(?s)([a-zA-Z .!?:,\n\r\té“”0-9-]|Dr\\. |\n\n){0,200}") {
            let spans = sentences(&text);
            let mut covered = 0;
            for span in &spans {
                prop_assert!(span.start as usize >= covered, "sentences are in order and do not overlap");
                prop_assert!(text[covered..span.start as usize].trim().is_empty(), "only blanks lie between sentences");
                prop_assert!(!span.of(&text).is_empty(), "a sentence holds something");
                covered = span.end as usize;
            }
            prop_assert!(text[covered..].trim().is_empty(), "nothing is left behind the last sentence");
        }
    }
}
