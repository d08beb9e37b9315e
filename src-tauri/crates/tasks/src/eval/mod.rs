//! How good a task is on documents whose right answers are known.
//!
//! Runs the task exactly as a person would and compares. Touches no store: what is measured here
//! leaves no trace.

mod draw;
mod facts;
mod fields;
mod labels;
mod sets;

use std::time::Instant;

use futures_util::{StreamExt, stream};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use winnow_engine::EngineError;

pub use draw::draw_examples;
pub use facts::FactMeasures;
#[cfg(test)]
pub(crate) use facts::patterns;
pub use fields::FieldMeasures;
pub(crate) use fields::{expected_values, plain_forms};
pub use labels::{LabelMeasure, LabelMeasures};
pub use sets::SetMeasures;

use crate::{Answer, Context, Decider, Outcome, Source, Task, TaskError, TaskKind, WrittenBy};

/// Documents of an extraction or summary that are worked on at a time.
const IN_FLIGHT: usize = 4;

/// A document with its right answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelledItem {
    /// The document's text.
    pub text: String,
    /// Classification: the label's name (null: none of them), a list of names where several may
    /// apply. Extraction: an object of field
    /// values. Summary: facts, each a list of alternative regular expressions. Free text: the text.
    pub answer: Value,
}

/// A task, measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// Documents in all.
    pub items: usize,
    /// Documents that ended in an error; they count as wrong.
    pub failed: usize,
    /// Seconds by the clock.
    pub seconds: f64,
    /// Documents a second.
    pub items_per_second: f64,
    /// How many answers each set of sources decided: `embedder`, `embedder+model`.
    pub decided_by: IndexMap<String, usize>,
    /// How good the answers are.
    #[serde(flatten)]
    pub measures: Measures,
    /// What went wrong, by the document's place from 0.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub failures: IndexMap<usize, String>,
}

/// How good the answers of each kind of task are.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Measures {
    /// Of a classification.
    Labels(LabelMeasures),
    /// Of one where several labels may apply.
    Sets(SetMeasures),
    /// Of an extraction.
    Fields(FieldMeasures),
    /// Of a summary.
    Facts(FactMeasures),
    /// Of a free text.
    Text {
        /// Share of texts that equal the expected one but for case, punctuation and white space.
        exact: f64,
    },
}

/// Runs a task on documents with known answers. `on_item` is told how many are finished.
///
/// # Errors
/// An invalid task; [`TaskError::InvalidExample`] for an answer that does not fit it; a missing
/// model; a cancelled or broken engine. A single document's failure is counted, not raised.
pub async fn evaluate(
    task: &Task,
    items: &[LabelledItem],
    context: &Context,
    on_item: &mut (dyn FnMut(usize) + Send),
) -> Result<Evaluation, TaskError> {
    crate::validate(task)?;
    check_answers(task, items)?;
    let began = Instant::now();
    let outcomes = outcomes(task, items, context, on_item).await?;
    let seconds = began.elapsed().as_secs_f64();
    let measures = match task.kind {
        TaskKind::Classify if task.multi => Measures::Sets(sets::measure(task, items, &outcomes)),
        TaskKind::Classify => Measures::Labels(labels::measure(task, items, &outcomes)),
        TaskKind::Extract => Measures::Fields(fields::measure(items, &outcomes)),
        TaskKind::Summarize => Measures::Facts(facts::measure(items, &outcomes)?),
        TaskKind::Generate => Measures::Text { exact: exact_texts(items, &outcomes) },
    };
    let failures: IndexMap<usize, String> = outcomes
        .iter()
        .enumerate()
        .filter_map(|(index, outcome)| Some((index, outcome.as_ref().err()?.to_string())))
        .collect();
    Ok(Evaluation {
        items: items.len(),
        failed: failures.len(),
        seconds,
        items_per_second: items.len() as f64 / seconds.max(f64::MIN_POSITIVE),
        decided_by: deciders(&outcomes),
        measures,
        failures,
    })
}

