//! One reader for each format, each a function from bytes to text and places.
//!
//! A reader writes to a [`TextBuilder`] and stops at the limits of its [`Source`]. It may panic or
//! exhaust memory on a hostile file: the worker process is built to lose it.

pub(crate) mod archive;
mod docx;
mod email;
pub(crate) mod encoding;
mod epub;
mod extent;
mod html;
pub(crate) mod json;
mod markdown;
mod msg;
mod open_document;
mod pages;
mod parts;
pub(crate) mod pdf;
mod picture;
mod plain;
mod recognized;
pub(crate) mod rows;
mod rtf;
mod sheet;
mod slides;
pub(crate) mod table;
mod workbook;
mod xml;

use crate::{
    Document, Format, LimitKind, Limits, ReadError,
    build::{Mark, TextBuilder},
    document::fingerprint,
    language,
    recognize::Recognizer,
};

/// The bytes to read and the limits to keep.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    /// The file's name.
    pub(crate) name: &'a str,
    /// The file.
    pub(crate) bytes: &'a [u8],
    /// What it may cost.
    pub(crate) limits: &'a Limits,
    /// Archives and messages around it.
    pub(crate) depth: u32,
    /// What reads pictures, if anything does.
    pub(crate) recognizer: Option<&'a dyn Recognizer>,
}

impl<'a> Source<'a> {
    /// A file that stands alone.
    pub(crate) fn whole(name: &'a str, bytes: &'a [u8], limits: &'a Limits) -> Self {
        Self { name, bytes, limits, depth: 0, recognizer: None }
    }

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
    read_source(&Source::whole(name, bytes, limits))
}

/// Reads a document in this process as a format that somebody else has determined.
///
/// # Errors
/// As [`read_bytes`].
pub fn read_bytes_as(
    format: Format,
    name: &str,
    bytes: &[u8],
    limits: &Limits,
) -> Result<Document, ReadError> {
    let source = Source::whole(name, bytes, limits);
    check_size(&source)?;
    read_known(format, &source)
}

pub(crate) fn read_source(source: &Source) -> Result<Document, ReadError> {
    check_size(source)?;
    read_known(detect(source)?, source)
}

fn check_size(source: &Source) -> Result<(), ReadError> {
    if source.bytes.len() as u64 > source.limits.input {
        return Err(source.too_large(LimitKind::FileBytes, source.limits.input));
    }
    if source.bytes.is_empty() {
        return Err(ReadError::Empty { name: source.name.to_owned() });
    }
    Ok(())
}

fn read_known(format: Format, source: &Source) -> Result<Document, ReadError> {
    let mut out = TextBuilder::new(source.limits.output);
    read_as(format, source, &mut out)?;
    let nothing = Mark::default();
    if !out.wrote_since(nothing) {
        let name = source.name.to_owned();
        return Err(match out.notes.first() {
            Some(note) => ReadError::NothingRead { name, why: note.to_string() },
            None => ReadError::Empty { name },
        });
    }
    let document = finish(source, format, out);
    let language = language::detect(&document.text).map(str::to_owned);
    Ok(Document { language, ..document })
}

/// The document that was built from `source`.
pub(crate) fn finish(source: &Source, format: Format, mut out: TextBuilder) -> Document {
    let (pages, notes, title) =
        (out.pages.take(), std::mem::take(&mut out.notes), out.title.take());
    let (text, places) = out.finish();
    Document {
        language: None,
        name: source.name.to_owned(),
        format,
        text,
        places,
        pages,
        notes,
        title: title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()),
        sha256: fingerprint(source.bytes),
        bytes: source.bytes.len() as u64,
    }
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
        Format::Csv => table::read_csv(source, out),
        Format::Tsv => table::read_tsv(source, out),
        Format::Json => json::read(source, out),
        Format::JsonLines => json::read_lines(source, out),
        Format::Email => email::read(source, out),
        Format::Mbox => email::read_mbox(source, out),
        Format::Zip => parts::read_zip(source, out),
        Format::Odt | Format::Odp => open_document::read(source, out),
        Format::Ods => open_document::read_sheets(source, out),
        Format::Rtf => rtf::read(source, out),
        Format::Pptx => slides::read(source, out),
        Format::Xlsx => workbook::read_xlsx(source, out),
        Format::Xls => workbook::read_xls(source, out),
        Format::Epub => epub::read(source, out),
        Format::Msg => msg::read(source, out),
        Format::Picture => picture::read(source, out),
        Format::Svg => picture::read_svg(source, out),
    }
}
