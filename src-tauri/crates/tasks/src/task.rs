//! The task: everything that is asked, as data that can be saved, shared and compared.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use winnow_engine::Sampling;

/// What a task does with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// Something to be asked of any number of documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// What a person calls it; not part of the content hash.
    #[serde(default)]
    pub name: String,
    /// What it does.
    pub kind: TaskKind,
    /// What the person adds in words; the system part of a free prompt.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instructions: String,
    /// The labels of a classification.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// Whether several labels may apply to one document, or none: each is judged by itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub multi: bool,
    /// The fields of an extraction, in order; empty when `schema` is given.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub fields: IndexMap<String, Field>,
    /// The JSON Schema of an extraction, instead of `fields`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
    /// Documents with their right answers: few-shot examples, and what heads are taught from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// How long a summary is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Length>,
    /// What a summary should dwell on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub focus: String,
    /// The language of what is written ("German"); empty: that of the document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer_in: String,
    /// How a language model summarizes a document that does not fit.
    #[serde(default, skip_serializing_if = "Strategy::is_default")]
    pub strategy: Strategy,
    /// The model that a classification asks where the others are unsure: a file, a model's name, or
    /// `ENDPOINT/MODEL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<String>,
    /// How a written answer is sampled.
    #[serde(default)]
    pub sampling: Sampling,
    /// At most this many written tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u32>,
    /// A label or value less probable than this is answered by null, or left out where several
    /// labels may apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Whether label scores are calibrated (Zhao et al. 2021, arXiv 2102.09690).
    #[serde(default = "yes")]
    pub calibrate: bool,
    /// Which sources of evidence decide.
    #[serde(default)]
    pub decide: Decide,
}

const fn yes() -> bool {
    true
}

impl Task {
    /// A task of a kind that asks nothing yet.
    #[must_use]
    pub fn new(kind: TaskKind) -> Self {
        Self {
            name: String::new(),
            kind,
            instructions: String::new(),
            labels: Vec::new(),
            multi: false,
            fields: IndexMap::new(),
            schema: None,
            examples: Vec::new(),
            length: None,
            focus: String::new(),
            answer_in: String::new(),
            strategy: Strategy::default(),
            fallback: None,
            sampling: Sampling::default(),
            max_tokens: None,
            threshold: None,
            calibrate: true,
            decide: Decide::default(),
        }
    }

    /// What may be answered: lower-case hexadecimal SHA-256 of kind, labels' names (and whether
    /// several may apply), fields and schema, in their order. Tasks of one question share their
    /// examples and heads, whatever their wording and settings.
    #[must_use]
    pub fn question_hash(&self) -> String {
        let names: Vec<&str> = self.labels.iter().map(|label| label.name.as_str()).collect();
        let kinds: IndexMap<&str, String> =
            self.fields.iter().map(|(name, field)| (name.as_str(), field.shape())).collect();
        match self.multi {
            false => hash(&(self.kind, names, kinds, &self.schema)),
            true => hash(&(self.kind, names, kinds, &self.schema, "multi")),
        }
    }

    /// The places of the labels that an example's answer names: one, or several where they may
    /// apply together.
    pub(crate) fn places_of(&self, output: &Value) -> Vec<usize> {
        let place = |name: &str| self.labels.iter().position(|label| label.name == name);
        match output {
            Value::String(name) => place(name).into_iter().collect(),
            Value::Array(names) if self.multi => {
                let mut places: Vec<usize> =
                    names.iter().filter_map(Value::as_str).filter_map(place).collect();
                places.sort_unstable();
                places.dedup();
                places
            }
            _ => Vec::new(),
        }
    }

    /// What the task is taught by: lower-case hexadecimal SHA-256 of its examples, in their order.
    #[must_use]
    pub fn examples_hash(&self) -> String {
        hash(&self.examples)
    }

    /// The task's version: lower-case hexadecimal SHA-256 of everything but its name.
    #[must_use]
    pub fn content_hash(&self) -> String {
        let unnamed = Self { name: String::new(), ..self.clone() };
        hash(&unnamed)
    }
}

fn hash(data: &impl Serialize) -> String {
    hexadecimal(&serde_json::to_vec(data).unwrap_or_default())
}

/// Lower-case hexadecimal SHA-256 of a text.
pub(crate) fn text_hash(text: &str) -> String {
    hexadecimal(text.as_bytes())
}

fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One of the answers of a classification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// What the answer is called.
    pub name: String,
    /// What belongs to it, in a person's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
}

/// What kind of value a field holds; it decides which spans of the document are proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Any text.
    #[default]
    Text,
    /// A calendar date.
    Date,
    /// Money.
    Amount,
    /// A number, perhaps with a unit.
    Number,
    /// A person's name.
    Name,
    /// A company, an authority, a club.
    Organization,
    /// A postal address, perhaps of several lines.
    Address,
    /// A span of time.
    Duration,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A web address.
    Url,
    /// A number of an invoice, order, account or the like.
    Identifier,
    /// Yes or no.
    Boolean,
    /// One of [`Field::values`].
    Enum,
    /// Several values of [`Field::items`].
    List,
    /// Named values: [`Field::fields`].
    Object,
}

/// A value to be found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What kind of value.
    #[serde(rename = "type", default)]
    pub kind: FieldType,
    /// What it is, in a person's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether an answer without it is worth a warning.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Whether the model may write a text that does not stand in the document.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub free: bool,
    /// The values of an enum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What a list holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Field>>,
    /// What an object holds.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub fields: IndexMap<String, Field>,
}

impl Field {
    /// The field's type and what it is made of, without its words.
    fn shape(&self) -> String {
        let kind = serde_json::to_string(&self.kind).unwrap_or_default();
        let items = self.items.as_deref().map(Self::shape).unwrap_or_default();
        let parts: Vec<String> =
            self.fields.iter().map(|(name, field)| format!("{name}:{}", field.shape())).collect();
        format!("{kind}[{items}]{{{}}}{}", parts.join(","), self.values.join("|"))
    }
}

/// A document with its right answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The document's text.
    pub input: String,
    /// A label's name (a list of names where several may apply), an object of field values, or a
    /// text.
    pub output: Value,
}

/// How long a summary is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// This many sentences of running text.
    Sentences(u32),
    /// This many bullet points.
    Bullets(u32),
    /// At most this many words.
    Words(u32),
}

impl Default for Length {
    fn default() -> Self {
        Self::Sentences(3)
    }
}

/// How a document that does not fit a language model is summarized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Each piece by itself, then their summaries together.
    #[default]
    #[serde(alias = "map-reduce")]
    MapReduce,
    /// The first piece, then the summary so far together with each next piece.
    Refine,
}

impl Strategy {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Which sources of evidence decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decide {
    /// The embedder alone.
    Embedder,
    /// The language model alone.
    Model,
    /// The embedder where its margin is safe, all sources elsewhere.
    #[default]
    Cascade,
    /// All sources, always.
    Best,
}
