//! Teaching: what a task learns from documents whose right answers a person has given.
//!
//! [`teach`] makes a [`Head`] of a task's examples and says, by cross-validation on those very
//! examples, whether it is better than no teaching; a head that is not is not handed out. The same
//! examples and models give the same head, so a head can always be made again. Whoever runs the
//! task puts the head into [`Context::head`]; keeping it is not done here.

mod head;
mod pool;
mod report;
mod told;

pub use head::{HEAD_VERSION, Head, HeadKind};
pub use pool::distinct;
pub use report::{CurvePoint, TeachNote, TeachReport};
pub(crate) use told::at;
pub use told::{Places, as_told, put};

pub use crate::extract::Selecting;

use crate::{Context, Task, TaskError, TaskKind, Unteachable, classify, extract};

/// What came of teaching.
#[derive(Clone, Debug, PartialEq)]
pub struct Taught {
    /// The head; none where cross-validation shows no gain.
    pub head: Option<Head>,
    /// What was measured.
    pub report: TeachReport,
}

/// The places of `count` documents that are best answered next: those of which the task is least
/// sure, unlike each other. Empty documents are passed over.
///
/// # Errors
/// An invalid task, one of a kind that is not taught; a missing embedder; the engine's.
pub async fn suggest(
    task: &Task,
    documents: &[String],
    count: usize,
    context: &Context,
) -> Result<Vec<usize>, TaskError> {
    crate::validate(task)?;
    let context = &context.of_scorers().await?;
    match task.kind {
        TaskKind::Classify => classify::suggest(task, documents, count, context).await,
        TaskKind::Extract => extract::suggest(task, documents, count, context).await,
        TaskKind::Summarize | TaskKind::Generate => Err(untaught()),
    }
}

/// Teaches a task by its [`Task::examples`].
///
/// # Errors
/// An invalid task; [`TaskError::Unteachable`] for examples that teach nothing (none, all of one
/// label) and for kinds of task that learn in other ways; a missing embedder; a cancelled or
/// broken engine.
pub async fn teach(task: &Task, context: &Context) -> Result<Taught, TaskError> {
    crate::validate(task)?;
    let context = &context.of_scorers().await?;
    match task.kind {
        TaskKind::Classify => classify::teach(task, context).await,
        TaskKind::Extract => extract::teach(task, context).await,
        TaskKind::Summarize | TaskKind::Generate => Err(untaught()),
    }
}

fn untaught() -> TaskError {
    TaskError::Unteachable(Unteachable::OtherKind)
}
