//! Places: which bytes of a text stand where in the source.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Format;

/// A part of the source and the bytes of the text that stand in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// First byte of the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Which part of the source.
    pub at: At,
}

/// A part of a source. Numbers count from 1, as people do.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum At {
    /// A file in an archive, or an attachment of a message.
    Part {
        /// Its name in the container.
        name: String,
        /// What it is.
        format: Format,
    },
    /// A message: in a mailbox, or apart from its attachments.
    Message {
        /// Its place in the mailbox.
        number: u32,
    },
    /// A page.
    Page {
        /// Its place in the file, whatever number is printed on it.
        number: u32,
    },
    /// A slide.
    Slide {
        /// Its place in the presentation.
        number: u32,
    },
    /// A sheet of a workbook.
    Sheet {
        /// The name on its tab.
        name: String,
    },
    /// A chapter of a book, as its files divide it.
    Chapter {
        /// Its place in the reading order.
        number: u32,
    },
    /// A heading. Its text is the text of the place.
    Heading {
        /// 1 is the highest.
        level: u8,
    },
    /// A paragraph, counted in the page, slide, chapter or part that holds it.
    Paragraph {
        /// Its place there.
        number: u32,
    },
    /// A line of a page whose text was recognized from a picture.
    Line {
        /// Its place on the page.
        number: u32,
    },
    /// A row of a table in a text.
    TableRow {
        /// Its place in the table.
        number: u32,
    },
    /// A row of a workbook or a CSV file; the header is row 1.
    Row {
        /// The sheet, in a workbook.
        sheet: Option<String>,
        /// Its place there.
        number: u32,
    },
    /// A record of a JSON or JSONL file.
    Record {
        /// Its place in the file.
        number: u32,
    },
    /// The value of a named column or field, inside a row, record or message.
    Value {
        /// The column's or field's name.
        name: String,
    },
}

impl At {
    /// Whether this part is an item: something that a batch treats as a document of its own.
    pub fn is_item(&self) -> bool {
        matches!(
            self,
            Self::Part { .. } | Self::Message { .. } | Self::Row { .. } | Self::Record { .. }
        )
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part { name, .. } => f.write_str(name),
            Self::Message { number } => write!(f, "message {number}"),
            Self::Page { number } => write!(f, "page {number}"),
            Self::Slide { number } => write!(f, "slide {number}"),
            Self::Sheet { name } => write!(f, "sheet {name}"),
            Self::Chapter { number } => write!(f, "chapter {number}"),
            Self::Heading { .. } => f.write_str("heading"),
            Self::Paragraph { number } => write!(f, "paragraph {number}"),
            Self::Line { number } => write!(f, "line {number}"),
            Self::TableRow { number } => write!(f, "table row {number}"),
            Self::Row { number, .. } => write!(f, "row {number}"),
            Self::Record { number } => write!(f, "record {number}"),
            Self::Value { name } => f.write_str(name),
        }
    }
}

/// Where something stands, from the outside in; shows as "page 3, paragraph 2".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRef {
    /// The parts that hold it, the largest first. Never empty.
    pub path: Vec<At>,
}

impl PlaceRef {
    /// The page that holds it, if pages are known.
    pub fn page(&self) -> Option<u32> {
        self.path.iter().find_map(|at| match at {
            At::Page { number } => Some(*number),
            _ => None,
        })
    }
}

impl fmt::Display for PlaceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, at) in self.path.iter().enumerate() {
            if depth > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{at}")?;
        }
        Ok(())
    }
}
