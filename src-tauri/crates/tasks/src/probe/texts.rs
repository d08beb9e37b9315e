//! The sample texts, written for Winnow. Also used to compare formats of a model.

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

/// A text with what a summary of it should keep.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleText {
    /// The text.
    pub text: String,
    /// Facts, each a list of alternative regular expressions.
    pub facts: Value,
}

#[derive(Deserialize)]
struct File {
    text: Vec<SampleText>,
}

static TEXTS: LazyLock<Vec<SampleText>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is a constant, and a test reads it")]
    let file: File = toml::from_str(include_str!("texts.toml")).expect("texts.toml is valid");
    file.text
});

/// Every sample text.
#[must_use]
pub fn sample_texts() -> &'static [SampleText] {
    &TEXTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::patterns;

    #[test]
    fn every_fact_stands_in_its_text() {
        assert!(sample_texts().len() >= 6);
        for sample in sample_texts() {
            let facts = patterns(1, &sample.facts).expect("facts are lists of regular expressions");
            assert!(facts.len() >= 5, "{}", sample.text);
            let flat = sample.text.split_whitespace().collect::<Vec<_>>().join(" ");
            for fact in facts {
                assert!(fact.iter().any(|p| p.is_match(&flat)), "{fact:?} in {flat}");
            }
        }
    }
}