fn check_answers(task: &Task, items: &[LabelledItem]) -> Result<(), TaskError> {
    for (index, item) in items.iter().enumerate() {
        let reason = match (task.kind, &item.answer) {
            (TaskKind::Classify, answer) => match crate::validate::fits_label(task, answer) {
                Ok(()) => continue,
                Err(reason) => reason,
            },
            (TaskKind::Extract, Value::Object(_))
            | (TaskKind::Summarize, Value::Array(_))
            | (TaskKind::Generate, Value::String(_)) => continue,
            (TaskKind::Extract, other) => format!("its answer is {other}, expected an object"),
            (TaskKind::Summarize, other) => {
                format!("its answer is {other}, expected facts: lists of regular expressions")
            }
            (TaskKind::Generate, other) => format!("its answer is {other}, expected a text"),
        };
        return Err(TaskError::InvalidExample { number: index + 1, reason });
    }
    Ok(())
}

async fn outcomes(
    task: &Task,
    items: &[LabelledItem],
    context: &Context,
    on_item: &mut (dyn FnMut(usize) + Send),
) -> Result<Vec<Result<Outcome, TaskError>>, TaskError> {
    if task.kind == TaskKind::Classify {
        let texts: Vec<String> = items.iter().map(|item| item.text.clone()).collect();
        return crate::classify_batch(task, &texts, context, on_item).await;
    }
    let asked: Vec<_> = items.iter().map(|item| crate::run(task, &item.text, context)).collect();
    let mut running = stream::iter(asked).buffered(IN_FLIGHT);
    let mut outcomes = Vec::with_capacity(items.len());
    while let Some(outcome) = running.next().await {
        if let Err(TaskError::Engine(error @ (EngineError::Cancelled | EngineError::Stopped))) =
            outcome
        {
            return Err(error.into());
        }
        outcomes.push(outcome);
        on_item(outcomes.len());
    }
    Ok(outcomes)
}

fn deciders(outcomes: &[Result<Outcome, TaskError>]) -> IndexMap<String, usize> {
    let mut counts = IndexMap::new();
    for outcome in outcomes.iter().flatten() {
        let deciders: Vec<String> = match &outcome.answer {
            Answer::Classify(chosen) => vec![names(&chosen.decided_by)],
            Answer::Extract(found) => {
                found.fields.values().map(|field| names(&field.decided_by)).collect()
            }
            Answer::Summarize(summary) => vec![match summary.written_by {
                WrittenBy::Selection => "selection".to_owned(),
                WrittenBy::Model => "model".to_owned(),
            }],
            Answer::Generate(_) => vec!["model".to_owned()],
        };
        for decider in deciders {
            *counts.entry(decider).or_insert(0) += 1;
        }
    }
    counts.sort_keys();
    counts
}

/// The sources that took part, in an order of their own: `embedder+model`.
fn names(decider: &Decider) -> String {
    let named = [
        (Source::Embedder, "embedder"),
        (Source::Head, "head"),
        (Source::Model, "model"),
        (Source::Larger, "larger"),
        (Source::Shape, "shape"),
        (Source::Person, "person"),
    ];
    let present: Vec<&str> = named
        .iter()
        .filter(|(source, _)| decider.sources.contains(source))
        .map(|(_, name)| *name)
        .collect();
    if present.is_empty() { "nobody".to_owned() } else { present.join("+") }
}

fn exact_texts(items: &[LabelledItem], outcomes: &[Result<Outcome, TaskError>]) -> f64 {
    let right = items.iter().zip(outcomes).filter(|(item, outcome)| {
        match (&item.answer, outcome.as_ref().map(|outcome| &outcome.answer)) {
            (Value::String(expected), Ok(Answer::Generate(written))) => {
                fields::plain(expected) == fields::plain(&written.text)
            }
            _ => false,
        }
    });
    right.count() as f64 / items.len().max(1) as f64
}
