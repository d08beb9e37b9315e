//! Teaching: a person's answers are kept by question, what was learnt from them is used whenever
//! that question is asked.

mod correct;
mod next;
mod share;
mod view;

use std::{borrow::Cow, sync::Arc, time::Instant};

use indexmap::IndexMap;
use serde_json::Value;
use winnow_engine::{CancellationToken, ModelId, Priority};
use winnow_store::{ExampleRow, HeadKey, NewExample};
use winnow_tasks::{
    Context, Decide, Example, Models, Outcome, Task, TaskError, TaskKind,
    teach::{Places, Taught, TeachReport, as_told, distinct, teach},
    validate,
};

pub use share::TaughtTask;

use crate::{App, ask::Listener, convert::run::event_of, wire::error::ApiError};

impl App {
    /// Teaches a task by these examples and those that were kept before; keeps all, and what was
    /// learnt.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::InvalidTask`] for a task or examples that teach nothing: nothing is kept then;
    /// a missing model; a stop.
    pub async fn teach(
        &self,
        task: &Task,
        examples: &[Example],
        events: Listener,
        cancel: &CancellationToken,
    ) -> Result<TeachReport, ApiError> {
        validate(&Task { examples: examples.to_vec(), ..task.clone() })?;
        let question = task.question_hash();
        let mut answers: IndexMap<String, Value> = IndexMap::new();
        let kept = self.list_examples(task).await?;
        let kept = kept.into_iter().map(|row| (row.input, row.output));
        let given = examples.iter().map(|example| (example.input.clone(), example.output.clone()));
        for (input, output) in kept.chain(given) {
            // A changed mind is a new example, in the order of the store too.
            if answers.get(&input).is_some_and(|known| *known != output) {
                answers.shift_remove(&input);
            }
            answers.insert(input, output);
        }
        let mut full = task.clone();
        full.examples.extend(answers.into_iter().map(|(input, output)| Example { input, output }));

        let chosen = self.choose(task).await?;
        let lent = self.lend(&chosen, &events, cancel).await?;
        let began = Instant::now();
        let progress = move |progress| events(event_of(progress, began.elapsed()));
        let context = self.context(&lent, Priority::batch(), Arc::new(progress), cancel).await?;
        let mut taught = teach(&full, &context).await?;
        // What was said twice or otherwise in one file is told here: what is kept says it once.
        let (_, notes) = distinct(examples);
        taught.report.notes.splice(0..0, notes);

        self.store.add_examples(&question, &rows(examples)).await?;
        self.keep_head(&full, &context, &taught).await?;
        Ok(taught.report)
    }

