//! Letting the language model write: one request, watched while the words come.

use tokio::sync::mpsc::unbounded_channel;
use winnow_engine::{GenerateEvent, GenerateOutcome, GenerateRequest, ModelId};

use crate::prompt::PromptPlan;
use crate::{Context, Progress, Task, TaskError};

/// Tokens written at most when the task does not say.
pub(crate) const MAX_TOKENS: u32 = 512;

/// A plan as a request for at most `limit` tokens, sampled as the task says.
pub(crate) fn request(
    task: &Task,
    plan: PromptPlan,
    limit: u32,
    model: &ModelId,
    context: &Context,
) -> GenerateRequest {
    GenerateRequest {
        model: model.clone(),
        constraint: plan.constraint.clone(),
        prompt: plan.into(),
        sampling: task.sampling.clone(),
        max_tokens: limit,
        stop: Vec::new(),
        priority: context.priority,
    }
}

/// Has the request answered, and tells the context of each step.
///
/// # Errors
/// The engine's.
pub(crate) async fn stream(
    request: GenerateRequest,
    context: &Context,
) -> Result<GenerateOutcome, TaskError> {
    let (sink, mut events) = unbounded_channel();
    let writing = context.engine.generate(request, Some(sink), context.cancel.clone());
    let listening = async {
        while let Some(event) = events.recv().await {
            (context.progress)(progress_of(event));
        }
    };
    let (written, ()) = futures_util::join!(writing, listening);
    Ok(written?)
}

fn progress_of(event: GenerateEvent) -> Progress {
    match event {
        GenerateEvent::Prefill { done, total, cached } => Progress::Prefill { done, total, cached },
        GenerateEvent::Text { text, tokens } => Progress::Text { text, tokens },
    }
}
