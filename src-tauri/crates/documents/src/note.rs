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
    /// Pages are pictures whose text was recognized; letters may be mistaken.
    Recognized {
        /// Numbers of the pages, from 1.
        pages: Vec<u32>,
        /// How sure the engine is of them all, 0 to 100.
        confidence: u8,
        /// Pages of which it is not sure.
        doubtful: Vec<u32>,
        /// The languages that were looked for: "deu+eng".
        languages: String,
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
    /// It is a picture, and nothing on this system recognizes text.
    Picture,
    /// It is a picture, and recognizing its text failed.
    Unrecognized {
        /// What was found.
        what: String,
    },
    /// It is damaged.
    Damaged {
        /// What the reader said.
        what: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PageUnread { page, why } => write!(f, "page {page} was not read: {why}"),
            Self::PartUnread { name, why } => write!(f, "{name} was not read: {why}"),
            Self::EncodingGuessed { encoding } => {
                write!(f, "the file does not name its encoding; read as {encoding}")
            }
            Self::BytesReplaced { count } => {
                write!(f, "{count} unreadable characters are shown as \u{fffd}")
            }
            Self::Recognized { pages, confidence, doubtful, languages } => {
                let what = match pages.as_slice() {
                    [page] => format!("page {page} is a picture"),
                    pages => format!("{} pages are pictures", pages.len()),
                };
                write!(f, "{what}, read by text recognition ({languages}, {confidence} % sure)")?;
                match doubtful.as_slice() {
                    [] => Ok(()),
                    [page] => write!(f, "; check page {page}, which is hard to read"),
                    pages => {
                        let pages: Vec<String> = pages.iter().map(u32::to_string).collect();
                        write!(f, "; check pages {}, which are hard to read", pages.join(", "))
                    }
                }
            }
            Self::PicturesUnread { count: 1 } => f.write_str("1 picture was not read"),
            Self::PicturesUnread { count } => write!(f, "{count} pictures were not read"),
            Self::Repaired { what } => write!(f, "the file is damaged and was repaired: {what}"),
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture => f.write_str(
                "it is a picture without text, and reading it needs the program Tesseract, which \
                 is not installed",
            ),
            Self::Unrecognized { what } => write!(f, "it is a picture, and {what}"),
            Self::Damaged { what } => write!(f, "it is damaged ({what})"),
        }
    }
}
