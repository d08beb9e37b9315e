//! Runs: start, do again, stop.

use std::sync::Arc;

use winnow_documents::Document;
use winnow_engine::Priority;
use winnow_tasks::{Task, TaskError, validate};

use crate::{
    App,
    ask::Asking,
    convert::{document::stored_document, task::task_of},
    wire::{
        error::ApiError,
        run::{RunEvent, RunRecord, RunRequest},
    },
};

impl App {
    /// Runs a task and keeps the run, however it ends: failed with its error, stopped with what
    /// had been written.
    ///
    /// # Errors
    /// Only before the run begins: [`crate::wire::error::Code::InvalidTask`],
    /// [`crate::wire::error::Code::ModelMissing`], [`crate::wire::error::Code::NotFound`],
    /// [`crate::wire::error::Code::DocumentEmpty`].
    pub async fn run_task(
        &self,
        request: RunRequest,
        events: impl Fn(RunEvent) + Send + Sync + 'static,
    ) -> Result<RunRecord, ApiError> {
        let task = task_of(&request.task)?;
        let document = self.input(&request.input).await?;
        self.run_and_keep(&task, &document, &request.operation, events).await
    }

    /// Runs a kept run's task on its document once more, as a new run.
    ///
    /// # Errors
    /// As [`App::run_task`].
    pub async fn rerun(
        &self,
        id: &str,
        operation: &str,
        events: impl Fn(RunEvent) + Send + Sync + 'static,
    ) -> Result<RunRecord, ApiError> {
        let stored = self.store.run(id).await?;
        let task: Task = serde_json::from_value(stored.run.task)?;
        self.run_and_keep(&task, &stored_document(&stored.document), operation, events).await
    }

    /// Stops what runs under this name: a run, a load, a download. One that has ended is stopped.
    pub fn cancel(&self, operation: &str) {
        self.operations.cancel(operation);
    }

    async fn run_and_keep(
        &self,
        task: &Task,
        document: &Document,
        operation: &str,
        events: impl Fn(RunEvent) + Send + Sync + 'static,
    ) -> Result<RunRecord, ApiError> {
        validate(task)?;
        if document.text.trim().is_empty() {
            return Err(TaskError::EmptyDocument.into());
        }
        let chosen = self.choose(task).await?;
        let operation = self.operations.begin(operation)?;
        let ran = self
            .perform(Asking {
                task,
                document,
                chosen: &chosen,
                priority: Priority::Interactive,
                events: Arc::new(events),
                cancel: operation.token(),
            })
            .await;
        let id = self.record(task, document, &ran).await?;
        self.get_run(&id).await
    }
}
