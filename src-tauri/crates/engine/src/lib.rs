//! Tokens in, tokens out.
//!
//! This crate owns llama.cpp: loading GGUF files, batching sequences, constraining and scoring
//! continuations, embedding texts. It knows nothing of tasks, documents or windows; callers speak
//! to it through the [`Inference`] trait, which remote endpoints implement as well; a [`Router`] is
//! one door to both.

mod actor;
mod backend;
mod constraint;
mod context;
mod device;
mod draft;
mod embedder;
mod error;
pub mod gguf;
mod grammar;
mod handle;
mod inference;
mod load;
mod loaded;
mod local;
mod log;
mod logits;
mod model;
mod panic;
mod prefix_cache;
mod prompt;
pub mod quantize;
pub mod remote;
mod request;
mod router;
mod sampling;
mod scheduler;
mod self_test;
mod status;
mod stream;
mod template;
mod threads;
mod tokens;
mod trie;

pub use constraint::Constraint;
pub use error::EngineError;
pub use handle::{EngineConfig, EngineHandle};
pub use inference::{GenerateSink, Inference};
pub use model::{
    Device, DeviceKind, GpuLayers, KvFormat, LoadSpec, LoadedModel, ModelId, Pooling, Purpose,
    Remote, SelfTest,
};
pub use prompt::{Message, Prompt, RenderedPrompt, Role};
pub use request::{
    EmbedOutcome, EmbedRequest, Finish, Flow, GenerateEvent, GenerateOutcome, GenerateRequest,
    Priority, Reach, Sampling, Score, ScoreOutcome, ScoreRequest, Timings, TokenLogprob, Usage,
};
pub use router::Router;
pub use status::{EngineStatus, ModelStatus};
pub use threads::on_own_thread;
pub use tokio_util::sync::CancellationToken;
