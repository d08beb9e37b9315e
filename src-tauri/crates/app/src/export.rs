//! Runs written to a file of the person's own.

use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::wire::{
    error::{ApiError, Code},
    outcome::AnswerView,
    run::{ExportFormat, RunRecord},
};

/// A file being written, one run after the other. It appears under its name when it is whole.
pub struct Exporter {
    path: PathBuf,
    format: ExportFormat,
    written: u32,
    file: BufWriter<NamedTempFile>,
}

impl Exporter {
    /// Begins a file.
    ///
    /// # Errors
    /// [`Code::Internal`] when its folder cannot be written to.
    pub fn begin(path: &Path, format: ExportFormat) -> Result<Self, ApiError> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = NamedTempFile::new_in(folder).map_err(|error| unwritable(path, &error))?;
        Ok(Self { path: path.to_owned(), format, written: 0, file: BufWriter::new(file) })
    }

    /// Adds a run.
    ///
    /// # Errors
    /// [`Code::Internal`] when the disk is full or gone.
    pub fn write(&mut self, run: &RunRecord) -> Result<(), ApiError> {
        let first = self.written == 0;
        let done = match self.format {
            ExportFormat::Json => self.json(run, first),
            ExportFormat::Jsonl => self.json_line(run),
            ExportFormat::Csv => self.row(run, first),
            ExportFormat::Markdown => self.section(run),
        };
        done.map_err(|error| unwritable(&self.path, &error))?;
        self.written += 1;
        Ok(())
    }

    /// Puts the file under its name; says how many runs it holds.
    ///
    /// # Errors
    /// [`Code::Internal`] when it cannot take its name.
    pub fn finish(mut self) -> Result<u32, ApiError> {
        let end: &[u8] = match (self.format, self.written) {
            (ExportFormat::Json, 0) => b"[]\n",
            (ExportFormat::Json, _) => b"\n]\n",
            _ => b"",
        };
        self.file.write_all(end).map_err(|error| unwritable(&self.path, &error))?;
        let file = self.file.into_inner().map_err(|error| unwritable(&self.path, error.error()))?;
        file.persist(&self.path).map_err(|error| unwritable(&self.path, &error.error))?;
        Ok(self.written)
    }

    fn json(&mut self, run: &RunRecord, first: bool) -> io::Result<()> {
        self.file.write_all(if first { b"[\n" } else { b",\n" })?;
        Ok(serde_json::to_writer(&mut self.file, run)?)
    }

    fn json_line(&mut self, run: &RunRecord) -> io::Result<()> {
        serde_json::to_writer(&mut self.file, run)?;
        self.file.write_all(b"\n")
    }

    fn row(&mut self, run: &RunRecord, first: bool) -> io::Result<()> {
        let summary = &run.summary;
        let mut rows = csv::Writer::from_writer(&mut self.file);
        if first {
            rows.write_record([
                "id",
                "time",
                "kind",
                "task",
                "document",
                "status",
                "answer",
                "confidence",
                "error",
            ])?;
        }
        let error = run.error.as_ref().map(|error| error.message.as_str()).unwrap_or_default();
        rows.write_record([
            summary.id.as_str(),
            &summary.created_at,
            &word(&summary.kind),
            &inert(&summary.task_name),
            &inert(&summary.document_name),
            &word(&summary.status),
            &inert(&summary.answer),
            &summary.confidence.map(|value| value.to_string()).unwrap_or_default(),
            &inert(error),
        ])?;
        rows.flush()
    }

    fn section(&mut self, run: &RunRecord) -> io::Result<()> {
        let summary = &run.summary;
        let file = &mut self.file;
        let title = if summary.task_name.is_empty() {
            word(&summary.kind)
        } else {
            summary.task_name.clone()
        };
        writeln!(file, "## {title}: {}\n", summary.document_name)?;
        writeln!(file, "{}, {}\n", summary.created_at, word(&summary.status))?;
        match (&run.outcome, &run.error) {
            (Some(outcome), _) => writeln!(file, "{}", answer_text(&outcome.answer))?,
            (None, Some(error)) => writeln!(file, "{error}")?,
            (None, None) => {}
        }
        if let Some(partial) = &run.partial {
            writeln!(file, "\n{partial}")?;
        }
        writeln!(file)
    }
}

fn answer_text(answer: &AnswerView) -> String {
    match answer {
        AnswerView::Classify { label, labels, confidence, .. } => {
            let sure = confidence.map(|sure| format!(" ({:.0} %)", sure * 100.0));
            let named = match labels.as_deref() {
                Some(labels) if !labels.is_empty() => labels.join(", "),
                _ => label.clone().unwrap_or_else(|| "–".to_owned()),
            };
            format!("**{named}**{}", sure.unwrap_or_default())
        }
        AnswerView::Extract { fields, .. } => fields
            .iter()
            .map(|field| {
                let place = field.place.as_ref().map(|place| format!(" ({place})"));
                format!("- {}: {}{}", field.path, field.value, place.unwrap_or_default())
            })
            .collect::<Vec<_>>()
            .join("\n"),
        AnswerView::Summarize { text, .. } | AnswerView::Generate { text, .. } => text.clone(),
    }
}

/// A text that a spreadsheet takes for text: what a stranger's document says must not become a
/// formula (OWASP, CSV injection).
pub fn inert(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '@', '\t', '\r'])
        || (text.starts_with('-') && text.parse::<f64>().is_err());
    if formula { format!("'{text}") } else { text.to_owned() }
}

/// A plain enum's name on the wire.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn unwritable(path: &Path, error: &io::Error) -> ApiError {
    ApiError::about(
        Code::Internal,
        format_args!("{} cannot be written: {error}. Choose another folder", path.display()),
        path.display().to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_put_a_formula_into_a_spreadsheet() {
        for hostile in ["=HYPERLINK(\"x\")", "+1+2", "@SUM(A1)", "-2+3", "\t=1"] {
            assert_eq!(inert(hostile), format!("'{hostile}"));
        }
        for plain in ["billing", "-12.50", "a = b", ""] {
            assert_eq!(inert(plain), plain, "what is no formula stays as it is");
        }
    }
}
