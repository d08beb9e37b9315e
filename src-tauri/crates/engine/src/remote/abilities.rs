//! What an endpoint can do with a model.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

/// One thing that an endpoint may be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ability {
    /// Answer a conversation.
    Chat,
    /// Continue a text.
    Completions,
    /// Send words as they come.
    Streaming,
    /// Keep to a JSON Schema.
    Schema,
    /// Tell how probable its own words were.
    Logprobs,
    /// Tell how probable given words are, so that labels and spans get probabilities.
    Scoring,
    /// Turn texts into vectors.
    Embeddings,
    /// Count tokens.
    Tokenize,
}

impl Ability {
    /// All, in the order in which people are told of them.
    pub const ALL: [Self; 8] = [
        Self::Chat,
        Self::Completions,
        Self::Streaming,
        Self::Schema,
        Self::Logprobs,
        Self::Scoring,
        Self::Embeddings,
        Self::Tokenize,
    ];
}

impl fmt::Display for Ability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chat => "answer a conversation",
            Self::Completions => "continue a text",
            Self::Streaming => "send words as they come",
            Self::Schema => "keep to a JSON Schema",
            Self::Logprobs => "tell how probable its words are",
            Self::Scoring => "tell how probable given words are",
            Self::Embeddings => "turn texts into vectors",
            Self::Tokenize => "count tokens",
        })
    }
}

/// What a probe found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abilities {
    /// What works.
    pub works: BTreeSet<Ability>,
    /// Length of its vectors, where it makes some.
    #[serde(default)]
    pub vector_length: u32,
    /// Whether given words are scored by way of the likeliest next tokens, for want of an echo.
    #[serde(default)]
    pub walks: bool,
    /// Whether the limit of an answer is called `max_completion_tokens`.
    #[serde(default)]
    pub renamed_limit: bool,
}

impl Abilities {
    /// Whether this works.
    #[must_use]
    pub fn can(&self, ability: Ability) -> bool {
        self.works.contains(&ability)
    }
}

/// A model that an endpoint lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteModel {
    /// Its name there.
    pub name: String,
    /// Tokens that fit, where the endpoint says so.
    #[serde(default)]
    pub context: Option<u32>,
    /// Parameters, where the endpoint says so.
    #[serde(default)]
    pub parameters: Option<u64>,
}
