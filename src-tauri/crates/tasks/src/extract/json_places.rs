//! Where in a JSON text each of its values stands.

use std::ops::Range;

/// The path ("parties.0.name") and bytes of each text, number, truth value and null.
///
/// The text is JSON already, so whatever is not understood ends the walk.
pub(super) fn leaves(json: &str) -> Vec<(String, Range<usize>)> {
    let mut walk = Walk { bytes: json.as_bytes(), at: 0, found: Vec::new() };
    walk.value("");
    walk.found
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    found: Vec<(String, Range<usize>)>,
}

impl Walk<'_> {
    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn value(&mut self, path: &str) -> Option<()> {
        match self.peek()? {
            b'{' => self.members(path, b'}'),
            b'[' => self.members(path, b']'),
            b'"' => {
                let range = self.text()?;
                self.found.push((path.to_owned(), range));
                Some(())
            }
            _ => {
                let start = self.at;
                while self.bytes.get(self.at).is_some_and(|b| !b",]} \n\r\t".contains(b)) {
                    self.at += 1;
                }
                self.found.push((path.to_owned(), start..self.at));
                Some(())
            }
        }
    }

    /// The members of an object or an array, up to its closing bracket.
    fn members(&mut self, path: &str, close: u8) -> Option<()> {
        self.at += 1;
        let mut index = 0;
        loop {
            match self.peek()? {
                byte if byte == close => {
                    self.at += 1;
                    return Some(());
                }
                b',' => self.at += 1,
                _ => {
                    let name = if close == b'}' { self.key()? } else { index.to_string() };
                    index += 1;
                    let inner = if path.is_empty() { name } else { format!("{path}.{name}") };
                    self.value(&inner)?;
                }
            }
        }
    }

    fn key(&mut self) -> Option<String> {
        let range = self.text()?;
        let name = serde_json::from_slice(self.bytes.get(range)?).ok()?;
        (self.peek()? == b':').then(|| self.at += 1)?;
        Some(name)
    }

    fn text(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        (self.peek()? == b'"').then(|| self.at += 1)?;
        loop {
            match self.bytes.get(self.at)? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return Some(start..self.at);
                }
                _ => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
        path.split('.').filter(|part| !part.is_empty()).fold(value, |value, part| match value {
            Value::Array(items) => &items[part.parse::<usize>().unwrap()],
            other => &other[part],
        })
    }

    proptest! {
        #[test]
        fn every_leaf_is_where_it_is_said_to_be(
            texts in prop::collection::vec("\\PC{0,12}", 3),
            number in -1e6..1e6_f64,
        ) {
            let value = json!({ "a": texts[0], "rows": [{ "b \"c": texts[1] }, [texts[2], null]], "n": number, "t": true, "e": {} });
            let json = value.to_string();
            let found = leaves(&json);
            prop_assert_eq!(found.len(), 6);
            for (path, range) in found {
                let leaf: Value = serde_json::from_str(&json[range]).unwrap();
                prop_assert_eq!(&leaf, at(&value, &path));
            }
        }
    }

    #[test]
    fn a_text_that_breaks_off_ends_the_walk() {
        assert_eq!(leaves("{\"a\": 1, \"b").len(), 1);
    }
}
