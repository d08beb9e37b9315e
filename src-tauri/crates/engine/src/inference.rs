//! The one door to a model, local or remote.

use async_trait::async_trait;

use crate::{
    CancellationToken, EmbedOutcome, EmbedRequest, EngineError, GenerateEvent, GenerateOutcome,
    GenerateRequest, LoadedModel, ModelId, Prompt, RenderedPrompt, ScoreOutcome, ScoreRequest,
};

/// Where the events of a generation go. Dropping the receiver does not cancel; the token does.
pub type GenerateSink = tokio::sync::mpsc::UnboundedSender<GenerateEvent>;

/// Something that answers: the llama.cpp actor, or an endpoint.
///
/// Every method ends early with [`EngineError::Cancelled`] when its token is cancelled, and frees
/// what the request held.
#[async_trait]
pub trait Inference: Send + Sync {
    /// What is known of a loaded model.
    ///
    /// # Errors
    /// [`EngineError::ModelNotLoaded`].
    async fn model(&self, id: &ModelId) -> Result<LoadedModel, EngineError>;

    /// Writes a text; events go to `sink`, the whole comes back.
    ///
    /// # Errors
    /// See [`EngineError`].
    async fn generate(
        &self,
        request: GenerateRequest,
        sink: Option<GenerateSink>,
        cancel: CancellationToken,
    ) -> Result<GenerateOutcome, EngineError>;

    /// Scores continuations of a prompt.
    ///
    /// # Errors
    /// See [`EngineError`].
    async fn score(
        &self,
        request: ScoreRequest,
        cancel: CancellationToken,
    ) -> Result<ScoreOutcome, EngineError>;

    /// Embeds texts.
    ///
    /// # Errors
    /// See [`EngineError`].
    async fn embed(
        &self,
        request: EmbedRequest,
        cancel: CancellationToken,
    ) -> Result<EmbedOutcome, EngineError>;

    /// A prompt as the model would see it.
    ///
    /// # Errors
    /// [`EngineError::ModelNotLoaded`], [`EngineError::Template`].
    async fn render(&self, model: &ModelId, prompt: &Prompt)
    -> Result<RenderedPrompt, EngineError>;

    /// Tokens in each of these plain texts.
    ///
    /// # Errors
    /// [`EngineError::ModelNotLoaded`].
    async fn count_tokens(
        &self,
        model: &ModelId,
        texts: &[String],
    ) -> Result<Vec<u32>, EngineError>;
}
