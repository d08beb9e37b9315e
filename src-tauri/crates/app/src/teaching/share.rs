//! A taught task as a file, to be handed on.

use std::{path::Path, sync::Arc};

use serde::{Deserialize, Serialize};
use winnow_engine::{CancellationToken, Priority};
use winnow_tasks::{
    Example, Task, TaskError, Unteachable,
    teach::{Head, Taught, TeachReport, teach},
    validate,
};

use super::{fits, rows};
use crate::{
    App,
    convert::task::{spec_of, task_of},
    prompts::silence,
    wire::{
        error::{ApiError, Code},
        task::{SavedTask, TaskSpec},
    },
};

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
        let context = self.context(&lent, Priority::batch(), Arc::new(|_| {}), cancel).await?;
        let Taught { head, report } = match self.kept_head(&full, &context.models).await? {
            Some(taught) if fits(&taught, &full, &context) => taught,
            _ => teach(&full, &context).await?,
        };
        let head = head.ok_or(TaskError::Unteachable(Unteachable::NotYet))?;
        let head = if with_text { head } else { head.without_examples() };
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
        let context = self.context(&lent, Priority::batch(), Arc::new(|_| {}), cancel).await?;
        head.fits(&task, &context)?;
        self.store.add_examples(&task.question_hash(), &rows(&examples)).await?;
        let full = Task { examples: self.all_examples(&task).await?, ..task };
        self.keep_head(&full, &context, &Taught { head: Some(head), report }).await
    }

    /// Writes a taught task to a file. The documents' texts go along only `with_text`.
    ///
    /// # Errors
    /// As [`App::export_taught`]; [`Code::Internal`] for a file that cannot be written, which
    /// `detail` names.
    pub async fn export_teaching(
        &self,
        task: TaskSpec,
        with_text: bool,
        path: &Path,
    ) -> Result<(), ApiError> {
        let task = task_of(&task)?;
        let taught = self.export_taught(&task, with_text, &CancellationToken::new()).await?;
        let bytes = serde_json::to_vec(&taught)?;
        tokio::fs::write(path, bytes).await.map_err(|error| {
            let told = format!("\"{}\" cannot be written: {error}", path.display());
            ApiError::about(Code::Internal, told, path.display().to_string())
        })
    }

    /// Takes in a taught task from a file and keeps the task under its name.
    ///
    /// # Errors
    /// As [`App::import_taught`]; [`Code::NotFound`] for a file that cannot be read,
    /// [`Code::InvalidTask`] for one that holds no taught task; `detail` names it.
    pub async fn import_teaching(&self, path: &Path) -> Result<SavedTask, ApiError> {
        let named = || path.display().to_string();
        let bytes = tokio::fs::read(path).await.map_err(|error| {
            let told = format!("\"{}\" cannot be read: {error}", path.display());
            ApiError::about(Code::NotFound, told, named())
        })?;
        let taught: TaughtTask = serde_json::from_slice(&bytes).map_err(|error| {
            let told = format!("\"{}\" holds no taught task: {error}", path.display());
            ApiError::about(Code::InvalidTask, told, named())
        })?;
        let mut task = taught.task.clone();
        if task.name.trim().is_empty() {
            let stem = path.file_stem().unwrap_or_default();
            task.name = stem.to_string_lossy().into_owned();
        }
        self.import_taught(taught, &CancellationToken::new()).await?;
        let known = self.list_tasks().await?;
        let (hash, name) = (task.content_hash(), task.name.clone());
        let same = known.into_iter().find(|saved| saved.hash == hash && saved.task.name == name);
        self.save_task(same.map(|saved| saved.id), spec_of(&task)).await
    }
}
