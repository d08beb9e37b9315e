//! The prompt before it is sent: what the model would see, and how long it is.

use std::sync::Arc;

use winnow_engine::{CancellationToken, Inference, Priority, Purpose};
use winnow_tasks::{Context, TaskError, preview, validate};

use crate::{
    App,
    ask::{Lent, Listener},
    choose::Chosen,
    convert::task::task_of,
    wire::{
        error::ApiError,
        run::RunInput,
        task::{PromptPreview, TaskSpec},
    },
};

/// Nobody listens.
pub(crate) fn silence() -> Listener {
    Arc::new(|_| {})
}

impl App {
    /// The prompt as the language model would see it; without text when only the embedder reads.
    /// Loads the model when it is not there yet.
    ///
    /// # Errors
    /// As [`App::run_task`], and those of loading.
    pub async fn preview_prompt(
        &self,
        task: TaskSpec,
        input: RunInput,
    ) -> Result<PromptPreview, ApiError> {
        let task = task_of(&task)?;
        validate(&task)?;
        let text = self.input(&input).await?.text;
        let lent = self.lend_reader(self.choose(&task).await?).await?;
        let (reader, cancel) = (lent.reader()?, CancellationToken::new());
        let context = self.context(&lent, Priority::Interactive, Arc::new(|_| {}), &cancel).await?;
        // What is only looked at does not leave this computer.
        let context = Context { engine: Arc::new(self.router().await?.quiet()), ..context };
        let texts = [text];
        let counted = context.engine.count_tokens(&reader.id, &texts).await?;
        let document_tokens = counted.iter().sum();
        let prompt = match context.models.generator {
            Some(_) => Some(preview(&task, &texts[0], &context).await?),
            None => None,
        };
        Ok(PromptPreview {
            tokens: prompt.as_ref().map_or(document_tokens, |prompt| prompt.tokens),
            text: prompt.map(|prompt| prompt.text),
            document_tokens,
            context: reader.context,
        })
    }

    /// Tokens of a text, as the chosen language model counts (or the embedder, where it is alone).
    ///
    /// # Errors
    /// [`crate::wire::error::Code::ModelMissing`], and those of loading.
    pub async fn count_tokens(&self, text: &str) -> Result<u32, ApiError> {
        let lent = self.lend_reader(self.chosen().await?).await?;
        let engine = self.router().await?.quiet();
        let counted = engine.count_tokens(&lent.reader()?.id, &[text.to_owned()]).await?;
        Ok(counted.iter().sum())
    }

    async fn lend_reader(&self, chosen: Chosen) -> Result<Lent, ApiError> {
        if chosen == Chosen::default() {
            return Err(TaskError::ModelMissing(Purpose::Generate).into());
        }
        self.lend(&chosen.reader(), &silence(), &CancellationToken::new()).await
    }
}
