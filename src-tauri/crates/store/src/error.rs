//! Everything that can go wrong with the store.

use std::{io, path::PathBuf};

/// A failure of the store. Each message names the file or row, what was found and what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder cannot be used.
    #[error(
        "the data folder \"{path}\" cannot be used: {source}. Choose another with WINNOW_HOME, or make it writable"
    )]
    Folder {
        /// The folder or a file in it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not a SQLite database.
    #[error(
        "\"{path}\" is not a database (it begins with other bytes than \"SQLite format 3\"). Nothing was changed; move it away, or choose another folder with WINNOW_HOME"
    )]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// A database of some other program.
    #[error(
        "\"{path}\" is a database of another program (application id {application_id}, expected {expected}). Nothing was changed; choose another folder with WINNOW_HOME"
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it says it is.
        application_id: i64,
        /// What Winnow's files say.
        expected: i64,
    },
    /// A database of a later Winnow.
    #[error(
        "\"{path}\" was written by a newer Winnow: its schema is {found}, this program knows schemas up to {known}. Nothing was changed; update Winnow, or choose another folder with WINNOW_HOME"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The newest migration in the file.
        found: i64,
        /// The newest migration that this program has.
        known: i64,
    },
    /// A database whose history is not ours.
    #[error(
        "\"{path}\" was made by another build of Winnow: its schema {version} differs from the one of that name here. Nothing was changed; use that build, or choose another folder with WINNOW_HOME"
    )]
    Altered {
        /// The file.
        path: PathBuf,
        /// The migration that differs.
        version: i64,
    },
    /// No copy could be made, so nothing was migrated.
    #[error(
        "no copy of \"{path}\" could be made before updating it, so it was left as it is: {reason}"
    )]
    Backup {
        /// The database.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// Bringing the file up to date failed; it is as it was before that step.
    #[error(
        "\"{path}\" could not be brought up to date: {reason}. A copy from before is in the folder \"backups\" beside it"
    )]
    Migration {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        reason: String,
    },
    /// A row that is not there (any more).
    #[error("there is no {what} \"{id}\"")]
    NotFound {
        /// "document", "run", "task"…
        what: &'static str,
        /// The key that was asked for.
        id: String,
    },
    /// A cursor that this store did not give out.
    #[error("\"{cursor}\" is no place in the history: start again from the first page")]
    InvalidCursor {
        /// What was passed.
        cursor: String,
    },
    /// Another process kept the file locked.
    #[error("the database is busy: another program holds it. Try again")]
    Busy,
    /// No room on the disk.
    #[error("the disk is full, so nothing was saved: make room and try again")]
    DiskFull,
    /// The file is damaged.
    #[error(
        "the database is damaged ({reason}): restore a copy from the folder \"backups\" beside it"
    )]
    Damaged {
        /// What SQLite said.
        reason: String,
    },
    /// Any other failure of SQLite.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
}

/// Primary result codes of SQLite (sqlite.org/rescode.html); the low byte of an extended code.
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const NOT_A_DATABASE: i32 = 26;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(|database| database.code())
            .and_then(|code| code.parse::<i32>().ok());
        match code.map(|code| code & 0xff) {
            Some(BUSY | LOCKED) => Self::Busy,
            Some(FULL) => Self::DiskFull,
            Some(CORRUPT | NOT_A_DATABASE) => Self::Damaged { reason: error.to_string() },
            _ => Self::Database(error),
        }
    }
}
