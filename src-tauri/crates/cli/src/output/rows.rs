//! Answers as rows: of a CSV, of a table.

use std::{collections::HashMap, io};

use comfy_table::Table;
use serde_json::Value;
use winnow_app::{inert, wire::error::ApiError};
use winnow_tasks::{Answer, Classification, Extraction, Task, TaskKind};

use super::{
    Answered, Sink,
    line::{decided_by, place},
    print_line, printable, sure, table,
};
use crate::{ending::Failure, input::Origin};

/// Comma-separated values: the same columns for every item, an error in the last one. What a
/// spreadsheet would compute is marked as text.
pub struct CsvSink {
    writer: csv::Writer<io::Stdout>,
    columns: Vec<String>,
    begun: bool,
}

impl CsvSink {
    pub fn new(task: &Task) -> Self {
        let columns = match task.kind {
            TaskKind::Classify => [label_column(task), "confidence", "decided_by"]
                .map(str::to_owned)
                .into_iter()
                .chain(task.labels.iter().map(|label| format!("score.{}", label.name)))
                .collect(),
            TaskKind::Extract => fields(task),
            TaskKind::Summarize => vec!["value".to_owned(), "written_by".to_owned()],
            TaskKind::Generate => vec!["value".to_owned(), "finish".to_owned()],
        };
        Self { writer: csv::Writer::from_writer(io::stdout()), columns, begun: false }
    }

    fn row(&mut self, origin: &Origin, cells: Vec<String>, error: &str) -> Result<(), Failure> {
        self.begin()?;
        let index = origin.index.map(|index| index.to_string()).unwrap_or_default();
        let row = [inert(&origin.file), index].into_iter().chain(cells).chain([inert(error)]);
        self.writer.write_record(row)?;
        Ok(self.writer.flush()?)
    }

    fn begin(&mut self) -> Result<(), Failure> {
        if !self.begun {
            self.begun = true;
            let columns = self.columns.iter().map(String::as_str);
            self.writer
                .write_record(["file", "index"].into_iter().chain(columns).chain(["error"]))?;
        }
        Ok(())
    }

    fn cells(&self, answer: &Answer) -> Vec<String> {
        match answer {
            Answer::Classify(chosen) => {
                let scores: HashMap<&str, f64> = chosen
                    .scores
                    .iter()
                    .map(|score| (score.label.as_str(), score.probability))
                    .collect();
                let score = |column: &String| {
                    let label = column.strip_prefix("score.").unwrap_or(column);
                    scores.get(label).map(f64::to_string).unwrap_or_default()
                };
                [
                    inert(&labels_of(chosen)),
                    chosen.confidence.map(|sure| sure.to_string()).unwrap_or_default(),
                    decided_by(&chosen.decided_by),
                ]
                .into_iter()
                .chain(self.columns.iter().skip(3).map(score))
                .collect()
            }
            Answer::Extract(found) => {
                self.columns.iter().map(|name| inert(&cell(found.value.get(name)))).collect()
            }
            Answer::Summarize(summary) => {
                vec![inert(&summary.text), word(&summary.written_by)]
            }
            Answer::Generate(written) => vec![inert(&written.text), word(&written.finish)],
        }
    }
}

impl Sink for CsvSink {
    fn answered(&mut self, answered: &Answered<'_>) -> Result<(), Failure> {
        let cells = self.cells(&answered.outcome.answer);
        self.row(answered.origin, cells, "")
    }

    fn failed(&mut self, origin: &Origin, error: &ApiError) -> Result<(), Failure> {
        let cells = vec![String::new(); self.columns.len()];
        self.row(origin, cells, &error.message)
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.begin()?;
        Ok(self.writer.flush()?)
    }
}

fn label_column(task: &Task) -> &'static str {
    if task.multi { "labels" } else { "label" }
}

/// All labels that apply.
fn labels_of(chosen: &Classification) -> String {
    match &chosen.labels {
        Some(labels) => labels.join("; "),
        None => chosen.label.clone().unwrap_or_default(),
    }
}

/// The columns of an extraction: the task's fields, or the properties of its schema.
fn fields(task: &Task) -> Vec<String> {
    let properties = task.schema.as_ref().and_then(|schema| schema["properties"].as_object());
    match properties {
        Some(properties) => properties.keys().cloned().collect(),
        None => task.fields.keys().cloned().collect(),
    }
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// A plain enum as it stands in JSON.
fn word(value: &impl serde::Serialize) -> String {
    cell(serde_json::to_value(value).ok().as_ref())
}

/// A table for people, printed when all is done.
pub struct TableSink {
    table: Table,
    kind: TaskKind,
}

impl TableSink {
    pub fn new(task: &Task) -> Self {
        let table = match task.kind {
            TaskKind::Classify => table(["document", label_column(task), "sure", "decided by"]),
            _ => table(["document", "field", "value", "sure", "place"]),
        };
        Self { table, kind: task.kind }
    }

    fn chosen(&mut self, origin: &Origin, chosen: &Classification) {
        self.table.add_row([
            printable(&origin.to_string()).into_owned(),
            match labels_of(chosen).as_str() {
                "" => "(none)".to_owned(),
                labels => printable(labels).into_owned(),
            },
            sure(chosen.confidence),
            decided_by(&chosen.decided_by),
        ]);
    }

    fn found(&mut self, answered: &Answered<'_>, found: &Extraction) {
        for (path, field) in &found.fields {
            let place = match field.span.and_then(|span| place(answered.document, span)) {
                Some(place) => place,
                None if field.verified || field.value.is_null() => String::new(),
                None => "not in the document".to_owned(),
            };
            let value = match &field.value {
                Value::Null => "(not found)".to_owned(),
                value => cell(Some(value)),
            };
            self.table.add_row([
                printable(&answered.origin.to_string()).into_owned(),
                printable(path).into_owned(),
                printable(&value).into_owned(),
                sure(field.confidence),
                printable(&place).into_owned(),
            ]);
        }
    }
}

impl Sink for TableSink {
    fn answered(&mut self, answered: &Answered<'_>) -> Result<(), Failure> {
        match &answered.outcome.answer {
            Answer::Classify(chosen) => self.chosen(answered.origin, chosen),
            Answer::Extract(found) => self.found(answered, found),
            Answer::Summarize(_) | Answer::Generate(_) => {}
        }
        Ok(())
    }

    fn failed(&mut self, origin: &Origin, error: &ApiError) -> Result<(), Failure> {
        let mut row = vec![printable(&origin.to_string()).into_owned(), "failed".to_owned()];
        if self.kind == TaskKind::Extract {
            row.push(printable(&error.message).into_owned());
        }
        self.table.add_row(row);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        if self.table.is_empty() {
            return Ok(());
        }
        print_line(&self.table.to_string())
    }
}
