//! What the pieces of a long document gave, as one.

use std::cmp::Ordering;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::answer::inner_path;
use crate::{Candidate, FieldAnswer};

/// The findings of some pieces together. The first piece that has a value decides, a value that
/// stands in the document before one that does not; other values that stand there are its
/// alternatives, and a conflict. Rows of lists come one after the other, each once.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub value: Value,
    pub fields: IndexMap<String, FieldAnswer>,
    /// Paths of which pieces gave different values, in the order of their finding.
    pub conflicts: Vec<String>,
}

impl Merged {
    /// Adds what the next piece gave.
    pub fn add(&mut self, value: Value, found: &IndexMap<String, FieldAnswer>) {
        let before = std::mem::take(&mut self.value);
        self.value = self.joined(before, value, "", found);
    }

    fn joined(
        &mut self,
        before: Value,
        later: Value,
        path: &str,
        found: &IndexMap<String, FieldAnswer>,
    ) -> Value {
        match (before, later) {
            (Value::Null, later) => {
                self.take(path, path, found);
                later
            }
            (before, Value::Null) => before,
            (Value::Object(mut members), Value::Object(more)) => {
                for (name, member) in more {
                    let inner = inner_path(path, &name);
                    let own = members.get_mut(&name).map(Value::take).unwrap_or_default();
                    let joined = self.joined(own, member, &inner, found);
                    members.insert(name, joined);
                }
                Value::Object(members)
            }
            (Value::Array(mut rows), Value::Array(more)) => {
                for (index, row) in more.into_iter().enumerate() {
                    self.add_row(&mut rows, row, path, index, found);
                }
                Value::Array(rows)
            }
            (before, later) => self.contested(before, later, path, found),
        }
    }

    /// Adds a row that is not there yet; one that was cut off by the end of a piece is replaced by
    /// the whole one of the next.
    fn add_row(
        &mut self,
        rows: &mut Vec<Value>,
        row: Value,
        path: &str,
        index: usize,
        found: &IndexMap<String, FieldAnswer>,
    ) {
        if rows.iter().any(|own| own == &row || fills(own, &row)) {
            return;
        }
        let place = rows.iter().position(|own| fills(&row, own)).unwrap_or(rows.len());
        let (from, to) =
            (inner_path(path, &index.to_string()), inner_path(path, &place.to_string()));
        self.take(&from, &to, found);
        match rows.get_mut(place) {
            Some(own) => *own = row,
            None => rows.push(row),
        }
    }

    /// Two values for one place: which stays, and what is kept of the other.
    fn contested(
        &mut self,
        before: Value,
        later: Value,
        path: &str,
        found: &IndexMap<String, FieldAnswer>,
    ) -> Value {
        if folded(&before) == folded(&later) {
            return before;
        }
        let (Some(own), Some(other)) = (self.fields.get_mut(path), found.get(path)) else {
            return before;
        };
        if other.verified && !own.verified {
            *own = other.clone();
            return later;
        }
        let Some(candidate) = candidate(other) else { return before };
        let known = own
            .alternatives
            .iter()
            .any(|one| folded_text(&one.text) == folded_text(&candidate.text));
        if !known {
            own.alternatives.push(candidate);
            own.alternatives.sort_by(|a, b| surer(b.probability, a.probability));
        }
        if !self.conflicts.iter().any(|conflict| conflict == path) {
            self.conflicts.push(path.to_owned());
        }
        before
    }

    /// Takes over all answers at or below a path.
    fn take(&mut self, from: &str, to: &str, found: &IndexMap<String, FieldAnswer>) {
        for (path, answer) in found {
            let below = match path.strip_prefix(from) {
                Some(rest) if from.is_empty() || rest.is_empty() || rest.starts_with('.') => rest,
                _ => continue,
            };
            self.fields.insert(format!("{to}{below}"), answer.clone());
        }
    }
}

/// Whether a row is another one with more of its values: none differs, and one is shared.
fn fills(row: &Value, other: &Value) -> bool {
    let (Value::Object(row), Value::Object(other)) = (row, other) else { return false };
    let values = |row: &Map<String, Value>| row.values().filter(|value| !value.is_null()).count();
    let shared = other.iter().filter(|(_, value)| !value.is_null());
    values(other) > 0
        && values(row) > values(other)
        && shared.into_iter().all(|(name, value)| row.get(name) == Some(value))
}

/// A value that stands in the document, as one that might have been the answer.
fn candidate(answer: &FieldAnswer) -> Option<Candidate> {
    Some(Candidate {
        text: text(&answer.value),
        span: answer.span?,
        normalized: answer.normalized.clone(),
        probability: answer.confidence,
    })
}

