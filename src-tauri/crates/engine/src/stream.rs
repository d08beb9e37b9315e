//! Bytes of tokens to text: whole characters only, held back while a stop text may be beginning.
//!
//! Pure.

/// Text as it is written.
#[derive(Debug, Default)]
pub(crate) struct TextStream {
    bytes: Vec<u8>,
    /// Bytes given out so far.
    given: usize,
    stops: Vec<String>,
    stopped: bool,
}

impl TextStream {
    /// Ends at the first of `stops`; empty ones are ignored.
    pub(crate) fn new(stops: Vec<String>) -> Self {
        Self {
            stops: stops.into_iter().filter(|stop| !stop.is_empty()).collect(),
            ..Self::default()
        }
    }

    /// Adds the bytes of a token. Says whether the text ends here.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> bool {
        if self.stopped {
            return true;
        }
        let before = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        let earliest = self
            .stops
            .iter()
            .filter_map(|stop| {
                let from = before.saturating_sub(stop.len() - 1);
                find(&self.bytes[from..], stop.as_bytes()).map(|at| from + at)
            })
            .min();
        if let Some(end) = earliest {
            self.bytes.truncate(end);
            self.stopped = true;
        }
        self.stopped
    }

    /// Bytes of the text so far.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// New text that will not be taken back.
    pub(crate) fn take(&mut self) -> String {
        let safe = if self.stopped { self.bytes.len() } else { self.bytes.len() - self.held() };
        let from = self.given.min(safe);
        let fresh = &self.bytes[from..safe];
        let whole = match std::str::from_utf8(fresh) {
            Ok(_) => fresh.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => fresh.len(),
        };
        self.given = from + whole;
        String::from_utf8_lossy(&self.bytes[from..from + whole]).into_owned()
    }

    /// All that was held back, and then the whole text.
    pub(crate) fn finish(&mut self) -> (String, String) {
        let rest = String::from_utf8_lossy(&self.bytes[self.given..]).into_owned();
        self.given = self.bytes.len();
        (rest, String::from_utf8_lossy(&self.bytes).into_owned())
    }

    /// Bytes at the end that may be the beginning of a stop text.
    fn held(&self) -> usize {
        let longest = |stop: &String| {
            (1..stop.len()).rev().find(|&length| self.bytes.ends_with(&stop.as_bytes()[..length]))
        };
        self.stops.iter().filter_map(longest).max().unwrap_or(0)
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_character_in_two_tokens_is_given_out_whole() {
        let mut stream = TextStream::new(Vec::new());
        stream.push(&[b'a', 0xE2, 0x82]);
        assert_eq!(stream.take(), "a", "half a character must wait");
        stream.push(&[0xAC]);
        assert_eq!(stream.take(), "€", "and come whole");
    }

    #[test]
    fn a_stop_text_in_two_tokens_ends_the_text_before_it() {
        let mut stream = TextStream::new(vec!["\n\nQ:".to_owned()]);
        assert!(!stream.push(b"Paris\n"));
        assert_eq!(stream.take(), "Paris", "the line feed may be a stop text's first character");
        assert!(stream.push(b"\nQ: and"), "the stop text is complete");
        assert_eq!(stream.take(), "");
        assert_eq!(stream.finish().1, "Paris");
    }

    proptest! {
        #[test]
        fn what_is_given_out_adds_up(text in "\\PC{0,40}", cut in 1_usize..5, stop in "[a-c]{0,3}") {
            let mut stream = TextStream::new(vec![stop.clone()]);
            let mut given = String::new();
            for piece in text.as_bytes().chunks(cut) {
                let ended = stream.push(piece);
                given += &stream.take();
                if ended {
                    break;
                }
            }
            let (rest, whole) = stream.finish();
            given += &rest;
            let expected = match text.find(&stop) {
                Some(at) if !stop.is_empty() => &text[..at],
                _ => &text,
            };
            prop_assert_eq!(&whole, expected, "the text ends at the first stop text");
            prop_assert_eq!(&given, &whole, "the pieces are the whole, and none is taken back");
        }
    }
}
