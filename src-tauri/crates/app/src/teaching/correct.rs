//! A person's word on an answer: kept first, then learnt from.

use std::sync::Arc;

use serde_json::{Map, Value};
use winnow_documents::Document;
use winnow_store::{ExampleRow, NewExample};
use winnow_tasks::{
    Example, Span, Task, TaskError, TaskKind,
    teach::{Places, Selecting, put},
    validate,
};

use super::places_of;
use crate::{
    App,
    convert::{spans::byte_span, task::task_of},
    wire::{
        document::TextSpan,
        error::{ApiError, Code},
        run::RunEvent,
        task::TaskSpec,
        teaching::{
            CellValue, CellWord, Correction, CorrectionRequest, FieldCorrection, FieldWord,
            TeachingView,
        },
    },
};

impl App {
    /// Keeps what the person says of an answer, in place of what they said of the same text
    /// before, and learns from it. Later runs on this text give their answer.
    ///
    /// # Errors
    /// [`Code::InvalidTask`] for an answer that is none of the task's, or a place that is not in the
    /// document: nothing is kept then. Else those of [`App::learn_task`]: what was said is kept.
    pub async fn correct_answer(
        &self,
        request: CorrectionRequest,
        events: impl Fn(RunEvent) + Send + Sync + 'static,
    ) -> Result<TeachingView, ApiError> {
        let task = task_of(&request.task)?;
        validate(&task)?;
        let document = self.input(&request.input).await?;
        if document.text.trim().is_empty() {
            return Err(TaskError::EmptyDocument.into());
        }
        let question = task.question_hash();
        let before = self.store.example_of(&question, &document.text).await?;
        let said = word(&task, &document, before.as_ref(), request.correction)?;
        let example = Example { input: said.input.clone(), output: said.output.clone() };
        validate(&Task { examples: vec![example], ..task.clone() })?;
        let new = self.store.add_examples(&question, &[said]).await? > 0;
        let view = self.learn(&task, &request.operation, events).await?;
        let replaced = before.filter(|_| new).map(|row| row.id);
        Ok(TeachingView { replaced, ..view })
    }

    /// Learns from what the task was taught by, where that was not done yet.
    ///
    /// # Errors
    /// An invalid task, a model that cannot be loaded, a stop. Examples that teach nothing are no
    /// error: the view says why.
    pub async fn learn_task(
        &self,
        task: TaskSpec,
        operation: &str,
        events: impl Fn(RunEvent) + Send + Sync + 'static,
    ) -> Result<TeachingView, ApiError> {
        let task = task_of(&task)?;
        validate(&task)?;
        self.learn(&task, operation, events).await
    }

    async fn learn(
        &self,
        task: &Task,
        operation: &str,
        events: impl Fn(RunEvent) + Send + Sync + 'static,
    ) -> Result<TeachingView, ApiError> {
        let operation = self.operations.begin(operation)?;
        let refusal = self.learn_now(task, Arc::new(events), operation.token()).await?;
        self.teaching_view(task, refusal).await
    }
}

/// The document with everything that the person has said of it, as an example.
fn word(
    task: &Task,
    document: &Document,
    before: Option<&ExampleRow>,
    correction: Correction,
) -> Result<NewExample, ApiError> {
    let mut example = NewExample {
        input: document.text.clone(),
        output: Value::Null,
        places: None,
        document: Some(document.name.clone()),
    };
    match (task.kind, correction) {
        (TaskKind::Classify, Correction::Labels { labels }) if task.multi => {
            example.output = labels.into();
        }
        (TaskKind::Classify, Correction::Label { label }) if !task.multi => {
            example.output = label.map_or(Value::Null, Value::String);
        }
        (TaskKind::Extract, Correction::Fields { fields }) => {
            let output = before.map(|row| row.output.clone()).filter(Value::is_object);
            let mut output = output.unwrap_or_else(|| Value::Object(Map::new()));
            let mut places = before.map(places_of).unwrap_or_default();
            let text = &document.text;
            let mut selection = Selection { text, selecting: Selecting::of(task, text) };
            for FieldCorrection { path, value } in fields {
                let cell = format!("{path}.");
                places.retain(|place, _| *place != path && !place.starts_with(&cell));
                let value = selection.value(&path, value, &mut places)?;
                put(&mut output, &path, value);
            }
            example.output = output;
            example.places = Some(serde_json::to_value::<Places>(places)?);
        }
        _ => {
            let told = "this answer is of another kind than the task's: run the task again";
            return Err(ApiError::about(Code::InvalidTask, told, "correction"));
        }
    }
    Ok(example)
}

