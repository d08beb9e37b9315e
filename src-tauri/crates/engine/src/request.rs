//! Requests and what comes back.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use crate::{Constraint, ModelId, Prompt};

/// A batch: requests of several batches share a model fairly, however many each of them sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Flow(u64);

impl Flow {
    /// One that no other request is part of.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "no two are alike, so none is the usual one")]
    pub fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Who waits for the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// A person, now.
    #[default]
    Interactive,
    /// Nobody in particular: one of many documents of a batch.
    Batch(Flow),
}

impl Priority {
    /// That of a batch of its own.
    #[must_use]
    pub fn batch() -> Self {
        Self::Batch(Flow::new())
    }

    /// Whether a person waits.
    #[must_use]
    pub fn is_interactive(self) -> bool {
        self == Self::Interactive
    }
}

/// How the next token is chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sampling {
    /// 0 takes the most probable token always.
    pub temperature: f32,
    /// Keep the most probable tokens up to this much probability; 1 keeps all.
    pub top_p: f32,
    /// Keep this many tokens; 0 keeps all.
    pub top_k: u32,
    /// Drop tokens less probable than this share of the most probable one; 0 drops none.
    pub min_p: f32,
    /// Divide (or multiply) the logit of tokens seen lately by this; 1 does nothing.
    pub repeat_penalty: f32,
    /// Seed of the random choice; the same seed gives the same text.
    pub seed: u32,
}

impl Default for Sampling {
    /// Greedy: reproducible, and right for contracts.
    fn default() -> Self {
        Self { temperature: 0.0, top_p: 1.0, top_k: 0, min_p: 0.0, repeat_penalty: 1.0, seed: 0 }
    }
}

/// Write a text.
#[derive(Clone, Debug, PartialEq)]
pub struct GenerateRequest {
    /// Which loaded model.
    pub model: ModelId,
    /// What it is asked.
    pub prompt: Prompt,
    /// What it may answer.
    pub constraint: Constraint,
    /// How it chooses.
    pub sampling: Sampling,
    /// At most this many tokens.
    pub max_tokens: u32,
    /// Texts that end the answer; they are not part of it.
    pub stop: Vec<String>,
    /// Who waits.
    pub priority: Priority,
}

/// Something that happened while a text was being written.
#[derive(Clone, Debug, PartialEq)]
pub enum GenerateEvent {
    /// The prompt is being read: tokens done of all, `cached` of them reused.
    Prefill {
        /// Tokens in the KV cache so far.
        done: u32,
        /// Tokens of the prompt.
        total: u32,
        /// Tokens that were there already.
        cached: u32,
    },
    /// More text, always whole characters.
    Text {
        /// The new text.
        text: String,
        /// Tokens written so far.
        tokens: u32,
    },
}

/// Why a text ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// The model, or the contract, said it was complete.
    Stop,
    /// `max_tokens` was reached.
    Length,
}

/// One written token and how probable it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenLogprob {
    /// Bytes of the text before this token.
    pub offset: u32,
    /// Bytes of this token's text.
    pub length: u32,
    /// Natural logarithm of its probability before constraint and sampling; 0 for a forced token.
    pub logprob: f32,
    /// Whether the contract left no choice.
    pub forced: bool,
}

/// Tokens spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens of the prompt.
    pub prompt: u32,
    /// Of these, reused from the prefix cache.
    pub cached: u32,
    /// Tokens written.
    pub generated: u32,
    /// Of these, forced by the contract without asking the model.
    pub forced: u32,
    /// Tokens proposed from the document and confirmed in a batch.
    pub drafted: u32,
    /// Forward passes of the model after the prompt.
    pub steps: u32,
}

/// Time spent, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Timings {
    /// Waiting for the engine.
    pub queue_ms: f64,
    /// Reading the prompt.
    pub prefill_ms: f64,
    /// Writing, or scoring continuations.
    pub decode_ms: f64,
}

/// A written text.
#[derive(Clone, Debug, PartialEq)]
pub struct GenerateOutcome {
    /// The text.
    pub text: String,
    /// Its tokens.
    pub tokens: Vec<TokenLogprob>,
    /// Why it ended.
    pub finish: Finish,
    /// Tokens spent.
    pub usage: Usage,
    /// Time spent.
    pub timings: Timings,
}

/// How probable is each of these continuations of a prompt?
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRequest {
    /// Which loaded model.
    pub model: ModelId,
    /// The prompt that they continue.
    pub prompt: Prompt,
    /// The continuations, tokenized as plain text; must not be empty, nor hold an empty text.
    pub continuations: Vec<String>,
    /// How far along each of them.
    pub reach: Reach,
    /// Who waits.
    pub priority: Priority,
}

/// How far a continuation is scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// All its tokens count.
    #[default]
    Whole,
    /// Its tokens count up to the one that parts it from all the others; the rest is taken as
    /// certain, as it is for a model that may write nothing else. Labels whose first tokens
    /// differ cost nothing behind the prompt.
    Parting,
}

/// How probable one continuation is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Sum of the natural log-probabilities of its tokens.
    pub logprob: f64,
    /// How many tokens it has.
    pub tokens: u32,
}

/// Scores in the order of the continuations.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreOutcome {
    /// One for each continuation.
    pub scores: Vec<Score>,
    /// Tokens spent.
    pub usage: Usage,
    /// Time spent.
    pub timings: Timings,
}

/// Turn texts into vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct EmbedRequest {
    /// Which loaded embedder.
    pub model: ModelId,
    /// The texts. A text longer than the embedder's window is refused, never cut.
    pub texts: Vec<String>,
    /// Who waits.
    pub priority: Priority,
}

/// Vectors in the order of the texts.
#[derive(Clone, Debug, PartialEq)]
pub struct EmbedOutcome {
    /// One unit vector of `embedding_length` numbers for each text.
    pub vectors: Vec<Vec<f32>>,
    /// Tokens spent.
    pub usage: Usage,
    /// Time spent.
    pub timings: Timings,
}
