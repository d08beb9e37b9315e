//! The place of a value: exactly as written, else the same apart from case and white space.

use crate::Span;
use crate::text::words;

/// The place where `value` stands in the document, the one nearest behind a word of `cues` if it
/// stands there several times; `None` when it stands nowhere.
///
/// Values that begin or end in a letter or digit must begin or end a word there.
pub(crate) fn locate(document: &str, value: &str, cues: &[String]) -> Option<Span> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    let exact: Vec<Span> = document
        .match_indices(value)
        .map(|(start, found)| Span::new(start..start + found.len()))
        .filter(|span| at_word_edges(document, *span))
        .collect();
    let places = if exact.is_empty() { loose(document, value) } else { exact };
    nearest(document, &places, cues)
}

/// Whether a span cuts no word in two.
fn at_word_edges(document: &str, span: Span) -> bool {
    let inside = span.of(document);
    let cut = |outer: Option<char>, inner: Option<char>| {
        outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric)
    };
    let before = document[..span.start as usize].chars().next_back();
    let after = document[span.end as usize..].chars().next();
    !cut(before, inside.chars().next()) && !cut(after, inside.chars().next_back())
}

/// Places that differ from the value only in case, in white space and in the kind of quotes.
fn loose(document: &str, value: &str) -> Vec<Span> {
    let (folded, bytes) = fold(document);
    let (wanted, _) = fold(value);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    while start + wanted.len() <= folded.len() {
        if folded[start..].starts_with(&wanted) {
            let last = start + wanted.len() - 1;
            let span = Span::new(bytes[start].start as usize..bytes[last].end as usize);
            if at_word_edges(document, span) {
                found.push(span);
            }
        }
        start += 1;
    }
    found
}

/// Lower-case characters with white space as single blanks, each with the bytes it came from.
fn fold(text: &str) -> (Vec<char>, Vec<Span>) {
    let (mut folded, mut bytes) = (Vec::new(), Vec::<Span>::new());
    for (start, character) in text.trim_end().char_indices() {
        let span = Span::new(start..start + character.len_utf8());
        if character.is_whitespace() {
            if folded.last() != Some(&' ') && !folded.is_empty() {
                folded.push(' ');
                bytes.push(span);
            }
            continue;
        }
        let plain = match character {
            '“' | '”' | '„' => '"',
            '’' | '‘' => '\'',
            '–' | '—' | '‑' => '-',
            other => other,
        };
        for lower in plain.to_lowercase() {
            folded.push(lower);
            bytes.push(span);
        }
    }
    (folded, bytes)
}

/// The place with the shortest way back to a cue; the first one when no cue stands before any.
fn nearest(document: &str, places: &[Span], cues: &[String]) -> Option<Span> {
    if places.len() < 2 || cues.is_empty() {
        return places.first().copied();
    }
    let cue_ends: Vec<u32> = words(document)
        .filter(|(_, word)| crate::text::content_words(word).iter().any(|stem| cues.contains(stem)))
        .map(|(span, _)| span.end)
        .collect();
    let way_back = |place: &Span| {
        let before = cue_ends.partition_point(|end| *end <= place.start);
        before.checked_sub(1).map_or(u32::MAX, |index| place.start - cue_ends[index])
    };
    places.iter().min_by_key(|place| way_back(place)).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found<'a>(document: &'a str, value: &str, cues: &[&str]) -> Option<&'a str> {
        let cues: Vec<String> = cues.iter().map(|cue| (*cue).to_owned()).collect();
        locate(document, value, &cues).map(|span| span.of(document))
    }

    #[test]
    fn a_value_is_found_over_line_breaks_and_case() {
        assert_eq!(
            found("12 Main\n  Street, KL", "12 main street", &[]),
            Some("12 Main\n  Street")
        );
        assert_eq!(found("the “Company”", "\"company\"", &[]), Some("“Company”"));
    }

    #[test]
    fn a_piece_of_a_number_is_not_a_place() {
        assert_eq!(found("in 2018 there were 18", "18", &[]), Some("18"));
        assert_eq!(locate("in 2018", "18", &[]), None);
    }

    #[test]
    fn of_several_places_the_one_behind_its_label_is_taken() {
        let document = "Subtotal 9.50 Tax 0.00 Total 9.50";
        let span = locate(document, "9.50", &["total".to_owned()]).unwrap();
        assert_eq!(span.start, 29, "the value behind \"Total\" is the one that is meant");
    }

    proptest! {
        #[test]
        fn whatever_is_cut_out_at_word_edges_is_found_again(
            words in prop::collection::vec("[a-zA-Z0-9é]{1,6}[.,]?", 1..20),
            from in 0_usize..20,
            length in 1_usize..6,
        ) {
            let document = words.join("  \n");
            let from = from.min(words.len() - 1);
            let value = words[from..(from + length).min(words.len())].join(" ");
            let span = locate(&document, &value, &[]);
            prop_assert!(span.is_some(), "{value:?} stands in {document:?}");
            let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            prop_assert_eq!(squeeze(span.unwrap().of(&document)), squeeze(&value));
        }
    }
}
