//! One door to the local engine and to all endpoints: the model's name tells which.

use std::sync::Arc;

use async_trait::async_trait;

use crate::{
    CancellationToken, EmbedOutcome, EmbedRequest, EngineError, EngineHandle, GenerateOutcome,
    GenerateRequest, GenerateSink, Inference, LoadedModel, ModelId, Prompt, RenderedPrompt,
    ScoreOutcome, ScoreRequest,
    remote::{Endpoint, Endpoints, reckoned},
};

/// The local engine and the endpoints.
#[derive(Clone)]
pub struct Router {
    local: EngineHandle,
    endpoints: Endpoints,
    quiet: bool,
}

/// Who answers for a model.
enum Side {
    Local,
    Remote(Arc<Endpoint>),
}

impl Router {
    /// Contacts nobody.
    #[must_use]
    pub fn new(local: EngineHandle, endpoints: Endpoints) -> Self {
        Self { local, endpoints, quiet: false }
    }

    /// The same, but tokens for endpoints are reckoned here: a text that is only looked at does
    /// not leave this computer.
    #[must_use]
    pub fn quiet(self) -> Self {
        Self { quiet: true, ..self }
    }

    fn side(&self, id: &ModelId) -> Result<Side, EngineError> {
        self.endpoints.of(id).map_or(Ok(Side::Local), |endpoint| endpoint.map(Side::Remote))
    }
}

#[async_trait]
impl Inference for Router {
    async fn model(&self, id: &ModelId) -> Result<LoadedModel, EngineError> {
        match self.side(id)? {
            Side::Local => self.local.model(id).await,
            Side::Remote(endpoint) => endpoint.model(id).await,
        }
    }

    async fn generate(
        &self,
        request: GenerateRequest,
        sink: Option<GenerateSink>,
        cancel: CancellationToken,
    ) -> Result<GenerateOutcome, EngineError> {
        match self.side(&request.model)? {
            Side::Local => self.local.generate(request, sink, cancel).await,
            Side::Remote(endpoint) => endpoint.generate(request, sink, cancel).await,
        }
    }

    async fn score(
        &self,
        request: ScoreRequest,
        cancel: CancellationToken,
    ) -> Result<ScoreOutcome, EngineError> {
        match self.side(&request.model)? {
            Side::Local => self.local.score(request, cancel).await,
            Side::Remote(endpoint) => endpoint.score(request, cancel).await,
        }
    }

    async fn embed(
        &self,
        request: EmbedRequest,
        cancel: CancellationToken,
    ) -> Result<EmbedOutcome, EngineError> {
        match self.side(&request.model)? {
            Side::Local => self.local.embed(request, cancel).await,
            Side::Remote(endpoint) => endpoint.embed(request, cancel).await,
        }
    }

    async fn render(
        &self,
        model: &ModelId,
        prompt: &Prompt,
    ) -> Result<RenderedPrompt, EngineError> {
        match self.side(model)? {
            Side::Local => self.local.render(model, prompt).await,
            Side::Remote(endpoint) => endpoint.render(model, prompt).await,
        }
    }

    async fn count_tokens(
        &self,
        model: &ModelId,
        texts: &[String],
    ) -> Result<Vec<u32>, EngineError> {
        match self.side(model)? {
            Side::Local => self.local.count_tokens(model, texts).await,
            Side::Remote(_) if self.quiet => Ok(texts.iter().map(|text| reckoned(text)).collect()),
            Side::Remote(endpoint) => endpoint.count_tokens(model, texts).await,
        }
    }
}
