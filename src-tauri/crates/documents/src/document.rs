//! What reading gives: a text, its places, and what could not be read.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{At, Format, Note, Place, PlaceRef};

/// A file's text as tasks see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The file's name, without its folder.
    pub name: String,
    /// What the bytes turned out to be.
    pub format: Format,
    /// The text: newlines are `\n`, pages and paragraphs are set apart by an empty line.
    pub text: String,
    /// Which bytes of the text stand where in the source, by start, the larger first. Places nest:
    /// any two are apart, or one holds the other.
    pub places: Vec<Place>,
    /// Pages or slides, where the format has them.
    pub pages: Option<PageCount>,
    /// What a person should know about the reading: parts not read, encodings guessed.
    pub notes: Vec<Note>,
    /// The title that the file gives itself.
    pub title: Option<String>,
    /// The language of most of the text, as ISO 639-3 names it ("eng", "deu"); none where the text
    /// is too short or mixed to tell.
    #[serde(default)]
    pub language: Option<String>,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Pages in all and pages read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageCount {
    /// Pages of the file.
    pub total: u32,
    /// Pages whose text was read, blank ones included.
    pub read: u32,
    /// Numbers, from 1, of the pages that were not read; the notes say why.
    pub unread: Vec<u32>,
}

impl Document {
    /// Where the start of `span` (bytes of the text) stands: "page 3, paragraph 2". None when no
    /// place covers it or the span leaves the text.
    pub fn place_of(&self, span: Range<usize>) -> Option<PlaceRef> {
        if span.end > self.text.len() || span.start > span.end {
            return None;
        }
        let start = u32::try_from(span.start).ok()?;
        let covering: Vec<At> = self.places[..self.places.partition_point(|p| p.start <= start)]
            .iter()
            .filter(|place| start < place.end || (place.start == start && place.end == start))
            .map(|place| place.at.clone())
            .collect();
        (!covering.is_empty()).then_some(PlaceRef { path: covering })
    }

    /// The text of a place of this document; empty if the place belongs to another.
    pub fn text_of(&self, place: &Place) -> &str {
        self.text.get(place.start as usize..place.end as usize).unwrap_or_default()
    }

    /// What a person calls a place: "page 3", "row 12", "heading: Terms".
    pub fn label_of(&self, place: &Place) -> String {
        match place.at {
            At::Heading { .. } => format!("heading: {}", self.text_of(place)),
            _ => place.at.to_string(),
        }
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    use std::fmt::Write;

    use sha2::{Digest, Sha256};

    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
