//! Words of a document that a person selected as the value of a field.

use std::cell::OnceCell;
use std::collections::HashMap;

use serde_json::Value;

use super::answer::value_of;
use super::contract::{Contract, Form, Leaf, Node};
use super::propose::{Proposal, propose};
use super::question::Question;
use crate::{FieldType, Span, Task};

/// A document in which a person selects values for the fields of a task; what many selections need
/// is read once.
pub struct Selecting<'a> {
    task: &'a Task,
    document: &'a str,
    /// What the task promises; none where it is no valid one.
    root: OnceCell<Option<Node>>,
    read: HashMap<FieldType, Vec<Proposal>>,
}

impl<'a> Selecting<'a> {
    /// Nothing is read yet.
    #[must_use]
    pub fn of(task: &'a Task, document: &'a str) -> Self {
        Self { task, document, root: OnceCell::new(), read: HashMap::new() }
    }

    /// The words as the value that the task's answer holds at this path: as they stand, or as the
    /// number or ISO date that a schema asks for. `None` where the schema does not allow such a
    /// value.
    pub fn value(&mut self, path: &str, span: Span) -> Option<Value> {
        let words = span.of(self.document);
        let leaf = self.leaf(path).filter(|_| self.task.schema.is_some()).cloned();
        let Some(leaf) = leaf else { return Some(words.into()) };
        let kinds = match leaf.form {
            Form::Number | Form::Integer => &[leaf.field.kind, FieldType::Number][..],
            _ => &[leaf.field.kind],
        };
        let readings = kinds.iter().filter_map(|kind| self.standard_form(*kind, span));
        let mut read = readings.map(Some).chain([None]);
        read.find_map(|normalized| value_of(&leaf, words, normalized.as_ref()))
    }

    /// The words in the standard form of the field's type: an ISO date, an amount and its currency.
    pub(crate) fn normalized(&mut self, path: &str, span: Span) -> Option<Value> {
        let kind = Question::of(path, &self.leaf(path)?.field).kind;
        self.standard_form(kind, span)
    }

    fn leaf(&self, path: &str) -> Option<&Leaf> {
        let promised = || Contract::of(self.task).ok().map(|contract| contract.root);
        self.root.get_or_init(promised).as_ref()?.leaf(path)
    }

    /// What a recognizer reads of exactly these words, else of a part of them, else of them alone.
    fn standard_form(&mut self, kind: FieldType, span: Span) -> Option<Value> {
        let document = self.document;
        let there = self.read.entry(kind).or_insert_with(|| propose(kind, document));
        let within =
            |found: &&Proposal| span.start <= found.span.start && found.span.end <= span.end;
        let alone = || longest(propose(kind, span.of(document)).iter());
        longest(there.iter().filter(within)).or_else(alone)
    }
}

/// The standard form of the longest span that has one.
fn longest<'a>(found: impl Iterator<Item = &'a Proposal>) -> Option<Value> {
    let read = found.filter(|one| one.normalized.is_some());
    read.max_by_key(|one| one.span.end - one.span.start)?.normalized.clone()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Field, TaskKind};

    const BILL: &str = "Date 4 May 2026\nLamp 2 58.50\nTotal RM 117.00\nPaid in cash";

    fn span(words: &str) -> Span {
        let start = BILL.find(words).unwrap();
        Span::new(start..start + words.len())
    }

    fn under_schema() -> Task {
        let row = json!({"properties": {"item": {"type": "string"}, "count": {"type": "integer"}}});
        let schema = json!({"properties": {
            "due": {"type": "string", "format": "date"},
            "total": {"type": ["number", "null"]},
            "lines": {"type": "array", "items": row},
            "codes": {"type": "array", "items": {"type": "string"}},
            "paid": {"type": "string", "enum": ["cash", "card"]},
        }});
        Task { schema: Some(schema), ..Task::new(TaskKind::Extract) }
    }

    #[test]
    fn selected_words_become_what_a_schema_asks_for() {
        let task = under_schema();
        for (path, words, value) in [
            ("due", "4 May 2026", Some(json!("2026-05-04"))),
            ("total", "RM 117.00", Some(json!(117.0))),
            ("total", "117.00", Some(json!(117.0))),
            ("total", "Total RM 117.00", Some(json!(117.0))),
            ("lines.0.item", "Lamp", Some(json!("Lamp"))),
            ("lines.0.count", "2", Some(json!(2))),
            ("codes.0", "Lamp", Some(json!("Lamp"))),
            ("paid", "cash", Some(json!("cash"))),
            ("due", "cash", None),
            ("total", "Lamp", None),
            ("lines.0.count", "58.50", None),
            ("paid", "Lamp", None),
        ] {
            assert_eq!(
                Selecting::of(&task, BILL).value(path, span(words)),
                value,
                "{path} {words}"
            );
        }
    }

    #[test]
    fn words_of_a_field_stand_as_they_are_with_their_standard_form_beside() {
        let field = |kind| Field { kind, ..Field::default() };
        let fields = [
            ("due".to_owned(), field(FieldType::Date)),
            ("total".to_owned(), field(FieldType::Text)),
        ];
        let task = Task { fields: fields.into(), ..Task::new(TaskKind::Extract) };
        let selected = span("4 May 2026");
        let mut selecting = Selecting::of(&task, BILL);
        assert_eq!(selecting.value("due", selected), Some(json!("4 May 2026")));
        assert_eq!(selecting.normalized("due", selected), Some(json!("2026-05-04")));
        let total = selecting.normalized("total", span("RM 117.00")).unwrap();
        assert_eq!(total["amount"], "117.00", "its name tells that it is an amount");
        assert_eq!(selecting.normalized("due", span("cash")), None);
    }
}
