//! Items: the rows, records, messages and files that a document is made of.

use crate::{At, Document, Place, document::fingerprint};

/// Part of a document that a batch treats as a document of its own.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    document: &'a Document,
    /// Where it stands; `places` of the document from `index` on lie in it or behind it.
    index: usize,
}

/// The items of a document in their order. See [`Document::items`].
#[derive(Clone, Debug)]
pub struct Items<'a> {
    document: &'a Document,
    next: usize,
}

impl Document {
    /// The rows, records, messages or files that this document is made of; none for an ordinary
    /// document. Items do not nest: the file in an archive is an item, and the rows of that file
    /// are the items of [`Item::to_document`].
    pub fn items(&self) -> Items<'_> {
        Items { document: self, next: 0 }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let places = &self.document.places;
        let index = (self.next..places.len()).find(|&index| places[index].at.is_item())?;
        let end = places[index].end;
        self.next = places[index..]
            .iter()
            .position(|place| place.start >= end)
            .map_or(places.len(), |inside| index + inside.max(1));
        Some(Item { document: self.document, index })
    }
}

impl<'a> Item<'a> {
    /// Where it stands in its document.
    pub fn place(&self) -> &'a Place {
        &self.document.places[self.index]
    }

    /// Its text, a slice of the document's: for a row, a line "column: value" for each filled cell.
    pub fn text(&self) -> &'a str {
        self.document.text_of(self.place())
    }

    /// Its columns or fields and their values.
    pub fn values(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let document = self.document;
        self.inside().iter().filter_map(move |place| match &place.at {
            At::Value { name } => Some((name.as_str(), document.text_of(place))),
            _ => None,
        })
    }

    /// The item as a document, with its own places.
    pub fn to_document(&self) -> Document {
        let place = self.place();
        let text = self.text().to_owned();
        let (name, format) = match &place.at {
            At::Part { name, format } => (name.clone(), *format),
            at => (format!("{}, {at}", self.document.name), self.document.format),
        };
        let inside = self.inside().iter().map(|inner| Place {
            start: inner.start - place.start,
            end: inner.end - place.start,
            at: inner.at.clone(),
        });
        Document {
            name,
            format,
            places: inside.collect(),
            pages: None,
            notes: Vec::new(),
            title: None,
            // A row is mostly too short to tell, and there may be millions.
            language: None,
            sha256: fingerprint(text.as_bytes()),
            bytes: text.len() as u64,
            text,
        }
    }

    fn inside(&self) -> &'a [Place] {
        let (place, rest) = (self.place(), &self.document.places[self.index + 1..]);
        let count = rest.iter().take_while(|inner| inner.start < place.end).count();
        &rest[..count]
    }
}
