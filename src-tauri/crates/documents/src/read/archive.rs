//! ZIP archives, also those that are really Word, OpenDocument or e-book files.
//!
//! Sizes that an archive states about itself are never believed: each part is read up to its limit
//! and counted.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::{Format, LimitKind, ReadError, format::Foreign, read::Source};

/// An open archive that counts what it unpacks.
pub(crate) struct Archive<'a> {
    source: &'a Source<'a>,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// What the archive is called in messages.
    format: &'static str,
    /// Bytes unpacked so far.
    unpacked: u64,
}

impl<'a> Archive<'a> {
    /// Opens the archive in `source`, a file of `format`.
    ///
    /// # Errors
    /// [`ReadError::Malformed`], [`ReadError::TooLarge`] with more parts than the limit, and
    /// [`ReadError::Encrypted`] for an Office file that is wrapped for a password.
    pub(crate) fn open(source: &'a Source<'a>, format: &'static str) -> Result<Self, ReadError> {
        if source.bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(source.encrypted());
        }
        let zip = ZipArchive::new(Cursor::new(source.bytes))
            .map_err(|error| source.malformed(format, error))?;
        if zip.len() as u64 > source.limits.parts {
            return Err(source.too_large(LimitKind::Parts, source.limits.parts));
        }
        Ok(Self { source, zip, format, unpacked: 0 })
    }

    /// Names of the parts, in the order of the archive. A name that is no text is left out.
    pub(crate) fn names(&self) -> Vec<String> {
        self.zip.file_names().filter_map(Result::ok).map(|name| name.into_owned()).collect()
    }

    /// The bytes of a part; none if there is no such part.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`], [`ReadError::Encrypted`] or [`ReadError::Malformed`].
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let (source, format) = (self.source, self.format);
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let damaged =
            |why: &dyn std::fmt::Display| source.malformed(format, format!("{name}: {why}"));
        if self.zip.by_index_data(index).is_ok_and(|entry| entry.encrypted()) {
            return Err(source.encrypted());
        }
        let file = self.zip.by_index(index).map_err(|error| damaged(&error))?;
        let limit = source.limits.part;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        if bytes.len() as u64 > limit {
            return Err(source.too_large(LimitKind::PartBytes, limit));
        }
        self.unpacked += bytes.len() as u64;
        if self.unpacked > source.limits.unpacked {
            return Err(source.too_large(LimitKind::UnpackedBytes, source.limits.unpacked));
        }
        Ok(Some(bytes))
    }

    /// [`Self::part`] of a part that the format asks for.
    ///
    /// # Errors
    /// Also [`ReadError::Malformed`] when it is missing.
    pub(crate) fn required(&mut self, name: &str) -> Result<Vec<u8>, ReadError> {
        let (source, format) = (self.source, self.format);
        self.part(name)?.ok_or_else(|| source.malformed(format, format!("has no part {name}")))
    }
}

/// Which format the archive in `bytes` is, by the parts that it names.
pub(crate) fn kind(bytes: &[u8]) -> Result<Format, Foreign> {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        // The directory stands at the end and is lost when a file is cut; the first part's name
        // still tells which reader should explain what is wrong.
        return Ok(kind_of_first(bytes));
    };
    let holds = |name: &str| zip.index_for_name(name).is_some();
    if holds("word/document.xml") {
        return Ok(Format::Docx);
    }
    if holds("xl/workbook.xml") || holds("xl/workbook.bin") {
        return Ok(Format::Xlsx);
    }
    if holds("ppt/presentation.xml") {
        return Ok(Format::Pptx);
    }
    let mut mimetype = String::new();
    if let Ok(file) = zip.by_name("mimetype") {
        let _ = file.take(256).read_to_string(&mut mimetype);
    }
    match mimetype.trim() {
        "application/epub+zip" => Ok(Format::Epub),
        kind if kind.contains("opendocument.text") => Ok(Format::Odt),
        kind if kind.contains("opendocument.spreadsheet") => Ok(Format::Ods),
        kind if kind.contains("opendocument.presentation") => Ok(Format::Odp),
        kind if kind.contains("opendocument") => Err(Foreign("an OpenDocument drawing or formula")),
        _ => Ok(Format::Zip),
    }
}

fn kind_of_first(bytes: &[u8]) -> Format {
    let holds = |name: &[u8]| crate::format::find(bytes, name).is_some();
    if holds(b"word/") {
        Format::Docx
    } else if holds(b"xl/") {
        Format::Xlsx
    } else if holds(b"ppt/") {
        Format::Pptx
    } else if holds(b"application/epub+zip") {
        Format::Epub
    } else if holds(b"opendocument.text") {
        Format::Odt
    } else if holds(b"opendocument.spreadsheet") {
        Format::Ods
    } else if holds(b"opendocument.presentation") {
        Format::Odp
    } else {
        Format::Zip
    }
}
