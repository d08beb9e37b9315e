//! What a generated text may be.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A contract on the generated text, enforced token by token.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Constraint {
    /// Any text.
    #[default]
    None,
    /// Exactly one of these texts.
    Choice {
        /// The allowed texts; must not be empty.
        options: Vec<String>,
    },
    /// JSON that is valid under a schema, written compactly (`", "` and `": "` as separators).
    ///
    /// A string schema that carries `"x-substring-of": "document"` may only hold text that stands
    /// in [`Constraint::JsonSchema::document`], word for word.
    JsonSchema {
        /// JSON Schema, draft 2020-12, as far as llguidance supports it.
        schema: Value,
        /// The text that `x-substring-of` strings are copied from.
        document: Option<String>,
    },
    /// Text that matches a regular expression (Rust `regex` syntax).
    Regex {
        /// The expression, anchored at both ends.
        pattern: String,
    },
    /// Text that stands in the document, at word boundaries.
    Substring {
        /// The text to copy from.
        document: String,
    },
}
