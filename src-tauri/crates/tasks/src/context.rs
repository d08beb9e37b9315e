//! What a running task may use, and how it tells where it is.

use std::sync::Arc;

use winnow_engine::{CancellationToken, GenerateOutcome, Inference, ModelId, Priority, Purpose};

use crate::{Outcome, TaskError, teach::Head};

/// The models at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Models {
    /// The language model.
    pub generator: Option<ModelId>,
    /// The larger language model that is asked where the others are unsure.
    pub fallback: Option<ModelId>,
    /// The embedder.
    pub embedder: Option<ModelId>,
    /// The languages that the embedder reads, as ISO 639-1 codes; empty: nothing is known of them.
    pub embedder_languages: Vec<String>,
    /// Whether the language model has shown that its summaries keep to the facts
    /// ([`crate::probe::Probe::earned`]).
    pub writes: bool,
}

/// Where a running task is.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// A stage has got this far.
    Stage {
        /// Which.
        stage: Stage,
        /// Steps done.
        done: u32,
        /// Steps in all.
        total: u32,
    },
    /// The prompt is being read.
    Prefill {
        /// Tokens done.
        done: u32,
        /// Tokens in all.
        total: u32,
        /// Tokens that were there already.
        cached: u32,
    },
    /// The model wrote this.
    Text {
        /// The new text.
        text: String,
        /// Tokens written so far.
        tokens: u32,
    },
}

/// A stage of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Embedding the document's pieces.
    Embed,
    /// The language model weighs labels or spans.
    Score,
    /// The language model writes.
    Write,
}

/// What a running task may use.
#[derive(Clone)]
pub struct Context {
    /// The engine, or an endpoint.
    pub engine: Arc<dyn Inference>,
    /// The models at hand.
    pub models: Models,
    /// What the task was taught, if it was; one that does not fit the task is refused.
    pub head: Option<Arc<Head>>,
    /// Who waits.
    pub priority: Priority,
    /// Ends the task early.
    pub cancel: CancellationToken,
    /// Called with each step; must not block.
    pub progress: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl Context {
    /// The language model.
    ///
    /// # Errors
    /// [`TaskError::ModelMissing`].
    pub(crate) fn generator(&self) -> Result<&ModelId, TaskError> {
        self.models.generator.as_ref().ok_or(TaskError::ModelMissing(Purpose::Generate))
    }

    /// Whether there is a language model that cannot say how probable given words are.
    ///
    /// # Errors
    /// The engine's.
    pub(crate) async fn only_writes(&self) -> Result<bool, TaskError> {
        match &self.models.generator {
            Some(model) => Ok(!self.engine.model(model).await?.scores()),
            None => Ok(false),
        }
    }

    /// The same without a language model that only writes.
    ///
    /// # Errors
    /// The engine's.
    pub(crate) async fn of_scorers(&self) -> Result<Self, TaskError> {
        let mut context = self.clone();
        if self.only_writes().await? {
            context.models.generator = None;
        }
        Ok(context)
    }

    /// Whether a written text came with the probabilities of its tokens. A local one always does:
    /// where it lists none, none was chosen.
    pub(crate) fn told(&self, written: &GenerateOutcome) -> bool {
        let remote = self.models.generator.as_ref().is_some_and(|id| id.as_remote().is_some());
        !remote || !written.tokens.is_empty()
    }

    /// Where the models run that took part, if not on this computer: each host once, with commas.
    ///
    /// # Errors
    /// The engine's.
    pub(crate) async fn host_of_run(&self, outcome: &Outcome) -> Result<Option<String>, TaskError> {
        let mut hosts: Vec<String> = Vec::new();
        for model in [&outcome.fallback, &outcome.model, &outcome.embedder].into_iter().flatten() {
            if model.as_remote().is_none() {
                continue;
            }
            let remote = self.engine.model(model).await?.remote;
            hosts.extend(remote.map(|remote| remote.host).filter(|host| !hosts.contains(host)));
        }
        Ok((!hosts.is_empty()).then(|| hosts.join(", ")))
    }

    /// Tokens of a text in this model's vocabulary.
    ///
    /// # Errors
    /// The engine's.
    pub(crate) async fn tokens_of(&self, model: &ModelId, text: &str) -> Result<u32, TaskError> {
        let counts = self.engine.count_tokens(model, &[text.to_owned()]).await?;
        Ok(counts.first().copied().unwrap_or(0))
    }
}
