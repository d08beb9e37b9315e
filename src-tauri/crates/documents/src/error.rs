//! Why a document could not be read.

use std::io;

use serde::{Deserialize, Serialize};

/// A document that could not be read. Crosses the worker's pipe as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReadError {
    /// No such file.
    #[error("{name}: no such file; it may have been moved or deleted")]
    Missing {
        /// The file.
        name: String,
    },
    /// The system refuses to give the file's bytes.
    #[error("{name}: cannot be opened ({why}); check its permissions")]
    Unreadable {
        /// The file.
        name: String,
        /// What the system said.
        why: String,
    },
    /// A folder where a file was expected.
    #[error("{name}: is a folder; open the files in it")]
    IsFolder {
        /// The folder.
        name: String,
    },
    /// No bytes, or nothing but white space.
    #[error("{name}: is empty; there is nothing to read")]
    Empty {
        /// The file.
        name: String,
    },
    /// Protected by a password.
    #[error("{name}: is protected by a password; save a copy without one and open that")]
    Encrypted {
        /// The file.
        name: String,
    },
    /// Nothing but pictures, and nothing on this system that recognizes text.
    #[error(
        "{name}: holds nothing but pictures ({pages}), and reading them needs the program \
         Tesseract; install it (Debian, Ubuntu: apt install tesseract-ocr; Fedora: dnf install \
         tesseract; macOS: brew install tesseract; Windows: winget install tesseract-ocr.tesseract) \
         and open the file again"
    )]
    NoText {
        /// The file.
        name: String,
        /// How many pages.
        pages: u32,
    },
    /// Nothing but pictures, and no text was recognized on them.
    #[error("{name}: holds nothing but pictures ({pages}), and no text was recognized: {what}")]
    NothingRecognized {
        /// The file.
        name: String,
        /// How many pages.
        pages: u32,
        /// What was found.
        what: String,
    },
    /// Parts, but none that could be read.
    #[error("{name}: holds nothing that could be read ({why})")]
    NothingRead {
        /// The file.
        name: String,
        /// Why the first part was not read.
        why: String,
    },
    /// A format that has no reader.
    #[error(
        "{name}: is {found}, which Winnow does not read; it reads text, Markdown, HTML, PDF, Word, \
         OpenDocument, Excel, PowerPoint, RTF, EPUB, e-mail, CSV, JSON and ZIP files, and pictures"
    )]
    UnsupportedFormat {
        /// The file.
        name: String,
        /// What it looks like.
        found: String,
    },
    /// Not what its format asks for.
    #[error("{name}: is damaged or no {format} file: {found}; open a complete copy")]
    Malformed {
        /// The file.
        name: String,
        /// The format that it was read as.
        format: String,
        /// What was found.
        found: String,
    },
    /// Larger than the limits allow.
    #[error("{name}: has more than {limit} {what}; split it into smaller files")]
    TooLarge {
        /// The file.
        name: String,
        /// What there is too much of.
        what: LimitKind,
        /// How much is allowed.
        limit: u64,
    },
    /// Reading took too long and was stopped.
    #[error("{name}: took longer than {seconds} s to read and was stopped; it may be damaged")]
    TimedOut {
        /// The file.
        name: String,
        /// The limit.
        seconds: u64,
    },
    /// Reading needed more memory than allowed.
    #[error("{name}: needs more than {mebibytes} MiB of memory to read; it may be damaged")]
    OutOfMemory {
        /// The file.
        name: String,
        /// The limit.
        mebibytes: u64,
    },
    /// The reading process ended while it read this document.
    #[error("{name}: the reading process ended unexpectedly ({how}); the file may be damaged")]
    WorkerDied {
        /// The file.
        name: String,
        /// Signal or status, and the last thing that it said.
        how: String,
    },
    /// The reading process does not start. This is no fault of the document.
    #[error("{name}: the reading process does not start ({why}); reinstall Winnow")]
    WorkerMissing {
        /// The file that was to be read.
        name: String,
        /// What the system said.
        why: String,
    },
}

/// What there can be too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// Bytes of the file.
    FileBytes,
    /// Bytes of text.
    TextBytes,
    /// Bytes of one part of an archive.
    PartBytes,
    /// Bytes of all parts together.
    UnpackedBytes,
    /// Parts of an archive.
    Parts,
    /// Levels of nesting.
    Nesting,
    /// Pages.
    Pages,
    /// Cells of a workbook, the empty ones between others included.
    Cells,
}

impl std::fmt::Display for LimitKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::FileBytes => "bytes",
            Self::TextBytes => "bytes of text",
            Self::PartBytes => "bytes in one of its parts",
            Self::UnpackedBytes => "bytes when it is unpacked",
            Self::Parts => "parts",
            Self::Nesting => "levels of nesting",
            Self::Pages => "pages",
            Self::Cells => "cells between its first and its last",
        })
    }
}

impl ReadError {
    /// The system did not give the file's bytes.
    pub(crate) fn of_file(name: &str, error: &io::Error) -> Self {
        let name = name.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing { name },
            _ => Self::Unreadable { name, why: error.to_string() },
        }
    }

    /// The document in question.
    pub fn name(&self) -> &str {
        match self {
            Self::Missing { name }
            | Self::Unreadable { name, .. }
            | Self::IsFolder { name }
            | Self::Empty { name }
            | Self::Encrypted { name }
            | Self::NoText { name, .. }
            | Self::NothingRecognized { name, .. }
            | Self::NothingRead { name, .. }
            | Self::UnsupportedFormat { name, .. }
            | Self::Malformed { name, .. }
            | Self::TooLarge { name, .. }
            | Self::TimedOut { name, .. }
            | Self::OutOfMemory { name, .. }
            | Self::WorkerDied { name, .. }
            | Self::WorkerMissing { name, .. } => name,
        }
    }
}
