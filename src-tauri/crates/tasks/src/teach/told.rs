//! A document whose answer the person has given: that answer stands, whatever was computed.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::extract::{Selecting, inner_path};
use crate::grounding::locate;
use crate::{
    Answer, Candidate, Decider, Doubt, Extraction, FieldAnswer, Outcome, Source, Span, Task,
};

/// Where a person pointed, by field path; the places of a list are those of its items in order,
/// those of a list of objects stand by the paths of their cells (`lines.0.amount`).
pub type Places = IndexMap<String, Vec<Span>>;

/// Next best values that are offered with an answer.
const OFFERED: usize = 3;

/// The outcome with what the person said of this document: a label or null for none of them, or
/// values of some fields. What they did not speak of stays as it was computed, and so does what
/// each source thinks.
#[must_use]
pub fn as_told(
    mut outcome: Outcome,
    task: &Task,
    document: &str,
    said: &Value,
    places: &Places,
) -> Outcome {
    match &mut outcome.answer {
        Answer::Classify(found) => {
            match &mut found.labels {
                None => found.label = said.as_str().map(str::to_owned),
                Some(labels) => {
                    *labels = names(said);
                    found.label = labels.first().cloned();
                }
            }
            found.confidence = Some(1.0);
            found.decided_by = by_person();
            outcome.doubts.retain(|doubt| *doubt != Doubt::CloseCall);
        }
        Answer::Extract(found) => {
            let told = tell(found, document, said, places);
            let mut selecting = Selecting::of(task, document);
            for (path, answer) in &mut found.fields {
                if answer.normalized.is_none()
                    && let Some(span) = answer.span.filter(|_| answer.decided_by == by_person())
                {
                    answer.normalized = selecting.normalized(path, span);
                }
            }
            outcome.doubts.retain(|doubt| match doubt {
                Doubt::FieldMissing { field } | Doubt::Unverified { field } => {
                    !told.iter().any(|path| within(field, path).is_some())
                }
                _ => true,
            });
        }
        Answer::Summarize(_) | Answer::Generate(_) => {}
    }
    outcome
}

/// The labels that a person named: one, a list, or none.
fn names(said: &Value) -> Vec<String> {
    match said {
        Value::String(name) => vec![name.clone()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn by_person() -> Decider {
    Decider { sources: vec![Source::Person], margin: 1.0 }
}

/// Puts in the values that were said; gives the paths of those fields.
fn tell(found: &mut Extraction, document: &str, said: &Value, places: &Places) -> Vec<String> {
    let mut leaves = Vec::new();
    collect("", said, &mut leaves);
    let mut told = Vec::with_capacity(leaves.len());
    for (path, value) in leaves {
        let none_of_list = value.is_null() && at(&found.value, &path).is_some_and(Value::is_array);
        let value = if none_of_list { Value::Array(Vec::new()) } else { value.clone() };
        match &value {
            Value::Array(items) => tell_list(found, document, &path, items, places),
            single => {
                let before = found.fields.get(&path).cloned();
                let span = places.get(&path).and_then(|spans| spans.first()).copied();
                let answer = answer(document, single, span, before.as_ref());
                found.fields.insert(path.clone(), answer);
            }
        }
        put(&mut found.value, &path, value);
        told.push(path);
    }
    told
}

/// Puts in the items of a list: single values, or rows whose cells are leaves of their own.
fn tell_list(found: &mut Extraction, document: &str, path: &str, items: &[Value], places: &Places) {
    let place = found.fields.keys().position(|leaf| column_of(leaf, path).is_some());
    let mut before: Vec<(String, FieldAnswer)> = Vec::new();
    found.fields.retain(|leaf, answer| {
        let column = column_of(leaf, path).map(str::to_owned);
        let stays = column.is_none();
        before.extend(column.map(|column| (column, answer.clone())));
        stays
    });
    let mut leaves = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let listed = places.get(path).and_then(|spans| spans.get(index)).copied();
        let mut inner = Vec::new();
        collect(&format!("{path}.{index}"), item, &mut inner);
        leaves.extend(inner.into_iter().map(|(leaf, value)| (leaf, value, listed)));
    }
    for (order, (leaf, value, listed)) in leaves.into_iter().enumerate() {
        let span = places.get(&leaf).and_then(|spans| spans.first()).copied().or(listed);
        let column = column_of(&leaf, path).unwrap_or_default();
        let mut same = before
            .iter()
            .filter(|(other, answer)| other == column && answer.value == *value)
            .map(|(_, answer)| answer);
        let here = same.clone().find(|answer| answer.span == span);
        let answer = answer(document, value, span, here.or_else(|| same.next()));
        let at = place.map_or(found.fields.len(), |place| place + order);
        let at = at.min(found.fields.len());
        found.fields.shift_insert(at, leaf, answer);
    }
}

/// What stands behind a path of which this one is a part: empty for the path itself.
fn within<'a>(leaf: &'a str, path: &str) -> Option<&'a str> {
    let rest = leaf.strip_prefix(path)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

/// The column of a leaf of this list: empty for a list of single values.
fn column_of<'a>(leaf: &'a str, list: &str) -> Option<&'a str> {
    let rest = within(leaf, list)?;
    let (index, column) = rest.split_once('.').unwrap_or((rest, ""));
    let is_index = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    is_index.then_some(column)
}

