//! From what a person types to what FTS5 understands, and from an outcome to the words in it.
//!
//! A search is words, never FTS syntax: each becomes a quoted phrase whose last token may go on.

use serde_json::Value;

use crate::NewRun;

/// Keys of an outcome under which words for people stand; the rest is numbers, hashes and names
/// of parts, which would match nearly every run.
const WORDED: [&str; 2] = ["text", "value"];

/// A search, word by word, as FTS5 expressions.
pub(crate) struct Words(Vec<String>);

impl Words {
    /// Splits what was typed. Signs without a letter or number say nothing and are dropped, unless
    /// there is nothing else: then nothing matches.
    pub(crate) fn new(typed: &str) -> Self {
        let mut words: Vec<&str> = typed
            .split(|sign: char| sign.is_whitespace() || sign.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        if words.iter().any(|word| has_letter(word)) {
            words.retain(|word| has_letter(word));
        }
        Self(words.into_iter().map(phrase).collect())
    }

    /// Whether nothing is searched for.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The expressions as a JSON array, for `json_each`.
    pub(crate) fn each(&self) -> String {
        Value::from(self.0.clone()).to_string()
    }

    /// One expression that matches any of the first words, to cut a snippet around one of them.
    pub(crate) fn any(&self) -> String {
        // FTS5 refuses very deep expressions, and a snippet holds only a few words anyway.
        const ENOUGH: usize = 16;
        let first: Vec<&str> = self.0.iter().take(ENOUGH).map(String::as_str).collect();
        first.join(" OR ")
    }
}

fn has_letter(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn phrase(word: &str) -> String {
    format!("\"{}\"*", word.replace('"', "\"\""))
}

/// The words of a run's outcome, error and partial text that a person may search for.
pub(crate) fn wording(run: &NewRun) -> String {
    let mut words = Vec::new();
    if let Some(outcome) = &run.outcome {
        collect(outcome, false, &mut words);
    }
    if let Some(message) = run.error.as_ref().and_then(|error| error["message"].as_str()) {
        words.push(message);
    }
    words.extend(run.partial.as_deref());
    words.join("\n")
}

/// Gathers the texts under [`WORDED`] keys, each once in a row.
fn collect<'a>(value: &'a Value, worded: bool, into: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if worded && into.last() != Some(&text.as_str()) => into.push(text),
        Value::Array(items) => items.iter().for_each(|item| collect(item, worded, into)),
        Value::Object(members) => {
            for (key, member) in members {
                collect(member, worded || WORDED.contains(&key.as_str()), into);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_are_quoted_so_that_operators_are_words() {
        assert_eq!(
            Words::new("cats OR \"dogs\"").each(),
            json!(["\"cats\"*", "\"OR\"*", "\"\"\"dogs\"\"\"*"]).to_string(),
            "quotes are doubled and OR is a word like any other"
        );
    }

    #[test]
    fn signs_are_dropped_beside_words_and_kept_alone() {
        assert_eq!(Words::new("invoice 🙂 —").each(), json!(["\"invoice\"*"]).to_string());
        assert!(!Words::new("🙂").is_empty(), "a search for a sign must not list everything");
        assert!(Words::new(" \t\0 ").is_empty(), "white space searches for nothing");
    }

    #[test]
    fn an_outcomes_words_leave_out_hashes_and_names_of_parts() {
        let outcome = json!({
            "answer": {"kind": "extract", "value": {"total": "12.50", "parties": ["Ada", "Bob"]},
                       "fields": {"note": {"value": "paid", "decided_by": {"sources": ["model"]}}}},
            "model": "b179c9"
        });
        let mut words = Vec::new();
        collect(&outcome, false, &mut words);
        assert_eq!(words, ["12.50", "Ada", "Bob", "paid"]);
    }
}
