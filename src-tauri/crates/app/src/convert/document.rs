//! Documents: as read, as kept, as shown.

use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use winnow_documents::{At, Document, Format, Place, detect_language};
use winnow_store::{DocumentRow, NewDocument};
use winnow_tasks::Span;

use super::spans::Utf16Index;
use crate::wire::{
    document::{DocumentView, PageCounts, PlaceView},
    error::ApiError,
};

/// Characters of a pasted text that serve as its name.
const NAME_LENGTH: usize = 48;

/// A text that a person typed or pasted, named by its first words; its paragraphs are its places.
#[must_use]
pub fn typed_document(text: &str) -> Document {
    let text = text.replace("\r\n", "\n");
    Document {
        name: name_of(&text),
        format: Format::Text,
        places: paragraphs(&text),
        pages: None,
        notes: Vec::new(),
        title: None,
        language: detect_language(&text).map(str::to_owned),
        sha256: Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect(),
        bytes: text.len() as u64,
        text,
    }
}

/// A document on its way into the store.
///
/// # Errors
/// [`crate::wire::error::Code::Internal`]: a place that is no JSON, which none is.
pub fn new_document(document: &Document) -> Result<NewDocument, ApiError> {
    Ok(NewDocument {
        sha256: document.sha256.clone(),
        name: document.name.clone(),
        format: match serde_json::to_value(document.format)? {
            Value::String(name) => name,
            _ => document.format.to_string(),
        },
        bytes: document.bytes,
        text: document.text.clone(),
        places: serde_json::to_value(&document.places)?,
        pages: document.pages.as_ref().map(serde_json::to_value).transpose()?,
        notes: serde_json::to_value(&document.notes)?,
        title: document.title.clone(),
    })
}

/// A document out of the store. What another version kept in a form that this one does not know
/// (a kind of place, a format) is left out: the text is always there.
#[must_use]
pub fn stored_document(row: &DocumentRow) -> Document {
    Document {
        name: row.name.clone(),
        format: known(Value::String(row.format.clone())).unwrap_or(Format::Text),
        text: row.text.clone(),
        places: known(row.places.clone()).unwrap_or_default(),
        pages: row.pages.clone().and_then(known),
        notes: known(row.notes.clone()).unwrap_or_default(),
        title: row.title.clone(),
        language: detect_language(&row.text).map(str::to_owned),
        sha256: row.sha256.clone(),
        bytes: row.bytes,
    }
}

/// A document as the window shows it.
#[must_use]
pub fn document_view(id: &str, document: &Document) -> DocumentView {
    let index = Utf16Index::new(&document.text);
    DocumentView {
        id: id.to_owned(),
        name: document.name.clone(),
        format: document.format.to_string(),
        text: document.text.clone(),
        places: document
            .places
            .iter()
            .map(|place| PlaceView {
                span: index.span(Span { start: place.start, end: place.end }),
                label: document.label_of(place),
                page: match place.at {
                    At::Page { number } => Some(number),
                    _ => None,
                },
            })
            .collect(),
        pages: document.pages.as_ref().map(|pages| PageCounts {
            total: pages.total,
            read: pages.read,
            unread: pages.unread.clone(),
        }),
        language: document.language.clone(),
        notes: document.notes.iter().map(ToString::to_string).collect(),
        bytes: document.bytes,
    }
}

fn known<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value)
        .inspect_err(|error| tracing::warn!(%error, "a kept document is from another version"))
        .ok()
}

fn name_of(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(NAME_LENGTH) {
        None => words,
        Some((end, _)) => {
            let cut = words[..end].rfind(' ').filter(|cut| *cut > 0).unwrap_or(end);
            format!("{}…", &words[..cut])
        }
    }
}

fn paragraphs(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut start = 0;
    for block in text.split_inclusive("\n\n") {
        let end = start + block.trim_end().len();
        let begin = start + (block.len() - block.trim_start().len());
        if let (true, Ok(from), Ok(to)) = (begin < end, u32::try_from(begin), u32::try_from(end)) {
            let number = u32::try_from(places.len() + 1).unwrap_or(u32::MAX);
            places.push(Place { start: from, end: to, at: At::Paragraph { number } });
        }
        start += block.len();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_text_is_named_by_its_first_words_and_cut_between_words() {
        let short = typed_document("Dear team,\nall is well.");
        assert_eq!(short.name, "Dear team, all is well.");
        let long = typed_document(&"Überweisung ausgeblieben ".repeat(9));
        assert_eq!(long.name, "Überweisung ausgeblieben Überweisung…");
        let unbroken = typed_document(&"ä".repeat(100));
        assert_eq!(unbroken.name.chars().count(), NAME_LENGTH + 1, "{}", unbroken.name);
    }

    #[test]
    fn paragraphs_of_a_typed_text_are_its_places() {
        let document = typed_document("One.\r\n\r\n\n  Two, ü.\nStill two.\n\n\n\nThree.");
        let texts: Vec<_> = document.places.iter().map(|place| document.text_of(place)).collect();
        assert_eq!(texts, ["One.", "Two, ü.\nStill two.", "Three."]);
        assert_eq!(
            document.place_of(9..12).map(|place| place.to_string()).as_deref(),
            Some("paragraph 2")
        );
    }
}
