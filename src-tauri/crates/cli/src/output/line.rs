//! An item as a JSON object. Spans are bytes `start..end` of the document's text, as `winnow read`
//! prints it.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use winnow_app::wire::error::{ApiError, Code};
use winnow_documents::Document;
use winnow_tasks::{
    Answer, Candidate, Coverage, Decider, Doubt, FieldAnswer, Outcome, Source, Span,
    SummarySentence, WrittenBy,
};

use super::{Answered, Objects, Sink};
use crate::{ending::Failure, input::Origin};

/// Objects, one for each item.
pub struct Lines(pub Objects);

impl Sink for Lines {
    fn answered(&mut self, answered: &Answered<'_>) -> Result<(), Failure> {
        self.0.print(&AnswerLine::new(answered))
    }

    fn failed(&mut self, origin: &Origin, error: &ApiError) -> Result<(), Failure> {
        self.0.print(&ErrorLine::new(origin, error))
    }
}

/// An item that failed.
#[derive(Serialize)]
pub struct ErrorLine<'a> {
    #[serde(flatten)]
    origin: &'a Origin,
    error: ErrorMembers<'a>,
}

#[derive(Serialize)]
struct ErrorMembers<'a> {
    code: Code,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
}

impl<'a> ErrorLine<'a> {
    pub fn new(origin: &'a Origin, error: &'a ApiError) -> Self {
        let ApiError { code, message, detail } = error;
        Self { origin, error: ErrorMembers { code: *code, message, detail: detail.as_deref() } }
    }
}

#[derive(Serialize)]
struct AnswerLine<'a> {
    #[serde(flatten)]
    origin: &'a Origin,
    #[serde(flatten)]
    answer: AnswerMembers<'a>,
    doubts: &'a [Doubt],
    coverage: &'a Coverage,
    usage: Value,
    timings: Value,
    model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fallback: Option<String>,
    embedder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ran_on: Option<&'a str>,
    task: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum AnswerMembers<'a> {
    Classify {
        label: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        labels: Option<&'a [String]>,
        confidence: Option<f64>,
        scores: IndexMap<&'a str, f64>,
        decided_by: String,
        margin: f64,
    },
    Extract {
        value: &'a Value,
        fields: IndexMap<&'a str, FieldMembers<'a>>,
    },
    Summarize {
        value: &'a str,
        sentences: &'a [SummarySentence],
        written_by: WrittenBy,
    },
    Generate {
        value: &'a str,
        confidence: Option<f64>,
        finish: Value,
    },
}

#[derive(Serialize)]
struct FieldMembers<'a> {
    value: &'a Value,
    confidence: Option<f64>,
    span: Option<Span>,
    place: Option<String>,
    verified: bool,
    normalized: Option<&'a Value>,
    decided_by: String,
    alternatives: Vec<AlternativeMembers<'a>>,
}

#[derive(Serialize)]
struct AlternativeMembers<'a> {
    text: &'a str,
    span: Span,
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    normalized: Option<&'a Value>,
    probability: Option<f64>,
}

impl<'a> AnswerLine<'a> {
    fn new(answered: &Answered<'a>) -> Self {
        let Answered { origin, document, outcome } = *answered;
        let Outcome {
            answer,
            coverage,
            doubts,
            usage,
            timings,
            model,
            fallback,
            embedder,
            ran_on,
            task,
        } = outcome;
        Self {
            origin,
            answer: members(answer, document),
            doubts,
            coverage,
            usage: plain(usage),
            timings: plain(timings),
            model: model.as_ref().map(ToString::to_string),
            fallback: fallback.as_ref().map(ToString::to_string),
            embedder: embedder.as_ref().map(ToString::to_string),
            ran_on: ran_on.as_deref(),
            task,
        }
    }
}

fn members<'a>(answer: &'a Answer, document: &Document) -> AnswerMembers<'a> {
    match answer {
        Answer::Classify(chosen) => AnswerMembers::Classify {
            label: chosen.label.as_deref(),
            labels: chosen.labels.as_deref(),
            confidence: chosen.confidence,
            scores: chosen
                .scores
                .iter()
                .map(|score| (score.label.as_str(), score.probability))
                .collect(),
            decided_by: decided_by(&chosen.decided_by),
            margin: chosen.decided_by.margin,
        },
        Answer::Extract(found) => AnswerMembers::Extract {
            value: &found.value,
            fields: found
                .fields
                .iter()
                .map(|(path, field)| (path.as_str(), field_members(field, document)))
                .collect(),
        },
        Answer::Summarize(summary) => AnswerMembers::Summarize {
            value: &summary.text,
            sentences: &summary.sentences,
            written_by: summary.written_by,
        },
        Answer::Generate(written) => AnswerMembers::Generate {
            value: &written.text,
            confidence: written.confidence,
            finish: plain(&written.finish),
        },
    }
}

fn field_members<'a>(field: &'a FieldAnswer, document: &Document) -> FieldMembers<'a> {
    FieldMembers {
        value: &field.value,
        confidence: field.confidence,
        span: field.span,
        place: field.span.and_then(|span| place(document, span)),
        verified: field.verified,
        normalized: field.normalized.as_ref(),
        decided_by: decided_by(&field.decided_by),
        alternatives: field.alternatives.iter().map(|other| alternative(other, document)).collect(),
    }
}

fn alternative<'a>(other: &'a Candidate, document: &Document) -> AlternativeMembers<'a> {
    AlternativeMembers {
        text: &other.text,
        span: other.span,
        place: place(document, other.span),
        normalized: other.normalized.as_ref(),
        probability: other.probability,
    }
}

/// Where a span stands, in words.
pub(super) fn place(document: &Document, span: Span) -> Option<String> {
    let place = document.place_of(span.start as usize..span.end as usize)?;
    Some(place.to_string())
}

/// The sources that decided, the weightiest first: `embedder+model`.
pub(super) fn decided_by(decider: &Decider) -> String {
    let name = |source: &Source| match source {
        Source::Embedder => "embedder",
        Source::Model => "model",
        Source::Larger => "larger",
        Source::Head => "head",
        Source::Shape => "shape",
        Source::Person => "person",
    };
    decider.sources.iter().map(name).collect::<Vec<_>>().join("+")
}

/// Numbers and names always have a JSON form.
fn plain(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
