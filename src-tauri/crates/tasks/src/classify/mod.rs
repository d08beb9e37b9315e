//! Choosing one label, with a probability for every label.
//!
//! Gathers what each source of evidence says (embedder, language model), lets [`crate::evidence`]
//! weigh it, and tells who decided. One document is a batch of one: with more documents both
//! sources are calibrated on the batch as well.

mod batch;
mod case;
mod embedder;
mod memory;
mod model;
mod panel;

pub use batch::classify_batch;
pub(crate) use memory::Memory;

use crate::{Context, Outcome, Task, TaskError};

/// Chooses a label for one document.
pub(crate) async fn run(
    task: &Task,
    document: &str,
    context: &Context,
) -> Result<Outcome, TaskError> {
    let documents = [document.to_owned()];
    let mut outcomes = classify_batch(task, &documents, context, &mut |_| {}).await?;
    outcomes.pop().unwrap_or(Err(TaskError::EmptyDocument))
}