/// The document whose words a person selects for the fields of a task.
struct Selection<'a> {
    text: &'a str,
    selecting: Selecting<'a>,
}

impl Selection<'_> {
    /// A field's value as JSON; where it stands is put among the places.
    fn value(
        &mut self,
        path: &str,
        word: FieldWord,
        places: &mut Places,
    ) -> Result<Value, ApiError> {
        Ok(match word {
            FieldWord::Absent => Value::Null,
            FieldWord::Choice { value } => value,
            FieldWord::Here { span } => {
                let (value, span) = self.words(path, path, span)?;
                places.insert(path.to_owned(), vec![span]);
                value
            }
            FieldWord::Rows { spans } => {
                let row = |(index, span)| self.words(&format!("{path}.{index}"), path, span);
                let rows: Vec<(Value, Span)> =
                    spans.into_iter().enumerate().map(row).collect::<Result<_, _>>()?;
                let (values, spans): (Vec<Value>, Vec<Span>) = rows.into_iter().unzip();
                if !spans.is_empty() {
                    places.insert(path.to_owned(), spans);
                }
                Value::Array(values)
            }
            FieldWord::Table { rows } => {
                let row = |(index, cells)| self.row(&format!("{path}.{index}"), cells, places);
                rows.into_iter().enumerate().map(row).collect::<Result<Value, _>>()?
            }
        })
    }

    /// A row as JSON; where its cells stand is put among the places.
    fn row(
        &mut self,
        path: &str,
        cells: Vec<CellWord>,
        places: &mut Places,
    ) -> Result<Value, ApiError> {
        let mut row = Map::new();
        for CellWord { column, value } in cells {
            let path = format!("{path}.{column}");
            let (value, span) = match value {
                CellValue::Empty => (Value::Null, None),
                CellValue::Here { span } => {
                    let (value, span) = self.words(&path, &path, span)?;
                    (value, Some(span))
                }
                CellValue::Kept { value, span } => {
                    (value, span.map(|span| self.place(&path, span)).transpose()?)
                }
            };
            if row.insert(column, value).is_some() {
                let told = format!("\"{path}\" is there twice: give each column one value");
                return Err(ApiError::about(Code::InvalidTask, told, path));
            }
            places.extend(span.map(|span| (path, vec![span])));
        }
        Ok(Value::Object(row))
    }

    /// The value at `path` that selected words say, and their place; `field` is what an error is
    /// about.
    fn words(
        &mut self,
        path: &str,
        field: &str,
        span: TextSpan,
    ) -> Result<(Value, Span), ApiError> {
        let span = self.place(field, span)?;
        let value = self.selecting.value(path, span).ok_or_else(|| {
            let told = format!(
                "\"{}\" is no value that the schema allows for \"{field}\": select others, or \
                 change the schema",
                span.of(self.text)
            );
            ApiError::about(Code::InvalidTask, told, field)
        })?;
        Ok((value, span))
    }

    /// A selected place, without blanks at its ends.
    fn place(&self, field: &str, span: TextSpan) -> Result<Span, ApiError> {
        byte_span(self.text, span).and_then(|span| span.trimmed(self.text)).ok_or_else(|| {
            let told =
                format!("the place of \"{field}\" holds no words of this document: select some");
            ApiError::about(Code::InvalidTask, told, field)
        })
    }
}
