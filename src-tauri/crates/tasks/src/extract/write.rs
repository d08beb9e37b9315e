//! Writing: JSON under constraint, then grounded value by value.
//!
//! For what cannot be pointed at (rows of objects, alternatives, free texts), and for people who
//! want the language model alone. Texts can only be copied from the document; each is then given
//! its place, and a confidence from the log-probabilities of its own tokens where they are told.

use std::ops::Range;

use indexmap::IndexMap;
use serde_json::{Value, json};
use winnow_engine::{EngineError, Finish, GenerateOutcome, TokenLogprob};

use super::json_places::leaves;
use super::merge::Merged;
use super::plan::writing_plan;
use super::question::Question;
use crate::cost::Cost;
use crate::grounding::locate;
use crate::pieces::{Cut, parts};
use crate::{
    Context, Coverage, Decider, Field, FieldAnswer, Progress, Source, Span, Stage, Task, TaskError,
    writing,
};

/// Tokens that a piece has at least.
const SHORTEST: u32 = 64;

/// What a model has written.
pub(super) struct Written {
    pub value: Value,
    pub fields: IndexMap<String, FieldAnswer>,
    /// Paths of which pieces of the document gave different values.
    pub conflicts: Vec<String>,
    pub cost: Cost,
    pub coverage: Coverage,
    /// Whether the model told how probable its words are.
    pub told: bool,
}

/// Lets the language model write a value of this schema; a document that does not fit is read in
/// overlapping pieces whose findings are [`Merged`].
///
/// # Errors
/// [`TaskError::ModelMissing`], [`TaskError::CutAtLimit`], [`TaskError::EmptyAnswer`]; the engine's.
pub(super) async fn write(
    task: &Task,
    schema: &Value,
    document: &str,
    context: &Context,
) -> Result<Written, TaskError> {
    let model = context.generator()?;
    let tokens = context.tokens_of(model, document).await?;
    let mut cost = Cost::default();
    let whole = Span::new(0..document.len());
    let pieces = match write_piece(task, schema, document, whole, context, &mut cost).await {
        Ok(written) => vec![written],
        Err(TaskError::Engine(EngineError::PromptTooLong { tokens: asked, limit })) => {
            let room = limit.saturating_sub(asked.saturating_sub(tokens));
            if room < SHORTEST {
                return Err(TaskError::DocumentTooLong { tokens, limit: room });
            }
            let cut = Cut::overlapping(room);
            let parts = parts(document, tokens, cut, model, context).await?;
            let total = parts.len() as u32;
            let mut written = Vec::new();
            for (done, part) in (0..).zip(parts) {
                (context.progress)(Progress::Stage { stage: Stage::Write, done, total });
                let piece = part.span;
                written.push(write_piece(task, schema, document, piece, context, &mut cost).await?);
            }
            (context.progress)(Progress::Stage { stage: Stage::Write, done: total, total });
            written
        }
        Err(other) => return Err(other),
    };
    let chunks = pieces.len() as u32;
    let mut merged = Merged::default();
    let mut told = true;
    for (value, fields, piece_told) in pieces {
        told &= piece_told;
        merged.add(value, &fields);
    }
    let Merged { value, fields, conflicts } = merged;
    let coverage = Coverage { tokens, read: tokens, chunks };
    Ok(Written { value, fields, conflicts, cost, coverage, told })
}

type Piece = (Value, IndexMap<String, FieldAnswer>, bool);

async fn write_piece(
    task: &Task,
    schema: &Value,
    document: &str,
    piece: Span,
    context: &Context,
    cost: &mut Cost,
) -> Result<Piece, TaskError> {
    let model = context.generator()?;
    let limit = task.max_tokens.unwrap_or(writing::MAX_TOKENS);
    let plan = writing_plan(task, schema, piece.of(document));
    let request = writing::request(task, plan, limit, model, context);
    let written = context.engine.generate(request, None, context.cancel.clone()).await?;
    cost.add(&written.usage, &written.timings);
    if written.finish == Finish::Length {
        return Err(TaskError::CutAtLimit { limit, partial: written.text });
    }
    let value = serde_json::from_str(&written.text).map_err(|_| TaskError::EmptyAnswer)?;
    let told = context.told(&written);
    Ok((value, ground(&written, document, piece, told), told))
}

/// Each written value with its place in the document and the model's own confidence, where it told
/// one.
fn ground(
    written: &GenerateOutcome,
    document: &str,
    piece: Span,
    told: bool,
) -> IndexMap<String, FieldAnswer> {
    leaves(&written.text)
        .into_iter()
        .filter_map(|(path, range)| {
            let value: Value = serde_json::from_str(&written.text[range.clone()]).ok()?;
            let confidence = told.then(|| confidence(&written.tokens, &range));
            let span = place(&path, &value, document, piece);
            let answer = FieldAnswer {
                verified: span.is_some(),
                value,
                normalized: None,
                confidence,
                span,
                decided_by: Decider {
                    sources: vec![Source::Model],
                    margin: confidence.unwrap_or(0.0),
                },
                alternatives: Vec::new(),
            };
            Some((path, answer))
        })
        .collect()
}

fn place(path: &str, value: &Value, document: &str, piece: Span) -> Option<Span> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let cues = Question::of(path, &Field::default()).cues;
    let found = locate(piece.of(document), &text, &cues)?;
    let offset = piece.start as usize;
    Some(Span::new(offset + found.start as usize..offset + found.end as usize))
}

/// Geometric mean of the probabilities of the tokens that the model chose within these bytes.
fn confidence(tokens: &[TokenLogprob], range: &Range<usize>) -> f64 {
    let chosen: Vec<f64> = tokens
        .iter()
        .filter(|token| {
            let start = token.offset as usize;
            !token.forced && start < range.end && start + token.length as usize > range.start
        })
        .map(|token| f64::from(token.logprob))
        .collect();
    if chosen.is_empty() { 1.0 } else { (chosen.iter().sum::<f64>() / chosen.len() as f64).exp() }
}

/// The schema of an object that holds only these written parts.
pub(super) fn schema_of_parts(parts: &[(String, &Value)]) -> Value {
    let properties: serde_json::Map<String, Value> =
        parts.iter().map(|(path, schema)| (path.clone(), (*schema).clone())).collect();
    let required: Vec<&String> = parts.iter().map(|(path, _)| path).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}
