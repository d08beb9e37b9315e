//! From ranked spans to answers, and from answers to one JSON value.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::contender::Contender;
use super::contract::{Form, Leaf, Node};
use super::lists;
use super::rank::Ranking;
use super::rows::Row;
use crate::{Candidate, Decider, FieldAnswer, Source};

/// Next best spans that are offered with an answer.
const ALTERNATIVES: usize = 3;
/// Contenders whose probabilities differ by less are equally good.
const CLOSE: f64 = 0.2;
/// A list holds at most this many pointed values.
const MOST_ITEMS: usize = 30;

/// The answer to a leaf: the best span whose value the leaf may hold; null when none is more
/// probable than "not in this document", or than the task's threshold.
///
/// A leaf that may not be null takes the best one in any case, with its low confidence.
pub(super) fn answer(
    leaf: &Leaf,
    required: bool,
    ranking: &Ranking,
    threshold: Option<f64>,
) -> FieldAnswer {
    let fitting: Vec<(f64, Value, &Contender)> = ranking
        .ranked
        .iter()
        .filter_map(|(probability, one)| {
            Some((*probability, value_of(leaf, &one.text, one.normalized.as_ref())?, one))
        })
        .collect();
    let least = threshold.unwrap_or(0.0).max(ranking.none);
    let chosen = fitting
        .first()
        .filter(|(probability, ..)| *probability > least || required && !leaf.nullable);
    let (probability, confidence) = match chosen {
        Some((probability, ..)) => (*probability, ranking.confidence(*probability)),
        None => (ranking.none, ranking.none),
    };
    // What is left over by the answer is shared by the others as before; none is surer than it.
    let rest = (1.0 - confidence) / (1.0 - probability).max(f64::EPSILON);
    let skipped = usize::from(chosen.is_some());
    let alternatives = fitting
        .iter()
        .skip(skipped)
        .take(ALTERNATIVES)
        .map(|(probability, _, one)| Candidate {
            text: one.text.clone(),
            span: one.span,
            normalized: one.normalized.clone(),
            probability: Some((rest * probability).min(confidence)),
        })
        .collect();
    let decided_by =
        Decider { sources: ranking.sources.clone(), margin: ranking.margin().max(0.0) };
    match chosen {
        Some((_, value, one)) => FieldAnswer {
            value: value.clone(),
            normalized: one.normalized.clone(),
            confidence: Some(confidence),
            span: Some(one.span),
            verified: true,
            decided_by,
            alternatives,
        },
        None => FieldAnswer {
            value: Value::Null,
            normalized: None,
            confidence: Some(confidence),
            span: None,
            verified: false,
            decided_by,
            alternatives,
        },
    }
}

/// Whether another place of the document gives another value, and is nearly as probable.
pub(super) fn is_contested(answer: &FieldAnswer) -> bool {
    let said = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let own = answer.value.as_str().map(said);
    let differs = |other: &Candidate| match (&answer.normalized, &other.normalized) {
        (Some(own), Some(other)) => own != other,
        _ => own.as_ref().is_some_and(|own| {
            let other = said(&other.text);
            !own.contains(&other) && !other.contains(own.as_str())
        }),
    };
    answer.span.is_some_and(|span| {
        answer.alternatives.iter().any(|other| {
            let lead = answer.confidence.zip(other.probability).map(|(own, other)| own - other);
            lead.is_none_or(|lead| lead < CLOSE) && !span.overlaps(other.span) && differs(other)
        })
    })
}

/// The answers to a list: every span that is probably a value, in the document's order. Of two of
/// which one holds the other, the longer is kept: the shorter one is a part of it, or its short name.
pub(super) fn answers(leaf: &Leaf, ranking: &Ranking, threshold: Option<f64>) -> Vec<FieldAnswer> {
    let least = threshold.unwrap_or(lists::LEAST);
    let mut kept: Vec<(f64, Value, &Contender)> = Vec::new();
    let probable = ranking.ranked.iter().filter(|(probability, _)| *probability >= least);
    for (probability, one) in probable {
        let Some(value) = value_of(leaf, &one.text, one.normalized.as_ref()) else { continue };
        let holds = |a: &Contender, b: &Contender| {
            a.text.to_lowercase().contains(&b.text.to_lowercase())
                || a.span.overlaps(b.span) && a.text.len() > b.text.len()
        };
        if kept.iter().any(|(_, _, other)| holds(other, one)) {
            continue;
        }
        kept.retain(|(_, _, other)| !holds(one, other));
        if kept.len() < MOST_ITEMS {
            kept.push((*probability, value, one));
        }
    }
    kept.sort_by_key(|(_, _, one)| one.span);
    let decided_by = Decider { sources: ranking.sources.clone(), margin: 0.0 };
    kept.into_iter()
        .map(|(probability, value, one)| FieldAnswer {
            value,
            normalized: one.normalized.clone(),
            confidence: Some(ranking.confidence(probability)),
            span: Some(one.span),
            verified: true,
            decided_by: Decider {
                margin: (2.0 * probability - 1.0).max(0.0),
                ..decided_by.clone()
            },
            alternatives: Vec::new(),
        })
        .collect()
}

