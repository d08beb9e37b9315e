//! The engine, asked the same.

use std::{error::Error, time::Instant};

use serde_json::Value;
use tokio::sync::mpsc::unbounded_channel;
use winnow_engine::{
    CancellationToken, Constraint, EmbedRequest, EngineConfig, EngineHandle, GenerateEvent,
    GenerateRequest, Inference, LoadSpec, LoadedModel, ModelId, Priority, Prompt, Purpose, Reach,
    Sampling, ScoreRequest, Usage,
};

use crate::Options;

/// Tokens of context that all requests share.
const CONTEXT: u32 = 8192;

/// An engine with one model.
#[derive(Clone)]
pub struct Ours {
    pub engine: EngineHandle,
    pub model: LoadedModel,
    /// The batch that all documents belong to.
    pub batch: Priority,
}

/// An answer and what it cost.
pub struct Answer {
    pub text: String,
    pub usage: Usage,
    /// Seconds from asking to the first text.
    pub first: f64,
}

impl Ours {
    pub async fn start(options: &Options, purpose: Purpose) -> Result<Self, Box<dyn Error>> {
        let engine = EngineHandle::start(EngineConfig::default())?;
        let id = ModelId("bench".to_owned());
        let spec = LoadSpec {
            context: (purpose == Purpose::Generate).then_some(CONTEXT),
            threads: Some(options.threads),
            gpu_layers: options.gpu_layers(),
            ..LoadSpec::new(id, options.model.clone(), purpose)
        };
        let model = engine.load(spec, |_| {}, CancellationToken::new()).await?;
        Ok(Self { engine, model, batch: Priority::batch() })
    }

    /// The most probable of these continuations, as a classification asks for it.
    pub async fn choose(
        &self,
        parts: Vec<String>,
        options: &[&str],
    ) -> Result<Answer, Box<dyn Error>> {
        let request = ScoreRequest {
            model: self.model.id.clone(),
            prompt: Prompt::Text { parts },
            continuations: options.iter().map(|&option| option.to_owned()).collect(),
            reach: Reach::Parting,
            priority: self.batch,
        };
        let outcome = self.engine.score(request, CancellationToken::new()).await?;
        let scored = outcome.scores.iter().zip(options);
        let best = scored.max_by(|a, b| a.0.logprob.total_cmp(&b.0.logprob));
        let text = best.map(|(_, option)| (*option).to_owned()).unwrap_or_default();
        Ok(Answer { text, usage: outcome.usage, first: 0.0 })
    }

    /// A text, or JSON under a schema with the document that it is about.
    pub async fn write(
        &self,
        parts: Vec<String>,
        contract: Option<(Value, String)>,
        most: u32,
        priority: Priority,
    ) -> Result<Answer, Box<dyn Error>> {
        let constraint = match contract {
            None => Constraint::None,
            Some((schema, document)) => Constraint::JsonSchema { schema, document: Some(document) },
        };
        let request = GenerateRequest {
            model: self.model.id.clone(),
            prompt: Prompt::Text { parts },
            constraint,
            sampling: Sampling::default(),
            max_tokens: most,
            stop: Vec::new(),
            priority,
        };
        let (sink, mut events) = unbounded_channel();
        let asked = Instant::now();
        let first = tokio::spawn(async move {
            while let Some(event) = events.recv().await {
                if matches!(event, GenerateEvent::Text { .. }) {
                    return asked.elapsed().as_secs_f64();
                }
            }
            asked.elapsed().as_secs_f64()
        });
        let outcome = self.engine.generate(request, Some(sink), CancellationToken::new()).await?;
        Ok(Answer { text: outcome.text, usage: outcome.usage, first: first.await? })
    }

    /// Vectors of texts.
    pub async fn embed(&self, texts: Vec<String>) -> Result<Vec<Vec<f32>>, Box<dyn Error>> {
        let request = EmbedRequest { model: self.model.id.clone(), texts, priority: self.batch };
        Ok(self.engine.embed(request, CancellationToken::new()).await?.vectors)
    }
}
