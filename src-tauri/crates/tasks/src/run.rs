//! A task on a document: check both, then hand over to the task's kind.

use crate::{Context, Outcome, Task, TaskError, TaskKind, classify, extract, generate, summarize};

/// Runs a task on a document's text.
///
/// # Errors
/// An invalid task, an empty document, a missing model, an answer that cannot be used; the
/// engine's. See [`TaskError`].
pub async fn run(task: &Task, document: &str, context: &Context) -> Result<Outcome, TaskError> {
    crate::validate(task)?;
    if document.trim().is_empty() {
        return Err(TaskError::EmptyDocument);
    }
    let mut outcome = match task.kind {
        TaskKind::Classify => classify::run(task, document, context).await,
        TaskKind::Extract => extract::run(task, document, context).await,
        TaskKind::Summarize => summarize::run(task, document, context).await,
        TaskKind::Generate => generate::run(task, document, context).await,
    }?;
    outcome.ran_on = context.host_of_run(&outcome).await?;
    Ok(outcome)
}
