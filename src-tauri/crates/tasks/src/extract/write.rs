//! Writing: JSON under constraint, then grounded value by value.
//!
//! For what cannot be pointed at (rows of objects, alternatives, free texts), and for people who
//! want the language model alone. Texts can only be copied from the document; each is then given
//! its place, and a confidence from the log-probabilities of its own tokens.

use std::ops::Range;

use indexmap::IndexMap;
use serde_json::{Value, json};
use winnow_engine::{EngineError, Finish, GenerateOutcome, TokenLogprob};

use super::json_places::leaves;
use super::plan::writing_plan;
use super::question::Question;
use super::windows::windows;
use crate::cost::Cost;
use crate::grounding::locate;
use crate::{
    Context, Coverage, Decider, Field, FieldAnswer, Progress, Source, Span, Stage, Task, TaskError,
    writing,
};

/// What a model has written.
pub(super) struct Written {
    pub value: Value,
    pub fields: IndexMap<String, FieldAnswer>,
    pub cost: Cost,
    pub coverage: Coverage,
    /// Whether the model told how probable its words are.
    pub told: bool,
}

/// Lets the language model write a value of this schema; a document that does not fit is read in
/// pieces whose findings are merged, the first piece that has a value deciding.
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
            let own = asked.saturating_sub(tokens);
            let room = limit.saturating_sub(own);
            let pieces = pieces(document, tokens, room)?;
            let total = pieces.len() as u32;
            let mut written = Vec::new();
            for (index, piece) in pieces.into_iter().enumerate() {
                let done = index as u32;
                (context.progress)(Progress::Stage { stage: Stage::Write, done, total });
                written.push(write_piece(task, schema, document, piece, context, &mut cost).await?);
            }
            written
        }
        Err(other) => return Err(other),
    };
    let chunks = pieces.len() as u32;
    let mut value = Value::Null;
    let mut fields = IndexMap::new();
    let mut told = true;
    for (piece_value, piece_fields, piece_told) in pieces {
        told &= piece_told;
        merge(&mut value, piece_value, "", piece_fields, &mut fields);
    }
    Ok(Written { value, fields, cost, coverage: Coverage { tokens, read: tokens, chunks }, told })
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

/// Windows joined to pieces of about `room` tokens.
fn pieces(document: &str, tokens: u32, room: u32) -> Result<Vec<Span>, TaskError> {
    let too_long = TaskError::DocumentTooLong { tokens, limit: room };
    if room < 64 {
        return Err(too_long);
    }
    // A quarter is kept back because tokens are not spread evenly over the text.
    let most = (document.len() as u64 * u64::from(room) * 3 / 4 / u64::from(tokens.max(1))) as u32;
    let mut joined: Vec<Span> = Vec::new();
    for window in windows(document) {
        match joined.last_mut() {
            Some(last) if window.end - last.start <= most => last.end = window.end,
            _ => joined.push(window),
        }
    }
    Ok(joined)
}

/// Each written value with its place in the document and the model's own confidence, 0 where it
/// told none.
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
            let confidence = if told { confidence(&written.tokens, &range) } else { 0.0 };
            let span = place(&path, &value, document, piece);
            let answer = FieldAnswer {
                verified: span.is_some(),
                value,
                normalized: None,
                confidence,
                span,
                decided_by: Decider { sources: vec![Source::Model], margin: confidence },
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

/// Adds what a later piece has found: values where there was null, rows behind the rows.
fn merge(
    value: &mut Value,
    later: Value,
    path: &str,
    mut found: IndexMap<String, FieldAnswer>,
    fields: &mut IndexMap<String, FieldAnswer>,
) {
    merge_value(value, later, path, &mut found, fields);
}

fn merge_value(
    value: &mut Value,
    later: Value,
    path: &str,
    found: &mut IndexMap<String, FieldAnswer>,
    fields: &mut IndexMap<String, FieldAnswer>,
) {
    let inner =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (&mut *value, later) {
        (Value::Object(members), Value::Object(more)) => {
            for (name, member) in more {
                let place = members.entry(name.clone()).or_insert(Value::Null);
                merge_value(place, member, &inner(&name), found, fields);
            }
        }
        (Value::Array(rows), Value::Array(more)) => {
            for (index, row) in more.into_iter().enumerate() {
                if rows.contains(&row) {
                    continue;
                }
                let (from, to) = (inner(&index.to_string()), inner(&rows.len().to_string()));
                rename(&from, &to, found, fields);
                rows.push(row);
            }
        }
        (Value::Null, later) => {
            rename(path, path, found, fields);
            *value = later;
        }
        _ => {}
    }
}

/// Takes over all answers at or below a path.
fn rename(
    from: &str,
    to: &str,
    found: &IndexMap<String, FieldAnswer>,
    fields: &mut IndexMap<String, FieldAnswer>,
) {
    for (path, answer) in found {
        let below = match path.strip_prefix(from) {
            Some(rest) if from.is_empty() || rest.is_empty() || rest.starts_with('.') => rest,
            _ => continue,
        };
        fields.insert(format!("{to}{below}"), answer.clone());
    }
}

/// The schema of an object that holds only these written parts.
pub(super) fn schema_of_parts(parts: &[(String, &Value)]) -> Value {
    let properties: serde_json::Map<String, Value> =
        parts.iter().map(|(path, schema)| (path.clone(), (*schema).clone())).collect();
    let required: Vec<&String> = parts.iter().map(|(path, _)| path).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(value: &Value) -> FieldAnswer {
        FieldAnswer {
            value: value.clone(),
            normalized: None,
            confidence: 1.0,
            span: None,
            verified: false,
            decided_by: Decider { sources: Vec::new(), margin: 0.0 },
            alternatives: Vec::new(),
        }
    }

    #[test]
    fn findings_of_pieces_are_merged() {
        let (mut value, mut fields) = (Value::Null, IndexMap::new());
        for piece in [
            json!({ "total": null, "rows": [{ "item": "a" }] }),
            json!({ "total": "9", "rows": [{ "item": "a" }, { "item": "b" }] }),
            json!({ "total": "8", "rows": [] }),
        ] {
            let found = leaves(&piece.to_string())
                .into_iter()
                .map(|(path, range)| {
                    (path, answer(&serde_json::from_str(&piece.to_string()[range]).unwrap()))
                })
                .collect();
            merge(&mut value, piece, "", found, &mut fields);
        }
        assert_eq!(value, json!({ "total": "9", "rows": [{ "item": "a" }, { "item": "b" }] }));
        assert_eq!(fields["total"].value, "9");
        assert_eq!(fields["rows.1.item"].value, "b");
        assert_eq!(fields.len(), 3);
    }

    #[test]
    fn pieces_hold_the_whole_document() {
        let document = "A sentence of some length stands here. ".repeat(200);
        let pieces = pieces(&document, 2000, 500).unwrap();
        assert!(pieces.len() >= 4, "{pieces:?}");
        let held: String =
            pieces.iter().map(|piece| piece.of(&document).replace(' ', "")).collect();
        assert_eq!(held, document.replace(' ', ""));
    }
}
