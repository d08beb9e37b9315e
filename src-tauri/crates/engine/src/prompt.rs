//! What a model is asked, before its template is applied.

use serde::{Deserialize, Serialize};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The rules.
    System,
    /// The person.
    User,
    /// The model.
    Assistant,
}

/// One turn of a conversation.
///
/// Its parts are tokenized one by one and as plain text, so that a part never changes the tokens
/// of the part before it (which lets requests share a prefix) and no text, a document's least of
/// all, can write a control token such as `<|im_end|>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said, in order.
    pub parts: Vec<String>,
}

impl Message {
    /// A turn of one part.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self { role, parts: vec![text.into()] }
    }
}

/// A prompt for a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Prompt {
    /// Turns, put into the chat template of the model's file (ChatML where it has none).
    Chat {
        /// The turns so far.
        messages: Vec<Message>,
        /// The beginning of the answer, put in the model's mouth.
        answer: String,
    },
    /// Text to be continued, in parts as in [`Message::parts`].
    Text {
        /// The text.
        parts: Vec<String>,
    },
}

/// A prompt as the model sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderedPrompt {
    /// Template and parts as text, control tokens written out.
    pub text: String,
    /// Tokens.
    pub tokens: u32,
}
