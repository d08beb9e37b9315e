//! The raw prompt as the model sees it, before anything is run.

use winnow_engine::RenderedPrompt;

use super::PromptPlan;
use crate::{Context, Task, TaskError, TaskKind};

/// What a language model would be asked about this document.
#[must_use]
pub fn plan(task: &Task, document: &str) -> PromptPlan {
    match task.kind {
        TaskKind::Classify => super::classify(task, document),
        TaskKind::Extract => crate::extract::plan(task, document),
        TaskKind::Summarize => crate::summarize::plan(task, document),
        TaskKind::Generate => super::generate(task, document),
    }
}

/// The plan as text, template applied and control tokens written out.
///
/// # Errors
/// [`TaskError::ModelMissing`] without a language model; the engine's.
pub async fn preview(
    task: &Task,
    document: &str,
    context: &Context,
) -> Result<RenderedPrompt, TaskError> {
    let model = context.generator()?;
    Ok(context.engine.render(model, &plan(task, document).into()).await?)
}
