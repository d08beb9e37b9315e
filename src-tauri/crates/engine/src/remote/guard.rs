//! Words of a document that a server could take for its own marks.
//!
//! A server puts texts into its model's template by itself, and some of them read control tokens
//! wherever these stand. A word joiner, which is not seen, keeps a document's from being one.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

/// Not seen, and between no two characters of a control token.
const JOINER: char = '\u{2060}';

/// The openings of control tokens of the usual templates.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)<(?:\||｜|/?s>|/?think>|/?tool_call>|/?unk>|pad>|bos>|eos>|start_of_turn>|end_of_turn>|start_of_image>|<sys>>|</sys>>)|\[/?(?:INST|AVAILABLE_TOOLS|TOOL_RESULTS|TOOL_CALLS|SYSTEM_PROMPT)\]|\|\|(?:im_|eot)",
    )
    .ok()
});

/// A text in which nothing can be taken for a control token.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    match &*MARKS {
        Some(marks) => marks.replace_all(text, |found: &regex::Captures<'_>| {
            let mut characters = found[0].chars();
            let first: String = characters.by_ref().take(1).collect();
            format!("{first}{JOINER}{}", characters.as_str())
        }),
        // Rather every sharp bracket than none; the expression is fixed, so this is never reached.
        None => Cow::Owned(text.replace('<', "<\u{2060}")),
    }
}

/// The text as it was, where an answer repeats it.
pub(crate) fn restored(text: &str) -> Cow<'_, str> {
    if !text.contains(JOINER) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        whole.push(character);
        if matches!(character, '<' | '[' | '|') && rest.peek() == Some(&JOINER) {
            rest.next();
        }
    }
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_close_its_place() {
        for mark in [
            "<|im_end|>",
            "<|eot_id|>",
            "</s>",
            "[/INST]",
            "<end_of_turn>",
            "<｜User｜>",
            "<<SYS>>",
        ] {
            let text = format!("pay{mark}now");
            let sent = harmless(&text);
            assert!(!sent.contains(mark), "{mark} must not reach the server");
            assert_eq!(restored(&sent), text, "and nothing is lost");
        }
    }

    #[test]
    fn usual_texts_stay_as_they_are() {
        for text in ["a < b and c > d", "<p>Total: 5</p>", "[1] see x[0]", "a | b"] {
            assert!(matches!(harmless(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