/// The part of a JSON value at a path of members.
pub(crate) fn at<'a>(whole: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(whole, |part, name| part.get(name))
}

/// A value as the person gave it. What was answered instead is offered beside it.
fn answer(
    document: &str,
    value: &Value,
    span: Option<Span>,
    before: Option<&FieldAnswer>,
) -> FieldAnswer {
    let stands = |span: &Span| value.as_str().is_none_or(|text| span.of(document) == text);
    let span = span
        .filter(stands)
        .or_else(|| before.filter(|before| before.value == *value)?.span)
        .or_else(|| locate(document, value.as_str()?, &[]));
    let mut alternatives: Vec<Candidate> = Vec::new();
    let mut normalized = None;
    if let Some(before) = before {
        if before.value == *value {
            normalized.clone_from(&before.normalized);
        } else if let (Some(text), Some(place)) = (before.value.as_str(), before.span) {
            alternatives.push(Candidate {
                text: text.to_owned(),
                span: place,
                normalized: before.normalized.clone(),
                probability: before.confidence,
            });
        }
        for other in &before.alternatives {
            if value.as_str() == Some(&other.text) {
                normalized = normalized.or_else(|| other.normalized.clone());
            } else {
                alternatives.push(other.clone());
            }
        }
        alternatives.truncate(OFFERED);
    }
    FieldAnswer {
        value: value.clone(),
        normalized,
        confidence: Some(1.0),
        verified: span.is_some(),
        span,
        decided_by: by_person(),
        alternatives,
    }
}

/// The leaves of an answer with their paths; a list is one.
fn collect<'a>(path: &str, value: &'a Value, into: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                collect(&inner_path(path, name), member, into);
            }
        }
        leaf if !path.is_empty() => into.push((path.to_owned(), leaf)),
        _ => {}
    }
}

