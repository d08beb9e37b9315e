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
mod format;
mod items;
mod limits;
mod note;
mod place;
mod read;
mod reader;
mod stream;
mod worker;

pub use document::{Document, PageCount};
pub use error::{LimitKind, ReadError};
pub use format::Format;
pub use items::{Item, Items};
pub use limits::Limits;
pub use note::{Note, Unread};
pub use place::{At, Place, PlaceRef};
pub use read::read_bytes;
pub use reader::{Reader, WorkerCommand};
pub use stream::RowStream;
pub use worker::worker_main;
