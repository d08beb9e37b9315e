//! The process that becomes Tesseract: it raises walls that outlive the change, then hands itself
//! over. Standard input goes on as the picture, standard output as the answer.

use std::{ffi::OsString, io, path::PathBuf};

use serde::{Deserialize, Serialize};

/// A program to become.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Launch {
    /// The program.
    pub(crate) program: PathBuf,
    /// Its arguments.
    pub(crate) arguments: Vec<OsString>,
    /// Address space, in bytes.
    pub(crate) memory: u64,
    /// Processor time, in seconds.
    pub(crate) seconds: u64,
}

/// Becomes the program; returns only when that fails.
#[cfg(unix)]
pub(crate) fn become_program(launch: &Launch) -> io::Error {
    use std::os::unix::process::CommandExt;

    crate::worker::walls::raise_for_program(launch.memory, launch.seconds);
    std::process::Command::new(&launch.program).args(&launch.arguments).exec()
}

/// Runs the program; returns when it has ended badly.
#[cfg(not(unix))]
pub(crate) fn become_program(launch: &Launch) -> io::Error {
    match std::process::Command::new(&launch.program).args(&launch.arguments).status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}
