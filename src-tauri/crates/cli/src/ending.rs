//! How a command ends, and what the shell is told.

use std::{io, process::ExitCode};

use winnow_app::wire::error::{ApiError, Code};

use crate::output::printable;

/// A command that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything was done.
    Done,
    /// Some items failed; the others were done.
    SomeFailed,
    /// Ctrl-C.
    Stopped,
}

/// A command that could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Asked in a way that cannot be answered.
    #[error("{0}")]
    Usage(String),
    /// What the app said.
    #[error(transparent)]
    App(#[from] ApiError),
    /// Standard output or a file that cannot be written or read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A row that cannot be written.
    #[error("{0}")]
    Csv(#[from] csv::Error),
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

impl From<winnow_tasks::TaskError> for Failure {
    fn from(error: winnow_tasks::TaskError) -> Self {
        Self::App(error.into())
    }
}

/// Says what went wrong and gives the exit status.
pub fn exit_code(ended: Result<Ending, Failure>) -> ExitCode {
    const WRONG_USE: u8 = 2;
    const INTERRUPTED: u8 = 130;
    let failure = match ended {
        Ok(Ending::Done) => return ExitCode::SUCCESS,
        Ok(Ending::SomeFailed) => return ExitCode::FAILURE,
        Ok(Ending::Stopped) => return ExitCode::from(INTERRUPTED),
        Err(failure) => failure,
    };
    // Whoever read our output has enough of it: `winnow history | head`.
    if is_broken_pipe(&failure) {
        return ExitCode::SUCCESS;
    }
    eprintln!("winnow: {}", printable(&failure.to_string()));
    match failure {
        Failure::Usage(_)
        | Failure::App(ApiError { code: Code::InvalidTask | Code::InvalidEndpoint, .. }) => {
            ExitCode::from(WRONG_USE)
        }
        Failure::App(ApiError { code: Code::Cancelled, .. }) => ExitCode::from(INTERRUPTED),
        Failure::App(_) | Failure::Io(_) | Failure::Csv(_) => ExitCode::FAILURE,
    }
}

fn is_broken_pipe(failure: &Failure) -> bool {
    let error = match failure {
        Failure::Io(error) => error,
        Failure::Csv(error) => match error.kind() {
            csv::ErrorKind::Io(error) => error,
            _ => return false,
        },
        Failure::Usage(_) | Failure::App(_) => return false,
    };
    error.kind() == io::ErrorKind::BrokenPipe
}
