//! Outcomes on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::document::TextSpan;

/// A finished piece of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeView {
    /// What was answered.
    pub answer: AnswerView,
    /// How much was read.
    pub coverage: CoverageView,
    /// Reasons to look twice.
    pub doubts: Vec<DoubtView>,
    /// Tokens.
    pub usage: UsageView,
    /// Milliseconds.
    pub timings: TimingsView,
    /// Hash of the language model, if one took part.
    pub model: Option<String>,
    /// Its name.
    pub model_name: Option<String>,
    /// The larger language model that was asked because the others were unsure, if one was.
    pub fallback: Option<String>,
    /// Its name.
    pub fallback_name: Option<String>,
    /// Hash of the embedder, if one took part.
    pub embedder: Option<String>,
    /// Its name.
    pub embedder_name: Option<String>,
    /// The host that the document's text went to; none: it stayed on this computer.
    pub ran_on: Option<String>,
    /// Content hash of the task.
    pub task: String,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AnswerView {
    /// A label.
    Classify {
        /// The label, or the most probable one of several; none when all are below the threshold.
        label: Option<String>,
        /// All labels that apply, the most probable first, where several may; else none.
        labels: Option<Vec<String>>,
        /// Probability that the answer is right; none where the model gives none.
        confidence: Option<f64>,
        /// Every label, the most probable first; empty where there are no probabilities.
        scores: Vec<LabelScoreView>,
        /// Who decided.
        decided_by: DeciderView,
        /// What each source thought: its probability of each label.
        evidence: Vec<EvidenceView>,
    },
    /// Field values.
    Extract {
        /// The whole as JSON.
        value: Value,
        /// Leaf by leaf, in the task's order.
        fields: Vec<FieldView>,
    },
    /// A shorter text.
    Summarize {
        /// The text.
        text: String,
        /// Sentence by sentence.
        sentences: Vec<SentenceView>,
        /// "selection" or "model".
        written_by: WrittenBy,
    },
    /// A free text.
    Generate {
        /// The text.
        text: String,
        /// Whether it was cut at the limit.
        cut: bool,
        /// Geometric mean of the token probabilities; none where the model gives none.
        confidence: Option<f64>,
    },
}

/// A label and its probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LabelScoreView {
    /// The label.
    pub label: String,
    /// Its probability.
    pub probability: f64,
}

/// A source of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SourceName {
    /// Similarity of embeddings.
    Embedder,
    /// The language model.
    Model,
    /// The larger language model that is asked where the others are unsure.
    Larger,
    /// The person's corrections.
    Head,
    /// Shape and place of a span.
    Shape,
    /// The person, who gave this document's answer.
    Person,
}

/// Who decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeciderView {
    /// The weightiest first.
    pub sources: Vec<SourceName>,
    /// Best probability minus second best; where several labels may apply, how far the most doubtful
    /// one is from its threshold.
    pub margin: f64,
}

/// What one source thought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceView {
    /// Which.
    pub source: SourceName,
    /// By label.
    pub probabilities: BTreeMap<String, f64>,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// Its path: `total`, `parties.0.name`.
    pub path: String,
    /// As it stands; null: not found.
    pub value: Value,
    /// In the standard form of its type.
    pub normalized: Option<Value>,
    /// Probability that it is right; none where nothing measured it.
    pub confidence: Option<f64>,
    /// Where it stands.
    pub span: Option<TextSpan>,
    /// "page 1, line 4".
    pub place: Option<String>,
    /// Whether it stands in the document.
    pub verified: bool,
    /// Who decided.
    pub decided_by: DeciderView,
    /// The next best.
    pub alternatives: Vec<CandidateView>,
}

/// A span that might have been the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CandidateView {
    /// Its text.
    pub text: String,
    /// Where.
    pub span: TextSpan,
    /// "page 1, line 4".
    pub place: Option<String>,
    /// Probability that it is right; none where nothing measured it.
    pub probability: Option<f64>,
}

/// Who wrote a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WrittenBy {
    /// The document's own sentences.
    Selection,
    /// The language model.
    Model,
}

/// A sentence of a summary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SentenceView {
    /// The sentence.
    pub text: String,
    /// What it rests on.
    pub spans: Vec<TextSpan>,
    /// Whether its numbers, dates and names stand in the document.
    pub verified: bool,
}

/// How much was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CoverageView {
    /// Tokens of the document.
    pub tokens: u32,
    /// Tokens read.
    pub read: u32,
    /// Pieces that it was read in.
    pub chunks: u32,
}

/// A reason to look twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DoubtView {
    /// The two best answers are close.
    CloseCall,
    /// A required field was not found.
    FieldMissing {
        /// Which.
        field: String,
    },
    /// Parts of the document give different values.
    Conflict {
        /// The field; its alternatives are the other values.
        field: String,
    },
    /// Another language was asked for than that of the document's own sentences.
    NotTranslated {
        /// The language that was asked for.
        language: String,
    },
    /// A value does not stand in the document.
    Unverified {
        /// Which field.
        field: String,
    },
    /// A number, date or name does not stand in the document.
    Invented {
        /// The text in question.
        text: String,
    },
    /// Cut at the token limit.
    CutAtLimit {
        /// Tokens.
        limit: u32,
    },
    /// The endpoint gives no probabilities: nothing is known of how sure the answer is.
    NoProbabilities,
    /// The document is in a language that the embedder does not read.
    ForeignLanguage {
        /// Its English name.
        language: String,
    },
    /// A source was missing.
    SourceMissing {
        /// Which.
        source: SourceName,
    },
}

/// Tokens spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UsageView {
    /// Of the prompt.
    pub prompt: u32,
    /// Reused.
    pub cached: u32,
    /// Written.
    pub generated: u32,
    /// Forced by the contract.
    pub forced: u32,
    /// Drafted from the document and confirmed.
    pub drafted: u32,
    /// Forward passes.
    pub steps: u32,
}

/// Milliseconds spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimingsView {
    /// Waiting.
    pub queue_ms: f64,
    /// Reading the prompt.
    pub prefill_ms: f64,
    /// Writing or scoring.
    pub decode_ms: f64,
    /// From the request to the answer, by the clock.
    pub total_ms: f64,
}
