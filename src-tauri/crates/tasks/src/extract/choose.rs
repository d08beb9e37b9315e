//! Choosing: enums and yes-or-no fields, whose values need not stand in the document.

use serde_json::Value;
use winnow_engine::ModelId;

use super::point::Asked;
use super::shown::shown;
use super::windows::windows;
use super::witness::{Embedder, score_continuations};
use crate::cost::Cost;
use crate::evidence::distribution::{margin, ranking, softmax};
use crate::grounding::locate;
use crate::{Context, Decide, Decider, FieldAnswer, FieldType, Source, TaskError};

/// What a value that stands in the document gains, in units of log-odds.
const STANDS_THERE: f64 = 2.0;
/// What similarity to the document's nearest window counts.
const SIMILARITY: f64 = 8.0;
/// What the calibrated log-probability counts.
const LOGPROB: f64 = 0.7;
/// Without this much probability nothing is chosen.
const LEAST: f64 = 0.4;
/// Text without content, whose scores show what the model prefers anyway (Zhao et al. 2021,
/// arXiv 2102.09690).
const NO_CONTENT: &str = "N/A";

/// The chosen value, or null. The embedder remembers what it read for the fields before.
pub(super) async fn choose(
    asked: &Asked<'_>,
    document: &str,
    decide: Decide,
    context: &Context,
    embedder: &mut Option<Embedder<'_>>,
    cost: &mut Cost,
) -> Result<FieldAnswer, TaskError> {
    let boolean = asked.leaf.field.kind == FieldType::Boolean;
    let values: Vec<String> = if boolean {
        vec!["yes".to_owned(), "no".to_owned()]
    } else {
        asked.leaf.field.values.clone()
    };
    let mut scores = vec![0.0; values.len()];
    let mut sources = Vec::new();
    let spans: Vec<_> = values
        .iter()
        .map(|value| if boolean { None } else { locate(document, value, &asked.question.cues) })
        .collect();
    if spans.iter().any(Option::is_some) {
        sources.push(Source::Shape);
        for (score, span) in scores.iter_mut().zip(&spans) {
            *score += if span.is_some() { STANDS_THERE } else { 0.0 };
        }
    }
    let settled = spans.iter().filter(|span| span.is_some()).count() == 1;
    let generator = context.models.generator.as_ref().filter(|_| decide != Decide::Embedder);
    if let Some(model) = generator
        && (decide != Decide::Cascade || !settled)
    {
        let shown = shown(document, &asked.question, model, context, embedder, cost).await?;
        let read: u32 = shown.iter().map(|piece| piece.tokens).sum();
        let blank = logprobs(asked, &values, NO_CONTENT, context, model, cost).await?;
        for piece in shown {
            let told = logprobs(asked, &values, &piece.text, context, model, cost).await?;
            let weight = LOGPROB * f64::from(piece.tokens) / f64::from(read.max(1));
            for (index, score) in scores.iter_mut().enumerate() {
                *score += weight * (told[index] - blank[index]);
            }
        }
        sources.insert(0, Source::Model);
    }
    if !boolean && let Some(embedder) = embedder {
        let statements: Vec<String> =
            values.iter().map(|value| format!("{}: {value}", asked.question.described)).collect();
        let places: Vec<String> =
            windows(document).into_iter().map(|span| span.of(document).to_owned()).collect();
        embedder.read(statements.iter().chain(&places).cloned().collect(), cost).await?;
        for (score, statement) in scores.iter_mut().zip(&statements) {
            let near = places.iter().filter_map(|place| embedder.similarity(statement, place));
            *score += SIMILARITY * f64::from(near.fold(0.0, f32::max));
        }
        sources.push(Source::Embedder);
    }
    Ok(answer(&values, &scores, &spans, sources, asked))
}

async fn logprobs(
    asked: &Asked<'_>,
    values: &[String],
    document: &str,
    context: &Context,
    model: &ModelId,
    cost: &mut Cost,
) -> Result<Vec<f64>, TaskError> {
    let question =
        format!("{} ({}):", asked.question.continued.trim_end_matches(':'), values.join(", "));
    let scores =
        score_continuations(model, document, &question, values.to_vec(), context, cost).await?;
    Ok(scores.into_iter().map(|score| score.logprob).collect())
}

fn answer(
    values: &[String],
    scores: &[f64],
    spans: &[Option<crate::Span>],
    sources: Vec<Source>,
    asked: &Asked<'_>,
) -> FieldAnswer {
    let probabilities = softmax(scores, 1.0);
    let best = ranking(&probabilities).first().copied().unwrap_or(0);
    let boolean = asked.leaf.field.kind == FieldType::Boolean;
    let known = !sources.is_empty() && (probabilities[best] >= LEAST || !asked.leaf.nullable);
    let value = match (known, boolean) {
        (false, _) => Value::Null,
        (true, true) => Value::Bool(best == 0),
        (true, false) => Value::from(values[best].clone()),
    };
    let span = spans[best].filter(|_| known);
    // Where nobody spoke, the even shares of the values are no measurement.
    let confidence = (!sources.is_empty()).then(|| probabilities[best]);
    FieldAnswer {
        value,
        normalized: None,
        confidence,
        span,
        verified: span.is_some(),
        decided_by: Decider { sources, margin: margin(&probabilities) },
        alternatives: Vec::new(),
    }
}