    /// The answers that teach a task, in the order in which they were given.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_examples(&self, task: &Task) -> Result<Vec<ExampleRow>, ApiError> {
        Ok(self.store.examples(&task.question_hash()).await?)
    }

    /// Takes an answer back; the task learns anew when it is asked next.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::NotFound`].
    pub async fn drop_example(&self, id: &str) -> Result<(), ApiError> {
        Ok(self.store.drop_example(id).await?)
    }

    /// Puts an answer back that was taken back or corrected.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::NotFound`].
    pub async fn restore_example(&self, id: &str) -> Result<(), ApiError> {
        Ok(self.store.restore_example(id).await?)
    }

    /// The context with what the task has learnt, from its own examples and those kept for its
    /// question. What was not learnt yet is learnt now, and kept.
    pub(crate) async fn learned(&self, task: &Task, context: Context) -> Result<Context, ApiError> {
        if !is_teachable(task) {
            return Ok(context);
        }
        let full = Task { examples: self.all_examples(task).await?, ..task.clone() };
        self.learned_from(&full, context, true).await
    }

    /// The context with what these examples teach; nothing new is written unless it is to be kept.
    pub(crate) async fn learned_from(
        &self,
        full: &Task,
        mut context: Context,
        keep: bool,
    ) -> Result<Context, ApiError> {
        if !is_teachable(full) || context.models.embedder.is_none() {
            return Ok(context);
        }
        let taught = match self.kept_head(full, &context.models).await? {
            Some(taught) if fits(&taught, full, &context) => taught,
            _ if full.examples.is_empty() => return Ok(context),
            _ => match teach(full, &context).await {
                // Examples of one label can be shown to a model, though they teach no head.
                Err(TaskError::Unteachable(_)) => return Ok(context),
                taught => {
                    let taught = taught?;
                    if keep {
                        self.keep_head(full, &context, &taught).await?;
                    }
                    taught
                }
            },
        };
        context.head = taught.head.map(Arc::new);
        Ok(context)
    }

    /// The task's own examples, then those kept for its question.
    pub(crate) async fn all_examples(&self, task: &Task) -> Result<Vec<Example>, ApiError> {
        let kept = self.list_examples(task).await?;
        let mut all = task.examples.clone();
        all.extend(kept.into_iter().map(|row| Example { input: row.input, output: row.output }));
        Ok(all)
    }

    /// The task as it is run: until a head is used, a classification has the kept examples beside its
    /// own, as documents of known label. 77 intents by name: 0.68 right without, 0.72 with one
    /// example of each, 0.75 with two.
    pub(crate) async fn beside_kept<'a>(
        &self,
        task: &'a Task,
        context: &Context,
    ) -> Result<Cow<'a, Task>, ApiError> {
        if task.kind != TaskKind::Classify || !is_teachable(task) || context.head.is_some() {
            return Ok(Cow::Borrowed(task));
        }
        let examples = self.all_examples(task).await?;
        Ok(if examples.len() == task.examples.len() {
            Cow::Borrowed(task)
        } else {
            Cow::Owned(Task { examples, ..task.clone() })
        })
    }

    /// The outcome with the answer that the person has given for this very text, if they have.
    pub(crate) async fn told(
        &self,
        task: &Task,
        text: &str,
        mut outcome: Outcome,
    ) -> Result<Outcome, ApiError> {
        outcome.task = task.content_hash();
        if !matches!(task.kind, TaskKind::Classify | TaskKind::Extract) {
            return Ok(outcome);
        }
        let Some(row) = self.store.example_of(&task.question_hash(), text).await? else {
            return Ok(outcome);
        };
        Ok(as_told(outcome, task, text, &row.output, &places_of(&row)))
    }

    /// What was learnt from these examples with these models, if it was.
    async fn kept_head(&self, full: &Task, models: &Models) -> Result<Option<Taught>, ApiError> {
        let (question, examples, models) = key(full, models);
        let key = HeadKey { question: &question, examples_hash: &examples, models: &models };
        let Some(row) = self.store.head(key).await? else { return Ok(None) };
        let head = row.head.map(serde_json::from_value).transpose();
        let (Ok(head), Ok(report)) = (head, serde_json::from_value(row.report)) else {
            // Written by another version: it is made again.
            return Ok(None);
        };
        Ok(Some(Taught { head, report }))
    }

    async fn keep_head(
        &self,
        full: &Task,
        context: &Context,
        taught: &Taught,
    ) -> Result<(), ApiError> {
        let (question, examples, models) = key(full, &context.models);
        let key = HeadKey { question: &question, examples_hash: &examples, models: &models };
        let head = taught.head.as_ref().map(serde_json::to_value).transpose()?;
        let report = serde_json::to_value(&taught.report)?;
        Ok(self.store.save_head(key, head.as_ref(), &report).await?)
    }
}

fn is_teachable(task: &Task) -> bool {
    matches!(task.kind, TaskKind::Classify | TaskKind::Extract) && task.decide != Decide::Model
}

fn fits(taught: &Taught, full: &Task, context: &Context) -> bool {
    taught.head.as_ref().is_none_or(|head| head.fits(full, context).is_ok())
}

/// Examples on their way into the store, of documents without a name.
fn rows(examples: &[Example]) -> Vec<NewExample> {
    let row = |example: &Example| NewExample {
        input: example.input.clone(),
        output: example.output.clone(),
        ..NewExample::default()
    };
    examples.iter().map(row).collect()
}

/// Where the person pointed; nowhere, where another version kept it in a form of its own.
fn places_of(row: &ExampleRow) -> Places {
    row.places.clone().and_then(|places| serde_json::from_value(places).ok()).unwrap_or_default()
}

/// Question, examples and models as a head is kept under them.
fn key(full: &Task, models: &Models) -> (String, String, String) {
    let name = |id: &Option<ModelId>| id.as_ref().map(ToString::to_string).unwrap_or_default();
    let models = format!("{} {}", name(&models.embedder), name(&models.generator));
    (full.question_hash(), full.examples_hash(), models)
}
