//! What is printed for an item, in each format.

mod line;
mod rows;
mod spans;
mod text;

use std::{
    borrow::Cow,
    io::{self, IsTerminal, Write},
};

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use serde::Serialize;
use winnow_app::wire::error::ApiError;
use winnow_documents::Document;
use winnow_tasks::{Outcome, Task, TaskKind};

use crate::{arguments::Format, ending::Failure, input::Origin};

pub use line::ErrorLine;
pub use spans::byte_spans;

/// An item with its answer.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    pub origin: &'a Origin,
    pub document: &'a Document,
    pub outcome: &'a Outcome,
}

/// Where answers go.
pub trait Sink {
    /// An item was done.
    fn answered(&mut self, answered: &Answered<'_>) -> Result<(), Failure>;
    /// An item failed.
    fn failed(&mut self, origin: &Origin, error: &ApiError) -> Result<(), Failure>;
    /// There are no more.
    fn finish(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}

/// The sink of a task's answers in this format.
pub fn sink(format: Format, task: &Task) -> Box<dyn Sink> {
    match (format, task.kind) {
        (Format::Json | Format::Jsonl, _) => Box::new(line::Lines(Objects::new(format))),
        (Format::Csv, _) => Box::new(rows::CsvSink::new(task)),
        (Format::Table, TaskKind::Classify | TaskKind::Extract) => {
            Box::new(rows::TableSink::new(task))
        }
        (Format::Table, TaskKind::Summarize | TaskKind::Generate) => {
            Box::new(text::TextSink::new())
        }
    }
}

/// JSON objects on standard output, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Objects {
    indented: bool,
}

impl Objects {
    /// For `json` or `jsonl`: the former is indented where a person reads it.
    pub fn new(format: Format) -> Self {
        Self { indented: format == Format::Json && io::stdout().is_terminal() }
    }

    /// Prints one.
    pub fn print(self, value: &impl Serialize) -> Result<(), Failure> {
        let text = if self.indented {
            serde_json::to_string_pretty(value)
        } else {
            serde_json::to_string(value)
        };
        print_line(&text?)
    }
}

/// Prints a line, and says so when nobody reads any more.
pub fn print_line(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(())
}

/// One line under the header, so that rows can be copied and searched.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// An empty table with this header.
pub fn table<'a>(header: impl IntoIterator<Item = &'a str>) -> Table {
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header.into_iter().map(str::to_owned).collect::<Vec<_>>());
    table
}

/// A probability as people read it.
pub fn percent(probability: f64) -> String {
    format!("{:.0} %", probability * 100.0)
}

/// How sure an answer is, for a cell of a table; a dash where nothing measured it.
pub fn sure(confidence: Option<f64>) -> String {
    confidence.map_or_else(|| "–".to_owned(), percent)
}

/// Text that may come from a document, made safe for a terminal: control characters, which could
/// move the cursor or rewrite what stands there, become U+FFFD.
pub fn printable(text: &str) -> Cow<'_, str> {
    let harmful = |sign: char| sign.is_control() && !matches!(sign, '\n' | '\t');
    if text.contains(harmful) {
        Cow::Owned(text.replace("\r\n", "\n").replace(harmful, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_speak_to_the_terminal() {
        assert_eq!(
            printable("a\u{1b}[2Jb\u{9b}c\rd\r\ne\tf"),
            "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d\ne\tf"
        );
        assert!(matches!(printable("plain Ünïcode 👋"), Cow::Borrowed(_)), "nothing to replace");
    }
}
