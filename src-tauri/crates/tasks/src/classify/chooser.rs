//! A language model that names labels and cannot say how probable the labels are: an endpoint
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
    /// Places in the task's labels; one, unless several may apply.
    pub(super) labels: Vec<usize>,
    pub(super) coverage: Coverage,
    pub(super) cost: Cost,
}

impl Chooser {
    /// The label of a document, or the labels.
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
        let labels = named(task, written.text.trim())?;
        let mut cost = Cost::default();
        cost.add(&written.usage, &written.timings);
        Ok(Choice { labels, coverage: Coverage { tokens, read: tokens, chunks: 1 }, cost })
    }
}

/// The places of the labels that a model has written.
fn named(task: &Task, written: &str) -> Result<Vec<usize>, EngineError> {
    let names: Vec<String> = match task.multi {
        true => serde_json::from_str(written).map_err(|error| {
            EngineError::InvalidConstraint(format!("\"{written}\" is no list of labels: {error}"))
        })?,
        false => vec![written.to_owned()],
    };
    names
        .into_iter()
        .map(|name| {
            let place = task.labels.iter().position(|label| readable(&label.name) == name);
            place.ok_or_else(|| {
                EngineError::InvalidConstraint(format!("\"{name}\" is none of the labels"))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Label, TaskKind};

    #[test]
    fn what_a_model_writes_is_read_as_labels() {
        let label = |name: &str| Label { name: name.to_owned(), description: String::new() };
        let mut task = Task::new(TaskKind::Classify);
        task.labels = vec![label("card_lost"), label("refund")];
        assert_eq!(named(&task, "card lost").expect("a label"), [0]);
        assert!(named(&task, "[\"card lost\"]").is_err(), "one is asked for, not a list");
        task.multi = true;
        assert_eq!(named(&task, "[\"refund\", \"card lost\"]").expect("two labels"), [1, 0]);
        assert!(named(&task, "[]").expect("none").is_empty());
        assert!(named(&task, "[\"other\"]").is_err(), "it is none of the labels");
    }
}
