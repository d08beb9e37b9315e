//! Everything that can go wrong in the engine.

use std::path::PathBuf;

use crate::{ModelId, remote::EndpointError};

/// An engine failure. Each message names what was found, what was expected and what to do.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    /// The path does not exist or cannot be opened.
    #[error("cannot open the model file {path}: {reason}")]
    ModelFileUnreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's words.
        reason: String,
    },
    /// The file does not begin with the GGUF magic.
    #[error(
        "{path} is not a GGUF model: {found}. Choose a file that ends in .gguf and was downloaded whole"
    )]
    NotGguf {
        /// The file.
        path: PathBuf,
        /// What the file is instead, as far as its first bytes tell.
        found: String,
    },
    /// The header promises more bytes than the file has.
    #[error(
        "{path} is cut short: its tensors need {expected} bytes, the file has {found}. Download it again"
    )]
    TruncatedModel {
        /// The file.
        path: PathBuf,
        /// Bytes that the header asks for.
        expected: u64,
        /// Bytes on disk.
        found: u64,
    },
    /// The header contradicts itself, or llama.cpp cannot make sense of what follows it.
    #[error("{path} is a damaged GGUF model: {reason}. Download it again")]
    DamagedModel {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
    /// llama.cpp does not know this architecture.
    #[error(
        "{path} has the architecture \"{architecture}\", which this version of llama.cpp cannot run: {reason}"
    )]
    UnsupportedArchitecture {
        /// The file.
        path: PathBuf,
        /// `general.architecture` in the header.
        architecture: String,
        /// llama.cpp's words.
        reason: String,
    },
    /// Model and context would not fit in memory.
    #[error(
        "not enough memory: the model needs about {needed} bytes, {available} are free. Close other programs, choose a smaller model or a shorter context"
    )]
    NotEnoughMemory {
        /// Bytes for weights, KV cache and compute buffers.
        needed: u64,
        /// Bytes free now.
        available: u64,
    },
    /// The self-test after loading failed on every device.
    #[error("the model loaded, but its self-test failed: {reason}")]
    SelfTestFailed {
        /// What was wrong with the probe's answer.
        reason: String,
    },
    /// The named model is not loaded.
    #[error("the model {0} is not loaded")]
    ModelNotLoaded(ModelId),
    /// The model cannot do what was asked (an embedder asked to generate, say).
    #[error("{model} cannot {operation}: {reason}")]
    WrongPurpose {
        /// The model.
        model: ModelId,
        /// What was asked.
        operation: &'static str,
        /// Why it cannot.
        reason: String,
    },
    /// The prompt and the room asked for the answer exceed the context.
    #[error("the prompt has {tokens} tokens, the model has room for {limit}")]
    PromptTooLong {
        /// Tokens in the prompt.
        tokens: u32,
        /// Tokens that fit, room for the answer taken off.
        limit: u32,
    },
    /// The model's chat template cannot be rendered.
    #[error("the model's chat template failed: {0}")]
    Template(String),
    /// The constraint does not compile.
    #[error("the output contract cannot be used: {0}")]
    InvalidConstraint(String),
    /// The request contradicts itself (no continuations to score, zero tokens to write…).
    #[error("{0}")]
    InvalidRequest(String),
    /// The request was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// No CPU backend library could be loaded.
    #[error("no llama.cpp backend found in {folder}: reinstall Winnow or set WINNOW_BACKENDS")]
    NoBackend {
        /// Where the libraries were looked for.
        folder: PathBuf,
    },
    /// llama.cpp cannot write this model in that format.
    #[error("{path} cannot be written as {format}: {reason}")]
    Unconvertible {
        /// The file.
        path: PathBuf,
        /// The format's name.
        format: &'static str,
        /// llama.cpp's words.
        reason: String,
    },
    /// llama.cpp refused a batch.
    #[error("llama.cpp could not compute: {0}")]
    Compute(String),
    /// A defect of the engine showed while it worked on this request; the others go on.
    #[error("the request failed inside the engine: {0}. Please report this")]
    Panicked(String),
    /// A model on another computer could not answer.
    #[error("the endpoint \"{endpoint}\": {error}")]
    Endpoint {
        /// The endpoint's name.
        endpoint: String,
        /// What went wrong.
        error: EndpointError,
    },
    /// The engine's thread has ended.
    #[error("the engine has stopped; restart Winnow")]
    Stopped,
}
