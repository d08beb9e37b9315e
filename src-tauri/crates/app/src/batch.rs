//! One task on many documents, as they come.

use std::{sync::Arc, time::Instant};

use chrono::Utc;
use futures_util::{Stream, StreamExt, future::Either, stream};
use winnow_documents::Document;
use winnow_engine::CancellationToken;
use winnow_tasks::{Outcome, Task, TaskError, TaskKind, classify_batch};

use crate::{
    App,
    ask::{AskOptions, Ran},
    prompts::silence,
    wire::error::ApiError,
};

/// Documents in flight at once, so that the engine can compute them together.
const IN_FLIGHT: usize = 16;

/// Documents that are classified, and calibrated, as one batch.
const CLASSIFIED_TOGETHER: usize = 128;

impl App {
    /// Asks many documents, as they come, what a task asks; answers in the order of the
    /// documents, memory for a batch of them. A document that could not be read passes through as
    /// its error.
    ///
    /// Classifications are calibrated over up to 128 documents (see [`classify_batch`]), so a
    /// label may differ from that of the document asked alone.
    pub fn ask_each<'a>(
        &'a self,
        task: &'a Task,
        documents: impl Stream<Item = Result<Document, ApiError>> + Send + 'a,
        options: AskOptions,
        cancel: &'a CancellationToken,
    ) -> impl Stream<Item = Result<Outcome, ApiError>> + Send + 'a {
        if task.kind == TaskKind::Classify {
            return Either::Left(
                documents
                    .chunks(CLASSIFIED_TOGETHER)
                    .then(move |batch| self.classify_together(task, batch, options, cancel))
                    .flat_map(stream::iter),
            );
        }
        Either::Right(
            documents
                .map(move |document| async move {
                    self.ask(task, &document?, options, |_| {}, cancel).await
                })
                .buffered(IN_FLIGHT),
        )
    }

    async fn classify_together(
        &self,
        task: &Task,
        batch: Vec<Result<Document, ApiError>>,
        options: AskOptions,
        cancel: &CancellationToken,
    ) -> Vec<Result<Outcome, ApiError>> {
        match self.try_classify_together(task, &batch, options, cancel).await {
            Ok(outcomes) => outcomes,
            Err(error) => {
                let each =
                    |document: Result<_, _>| document.and_then(|_: Document| Err(error.clone()));
                batch.into_iter().map(each).collect()
            }
        }
    }

    /// # Errors
    /// What fails for all documents alike: the task, the models, a stop.
    async fn try_classify_together(
        &self,
        task: &Task,
        batch: &[Result<Document, ApiError>],
        options: AskOptions,
        cancel: &CancellationToken,
    ) -> Result<Vec<Result<Outcome, ApiError>>, ApiError> {
        let (began, began_at) = (Instant::now(), Utc::now());
        let chosen = self.choose(task).await?;
        let lent = self.lend(&chosen, &silence(), cancel).await?;
        let context = self.context(&lent, options.priority, Arc::new(|_| {}), cancel).await?;
        let context = self.learned(task, context).await?;
        let texts: Vec<String> =
            batch.iter().flatten().map(|document| document.text.clone()).collect();
        let asked = self.beside_kept(task, &context).await?;
        let outcomes = classify_batch(&asked, &texts, &context, &mut |_| {}).await?;
        let share_ms = began.elapsed().as_secs_f64() * 1e3 / texts.len().max(1) as f64;

        let mut outcomes = outcomes.into_iter();
        let mut answers = Vec::with_capacity(batch.len());
        for document in batch {
            let (document, outcome) = match document {
                Ok(document) => (document, outcomes.next()),
                Err(error) => {
                    answers.push(Err(error.clone()));
                    continue;
                }
            };
            let outcome = outcome.unwrap_or(Err(TaskError::EmptyAnswer));
            let result = match outcome {
                Ok(outcome) => Ok(chosen.kept(self.told(task, &document.text, outcome).await?)),
                Err(error) => Err(error.into()),
            };
            let ran = Ran { result, written: String::new(), began_at, duration_ms: share_ms };
            if options.save {
                self.record(task, document, &ran).await?;
            }
            answers.push(ran.result.map(|kept| kept.outcome));
        }
        Ok(answers)
    }
}
