//! Why a model could not be optimized.

use std::path::PathBuf;

use winnow_engine::EngineError;

use crate::{HashError, ModelProblem};

/// A failure that leaves everything as it was.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OptimizeError {
    /// The model cannot be used.
    #[error(transparent)]
    Model(#[from] ModelProblem),
    /// The published file, or one made from it, does not run.
    #[error(transparent)]
    Engine(EngineError),
    /// What was made cannot be read back.
    #[error(transparent)]
    Hash(HashError),
    /// The folder for the result cannot be written.
    #[error("cannot write in {path}: {reason}")]
    Unwritable {
        /// The folder or file.
        path: PathBuf,
        /// The operating system's words.
        reason: String,
    },
    /// Another process works in the same folder.
    #[error("another model is being optimized in {folder}: wait until it is done")]
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl From<EngineError> for OptimizeError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Cancelled => Self::Cancelled,
            other => Self::Engine(other),
        }
    }
}

impl From<HashError> for OptimizeError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Cancelled => Self::Cancelled,
            other => Self::Hash(other),
        }
    }
}
