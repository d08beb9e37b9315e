//! One reader for each format, each a function from bytes to text and places.
//!
//! A reader writes to a [`TextBuilder`] and stops at the limits of its [`Source`]. It may panic or
//! exhaust memory on a hostile file: the worker process is built to lose it.

pub(crate) mod archive;
mod docx;
mod encoding;
mod html;
mod markdown;
mod pdf;
mod plain;
mod xml;

use crate::{
    Document, Format, LimitKind, Limits, ReadError,
    build::{Mark, TextBuilder},
    document::fingerprint,
};

/// The bytes to read and the limits to keep.
pub(crate) struct Source<'a> {
    /// The file's name.
    pub(crate) name: &'a str,
    /// The file.
    pub(crate) bytes: &'a [u8],
    /// What it may cost.
    pub(crate) limits: &'a Limits,
    /// Which way to read: set after the usual one failed.
    pub(crate) simpler: bool,
}

impl Source<'_> {
    /// The file is not what its format asks for.
    pub(crate) fn malformed(&self, format: &str, found: impl ToString) -> ReadError {
        ReadError::Malformed {
            name: self.name.to_owned(),
            format: format.to_owned(),
            found: found.to_string(),
        }
    }

    /// The file passes a limit.
    pub(crate) fn too_large(&self, what: LimitKind, limit: u64) -> ReadError {
        ReadError::TooLarge { name: self.name.to_owned(), what, limit }
    }

    /// The file needs a password.
    pub(crate) fn encrypted(&self) -> ReadError {
        ReadError::Encrypted { name: self.name.to_owned() }
    }
}

/// Reads a document in this process. `name` is shown to people and decides among text formats.
///
/// Hostile bytes can exhaust memory or the stack here; the product goes through
/// [`crate::Reader`], which runs this in a process that it can afford to lose.
///
/// # Errors
/// Every [`ReadError`] that concerns the bytes.
pub fn read_bytes(name: &str, bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    read_source(&Source { name, bytes, limits, simpler: false })
}

pub(crate) fn read_source(source: &Source) -> Result<Document, ReadError> {
    if source.bytes.len() as u64 > source.limits.input {
        return Err(source.too_large(LimitKind::FileBytes, source.limits.input));
    }
    if source.bytes.is_empty() {
        return Err(ReadError::Empty { name: source.name.to_owned() });
    }
    let format = detect(source)?;
    let mut out = TextBuilder::new(source.limits.output);
    read_as(format, source, &mut out)?;
    let nothing = Mark::default();
    if !out.wrote_since(nothing) && out.notes.is_empty() {
        return Err(ReadError::Empty { name: source.name.to_owned() });
    }
    let (pages, notes, title) =
        (out.pages.take(), std::mem::take(&mut out.notes), out.title.take());
    let (text, places) = out.finish();
    Ok(Document {
        name: source.name.to_owned(),
        format,
        text,
        places,
        pages,
        notes,
        title: title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()),
        sha256: fingerprint(source.bytes),
        bytes: source.bytes.len() as u64,
    })
}

fn detect(source: &Source) -> Result<Format, ReadError> {
    Format::detect(source.name, source.bytes).map_err(|foreign| ReadError::UnsupportedFormat {
        name: source.name.to_owned(),
        found: foreign.to_string(),
    })
}

fn read_as(format: Format, source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    match format {
        Format::Text => plain::read(source, out),
        Format::Markdown => markdown::read(source, out),
        Format::Html => html::read(source, out),
        Format::Pdf => pdf::read(source, out),
        Format::Docx => docx::read(source, out),
        other => Err(ReadError::UnsupportedFormat {
            name: source.name.to_owned(),
            found: format!("a {other} file"),
        }),
    }
}
