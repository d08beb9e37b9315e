//! The text under construction: what every reader writes to.

use std::cmp::Reverse;

use crate::{At, LimitKind, Note, PageCount, Place, ReadError, read::Source};

/// Collects text and places, keeps newlines and limits in order. Readers open a mark, write, and
/// close the mark as a place.
pub(crate) struct TextBuilder {
    text: String,
    places: Vec<Place>,
    limit: u64,
    /// What a person should know.
    pub(crate) notes: Vec<Note>,
    /// Pages, for formats that have them.
    pub(crate) pages: Option<PageCount>,
    /// The title that the file gives itself.
    pub(crate) title: Option<String>,
}

/// Where a place or an attempt begins.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mark {
    text: usize,
    places: usize,
    notes: usize,
}

impl Mark {
    /// How many notes there were.
    pub(crate) fn notes_before(self) -> usize {
        self.notes
    }
}

impl TextBuilder {
    /// An empty text that refuses to grow past `limit` bytes.
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            text: String::new(),
            places: Vec::new(),
            // Places count bytes in 32 bits.
            limit: limit.min(u64::from(u32::MAX)),
            notes: Vec::new(),
            pages: None,
            title: None,
        }
    }

    /// What was written so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Appends text. Every kind of newline becomes `\n`; characters that show nothing (control
    /// characters, byte order marks) are left out.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] when the text passes its limit.
    pub(crate) fn push(&mut self, source: &Source, added: &str) -> Result<(), ReadError> {
        if (self.text.len() + added.len()) as u64 > self.limit {
            return Err(source.too_large(LimitKind::TextBytes, self.limit));
        }
        let mut rest = added;
        while let Some(at) = rest.find(needs_care) {
            let (plain, odd) = rest.split_at(at);
            self.text.push_str(plain);
            let mut characters = odd.chars();
            match characters.next() {
                Some('\r') if !characters.as_str().starts_with('\n') => self.text.push('\n'),
                Some('\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') => {
                    self.text.push('\n');
                }
                _ => {}
            }
            rest = characters.as_str();
        }
        self.text.push_str(rest);
        Ok(())
    }

    /// Sets what follows apart by `newlines` newlines: 1 for a new line, 2 for a new paragraph.
    /// White space before them is dropped; at the start of the text nothing happens.
    pub(crate) fn separate(&mut self, newlines: usize) {
        let kept = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(kept);
        if self.text.is_empty() {
            return;
        }
        let have = self.text.len() - self.text.trim_end_matches('\n').len();
        for _ in have..newlines {
            self.text.push('\n');
        }
    }

    /// Begins a place here.
    pub(crate) fn mark(&self) -> Mark {
        Mark { text: self.text.len(), places: self.places.len(), notes: self.notes.len() }
    }

    /// Whether anything but white space was written since `mark`.
    pub(crate) fn wrote_since(&self, mark: Mark) -> bool {
        self.text.get(mark.text..).is_some_and(|written| !written.trim().is_empty())
    }

    /// Ends a place here. White space at its ends stays outside; an empty place is not kept.
    pub(crate) fn close(&mut self, mark: Mark, at: At) -> bool {
        self.place(mark.text, self.text.len(), at)
    }

    /// Adds the place `start..end`, both bytes of the text, in the same way as [`Self::close`].
    pub(crate) fn place(&mut self, start: usize, end: usize, at: At) -> bool {
        let Some(written) = self.text.get(start..end) else { return false };
        let trimmed = written.trim_end();
        let start = start + (written.len() - written.trim_start().len());
        let end = end - (written.len() - trimmed.len());
        if start >= end {
            return false;
        }
        // `limit` keeps the text below 4 GiB.
        self.places.push(Place { start: start as u32, end: end as u32, at });
        true
    }

    /// Adds a paragraph for each block of lines since `mark` that stands between empty lines.
    pub(crate) fn paragraphs_since(&mut self, mark: Mark) {
        let mut number = 0;
        let mut start = mark.text;
        while let Some(rest) = self.text.get(start..).filter(|rest| !rest.is_empty()) {
            let length = block_length(rest);
            let block = start..start + length;
            if self.place(block.start, block.end, At::Paragraph { number: number + 1 }) {
                number += 1;
            }
            start += length;
        }
    }

    /// Adds a line for each line since `mark` that holds something, counted from 1.
    pub(crate) fn lines_since(&mut self, mark: Mark) {
        let mut number = 0;
        let mut start = mark.text;
        while let Some(rest) = self.text.get(start..).filter(|rest| !rest.is_empty()) {
            let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
            if self.place(start, start + length, At::Line { number: number + 1 }) {
                number += 1;
            }
            start += length;
        }
    }

    /// Takes back everything written since `mark`, notes too.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.text.truncate(mark.text);
        self.places.truncate(mark.places);
        self.notes.truncate(mark.notes);
    }

    /// The text without white space at its end, and its places in order.
    pub(crate) fn finish(mut self) -> (String, Vec<Place>) {
        let kept = self.text.trim_end().len();
        self.text.truncate(kept);
        // The sort is stable and inner places are closed before outer ones, so of two places with
        // the same span the outer is the later: reversing first puts it in front.
        self.places.reverse();
        self.places.sort_by_key(|place| (place.start, Reverse(place.end)));
        (self.text, self.places)
    }
}

/// Bytes up to the next empty line, or to the end.
fn block_length(text: &str) -> usize {
    let mut length = 0;
    let mut filled = false;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() && filled {
            break;
        }
        filled |= !line.trim().is_empty();
        length += line.len();
    }
    length
}

fn needs_care(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' => true,
        _ => character.is_control(),
    }
}
