//! Sentences that a person starred or struck out, as examples of a task.
//!
//! An example's output is either a text (how a written summary should read) or
//! `{"starred": [sentence, …], "struck": [sentence, …]}`.

use serde::Deserialize;
use serde_json::Value;

use crate::grounding::locate;
use crate::text::sentences;
use crate::{Example, Span};

/// The marks of one example.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stars {
    /// Sentences that a summary should hold.
    #[serde(default)]
    pub starred: Vec<String>,
    /// Sentences that it should not.
    #[serde(default)]
    pub struck: Vec<String>,
}

impl Stars {
    /// The marks of an example; none in one that is a text.
    pub(crate) fn of(output: &Value) -> Option<Self> {
        output.is_object().then(|| serde_json::from_value(output.clone()).ok()).flatten()
    }

    /// Why these are no marks of a document.
    pub(crate) fn check(output: &Value, document: &str) -> Result<(), String> {
        let stars: Self = serde_json::from_value(output.clone()).map_err(|error| {
            format!("its marks cannot be read: {error}; expected starred and struck sentences")
        })?;
        if stars.starred.is_empty() && stars.struck.is_empty() {
            return Err("it marks no sentence: star or strike out one, or remove it".to_owned());
        }
        let mut all = stars.starred.iter().chain(&stars.struck);
        if let Some(lost) = all.find(|sentence| locate(document, sentence, &[]).is_none()) {
            return Err(format!("\"{lost}\" does not stand in its text"));
        }
        match stars.starred.iter().find(|sentence| stars.struck.contains(sentence)) {
            Some(both) => Err(format!("\"{both}\" is starred and struck out: choose one")),
            None => Ok(()),
        }
    }
}

/// A document whose sentences a person has marked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marked {
    pub sentences: Vec<Span>,
    pub starred: Vec<usize>,
    pub struck: Vec<usize>,
}

impl Marked {
    /// The sentences of an example with their marks; `None` for one without any.
    pub fn of(example: &Example) -> Option<Self> {
        let stars = Stars::of(&example.output)?;
        let sentences = sentences(&example.input);
        let places = |texts: &[String]| -> Vec<usize> {
            let spans = texts.iter().filter_map(|text| locate(&example.input, text, &[]));
            spans
                .filter_map(|span| sentences.iter().position(|sentence| sentence.overlaps(span)))
                .collect()
        };
        let (starred, struck) = (places(&stars.starred), places(&stars.struck));
        Some(Self { sentences, starred, struck })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TEXT: &str = "We met on Monday. The price rises by 3 cents. Lunch was good.";

    #[test]
    fn marks_are_found_where_they_stand() {
        let output =
            json!({"starred": ["The price rises by 3 cents."], "struck": ["Lunch was good."]});
        assert_eq!(Stars::check(&output, TEXT), Ok(()));
        let marked = Marked::of(&Example { input: TEXT.to_owned(), output }).expect("marks");
        assert_eq!((marked.starred, marked.struck), (vec![1], vec![2]));
        let text = Example { input: TEXT.to_owned(), output: json!("A summary.") };
        assert_eq!(Marked::of(&text), None, "an example may be a text instead");
    }

    #[test]
    fn marks_that_contradict_or_stand_nowhere_are_refused() {
        for (output, says) in [
            (json!({"starred": ["Bananas are yellow."]}), "does not stand"),
            (json!({"starred": ["Lunch was good."], "struck": ["Lunch was good."]}), "both"),
            (json!({}), "no sentence"),
            (json!({"stars": []}), "cannot be read"),
        ] {
            let refused = Stars::check(&output, TEXT).expect_err("these are no marks");
            let says = if says == "both" { "starred and struck out" } else { says };
            assert!(refused.contains(says), "{refused}");
        }
    }
}
