//! Errors as the window sees them: it switches on the code, never on the text.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong, as far as the window acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Code {
    /// No model is chosen for what is asked: offer Models.
    ModelMissing,
    /// The file is no model, is cut short, or cannot be run here.
    ModelUnsupported,
    /// Model and context do not fit in memory.
    NotEnoughMemory,
    /// The document or prompt does not fit in the model's context.
    ContextTooLong,
    /// The task contradicts itself; `detail` names the field.
    InvalidTask,
    /// The document cannot be read; `detail` names the file.
    DocumentUnreadable,
    /// The document is protected by a password.
    DocumentEncrypted,
    /// The document holds no text (a scan, an empty file).
    DocumentEmpty,
    /// The model said nothing.
    EmptyAnswer,
    /// The answer was cut at the token limit; `detail` holds what was written.
    AnswerCut,
    /// The person stopped it.
    Cancelled,
    /// The named thing is not there (any more).
    NotFound,
    /// The data folder belongs to a newer version, or cannot be used.
    StoreUnusable,
    /// A download failed.
    DownloadFailed,
    /// The endpoint does not answer, or is too busy: check that it runs, try again later.
    EndpointUnreachable,
    /// The endpoint does not take the request (a wrong key, another protocol), or gave an answer
    /// that cannot be used: check it under Models.
    EndpointRefused,
    /// The endpoint cannot do what the task needs: choose another model.
    EndpointUnable,
    /// An endpoint's name, address or numbers cannot be; `detail` names the field.
    InvalidEndpoint,
    /// There is no key ring to keep a key in; `detail` names the variable to use instead.
    KeyRingMissing,
    /// Anything else: show the message.
    Internal,
}

/// An error that crosses to the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct ApiError {
    /// What to switch on.
    pub code: Code,
    /// What to show.
    pub message: String,
    /// The file, field or partial answer in question.
    pub detail: Option<String>,
}
