//! Outcomes: byte spans become UTF-16 spans and places, hashes get names.

use serde::{Deserialize, Serialize};
use winnow_documents::Document;
use winnow_engine::{Finish, Usage};
use winnow_tasks::{
    Answer, Candidate, Classification, Coverage, Decider, Doubt, Extraction, FieldAnswer,
    Generated, Outcome, Source, Span, Summary, Task, WrittenBy,
};

use super::spans::Utf16Index;
use crate::wire::{document::TextSpan, outcome as wire};

/// An outcome as the history keeps it: with the names that its models had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptOutcome {
    /// The outcome.
    pub outcome: Outcome,
    /// Name of the language model that took part.
    pub model_name: Option<String>,
    /// Name of the larger language model that took part.
    #[serde(default)]
    pub fallback_name: Option<String>,
    /// Name of the embedder that took part.
    pub embedder_name: Option<String>,
}

/// An outcome as the window shows it, `total_ms` after it was asked for.
#[must_use]
pub fn outcome_view(
    kept: &KeptOutcome,
    task: &Task,
    document: &Document,
    total_ms: f64,
) -> wire::OutcomeView {
    let outcome = &kept.outcome;
    let places = Places { index: Utf16Index::new(&document.text), document };
    wire::OutcomeView {
        answer: places.answer(&outcome.answer, task),
        coverage: coverage_view(outcome.coverage),
        doubts: outcome.doubts.iter().map(doubt_view).collect(),
        usage: usage_view(outcome.usage),
        timings: wire::TimingsView {
            queue_ms: outcome.timings.queue_ms,
            prefill_ms: outcome.timings.prefill_ms,
            decode_ms: outcome.timings.decode_ms,
            total_ms,
        },
        model: outcome.model.as_ref().map(|id| id.0.clone()),
        model_name: kept.model_name.clone(),
        fallback: outcome.fallback.as_ref().map(|id| id.0.clone()),
        fallback_name: kept.fallback_name.clone(),
        embedder: outcome.embedder.as_ref().map(|id| id.0.clone()),
        embedder_name: kept.embedder_name.clone(),
        ran_on: outcome.ran_on.clone(),
        task: outcome.task.clone(),
    }
}

/// The answer in a line, as the history lists it and finds it again.
#[must_use]
pub fn answer_line(answer: &Answer) -> String {
    match answer {
        Answer::Classify(found) => match found.labels.as_deref() {
            Some(labels) if !labels.is_empty() => labels.join(", "),
            _ => found.label.clone().unwrap_or_else(|| "–".to_owned()),
        },
        Answer::Extract(found) => found
            .fields
            .iter()
            .filter(|(_, field)| !field.value.is_null())
            .map(|(path, field)| format!("{path}: {}", plain(&field.value)))
            .collect::<Vec<_>>()
            .join(" · "),
        Answer::Summarize(summary) => one_line(&summary.text),
        Answer::Generate(generated) => one_line(&generated.text),
    }
}

