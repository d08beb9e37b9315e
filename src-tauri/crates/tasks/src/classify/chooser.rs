//! A language model that names a label and cannot say how probable the labels are: an endpoint
//! without log-probabilities of given words.

use winnow_engine::{EngineError, GenerateRequest, ModelId};

use crate::{
    Context, Coverage, Task, TaskError,
    cost::Cost,
    prompt::{self, readable},
};

/// Tokens that the name of a label may take, with what stands around it.
const ROOM: u32 = 128;

/// The model.
pub(super) struct Chooser {
    pub(super) model: ModelId,
}

/// What it named for one document.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Place in the task's labels.
    pub(super) label: usize,
    pub(super) coverage: Coverage,
    pub(super) cost: Cost,
}

impl Chooser {
    /// The label of a document.
    ///
    /// # Errors
    /// [`TaskError::DocumentTooLong`]: what was not read is not judged; the engine's.
    pub(super) async fn choose(
        &self,
        task: &Task,
        document: &str,
        context: &Context,
    ) -> Result<Choice, TaskError> {
        let tokens = context.tokens_of(&self.model, document).await?;
        let limit = context.engine.model(&self.model).await?.context;
        if tokens.saturating_add(ROOM) > limit {
            let limit = limit.saturating_sub(ROOM);
            return Err(TaskError::DocumentTooLong { tokens, limit });
        }
        let plan = prompt::classify(task, document);
        let request = GenerateRequest {
            model: self.model.clone(),
            constraint: plan.constraint.clone(),
            prompt: plan.into(),
            sampling: task.sampling.clone(),
            max_tokens: ROOM,
            stop: Vec::new(),
            priority: context.priority,
        };
        let written = context.engine.generate(request, None, context.cancel.clone()).await?;
        let named = written.text.trim();
        let label = task.labels.iter().position(|label| readable(&label.name) == named);
        let label = label.ok_or_else(|| {
            EngineError::InvalidConstraint(format!("\"{named}\" is none of the labels"))
        })?;
        let mut cost = Cost::default();
        cost.add(&written.usage, &written.timings);
        Ok(Choice { label, coverage: Coverage { tokens, read: tokens, chunks: 1 }, cost })
    }
}