/// The cells of the rows of a table, by their paths within the list.
pub(super) fn row_answers(
    columns: &[(String, Leaf)],
    rows: Vec<Row>,
    text: &str,
) -> Vec<(String, FieldAnswer)> {
    let empty = |confidence: f64| FieldAnswer {
        value: Value::Null,
        normalized: None,
        confidence: Some(confidence),
        span: None,
        verified: false,
        decided_by: Decider { sources: vec![Source::Shape], margin: 0.0 },
        alternatives: Vec::new(),
    };
    let mut answers = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        for ((name, leaf), cell) in columns.iter().zip(row.cells) {
            let found = cell.and_then(|cell| {
                let value = value_of(leaf, cell.span.of(text), cell.normalized.as_ref())?;
                Some((value, cell))
            });
            let answer = match found {
                Some((value, cell)) => FieldAnswer {
                    value,
                    normalized: cell.normalized,
                    span: Some(cell.span),
                    verified: true,
                    ..empty(row.confidence)
                },
                None => empty(row.confidence),
            };
            answers.push((format!("{index}.{name}"), answer));
        }
    }
    answers
}

/// A span's text as the JSON value that a leaf may hold; `None` when it cannot hold it.
pub(super) fn value_of(leaf: &Leaf, text: &str, normalized: Option<&Value>) -> Option<Value> {
    let value = match leaf.form {
        Form::Text => Value::from(text),
        Form::IsoDate => normalized.cloned()?,
        Form::Number => number(normalized)?,
        Form::Integer => number(normalized).filter(|number| number.is_i64() || number.is_u64())?,
        Form::Boolean => return None,
    };
    jsonschema::is_valid(&leaf.schema, &value).then_some(value)
}

fn number(normalized: Option<&Value>) -> Option<Value> {
    match normalized? {
        Value::Number(number) => Some(Value::Number(number.clone())),
        Value::Object(amount) => serde_json::from_str(amount.get("amount")?.as_str()?).ok(),
        _ => None,
    }
}

/// The whole as JSON: answers by path, written parts by path.
pub(super) fn assemble(
    node: &Node,
    path: &str,
    fields: &IndexMap<String, FieldAnswer>,
    written: &Map<String, Value>,
) -> Value {
    match node {
        Node::Leaf(_) => fields.get(path).map_or(Value::Null, |answer| answer.value.clone()),
        Node::List(_) => {
            let items = (0..).map_while(|index| fields.get(&format!("{path}.{index}")));
            Value::Array(items.map(|answer| answer.value.clone()).collect())
        }
        Node::Rows(rows) => written.get(path).cloned().unwrap_or_else(|| {
            let row = |index: usize| -> Option<Map<String, Value>> {
                let cell = |name: &String| fields.get(&format!("{path}.{index}.{name}"));
                let cells = rows.columns.iter().filter_map(|(name, leaf)| {
                    let value = cell(name)?.value.clone();
                    (leaf.nullable || !value.is_null()).then(|| (name.clone(), value))
                });
                let cells: Map<String, Value> = cells.collect();
                (!cells.is_empty()).then_some(cells)
            };
            (0..).map_while(row).map(Value::Object).collect()
        }),
        Node::Written(_) => written.get(path).cloned().unwrap_or(Value::Null),
        Node::Object(members) => {
            let mut object = Map::new();
            for member in members {
                let inner = inner_path(path, &member.name);
                let value = assemble(&member.node, &inner, fields, written);
                let may_be_null = match &member.node {
                    Node::Leaf(leaf) => leaf.nullable,
                    _ => true,
                };
                if !(value.is_null() && member.optional && !may_be_null) {
                    object.insert(member.name.clone(), value);
                }
            }
            Value::Object(object)
        }
    }
}

/// The path of a member.
pub(crate) fn inner_path(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
