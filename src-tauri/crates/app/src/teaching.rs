//! Teaching: a person's answers are kept by question, what was learnt from them is used whenever
//! that question is asked.

use std::{sync::Arc, time::Instant};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use winnow_engine::{CancellationToken, Priority};
use winnow_store::{ExampleRow, HeadKey};
use winnow_tasks::{
    Context, Decide, Example, Task, TaskError, TaskKind,
    teach::{Head, Taught, TeachReport, distinct, suggest, teach},
    validate,
};

use crate::{App, ask::Listener, convert::run::event_of, prompts::silence, wire::error::ApiError};

/// A taught task as a file. Without examples it still answers; with them it can be taught on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaughtTask {
    /// The task, without examples.
    pub task: Task,
    /// The documents' texts and answers; empty where the person keeps them to themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// What was learnt from them.
    pub head: Head,
    /// What was measured.
    pub report: TeachReport,
}

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
        for (input, output) in kept.chain(given.clone()) {
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
        let context = self.context(&lent, Priority::Batch, Arc::new(progress), cancel).await?;
        let mut taught = teach(&full, &context).await?;
        // What was said twice or otherwise in one file is told here: what is kept says it once.
        let (_, notes) = distinct(examples);
        taught.report.notes.splice(0..0, notes);

        self.store.add_examples(&question, &given.collect::<Vec<_>>()).await?;
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

    /// The texts, by their places, that are best answered next: those of which the task is least
    /// sure, and unlike each other.
    ///
    /// # Errors
    /// An invalid task, a missing embedder, a stop.
    pub async fn suggest_next(
        &self,
        task: &Task,
        texts: &[String],
        count: usize,
        cancel: &CancellationToken,
    ) -> Result<Vec<usize>, ApiError> {
        validate(task)?;
        let chosen = self.choose(task).await?;
        let lent = self.lend(&chosen, &silence(), cancel).await?;
        let context = self.context(&lent, Priority::Interactive, Arc::new(|_| {}), cancel).await?;
        let context = self.learned(task, context).await?;
        Ok(suggest(task, texts, count, &context).await?)
    }

    /// A taught task for a file. The documents' texts go along only `with_text`.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::InvalidTask`] for a task without a head of use.
    pub async fn export_taught(
        &self,
        task: &Task,
        with_text: bool,
        cancel: &CancellationToken,
    ) -> Result<TaughtTask, ApiError> {
        let full = Task { examples: self.all_examples(task).await?, ..task.clone() };
        let lent = self.lend(&self.choose(task).await?, &silence(), cancel).await?;
        let context = self.context(&lent, Priority::Batch, Arc::new(|_| {}), cancel).await?;
        let Taught { head, report } = match self.kept_head(&full, &context).await? {
            Some(taught) => taught,
            None => teach(&full, &context).await?,
        };
        let head = head.ok_or_else(|| TaskError::Unteachable {
            reason: "its examples do not help yet: give more".to_owned(),
        })?;
        Ok(TaughtTask {
            task: Task { examples: Vec::new(), ..task.clone() },
            examples: if with_text { full.examples } else { Vec::new() },
            head,
            report,
        })
    }

    /// Takes a taught task in: its examples if it has some, else its head as it is.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::InvalidTask`] for a head that was made for other answers or another embedder.
    pub async fn import_taught(
        &self,
        taught: TaughtTask,
        cancel: &CancellationToken,
    ) -> Result<(), ApiError> {
        let TaughtTask { task, examples, head, report } = taught;
        validate(&Task { examples: examples.clone(), ..task.clone() })?;
        let lent = self.lend(&self.choose(&task).await?, &silence(), cancel).await?;
        let context = self.context(&lent, Priority::Batch, Arc::new(|_| {}), cancel).await?;
        head.fits(&task, &context)?;
        let given: Vec<_> =
            examples.into_iter().map(|example| (example.input, example.output)).collect();
        self.store.add_examples(&task.question_hash(), &given).await?;
        let full = Task { examples: self.all_examples(&task).await?, ..task };
        self.keep_head(&full, &context, &Taught { head: Some(head), report }).await
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
        let taught = match self.kept_head(full, &context).await? {
            Some(taught) => taught,
            None if full.examples.is_empty() => return Ok(context),
            None => match teach(full, &context).await {
                // Examples of one label can be shown to a model, though they teach no head.
                Err(TaskError::Unteachable { .. }) => return Ok(context),
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

    async fn kept_head(&self, full: &Task, context: &Context) -> Result<Option<Taught>, ApiError> {
        let (question, examples, models) = key(full, context);
        let key = HeadKey { question: &question, examples_hash: &examples, models: &models };
        let Some(row) = self.store.head(key).await? else { return Ok(None) };
        let head = row.head.map(serde_json::from_value).transpose();
        let (Ok(head), Ok(report)) = (head, serde_json::from_value(row.report)) else {
            // Written by another version: it is made again.
            return Ok(None);
        };
        let taught = Taught { head, report };
        let fits = taught.head.as_ref().is_none_or(|head| head.fits(full, context).is_ok());
        Ok(fits.then_some(taught))
    }

    async fn keep_head(
        &self,
        full: &Task,
        context: &Context,
        taught: &Taught,
    ) -> Result<(), ApiError> {
        let (question, examples, models) = key(full, context);
        let key = HeadKey { question: &question, examples_hash: &examples, models: &models };
        let head = taught.head.as_ref().map(serde_json::to_value).transpose()?;
        let report = serde_json::to_value(&taught.report)?;
        Ok(self.store.save_head(key, head.as_ref(), &report).await?)
    }
}

fn is_teachable(task: &Task) -> bool {
    matches!(task.kind, TaskKind::Classify | TaskKind::Extract) && task.decide != Decide::Model
}

/// Question, examples and models as a head is kept under them.
fn key(full: &Task, context: &Context) -> (String, String, String) {
    let name = |id: &Option<winnow_engine::ModelId>| {
        id.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    let models = format!("{} {}", name(&context.models.embedder), name(&context.models.generator));
    (full.question_hash(), full.examples_hash(), models)
}
