//! Notes: what a person should know about how a document was read.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that reading left out, guessed or repaired. Never an error: the rest was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Note {
    /// A page was not read.
    PageUnread {
        /// Its number, from 1.
        page: u32,
        /// Why.
        why: Unread,
    },
    /// An attachment or a file of an archive was not read.
    PartUnread {
        /// Its name.
        name: String,
        /// Why, in words.
        why: String,
    },
    /// The file does not say how its text is encoded; this is the likeliest.
    EncodingGuessed {
        /// The encoding's name: "windows-1252".
        encoding: String,
    },
    /// Bytes that mean nothing in the encoding; each stands as U+FFFD.
    BytesReplaced {
        /// How many replacement characters the text holds.
        count: u64,
    },
    /// The usual reader failed and a simpler one was used: columns and gaps may be lost.
    SimplerReader {
        /// What the usual reader said.
        why: String,
    },
    /// Pictures in the document were not read.
    PicturesUnread {
        /// How many.
        count: u32,
    },
    /// The file is damaged and was repaired as far as possible.
    Repaired {
        /// What was found.
        what: String,
    },
}

/// Why a page was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Unread {
    /// It is a picture without text.
    Picture,
    /// It is damaged.
    Damaged {
        /// What the reader said.
        what: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PageUnread { page, why: Unread::Picture } => {
                write!(f, "page {page} was not read: it is a picture without text")
            }
            Self::PageUnread { page, why: Unread::Damaged { what } } => {
                write!(f, "page {page} was not read: it is damaged ({what})")
            }
            Self::PartUnread { name, why } => write!(f, "{name} was not read: {why}"),
            Self::EncodingGuessed { encoding } => {
                write!(f, "the file does not name its encoding; read as {encoding}")
            }
            Self::BytesReplaced { count } => {
                write!(f, "{count} unreadable characters are shown as \u{fffd}")
            }
            Self::SimplerReader { why } => write!(
                f,
                "read in a simpler way, columns and gaps may be lost (the usual way failed: {why})"
            ),
            Self::PicturesUnread { count: 1 } => f.write_str("1 picture was not read"),
            Self::PicturesUnread { count } => write!(f, "{count} pictures were not read"),
            Self::Repaired { what } => write!(f, "the file is damaged and was repaired: {what}"),
        }
    }
}
