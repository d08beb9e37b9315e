//! A document said shorter.
//!
//! By default a summary is made of the document's own sentences: they are three times as dense in
//! facts as what a small model writes, and cannot lie (model-notes.md). A model writes only when
//! asked to, or when a probe has shown that it keeps to the facts; its sentences are then linked to
//! their sources and checked.

mod contract;
mod plan;
mod salience;
mod select;
mod similar;
mod stars;
mod taste;
mod teach;
mod view;
mod write;

pub(crate) use plan::plan;
pub(crate) use stars::Stars;

use crate::{Context, Decide, Outcome, Task, TaskError};

/// Runs a summary.
///
/// # Errors
/// [`TaskError::EmptyDocument`]; a model that is missing, says nothing or does not fit; the engine's.
pub(crate) async fn run(
    task: &Task,
    document: &str,
    context: &Context,
) -> Result<Outcome, TaskError> {
    if document.trim().is_empty() {
        return Err(TaskError::EmptyDocument);
    }
    match task.decide {
        Decide::Model => write::run(task, document, context).await,
        Decide::Cascade | Decide::Best if context.models.writes => {
            write::run(task, document, context).await
        }
        Decide::Embedder | Decide::Cascade | Decide::Best => {
            select::run(task, document, context).await
        }
    }
}
