//! A stranger's bytes in, text with places out.
//!
//! A [`Document`] is the text of a file as a person would read it, with a map from byte spans to
//! pages, headings, paragraphs and rows. Parsers meet hostile files, so the product never parses in
//! its own process: a [`Reader`] keeps a child process of the same executable running
//! [`worker_main`], which walls itself in and parses with [`read_bytes`].
//!
//! Knows nothing of tasks, models or windows, and reads no file but those that it is asked for.

mod build;
mod document;
mod error;
mod folder;
mod format;
mod items;
mod language;
mod limits;
mod note;
mod page;
mod place;
mod read;
mod reader;
mod recognize;
mod stream;
mod worker;

pub use document::{Document, PageCount};
pub use error::{LimitKind, ReadError};
pub use folder::{FolderError, FolderWatch, PatternError, Patterns, WatchError, files_in};
pub use format::Format;
pub use items::{Item, Items};
pub use language::{detect as detect_language, name_of as language_name};
pub use limits::Limits;
pub use note::{Note, Unread};
pub use page::{PagePicture, PageWord};
pub use place::{At, Place, PlaceRef};
pub use read::{read_bytes, read_bytes_as};
pub use reader::{Reader, WorkerCommand};
pub use recognize::{LanguageMissing, Tesseract};
pub use stream::RowStream;
pub use worker::worker_main;
