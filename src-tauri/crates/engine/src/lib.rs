//! Tokens in, tokens out.
//!
//! This crate owns llama.cpp: loading GGUF files, batching sequences, constraining and scoring
//! continuations, embedding texts. It knows nothing of tasks, documents or windows; callers speak
//! to it through the [`Inference`] trait, which a remote endpoint can implement as well.

mod constraint;
mod error;
mod inference;
mod model;
mod prompt;
mod request;

pub use constraint::Constraint;
pub use error::EngineError;
pub use inference::{GenerateSink, Inference};
pub use model::{
    Device, DeviceKind, GpuLayers, LoadSpec, LoadedModel, ModelId, Pooling, Purpose, SelfTest,
};
pub use prompt::{Message, Prompt, RenderedPrompt, Role};
pub use request::{
    EmbedOutcome, EmbedRequest, Finish, GenerateEvent, GenerateOutcome, GenerateRequest, Priority,
    Sampling, ScoreOutcome, ScoreRequest, Score, Timings, TokenLogprob, Usage,
};
pub use tokio_util::sync::CancellationToken;