/// The one probability that stands for the whole answer: of the label, of the least certain
/// field, of the written text. A summary has none, nor has an extraction of which a field was not
/// measured: that field is the least certain.
#[must_use]
pub fn confidence(answer: &Answer) -> Option<f64> {
    match answer {
        Answer::Classify(found) => found.confidence,
        Answer::Extract(found) => {
            let measured: Option<Vec<f64>> =
                found.fields.values().map(|field| field.confidence).collect();
            measured?.into_iter().min_by(f64::total_cmp)
        }
        Answer::Summarize(_) => None,
        Answer::Generate(generated) => generated.confidence,
    }
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => one_line(text),
        other => other.to_string(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where spans of one document stand.
struct Places<'a> {
    index: Utf16Index,
    document: &'a Document,
}

impl Places<'_> {
    fn answer(&self, answer: &Answer, task: &Task) -> wire::AnswerView {
        match answer {
            Answer::Classify(found) => classification_view(found, task),
            Answer::Extract(found) => self.extraction(found),
            Answer::Summarize(summary) => self.summary(summary),
            Answer::Generate(Generated { text, finish, confidence }) => {
                wire::AnswerView::Generate {
                    text: text.clone(),
                    cut: *finish == Finish::Length,
                    confidence: *confidence,
                }
            }
        }
    }

    fn extraction(&self, found: &Extraction) -> wire::AnswerView {
        wire::AnswerView::Extract {
            value: found.value.clone(),
            fields: found.fields.iter().map(|(path, field)| self.field(path, field)).collect(),
        }
    }

    fn field(&self, path: &str, field: &FieldAnswer) -> wire::FieldView {
        wire::FieldView {
            path: path.to_owned(),
            value: field.value.clone(),
            normalized: field.normalized.clone(),
            confidence: field.confidence,
            span: field.span.map(|span| self.index.span(span)),
            place: field.span.and_then(|span| self.place(span)),
            verified: field.verified,
            decided_by: decider_view(&field.decided_by),
            alternatives: field.alternatives.iter().map(|other| self.candidate(other)).collect(),
        }
    }

    /// The page, line or the like where a span stands, in words.
    fn place(&self, span: Span) -> Option<String> {
        let place = self.document.place_of(span.start as usize..span.end as usize)?;
        Some(place.to_string())
    }

    fn candidate(&self, candidate: &Candidate) -> wire::CandidateView {
        wire::CandidateView {
            text: candidate.text.clone(),
            span: self.index.span(candidate.span),
            place: self.place(candidate.span),
            probability: candidate.probability,
        }
    }

    fn summary(&self, summary: &Summary) -> wire::AnswerView {
        let spans = |spans: &[Span]| -> Vec<TextSpan> {
            spans.iter().map(|span| self.index.span(*span)).collect()
        };
        wire::AnswerView::Summarize {
            text: summary.text.clone(),
            sentences: summary
                .sentences
                .iter()
                .map(|sentence| wire::SentenceView {
                    text: sentence.text.clone(),
                    spans: spans(&sentence.spans),
                    verified: sentence.verified,
                })
                .collect(),
            written_by: match summary.written_by {
                WrittenBy::Selection => wire::WrittenBy::Selection,
                WrittenBy::Model => wire::WrittenBy::Model,
            },
        }
    }
}

fn classification_view(found: &Classification, task: &Task) -> wire::AnswerView {
    let names = || task.labels.iter().map(|label| label.name.clone());
    wire::AnswerView::Classify {
        label: found.label.clone(),
        labels: found.labels.clone(),
        confidence: found.confidence,
        scores: found
            .scores
            .iter()
            .map(|score| wire::LabelScoreView {
                label: score.label.clone(),
                probability: score.probability,
            })
            .collect(),
        decided_by: decider_view(&found.decided_by),
        evidence: found
            .evidence
            .iter()
            .map(|evidence| wire::EvidenceView {
                source: source_view(evidence.source),
                probabilities: names().zip(evidence.probabilities.iter().copied()).collect(),
            })
            .collect(),
    }
}

fn decider_view(decider: &Decider) -> wire::DeciderView {
    wire::DeciderView {
        sources: decider.sources.iter().copied().map(source_view).collect(),
        margin: decider.margin,
    }
}

fn source_view(source: Source) -> wire::SourceName {
    match source {
        Source::Embedder => wire::SourceName::Embedder,
        Source::Model => wire::SourceName::Model,
        Source::Larger => wire::SourceName::Larger,
        Source::Head => wire::SourceName::Head,
        Source::Shape => wire::SourceName::Shape,
        Source::Person => wire::SourceName::Person,
    }
}

fn coverage_view(Coverage { tokens, read, chunks }: Coverage) -> wire::CoverageView {
    wire::CoverageView { tokens, read, chunks }
}

fn usage_view(usage: Usage) -> wire::UsageView {
    let Usage { prompt, cached, generated, forced, drafted, steps } = usage;
    wire::UsageView { prompt, cached, generated, forced, drafted, steps }
}

fn doubt_view(doubt: &Doubt) -> wire::DoubtView {
    match doubt {
        Doubt::CloseCall => wire::DoubtView::CloseCall,
        Doubt::FieldMissing { field } => wire::DoubtView::FieldMissing { field: field.clone() },
        Doubt::Conflict { field } => wire::DoubtView::Conflict { field: field.clone() },
        Doubt::NotTranslated { language } => {
            wire::DoubtView::NotTranslated { language: language.clone() }
        }
        Doubt::Unverified { field } => wire::DoubtView::Unverified { field: field.clone() },
        Doubt::Invented { text } => wire::DoubtView::Invented { text: text.clone() },
        Doubt::CutAtLimit { limit } => wire::DoubtView::CutAtLimit { limit: *limit },
        Doubt::NoProbabilities => wire::DoubtView::NoProbabilities,
        Doubt::ForeignLanguage { language } => {
            wire::DoubtView::ForeignLanguage { language: language.clone() }
        }
        Doubt::SourceMissing { source } => {
            wire::DoubtView::SourceMissing { source: source_view(*source) }
        }
    }
}

#[cfg(test)]
#[path = "outcome_tests.rs"]
mod tests;
