//! Which document is best looked at next.

use std::sync::Arc;

use winnow_engine::{CancellationToken, Priority};
use winnow_tasks::{Task, teach::suggest, validate};

use crate::{
    App,
    convert::task::task_of,
    prompts::silence,
    wire::{error::ApiError, task::TaskSpec},
};

/// Documents that are compared for the window; more would keep the person waiting.
const COMPARED: usize = 200;

impl App {
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

    /// The document, of those opened before, that a person's answer would teach most; those that
    /// they have answered are passed over. None where nothing is left to answer.
    ///
    /// # Errors
    /// As [`App::suggest_next`], and [`crate::wire::error::Code::NotFound`].
    pub async fn suggest_document(
        &self,
        task: TaskSpec,
        documents: Vec<String>,
    ) -> Result<Option<String>, ApiError> {
        let task = task_of(&task)?;
        let question = task.question_hash();
        let (mut ids, mut texts) = (Vec::new(), Vec::new());
        for id in documents {
            let text = self.store.document(&id).await?.text;
            if self.store.example_of(&question, &text).await?.is_none() && texts.len() < COMPARED {
                ids.push(id);
                texts.push(text);
            }
        }
        if texts.len() < 2 {
            return Ok(ids.pop());
        }
        let next = self.suggest_next(&task, &texts, 1, &CancellationToken::new()).await?;
        Ok(next.first().map(|&place| ids.swap_remove(place)))
    }
}
