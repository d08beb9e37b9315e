//! What comes back: the answer, its evidence, and what it cost.

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use winnow_engine::{Finish, ModelId, Timings, Usage};

/// Bytes `start..end` of the document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A finished piece of work. Together with the task and the document it can be reproduced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What was answered.
    pub answer: Answer,
    /// How much of the document was read.
    pub coverage: Coverage,
    /// What a person should know before relying on it.
    pub doubts: Vec<Doubt>,
    /// Tokens spent.
    pub usage: Usage,
    /// Time spent.
    pub timings: Timings,
    /// The language model that took part, if any.
    pub model: Option<ModelId>,
    /// The larger language model that took part, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<ModelId>,
    /// The embedder that took part, if any.
    pub embedder: Option<ModelId>,
    /// The hosts that the document's text went to, with commas; none: it stayed on this computer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ran_on: Option<String>,
    /// [`crate::Task::content_hash`].
    pub task: String,
}

/// The answer, by kind of task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// A label.
    Classify(Classification),
    /// Field values.
    Extract(Extraction),
    /// A shorter text.
    Summarize(Summary),
    /// A free text.
    Generate(Generated),
}

/// How much of the document took part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Tokens of the document (of the language model, or of the embedder where it alone read).
    pub tokens: u32,
    /// Tokens of it that were read.
    pub read: u32,
    /// Pieces that it was read in.
    pub chunks: u32,
}

/// A reason to look twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Doubt {
    /// The two best answers are close.
    CloseCall,
    /// A required field was not found.
    FieldMissing {
        /// The field.
        field: String,
    },
    /// Parts of the document give different values.
    Conflict {
        /// The field; its alternatives are the other values.
        field: String,
    },
    /// The document's own sentences are in its own language, another was asked for.
    NotTranslated {
        /// The language that was asked for.
        language: String,
    },
    /// A value does not stand in the document.
    Unverified {
        /// The field.
        field: String,
    },
    /// A number, date or name in a written text does not stand in the document.
    Invented {
        /// The text in question.
        text: String,
    },
    /// The text was cut at the token limit.
    CutAtLimit {
        /// The limit in tokens.
        limit: u32,
    },
    /// The model is at an endpoint that gives no probabilities, so nothing is known of how sure the
    /// answer is.
    NoProbabilities,
    /// The document is in another language than the embedder reads, so that the others decided.
    ForeignLanguage {
        /// Its English name.
        language: String,
    },
    /// A source of evidence was missing, so the others decided.
    SourceMissing {
        /// Which.
        source: Source,
    },
}

/// A source of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Similarity of embeddings.
    Embedder,
    /// Log-probabilities of the language model.
    Model,
    /// Log-probabilities, or the choice, of the larger model that is asked where the others are
    /// unsure.
    Larger,
    /// A head taught from the person's corrections.
    Head,
    /// Rules on the shape and place of a span.
    Shape,
    /// The person, who gave this document's answer.
    Person,
}

/// Who decided, and why in a few words that a person understands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decider {
    /// The sources that took part, the weightiest first.
    pub sources: Vec<Source>,
    /// The margin that settled it: probability of the best answer minus that of the second; where
    /// several labels may apply, how far the most doubtful one is from its threshold.
    pub margin: f64,
}

/// One label's calibrated probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelScore {
    /// The label's name.
    pub label: String,
    /// Its probability; all labels together make 1, unless several may apply.
    pub probability: f64,
}

/// What one source thought of every label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Which source.
    pub source: Source,
    /// Its probabilities, in the order of the task's labels.
    pub probabilities: Vec<f64>,
}

/// A chosen label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Classification {
    /// The label, or the most probable one of several; none when all are below the task's
    /// threshold.
    pub label: Option<String>,
    /// Where several may apply: all that do, the most probable first. None where one is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    /// Probability that the answer is right: of the label; of just these labels where several may
    /// apply. None where a model chose that gives none.
    pub confidence: Option<f64>,
    /// Every label, the most probable first; empty where there are no probabilities.
    pub scores: Vec<LabelScore>,
    /// Who decided.
    pub decided_by: Decider,
    /// What each source thought.
    pub evidence: Vec<Evidence>,
}

