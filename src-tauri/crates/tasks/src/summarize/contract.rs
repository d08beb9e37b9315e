//! How long a summary may be, and how it is laid out.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{pattern, word_count};
use crate::{Length, Span};

/// What opens an entry of a list: a bullet, a number, a letter between brackets, a heading's marks.
static MARK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[-*•–·◦▪>#]+|\(?\d{1,3}[.)]|\([a-z]{1,4}\)|[a-z]\))\s+"));

/// A sentence without the mark of the list that it stood in.
pub(super) fn unmarked(document: &str, sentence: Span) -> Span {
    let mark = MARK.find(sentence.of(document)).map_or(0, |found| found.end());
    let whole = sentence.range();
    Span::new(whole.start + mark..whole.end)
}

/// Whether another sentence may join these under a length contract.
pub(super) fn has_room(length: Length, sentences: usize, words: usize, more: usize) -> bool {
    match length {
        Length::Sentences(most) | Length::Bullets(most) => sentences < most as usize,
        Length::Words(most) => words + more <= most as usize,
    }
}

/// The sentences as one text: running, or a line with a bullet each.
pub(super) fn laid_out<'a>(length: Length, sentences: impl Iterator<Item = &'a str>) -> String {
    let even = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match length {
        Length::Bullets(_) => {
            sentences.map(|text| format!("- {}", even(text))).collect::<Vec<_>>().join("\n")
        }
        Length::Sentences(_) | Length::Words(_) => {
            sentences.map(even).collect::<Vec<_>>().join(" ")
        }
    }
}

/// The first `most` words of a sentence that alone is longer than the whole summary may be.
pub(super) fn first_words(document: &str, sentence: Span, most: usize) -> Span {
    let text = sentence.of(document);
    let mut end = 0;
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        if word_count(&text[..at]) > most {
            break;
        }
        end = at;
    }
    let start = sentence.start as usize;
    let kept = text[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    Span::new(start..start + if kept.is_empty() { end } else { kept.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_is_too_long_is_cut_at_a_word() {
        let text = "We recall all night lights, which were sold in March.";
        let cut = first_words(text, Span::new(0..text.len()), 5);
        assert_eq!(cut.of(text), "We recall all night lights");
    }

    #[test]
    fn the_mark_of_a_list_is_no_part_of_a_sentence() {
        for (entry, sentence) in [
            ("2. The new building opens.", "The new building opens."),
            ("- Rare books travel.", "Rare books travel."),
            ("(iv) It ends then.", "It ends then."),
            ("b) Call us.", "Call us."),
            ("J. Weiss pays.", "J. Weiss pays."),
            ("14,200 lights were sold.", "14,200 lights were sold."),
        ] {
            assert_eq!(unmarked(entry, Span::new(0..entry.len())).of(entry), sentence);
        }
    }

    #[test]
    fn bullets_stand_on_lines_of_their_own() {
        assert_eq!(
            laid_out(Length::Bullets(2), ["One\nline.", "Two."].into_iter()),
            "- One line.\n- Two."
        );
        assert_eq!(laid_out(Length::Words(9), ["One.", "Two."].into_iter()), "One. Two.");
    }
}
