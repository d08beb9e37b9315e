//! How good a task is, and vectors of texts: for the terminal, without a trace in the history.

use std::sync::Arc;

use winnow_engine::{CancellationToken, EmbedOutcome, EmbedRequest, Inference, Priority, Purpose};
use winnow_tasks::{
    Task, TaskError,
    eval::{Evaluation, LabelledItem, evaluate},
    validate,
};

use crate::{App, choose::Chosen, prompts::silence, wire::error::ApiError};

impl App {
    /// Runs a task on documents with known answers and measures it. `on_item` is told how many
    /// are finished. Nothing is kept.
    ///
    /// # Errors
    /// An invalid task or example, a missing model, a stop. A document that fails is counted.
    pub async fn evaluate(
        &self,
        task: &Task,
        items: &[LabelledItem],
        on_item: &mut (dyn FnMut(usize) + Send),
        cancel: &CancellationToken,
    ) -> Result<Evaluation, ApiError> {
        validate(task)?;
        let chosen = self.choose(task).await?;
        let lent = self.lend(&chosen, &silence(), cancel).await?;
        let context = self.context(&lent, Priority::batch(), Arc::new(|_| {}), cancel).await?;
        let full = match task.examples.as_slice() {
            [] => Task { examples: self.all_examples(task).await?, ..task.clone() },
            _ => task.clone(),
        };
        let context = self.learned_from(&full, context, false).await?;
        Ok(evaluate(task, items, &context, on_item).await?)
    }

    /// One unit vector for each text, by the chosen embedder, and the host that the texts went to,
    /// if they left this computer.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::ModelMissing`];
    /// [`crate::wire::error::Code::ContextTooLong`] for a text longer than the embedder's window,
    /// since a cut text would have another meaning.
    pub async fn embed(
        &self,
        texts: Vec<String>,
        cancel: &CancellationToken,
    ) -> Result<(EmbedOutcome, Option<String>), ApiError> {
        let chosen = Chosen { generator: None, ..self.chosen().await? };
        let pick = chosen.embedder.as_ref().ok_or(TaskError::ModelMissing(Purpose::Embed))?;
        let _lent = self.lend(&chosen, &silence(), cancel).await?;
        let request = EmbedRequest { model: pick.id().clone(), texts, priority: Priority::batch() };
        let engine = self.router().await?;
        let host = engine.model(pick.id()).await?.remote.map(|remote| remote.host);
        Ok((engine.embed(request, cancel.clone()).await?, host))
    }
}