/// Found values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The whole as JSON, valid under the task's schema; a value not found is null.
    pub value: Value,
    /// Each leaf by its path: `total`, `parties.0.name`.
    pub fields: IndexMap<String, FieldAnswer>,
}

/// One value and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldAnswer {
    /// The value as it stands in the document (or as written, for a free field); null: not found.
    pub value: Value,
    /// The value in the standard form of its type: an ISO 8601 date, a decimal amount with currency.
    pub normalized: Option<Value>,
    /// Probability that it is right; none where nothing measured it: a model gave none
    /// ([`Doubt::NoProbabilities`]), or no source could speak.
    #[serde(default, deserialize_with = "measured")]
    pub confidence: Option<f64>,
    /// Where it stands.
    pub span: Option<Span>,
    /// Whether it stands in the document.
    pub verified: bool,
    /// Who decided.
    pub decided_by: Decider,
    /// The next best spans, the most probable first.
    pub alternatives: Vec<Candidate>,
}

/// A span that might have been the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Its value in the standard form of its type, where it has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub normalized: Option<Value>,
    /// Probability that it is right; none where the model that wrote it gave none.
    pub probability: Option<f64>,
}

/// A kept confidence. Earlier versions kept 0 where nothing was measured, and nothing that is
/// measured comes to just 0.
fn measured<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let kept: Option<f64> = Option::deserialize(from)?;
    Ok(kept.filter(|confidence| *confidence > 0.0))
}

/// Who wrote a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenBy {
    /// Nobody: these are the document's own sentences.
    Selection,
    /// The language model.
    Model,
}

/// A shorter text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The whole as text.
    pub text: String,
    /// Sentence by sentence.
    pub sentences: Vec<SummarySentence>,
    /// Who wrote it.
    pub written_by: WrittenBy,
}

/// One sentence and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SummarySentence {
    /// The sentence.
    pub text: String,
    /// The document's sentences that it rests on.
    pub spans: Vec<Span>,
    /// Whether all its numbers, dates and names stand in the document.
    pub verified: bool,
}

/// A free text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Generated {
    /// The text.
    pub text: String,
    /// Why it ended.
    pub finish: Finish,
    /// Geometric mean of its tokens' probabilities; none where the model gives none.
    pub confidence: Option<f64>,
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;

    /// An answer that cost nothing and that no model gave.
    pub(crate) fn outcome(answer: Answer) -> Outcome {
        Outcome {
            answer,
            coverage: Coverage::default(),
            doubts: Vec::new(),
            usage: Usage::default(),
            timings: Timings::default(),
            model: None,
            fallback: None,
            embedder: None,
            ran_on: None,
            task: String::new(),
        }
    }

    #[test]
    fn what_earlier_versions_kept_as_zero_was_not_measured() {
        let mut kept = json!({
            "value": "Acme", "normalized": null, "confidence": 0.0, "span": null, "verified": false,
            "decided_by": { "sources": ["model"], "margin": 0.0 },
            "alternatives": [{ "text": "Bolt", "span": { "start": 0, "end": 4 }, "probability": 0.2 }],
        });
        let read = |kept: &Value| serde_json::from_value::<FieldAnswer>(kept.clone()).unwrap();
        assert_eq!(read(&kept).confidence, None);
        assert_eq!(read(&kept).alternatives[0].probability, Some(0.2));
        kept["confidence"] = json!(0.25);
        assert_eq!(read(&kept).confidence, Some(0.25));
        let written =
            serde_json::to_value(FieldAnswer { confidence: None, ..read(&kept) }).unwrap();
        assert_eq!(written["confidence"], Value::Null, "the key stays");
        assert_eq!(read(&written).confidence, None);
    }
}
