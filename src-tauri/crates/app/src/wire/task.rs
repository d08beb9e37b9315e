//! Tasks on the wire.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TaskKind {
    /// Choose one label.
    Classify,
    /// Find the values of fields.
    Extract,
    /// Say it shorter.
    Summarize,
    /// Write freely.
    Generate,
}

/// A task as a form fills it in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TaskSpec {
    /// Its name; may be empty.
    pub name: String,
    /// What it does.
    pub kind: TaskKind,
    /// Added instructions; the system part of a free prompt.
    pub instructions: String,
    /// Labels of a classification.
    pub labels: Vec<LabelSpec>,
    /// Whether several labels may apply to one document, or none.
    pub multi: bool,
    /// Fields of an extraction, in order.
    pub fields: Vec<FieldSpec>,
    /// JSON Schema of an extraction, instead of fields.
    pub schema: Option<Value>,
    /// Few-shot examples.
    pub examples: Vec<ExampleSpec>,
    /// How long a summary is.
    pub length: Option<LengthSpec>,
    /// What a summary should dwell on.
    pub focus: String,
    /// The language of what is written, in words; empty: that of the document.
    pub answer_in: String,
    /// How a language model summarizes a document that does not fit.
    pub strategy: Strategy,
    /// The model that a classification asks where the others are unsure: an id, a name, a file or
    /// `ENDPOINT/MODEL`.
    pub fallback: Option<String>,
    /// How a text is sampled.
    pub sampling: SamplingSpec,
    /// At most this many written tokens; none: the task's own default.
    pub max_tokens: Option<u32>,
    /// Below this probability the answer is null.
    pub threshold: Option<f64>,
    /// Whether label scores are calibrated.
    pub calibrate: bool,
    /// Which sources decide.
    pub decide: Decide,
}

/// A label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LabelSpec {
    /// Its name.
    pub name: String,
    /// What belongs to it.
    pub description: String,
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FieldType {
    /// Any text.
    Text,
    /// A date.
    Date,
    /// Money.
    Amount,
    /// A number.
    Number,
    /// A person.
    Name,
    /// An organization.
    Organization,
    /// A postal address.
    Address,
    /// A span of time.
    Duration,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A web address.
    Url,
    /// A document, order or account number.
    Identifier,
    /// Yes or no.
    Boolean,
    /// One of the given values.
    Enum,
    /// Several values.
    List,
    /// Named values.
    Object,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldSpec {
    /// Its name in the result.
    pub name: String,
    /// Its type.
    pub kind: FieldType,
    /// What it is.
    pub description: String,
    /// Whether it must be found.
    pub required: bool,
    /// Whether the model may write what does not stand in the document.
    pub free: bool,
    /// The values of an enum.
    pub values: Vec<String>,
    /// What a list holds (one), or an object (several).
    pub fields: Vec<FieldSpec>,
}

/// A document with its right answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExampleSpec {
    /// The text.
    pub input: String,
    /// Its answer.
    pub output: Value,
}

/// The unit of a summary's length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LengthUnit {
    /// Sentences.
    Sentences,
    /// Bullet points.
    Bullets,
    /// Words.
    Words,
}

/// How long a summary is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LengthSpec {
    /// The unit.
    pub unit: LengthUnit,
    /// How many.
    pub count: u32,
}

/// How a text is sampled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SamplingSpec {
    /// 0 takes the most probable token always.
    pub temperature: f32,
    /// Nucleus; 1 keeps all.
    pub top_p: f32,
    /// 0 keeps all.
    pub top_k: u32,
    /// 0 drops none.
    pub min_p: f32,
    /// 1 does nothing.
    pub repeat_penalty: f32,
    /// The same seed gives the same text.
    pub seed: u32,
}

/// How a document that does not fit a language model is summarized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Strategy {
    /// Each piece by itself, then their summaries together.
    MapReduce,
    /// The summary so far together with each next piece.
    Refine,
}

/// Which sources of evidence decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Decide {
    /// The embedder alone.
    Embedder,
    /// The language model alone.
    Model,
    /// The embedder where it is sure, all sources elsewhere.
    Cascade,
    /// All sources.
    Best,
}

/// A task kept under a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedTask {
    /// Stable over versions.
    pub id: String,
    /// Content hash of this version.
    pub hash: String,
    /// The task.
    pub task: TaskSpec,
    /// RFC 3339.
    pub updated_at: String,
}

/// A prompt as the model sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PromptPreview {
    /// The whole prompt, control tokens written out; none when no language model takes part.
    pub text: Option<String>,
    /// Tokens of the prompt.
    pub tokens: u32,
    /// Tokens of the document alone.
    pub document_tokens: u32,
    /// Tokens that the model's context holds.
    pub context: u32,
}
