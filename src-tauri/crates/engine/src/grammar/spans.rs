//! Texts that stand in the document, word for word.
//!
//! The document becomes the suffix automaton of its words; a text is any run of them that neither
//! begins nor ends with white space.

use serde_json::Value;

use super::invalid;
use crate::EngineError;

/// The schema keyword that asks for a text of the document.
pub(super) const KEYWORD: &str = "x-substring-of";

/// Whether a schema asks for texts of the document anywhere.
pub(super) fn points_at_document(schema: &Value) -> bool {
    match schema {
        Value::Object(keys) => keys.contains_key(KEYWORD) || keys.values().any(points_at_document),
        Value::Array(items) => items.iter().any(points_at_document),
        _ => false,
    }
}

/// A grammar for one text of the document.
pub(super) fn plain_grammar(document: &str) -> Result<String, EngineError> {
    let words = chunks(document, str::to_owned)?;
    Ok(format!("start: TEXT\nTEXT: {words} & /{EDGES}/\n"))
}

/// The right-hand side of a terminal: the document's words as they stand in JSON.
pub(super) fn json_words(document: &str) -> Result<String, EngineError> {
    chunks(document, escaped)
}

/// What neither begins nor ends with white space.
const EDGES: &str = r"\S(?s:.*\S)?";

/// The same for the inside of a JSON string, with `least` to `most` characters.
pub(super) fn json_edges(least: u64, most: Option<u64>) -> String {
    let unit = r"([^\\]|\\[^u]|\\u[0-9a-f]{4})";
    let solid = r"([^\\\s]|\\[^unrt]|\\u[0-9a-f]{4})";
    if least <= 1 && most.is_none() {
        return format!("{solid}({unit}*{solid})?");
    }
    let inner_least = least.saturating_sub(2);
    let inner = match most {
        Some(most) => format!("{{{inner_least},{}}}", most.saturating_sub(2)),
        None => format!("{{{inner_least},}}"),
    };
    match most {
        Some(0 | 1) => solid.to_owned(),
        _ if least <= 1 => format!("{solid}({unit}{inner}{solid})?"),
        _ => format!("{solid}{unit}{inner}{solid}"),
    }
}

fn chunks(document: &str, write: impl Fn(&str) -> String) -> Result<String, EngineError> {
    if document.trim().is_empty() {
        return Err(invalid("the document to copy from is empty"));
    }
    let words: Vec<_> = words(document).into_iter().map(write).collect();
    Ok(format!("%regex {}", serde_json::json!({ "substring_chunks": words })))
}

/// Runs of letters and digits, runs of white space, and every other character by itself.
fn words(text: &str) -> Vec<&str> {
    #[derive(PartialEq)]
    enum Kind {
        Word,
        Space,
        Other,
    }
    let kind = |c: char| match c {
        c if c.is_alphanumeric() => Kind::Word,
        c if c.is_whitespace() => Kind::Space,
        _ => Kind::Other,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let this = kind(c);
        if last.as_ref().is_some_and(|last| *last != this || this == Kind::Other) {
            words.push(&text[start..at]);
            start = at;
        }
        last = Some(this);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// The text as it stands between the quotation marks of a JSON string.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_where_a_value_may_begin_or_end() {
        assert_eq!(
            words("Total:$12.50  (été)\n"),
            ["Total", ":", "$", "12", ".", "50", "  ", "(", "été", ")", "\n"],
            "an amount must be reachable without the label before it"
        );
    }

    #[test]
    fn nothing_can_be_copied_from_an_empty_document() {
        assert!(plain_grammar(" \n").is_err());
    }
}
