//! Teaching on the wire: what a person says of an answer, and what a task has learnt.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{document::TextSpan, run::RunInput, task::TaskSpec};

/// A person's word on a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CorrectionRequest {
    /// The caller's name for the learning that follows, for `cancel`.
    pub operation: String,
    /// What was asked.
    pub task: TaskSpec,
    /// Of what.
    pub input: RunInput,
    /// The right answer.
    pub correction: Correction,
}

/// A right answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Correction {
    /// Of a classification.
    Label {
        /// The label; none: none of these.
        label: Option<String>,
    },
    /// Of a classification where several labels may apply.
    Labels {
        /// All that do; empty: none of these.
        labels: Vec<String>,
    },
    /// Of an extraction: the fields that the person speaks of. What they said of others before
    /// stays.
    Fields {
        /// The fields.
        fields: Vec<FieldCorrection>,
    },
}

/// The right value of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldCorrection {
    /// Its path; of a list without the number of a row.
    pub path: String,
    /// Its value.
    pub value: FieldWord,
}

/// What a person says of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FieldWord {
    /// It is not in this document.
    Absent,
    /// It stands here.
    Here {
        /// Where in the document's text.
        span: TextSpan,
    },
    /// Its rows stand here; of a list.
    Rows {
        /// Where in the document's text, row by row.
        spans: Vec<TextSpan>,
    },
    /// These are its rows; of a list of objects.
    Table {
        /// All of them, cell by cell in the order of the columns.
        rows: Vec<Vec<CellWord>>,
    },
    /// It is this one of its allowed values, yes, or no.
    Choice {
        /// The value.
        value: Value,
    },
}

/// What a person says of a cell of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CellWord {
    /// The name of its column.
    pub column: String,
    /// Its value.
    pub value: CellValue,
}

/// The value of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CellValue {
    /// There is none.
    Empty,
    /// It stands here.
    Here {
        /// Where in the document's text.
        span: TextSpan,
    },
    /// It is this one: the answer's own, which the person lets stand, or one of the allowed values.
    Kept {
        /// The value.
        value: Value,
        /// Where it stands, if it does.
        span: Option<TextSpan>,
    },
}

/// What a task was taught by, and what it has learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TeachingView {
    /// Examples in all.
    pub total: u32,
    /// The latest of them, the last first.
    pub examples: Vec<TaughtExample>,
    /// After a correction: the example that it replaced, which can be put back.
    pub replaced: Option<String>,
    /// What was measured when it learnt last; none before, and where it cannot learn.
    pub report: Option<LearningReport>,
    /// Why it has learnt nothing from these examples.
    pub refusal: Option<TeachRefusal>,
    /// What it has learnt, where that helps and is used.
    pub head: Option<HeadView>,
}

/// A document with the person's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TaughtExample {
    /// Its key.
    pub id: String,
    /// What the document is called, where that is known.
    pub document: Option<String>,
    /// The beginning of its text.
    pub text: String,
    /// The answer: a label, null for none of them, a list of labels where several may apply, or
    /// values of fields.
    pub answer: Value,
    /// RFC 3339.
    pub created_at: String,
}

/// What learning was worth, on the person's own examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LearningReport {
    /// Examples that taught.
    pub examples: u32,
    /// Share of right answers without them, 0 to 1.
    pub before: f64,
    /// The same with them; each example is judged by what the others taught.
    pub after: f64,
    /// The share by number of examples.
    pub curve: Vec<LearningPoint>,
    /// Seconds of reading and learning.
    pub seconds: f64,
    /// Whether later runs use it.
    pub used: bool,
    /// If not: about how many more examples are likely needed.
    pub more_needed: Option<u32>,
    /// Remarks on the examples.
    pub notes: Vec<LearningNote>,
}

/// A point of the learning curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LearningPoint {
    /// Examples that taught.
    pub examples: u32,
    /// Share of right answers on examples that did not teach.
    pub score: f64,
}

/// A remark on the examples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum LearningNote {
    /// One text with several answers; the latest counts.
    Contradiction {
        /// How many answers.
        count: u32,
    },
    /// The same text and answer again.
    Repeated {
        /// How many.
        count: u32,
    },
    /// Values that are not among what could be a value of this field.
    Unfound {
        /// The field.
        field: String,
        /// In how many examples.
        count: u32,
    },
    /// Fields that are answered and not learned: the answers stand for their own documents.
    Standing {
        /// The fields.
        fields: Vec<String>,
    },
    /// Labels without an example.
    Untaught {
        /// The labels.
        labels: Vec<String>,
    },
}

/// Why a task has learnt nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TeachRefusal {
    /// There is no example.
    NoExamples,
    /// All examples are of one label.
    OneLabel {
        /// The label.
        label: String,
    },
    /// There are more labels than can be taught.
    TooManyLabels {
        /// How many can be.
        most: u32,
    },
    /// Nobody can read the examples.
    NoEmbedder,
    /// The language model alone decides, by the task's settings.
    ModelDecides,
    /// The kind of task learns in other ways.
    OtherKind,
}

/// What a task has learnt, as a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeadView {
    /// How it is written.
    pub version: u32,
    /// Hash of the examples that it can be made of again.
    pub examples_hash: String,
    /// How many they are.
    pub examples: u32,
    /// Hash of the embedder that it was made for.
    pub embedder: Option<String>,
}
