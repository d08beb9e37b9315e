//! What teaching was worth.

use serde::{Deserialize, Serialize};

/// What was measured while teaching, on the person's own examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeachReport {
    /// Examples that taught.
    pub examples: usize,
    /// The task's score on them without teaching: accuracy of a classification (share of examples
    /// whose labels are all right, where several may apply), mean exact match of an extraction;
    /// 0 to 1.
    pub before: f64,
    /// The same after teaching, cross-validated: each example is judged by a head that has not
    /// seen it.
    pub after: f64,
    /// The score by number of examples, beginning with none.
    pub curve: Vec<CurvePoint>,
    /// Seconds of reading the examples with the models.
    pub reading_seconds: f64,
    /// Seconds of learning from what was read.
    pub seconds: f64,
    /// Whether the head is better than no teaching, and so used.
    pub used: bool,
    /// If it is not: about how many more examples are likely to make it so.
    pub more_needed: Option<usize>,
    /// What a person should know of the examples.
    pub notes: Vec<TeachNote>,
}

impl TeachReport {
    /// Of examples of which none teaches.
    pub(crate) const fn of_nothing(notes: Vec<TeachNote>) -> Self {
        Self {
            examples: 0,
            before: 0.0,
            after: 0.0,
            curve: Vec::new(),
            reading_seconds: 0.0,
            seconds: 0.0,
            used: false,
            more_needed: None,
            notes,
        }
    }
}

/// A point of the learning curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Examples that taught.
    pub examples: usize,
    /// Score on examples that did not teach.
    pub score: f64,
}

/// A remark on the examples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TeachNote {
    /// One text with several answers; the latest counts.
    Contradiction {
        /// Places of the examples, from 1.
        numbers: Vec<usize>,
    },
    /// The same text and answer again; it counts once.
    Repeated {
        /// How many were left out.
        count: usize,
    },
    /// Values that were not found in their documents, or not among the spans that could be a value.
    Unfound {
        /// The field.
        field: String,
        /// Places of the examples, from 1.
        numbers: Vec<usize>,
    },
    /// Fields that examples answer and that are not learned, such as choices: the answers stand for
    /// their own documents.
    Standing {
        /// The fields.
        fields: Vec<String>,
    },
    /// Labels without an example: they are known by their words alone.
    Untaught {
        /// The labels.
        labels: Vec<String>,
    },
}
