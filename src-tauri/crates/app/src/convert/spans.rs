//! Byte offsets of the core to UTF-16 offsets of the window.

use winnow_tasks::Span;

use crate::wire::document::TextSpan;

/// Converts offsets within one text; built once, asked often.
pub struct Utf16Index {
    bytes: u32,
    /// Behind each character that is not ASCII: its end in bytes, and in UTF-16 code units.
    wide: Vec<(u32, u32)>,
}

impl Utf16Index {
    /// Indexes a text of less than 4 GiB.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut wide = Vec::new();
        let mut units = 0;
        for (start, character) in text.char_indices() {
            units += character.len_utf16();
            if !character.is_ascii() {
                wide.push((clamp(start + character.len_utf8()), clamp(units)));
            }
        }
        Self { bytes: clamp(text.len()), wide }
    }

    /// UTF-16 code units before this byte, which stands on a character boundary, as the ends of
    /// spans do. An offset past the end counts as the end.
    #[must_use]
    pub fn offset(&self, byte: u32) -> u32 {
        let byte = byte.min(self.bytes);
        let passed = self.wide.partition_point(|(end, _)| *end <= byte);
        match passed.checked_sub(1).and_then(|last| self.wide.get(last)) {
            Some((end, units)) => units + (byte - end),
            None => byte,
        }
    }

    /// The span in UTF-16 code units.
    #[must_use]
    pub fn span(&self, span: Span) -> TextSpan {
        TextSpan { start: self.offset(span.start), end: self.offset(span.end) }
    }
}

/// The bytes of a span that the window counts in UTF-16 code units; `None` for one that does not
/// lie in the text or cuts a character.
#[must_use]
pub fn byte_span(text: &str, span: TextSpan) -> Option<Span> {
    let mut units = 0;
    let mut start = None;
    let ends = text.char_indices().map(|(at, character)| (at, character.len_utf16()));
    for (at, width) in ends.chain([(text.len(), 0)]) {
        if units == span.start {
            start = start.or(Some(at));
        }
        if units == span.end {
            return Some(Span { start: clamp(start?), end: clamp(at) });
        }
        units += clamp(width);
    }
    None
}

fn clamp(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utf16_slice(text: &str, span: TextSpan) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        String::from_utf16(&units[span.start as usize..span.end as usize])
            .expect("a span on character boundaries cuts no surrogate pair")
    }

    #[test]
    fn wide_characters_shift_what_stands_behind_them() {
        let text = "Zahl: 5 € für 👩‍👩‍👧 und e\u{301}nde";
        for (start, word) in [(text.find("für"), "für"), (text.find("und"), "und")] {
            let start = start.expect("the word is there");
            let span = Span { start: clamp(start), end: clamp(start + word.len()) };
            assert_eq!(utf16_slice(text, Utf16Index::new(text).span(span)), word);
        }
    }

    #[test]
    fn a_span_past_the_end_or_through_a_character_is_none() {
        for (start, end) in [(0, 9), (5, 6), (1, 2), (3, 2)] {
            assert_eq!(byte_span("𝄞ab", TextSpan { start, end }), None, "{start}..{end}");
        }
        assert_eq!(byte_span("𝄞ab", TextSpan { start: 2, end: 4 }).map(|s| s.range()), Some(4..6));
    }

    proptest! {
        #[test]
        fn a_span_covers_the_same_text_in_both_countings(
            pieces in prop::collection::vec(
                prop_oneof![
                    "[a-z ]{0,6}",
                    Just("👩‍👩‍👧".to_owned()),
                    Just("e\u{301}".to_owned()),
                    Just("𝄞€ß\u{200d}".to_owned()),
                    ".{0,4}",
                ],
                0..12,
            ),
            from in any::<prop::sample::Index>(),
            to in any::<prop::sample::Index>(),
        ) {
            let text = pieces.concat();
            let edges: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let (a, b) = (*from.get(&edges), *to.get(&edges));
            let (start, end) = (a.min(b), a.max(b));
            let span = Utf16Index::new(&text).span(Span { start: clamp(start), end: clamp(end) });
            prop_assert_eq!(utf16_slice(&text, span), &text[start..end]);
            let back = byte_span(&text, span).expect("it lies in the text");
            prop_assert_eq!((back.start, back.end), (clamp(start), clamp(end)), "there and back");
        }
    }
}
