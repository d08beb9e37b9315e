//! Pages on their way into a text: counted, and those that were not read named.

use crate::{
    At, LimitKind, Note, PageCount, ReadError, Unread,
    build::{Mark, TextBuilder},
    read::{Source, recognized::RecognizedText},
};

/// Below this a page is one to check, on the engine's scale of 0 to 100.
const DOUBTFUL: u8 = 70;

/// What stands on a page.
pub(super) enum PageText {
    /// As it is written in the file.
    Written(String),
    /// As it was recognized from a picture.
    Recognized(RecognizedText),
}

/// Pages of a document, one after the other.
pub(super) struct Pages<'a> {
    source: &'a Source<'a>,
    /// What the document is called in messages.
    format: &'static str,
    count: PageCount,
    /// Where the first page begins in the text, which may hold other documents before it.
    begin: Mark,
    recognized: Vec<(u32, u8)>,
    languages: String,
}

/// Refuses absurd page counts before anything is allocated for them.
pub(super) fn check_count(source: &Source, total: usize) -> Result<u32, ReadError> {
    u32::try_from(total)
        .ok()
        .filter(|total| *total <= source.limits.pages)
        .ok_or_else(|| source.too_large(LimitKind::Pages, u64::from(source.limits.pages)))
}

impl<'a> Pages<'a> {
    /// `total` pages of a document of `format`, to be written to `out`.
    pub(super) fn new(
        source: &'a Source<'a>,
        format: &'static str,
        total: u32,
        out: &TextBuilder,
    ) -> Self {
        let begin = out.mark();
        let count = PageCount { total, ..PageCount::default() };
        Self { source, format, count, begin, recognized: Vec::new(), languages: String::new() }
    }

    /// Adds the next page, or the reason why it has no text.
    pub(super) fn add(
        &mut self,
        page: Result<PageText, Unread>,
        out: &mut TextBuilder,
    ) -> Result<(), ReadError> {
        let number = self.count.read + self.count.unread.len() as u32 + 1;
        let text = match page {
            Ok(PageText::Written(text)) => text,
            Ok(PageText::Recognized(found)) => {
                self.recognized.push((number, found.confidence));
                self.languages = found.languages;
                found.text
            }
            Err(why) => {
                self.count.unread.push(number);
                out.notes.push(Note::PageUnread { page: number, why });
                return Ok(());
            }
        };
        self.count.read += 1;
        out.separate(2);
        let begin = out.mark();
        out.push(self.source, text.trim_matches('\n'))?;
        if self.recognized.last().is_some_and(|(page, _)| *page == number) {
            out.lines_since(begin);
        }
        out.paragraphs_since(begin);
        out.close(begin, At::Page { number });
        Ok(())
    }

    /// Settles the count.
    ///
    /// # Errors
    /// [`ReadError::NoText`] and [`ReadError::NothingRecognized`] when the pages are pictures,
    /// [`ReadError::Malformed`] when none could be read for another reason.
    pub(super) fn finish(self, out: &mut TextBuilder) -> Result<(), ReadError> {
        if self.count.total == 0 {
            return Err(self.source.malformed(self.format, "it has no pages"));
        }
        if !out.wrote_since(self.begin)
            && let Some(error) =
                self.nothing(out.notes.get(self.begin.notes_before()..).unwrap_or_default())
        {
            return Err(error);
        }
        let pages: Vec<u32> = self.recognized.iter().map(|(page, _)| *page).collect();
        if !pages.is_empty() {
            let sum: u32 = self.recognized.iter().map(|(_, sure)| u32::from(*sure)).sum();
            let unsure = self.recognized.iter().filter(|(_, sure)| *sure < DOUBTFUL);
            out.notes.push(Note::Recognized {
                confidence: (sum / pages.len() as u32) as u8,
                doubtful: unsure.map(|(page, _)| *page).collect(),
                languages: self.languages,
                pages,
            });
        }
        out.pages = Some(self.count);
        Ok(())
    }

    /// Why no page has text, if they are not all blank.
    fn nothing(&self, notes: &[Note]) -> Option<ReadError> {
        let (name, pages) = (self.source.name.to_owned(), self.count.total);
        let first = notes.iter().find_map(|note| match note {
            Note::PageUnread { why: Unread::Damaged { what }, page } => {
                Some(self.source.malformed(self.format, format!("page {page}: {what}")))
            }
            Note::PageUnread { why: Unread::Unrecognized { what }, .. } => {
                let (name, what) = (name.clone(), what.clone());
                Some(ReadError::NothingRecognized { name, pages, what })
            }
            _ => None,
        });
        if first.is_some() {
            first
        } else if !self.count.unread.is_empty() {
            Some(ReadError::NoText { name, pages })
        } else if !self.recognized.is_empty() {
            let what = format!("no letters of {}", self.languages);
            Some(ReadError::NothingRecognized { name, pages, what })
        } else {
            None
        }
    }
}