/// Sets a leaf of a JSON value, making the objects around it where they are missing.
pub fn put(whole: &mut Value, path: &str, leaf: Value) {
    let mut at = whole;
    for name in path.split('.') {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(members) = at else { return };
        at = members.entry(name).or_insert(Value::Null);
    }
    *at = leaf;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        Classification, Field, FieldType, LabelScore, TaskKind,
        outcome::tests::outcome as undoubted,
    };

    const BILL: &str = "Net 90.00, gross 108.00. Sold by Ito Ltd and Mora GmbH. Gross 108.00.";

    fn task() -> Task {
        let field = |kind| Field { kind, ..Field::default() };
        let fields = [
            ("total".to_owned(), field(FieldType::Amount)),
            ("due".to_owned(), field(FieldType::Date)),
        ];
        Task { fields: fields.into(), ..Task::new(TaskKind::Extract) }
    }

    fn outcome(answer: Answer) -> Outcome {
        let missing = |field: &str| Doubt::FieldMissing { field: field.to_owned() };
        let doubts = vec![Doubt::CloseCall, missing("due"), missing("total")];
        Outcome { doubts, ..undoubted(answer) }
    }

    fn found(value: &str, confidence: f64) -> FieldAnswer {
        FieldAnswer {
            value: value.into(),
            normalized: Some(json!({ "amount": value })),
            confidence: Some(confidence),
            span: locate(BILL, value, &[]),
            verified: true,
            decided_by: Decider { sources: vec![Source::Shape], margin: 0.1 },
            alternatives: vec![Candidate {
                text: "108.00".to_owned(),
                span: Span::new(17..23),
                normalized: Some(json!({ "amount": "108.00" })),
                probability: Some(0.3),
            }],
        }
    }

    #[test]
    fn a_label_that_was_told_stands_and_what_the_sources_think_stays() {
        let scores = vec![LabelScore { label: "technical".to_owned(), probability: 0.6 }];
        let answer = Answer::Classify(Classification {
            label: Some("technical".to_owned()),
            labels: None,
            confidence: Some(0.6),
            scores: scores.clone(),
            decided_by: Decider { sources: vec![Source::Embedder], margin: 0.1 },
            evidence: Vec::new(),
        });
        let told = as_told(outcome(answer.clone()), &task(), "", &json!("billing"), &Places::new());
        let Answer::Classify(now) = told.answer else { panic!("a label") };
        assert_eq!(now.label.as_deref(), Some("billing"));
        assert_eq!(now.decided_by.sources, [Source::Person]);
        assert_eq!(now.scores, scores);
        assert!(!told.doubts.contains(&Doubt::CloseCall));
        let told = as_told(outcome(answer), &task(), "", &Value::Null, &Places::new());
        let Answer::Classify(now) = told.answer else { panic!("a label") };
        assert_eq!(now.label, None, "none of these can be told too");
    }

    #[test]
    fn several_labels_can_be_told() {
        let answer = Answer::Classify(Classification {
            label: Some("technical".to_owned()),
            labels: Some(vec!["technical".to_owned()]),
            confidence: Some(0.6),
            scores: Vec::new(),
            decided_by: Decider { sources: vec![Source::Embedder], margin: 0.1 },
            evidence: Vec::new(),
        });
        for (said, expected) in [
            (json!(["billing", "technical"]), vec!["billing", "technical"]),
            (json!("billing"), vec!["billing"]),
            (json!([]), vec![]),
        ] {
            let told = as_told(outcome(answer.clone()), &task(), "", &said, &Places::new());
            let Answer::Classify(now) = told.answer else { panic!("labels") };
            assert_eq!(now.labels.as_deref().expect("several may apply"), expected);
            assert_eq!(now.label.as_deref(), expected.first().copied());
        }
    }

    #[test]
    fn told_values_stand_where_the_person_pointed_and_others_stay() {
        let answer = Answer::Extract(Extraction {
            value: json!({"total": "90.00", "sellers": ["Ito Ltd"], "due": null, "net": "90.00"}),
            fields: [
                ("total".to_owned(), found("90.00", 0.5)),
                ("sellers.0".to_owned(), found("Ito Ltd", 0.9)),
                ("net".to_owned(), found("90.00", 0.7)),
            ]
            .into(),
        });
        let second = BILL.rfind("108.00").expect("it stands there twice");
        let places: Places = [("total".to_owned(), vec![Span::new(second..second + 6)])].into();
        let said = json!({"total": "108.00", "sellers": ["Ito Ltd", "Mora GmbH"]});
        let told = as_told(outcome(answer), &task(), BILL, &said, &places);
        assert_eq!(told.doubts.len(), 2, "the missing total was told: {:?}", told.doubts);
        let Answer::Extract(now) = told.answer else { panic!("values") };
        assert_eq!(
            now.value,
            json!({"total": "108.00", "sellers": ["Ito Ltd", "Mora GmbH"], "due": null, "net": "90.00"})
        );
        let total = &now.fields["total"];
        assert_eq!(total.span, Some(Span::new(second..second + 6)), "not the first 108.00");
        assert_eq!(total.normalized, Some(json!({ "amount": "108.00" })));
        assert_eq!(total.alternatives[0].text, "90.00", "what was answered is offered");
        let order: Vec<&str> = now.fields.keys().map(String::as_str).collect();
        assert_eq!(order, ["total", "sellers.0", "sellers.1", "net"]);
        assert_eq!(now.fields["sellers.1"].span.map(|span| span.of(BILL)), Some("Mora GmbH"));
        assert_eq!(now.fields["net"].decided_by.sources, [Source::Shape]);
    }

    #[test]
    fn told_rows_stand_cell_by_cell_in_place_of_those_that_were_found() {
        let bill = "A4 paper 1 82.00\nBoxes 1 58.50\n";
        let cell = |value: &str, from: usize| FieldAnswer {
            span: Some(Span::new(from..from + value.len())),
            alternatives: Vec::new(),
            ..found(value, 0.6)
        };
        let row = |item: &str| json!({"item": item, "count": "1", "amount": null});
        let answer = Answer::Extract(Extraction {
            value: json!({"lines": [row("A4"), row("x"), row("Boxes")], "due": null}),
            fields: [
                ("lines.0.item".to_owned(), cell("A4", 0)),
                ("lines.0.count".to_owned(), cell("1", 9)),
                ("lines.1.item".to_owned(), FieldAnswer { verified: false, ..found("x", 0.2) }),
                ("lines.2.count".to_owned(), cell("1", 23)),
                ("lines.20".to_owned(), cell("A4", 0)),
                ("linesman".to_owned(), cell("Boxes", 17)),
            ]
            .into(),
        });
        let mut outcome = outcome(answer);
        outcome.doubts.push(Doubt::Unverified { field: "lines.1.item".to_owned() });
        let said = json!({"lines": [
            {"item": "A4 paper", "count": "1", "amount": null},
            {"item": "Boxes", "count": "1", "amount": 58.5},
        ]});
        let places: Places = [
            ("lines.0.item".to_owned(), vec![Span::new(0..8)]),
            ("lines.1.count".to_owned(), vec![Span::new(23..24)]),
            ("lines.1.amount".to_owned(), vec![Span::new(25..30)]),
        ]
        .into();
        let told = as_told(outcome.clone(), &task(), bill, &said, &places);
        assert!(!told.doubts.iter().any(|doubt| matches!(doubt, Doubt::Unverified { .. })));
        let Answer::Extract(now) = told.answer else { panic!("values") };
        assert_eq!(now.value, json!({"lines": said["lines"], "due": null}));
        let stands: Vec<(&str, Option<&str>)> = now
            .fields
            .iter()
            .map(|(path, answer)| (path.as_str(), answer.span.map(|span| span.of(bill))))
            .collect();
        assert_eq!(
            stands,
            [
                ("lines.0.item", Some("A4 paper")),
                ("lines.0.count", Some("1")),
                ("lines.0.amount", None),
                ("lines.1.item", Some("Boxes")),
                ("lines.1.count", Some("1")),
                ("lines.1.amount", Some("58.50")),
                ("linesman", Some("Boxes")),
            ]
        );
        assert_eq!(now.fields["lines.1.count"].span, Some(Span::new(23..24)), "its own 1");
        assert!(now.fields["lines.1.count"].normalized.is_some(), "what was read of it stays");
        assert_eq!(now.fields["lines.0.amount"].decided_by.sources, [Source::Person]);

        for none in [json!({"lines": []}), json!({"lines": null})] {
            let told = as_told(outcome.clone(), &task(), bill, &none, &Places::new());
            let Answer::Extract(now) = told.answer else { panic!("values") };
            assert_eq!(now.value["lines"], json!([]), "a list without rows stays a list");
            assert_eq!(now.fields.keys().collect::<Vec<_>>(), ["linesman"]);
        }
    }

    #[test]
    fn a_field_that_does_not_stand_in_the_document_is_told_as_null() {
        let answer = Answer::Extract(Extraction {
            value: json!({"total": "90.00"}),
            fields: [("total".to_owned(), found("90.00", 0.5))].into(),
        });
        let told = as_told(outcome(answer), &task(), BILL, &json!({"total": null}), &Places::new());
        let Answer::Extract(now) = told.answer else { panic!("values") };
        assert_eq!(now.value, json!({"total": null}));
        assert!(now.fields["total"].span.is_none() && !now.fields["total"].verified);
    }

    #[test]
    fn words_that_nobody_read_before_are_given_their_standard_form() {
        let letter = "Paid by 4 May 2026 at the latest.";
        let answer = Answer::Extract(Extraction {
            value: json!({"due": null}),
            fields: [("due".to_owned(), FieldAnswer { value: Value::Null, ..found("", 0.5) })]
                .into(),
        });
        let places: Places = [("due".to_owned(), vec![Span::new(8..18)])].into();
        let told =
            as_told(outcome(answer), &task(), letter, &json!({"due": "4 May 2026"}), &places);
        let Answer::Extract(now) = told.answer else { panic!("values") };
        assert_eq!(now.fields["due"].normalized, Some(json!("2026-05-04")));
    }
}