/// Which is the surer; what was not measured is the least sure.
fn surer(one: Option<f64>, other: Option<f64>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => one.is_some().cmp(&other.is_some()),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value apart from case and white space.
fn folded(value: &Value) -> String {
    folded_text(&text(value))
}

fn folded_text(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::json_places::leaves;
    use super::*;
    use crate::{Decider, Span};

    /// The pieces together, each surer than the one before; values stand one after the other but
    /// for those in brackets.
    fn merged(pieces: impl IntoIterator<Item = Value>) -> Merged {
        merged_as(pieces, |number| Some(0.5 + 0.1 * number as f64))
    }

    fn merged_as(
        pieces: impl IntoIterator<Item = Value>,
        measured: impl Fn(usize) -> Option<f64>,
    ) -> Merged {
        let mut merged = Merged::default();
        for (number, piece) in pieces.into_iter().enumerate() {
            let json = piece.to_string();
            let answer = |range: std::ops::Range<usize>| {
                let value: Value = serde_json::from_str(&json[range.clone()]).unwrap();
                let stands = !value.is_null() && !text(&value).starts_with('(');
                let offset = number * 1000;
                FieldAnswer {
                    span: stands.then(|| Span::new(offset + range.start..offset + range.end)),
                    verified: stands,
                    value,
                    normalized: None,
                    confidence: measured(number),
                    decided_by: Decider { sources: Vec::new(), margin: 0.0 },
                    alternatives: Vec::new(),
                }
            };
            let found =
                leaves(&json).into_iter().map(|(path, range)| (path, answer(range))).collect();
            merged.add(piece, &found);
        }
        merged
    }

    #[test]
    fn findings_of_pieces_are_one() {
        let found = merged([
            json!({ "total": null, "rows": [{ "item": "a" }] }),
            json!({ "total": "9", "rows": [{ "item": "a" }, { "item": "b" }] }),
            json!({ "total": "9", "rows": [] }),
        ]);
        assert_eq!(
            found.value,
            json!({ "total": "9", "rows": [{ "item": "a" }, { "item": "b" }] })
        );
        assert_eq!(found.fields["rows.1.item"].value, "b");
        assert_eq!(found.fields.len(), 3);
        assert!(found.conflicts.is_empty() && found.fields["total"].alternatives.is_empty());
    }

    #[test]
    fn values_that_differ_are_contenders_with_their_places() {
        let found = merged([
            json!({ "by": { "name": "Ann  Lee" } }),
            json!({ "by": { "name": "ann lee" } }),
            json!({ "by": { "name": "Tom Okafor" } }),
            json!({ "by": { "name": "(nobody)" } }),
            json!({ "by": { "name": "Ida Moe" } }),
        ]);
        assert_eq!(found.value["by"]["name"], "Ann  Lee", "the first decides");
        assert_eq!(found.conflicts, ["by.name"]);
        let others = &found.fields["by.name"].alternatives;
        let texts: Vec<&str> = others.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, ["Ida Moe", "Tom Okafor"], "the surest first, none from nowhere");
        assert_eq!(others[1].span.start / 1000, 2, "it stands in the third piece");
    }

    #[test]
    fn what_was_not_measured_is_no_probability_and_comes_last() {
        let pieces = ["Ann Lee", "Tom Okafor", "Ida Moe"].map(|name| json!({ "by": name }));
        let found = merged_as(pieces, |number| (number == 2).then_some(0.1));
        assert_eq!(found.fields["by"].confidence, None, "the first piece was not measured");
        let others = &found.fields["by"].alternatives;
        let told: Vec<_> = others.iter().map(|one| (one.text.as_str(), one.probability)).collect();
        assert_eq!(told, [("Ida Moe", Some(0.1)), ("Tom Okafor", None)]);
    }

    #[test]
    fn what_stands_in_the_document_wins_over_what_does_not() {
        let found = merged([json!({ "name": "(nobody)" }), json!({ "name": "Tom Okafor" })]);
        assert_eq!(found.value["name"], "Tom Okafor");
        assert!(found.fields["name"].verified && found.conflicts.is_empty());
    }

    #[test]
    fn a_row_that_was_cut_off_is_completed_by_the_next_piece() {
        let found = merged([
            json!({ "rows": [{ "item": "a", "price": "1" }, { "item": "b", "price": null }] }),
            json!({ "rows": [{ "item": "b", "price": "2" }, { "item": "b", "price": "3" }] }),
        ]);
        let rows = json!([
            { "item": "a", "price": "1" }, { "item": "b", "price": "2" },
            { "item": "b", "price": "3" }
        ]);
        assert_eq!(found.value["rows"], rows);
        assert_eq!(found.fields["rows.1.price"].value, "2");
        assert_eq!(found.fields["rows.2.price"].value, "3");
    }
}
