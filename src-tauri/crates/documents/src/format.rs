//! What a file is: its first bytes decide, its name only where bytes cannot.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::read::archive;

/// How a compound file begins ([MS-CFB] 2.2): binary Office files and Outlook's messages.
pub(crate) const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// A format that Winnow reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// Plain text in any encoding.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// PDF.
    Pdf,
    /// Word.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Rich text.
    Rtf,
    /// PowerPoint.
    Pptx,
    /// OpenDocument presentation.
    Odp,
    /// Excel.
    Xlsx,
    /// Excel before 2007.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Values between commas (or semicolons).
    Csv,
    /// Values between tabs.
    Tsv,
    /// JSON.
    Json,
    /// A JSON value on each line.
    JsonLines,
    /// An e-mail.
    Email,
    /// A mailbox.
    Mbox,
    /// An Outlook message.
    Msg,
    /// An e-book.
    Epub,
    /// An archive of any of these.
    Zip,
    /// A picture in pixels: PNG, JPEG, TIFF, GIF, BMP or WebP.
    Picture,
    /// A drawing.
    Svg,
}

/// A format that Winnow does not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Foreign(pub &'static str);

impl Format {
    /// What `bytes` are. `name` decides among text formats, which look alike.
    ///
    /// # Errors
    /// [`Foreign`] names a format that is recognized but not read.
    pub fn detect(name: &str, bytes: &[u8]) -> Result<Self, Foreign> {
        if let Some(found) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
            return Err(Foreign(found.1));
        }
        let head = &bytes[..bytes.len().min(1024)];
        if find(head, b"%PDF-").is_some() {
            return Ok(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return archive::kind(bytes);
        }
        if bytes.starts_with(COMPOUND) {
            return compound(bytes);
        }
        if bytes.starts_with(b"{\\rtf") {
            return Ok(Self::Rtf);
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Ok(Self::Picture);
        }
        if PICTURES.iter().any(|magic| bytes.starts_with(magic)) {
            return Ok(Self::Picture);
        }
        if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
            return Ok(Self::Picture);
        }
        if bytes.get(4..8) == Some(b"ftyp") {
            return Err(Foreign("a film, a sound or a HEIF picture"));
        }
        Ok(Self::by_name(name).unwrap_or_else(|| Self::by_look(&bytes[..bytes.len().min(8192)])))
    }

    /// What the end of a file's name promises, for formats that are text.
    fn by_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" | "log" => Self::Text,
            "md" | "markdown" | "mdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::JsonLines,
            "eml" => Self::Email,
            "mbox" => Self::Mbox,
            "svg" => Self::Svg,
            _ => return None,
        })
    }

    /// What text without a telling name looks like.
    fn by_look(head: &[u8]) -> Self {
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        let lower = text.get(..256).unwrap_or(text).to_ascii_lowercase();
        if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
            return Self::Html;
        }
        if lower.starts_with("<svg") || lower.starts_with("<?xml") && head_holds_svg(text) {
            return Self::Svg;
        }
        let headers = |text: &str| {
            ["from:", "to:", "subject:", "date:", "received:", "message-id:", "mime-version:"]
                .iter()
                .filter(|header| {
                    text.lines().take_while(|line| !line.trim().is_empty()).any(|line| {
                        line.get(..header.len()).is_some_and(|l| l.eq_ignore_ascii_case(header))
                    })
                })
                .count()
        };
        if text.starts_with("From ") && headers(text) >= 2 {
            return Self::Mbox;
        }
        // A mail always says who wrote it and when; a note that begins "To: all" does not.
        if text.lines().next().is_some_and(|line| line.contains(':')) && headers(text) >= 4 {
            return Self::Email;
        }
        Self::Text
    }

    /// A short lower-case name: "pdf", "docx", "text".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Pptx => "pptx",
            Self::Odp => "odp",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Email => "email",
            Self::Mbox => "mbox",
            Self::Msg => "msg",
            Self::Epub => "epub",
            Self::Zip => "zip",
            Self::Picture => "picture",
            Self::Svg => "svg",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// First bytes of formats that are not read, and what a person calls them.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"GGUF\x02\0", "a GGUF model"),
    (b"GGUF\x03\0", "a GGUF model"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"ID3\x03\0", "a sound"),
    (b"ID3\x04\0", "a sound"),
    (b"OggS\0", "a sound or a film"),
];

/// First bytes of pictures.
const PICTURES: &[&[u8]] = &[b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"];

/// Whether a drawing is the first element of an XML file.
fn head_holds_svg(text: &str) -> bool {
    let first = text.match_indices('<').map(|(at, _)| &text[at + 1..]);
    first.into_iter().find(|rest| !rest.starts_with(['?', '!'])).is_some_and(|element| {
        let name = element.split(|c: char| c.is_whitespace() || c == '>').next();
        name.is_some_and(|name| name == "svg" || name.ends_with(":svg"))
    })
}

/// Which of the formats that share Microsoft's compound file.
fn compound(bytes: &[u8]) -> Result<Format, Foreign> {
    let Ok(file) = cfb::CompoundFile::open(std::io::Cursor::new(bytes)) else {
        return Err(Foreign("a damaged Microsoft Office file"));
    };
    let holds = |path: &str| file.exists(path);
    if holds("/__properties_version1.0") {
        Ok(Format::Msg)
    } else if holds("/Workbook") || holds("/Book") {
        Ok(Format::Xls)
    } else if holds("/EncryptedPackage") {
        // The reader of Word files finds the same and names the password.
        Ok(Format::Docx)
    } else if holds("/WordDocument") {
        Err(Foreign("a Word file of before 2007 (.doc); save it as .docx"))
    } else if holds("/PowerPoint Document") {
        Err(Foreign("a PowerPoint file of before 2007 (.ppt); save it as .pptx"))
    } else {
        Err(Foreign("a Microsoft Office file of an unknown kind"))
    }
}

/// Where `needle` first stands in `bytes`.
pub(crate) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
