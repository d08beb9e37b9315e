//! PDF: text by page, in reading order, lines as they are printed.
//!
//! pdf_oxide finds the words and their boxes; [`lines`] lays them out. Where it fails as a whole,
//! lopdf reads the text in the order in which it was drawn.

mod columns;
mod hyphens;
mod lines;
mod simpler;
mod words;

use pdf_oxide::{PdfDocument, optional_content::compute_default_off_ocgs};

use crate::{At, LimitKind, Note, PageCount, ReadError, Unread, build::TextBuilder, read::Source};

const FORMAT: &str = "PDF";

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let begin = out.mark();
    let usual = if source.simpler {
        Err(source.malformed(FORMAT, "the usual reader ended unexpectedly"))
    } else {
        read_pages(source, out)
    };
    let Err(error @ ReadError::Malformed { .. }) = usual else { return usual };
    let ReadError::Malformed { found, .. } = &error else { return Err(error) };
    out.rewind(begin);
    out.notes.push(Note::SimplerReader { why: found.clone() });
    // Of two failures the first says more: it comes from the stricter reader.
    simpler::read(source, out).map_err(|second| match second {
        ReadError::Malformed { .. } => error,
        other => other,
    })
}

fn read_pages(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let malformed = |error: pdf_oxide::Error| match error {
        pdf_oxide::Error::EncryptedPdf => source.encrypted(),
        error => source.malformed(FORMAT, error),
    };
    let pdf = PdfDocument::from_bytes(source.bytes.to_vec()).map_err(malformed)?;
    // Many files are encrypted only against changes and open with an empty password.
    if pdf.is_encrypted() && !pdf.authenticate(b"").map_err(malformed)? {
        return Err(source.encrypted());
    }
    let total = check_pages(source, pdf.page_count().map_err(malformed)?)?;
    let hidden_layers = compute_default_off_ocgs(&pdf);
    out.title = title(&pdf);
    let mut pages = Pages::new(source, total);
    for index in 0..total as usize {
        let page = match lines::page_text(&pdf, index, &hidden_layers) {
            Ok(text) if text.trim().is_empty() && shows_picture(&pdf, index) => {
                Err(Unread::Picture)
            }
            Ok(text) => Ok(text),
            Err(pdf_oxide::Error::EncryptedPdf) => return Err(source.encrypted()),
            Err(error) => Err(Unread::Damaged { what: error.to_string() }),
        };
        pages.add(page, out)?;
    }
    pages.finish(out)
}

/// Refuses absurd page counts before anything is allocated for them.
fn check_pages(source: &Source, total: usize) -> Result<u32, ReadError> {
    u32::try_from(total)
        .ok()
        .filter(|total| *total <= source.limits.pages)
        .ok_or_else(|| source.too_large(LimitKind::Pages, u64::from(source.limits.pages)))
}

/// Pages on their way into the text.
struct Pages<'a> {
    source: &'a Source<'a>,
    count: PageCount,
}

impl<'a> Pages<'a> {
    fn new(source: &'a Source<'a>, total: u32) -> Self {
        Self { source, count: PageCount { total, ..PageCount::default() } }
    }

    /// Adds the next page, or the reason why it has no text.
    fn add(
        &mut self,
        page: Result<String, Unread>,
        out: &mut TextBuilder,
    ) -> Result<(), ReadError> {
        let number = self.count.read + self.count.unread.len() as u32 + 1;
        match page {
            Ok(text) => {
                self.count.read += 1;
                out.separate(2);
                let begin = out.mark();
                out.push(self.source, text.trim_matches('\n'))?;
                out.paragraphs_since(begin);
                out.close(begin, At::Page { number });
            }
            Err(why) => {
                self.count.unread.push(number);
                out.notes.push(Note::PageUnread { page: number, why });
            }
        }
        Ok(())
    }

    /// Settles the count.
    ///
    /// # Errors
    /// [`ReadError::NoText`] when the pages are pictures, [`ReadError::Malformed`] when none could
    /// be read for another reason.
    fn finish(self, out: &mut TextBuilder) -> Result<(), ReadError> {
        let name = || self.source.name.to_owned();
        if out.text().trim().is_empty() && !self.count.unread.is_empty() {
            let damage = out.notes.iter().find_map(|note| match note {
                Note::PageUnread { why: Unread::Damaged { what }, page } => {
                    Some(format!("page {page}: {what}"))
                }
                _ => None,
            });
            return Err(match damage {
                Some(found) => self.source.malformed(FORMAT, found),
                None => ReadError::NoText { name: name(), pages: self.count.total },
            });
        }
        if self.count.total == 0 {
            return Err(self.source.malformed(FORMAT, "it has no pages"));
        }
        out.pages = Some(self.count);
        Ok(())
    }
}

/// Whether a page without text shows a picture, or drawings enough to be lettering in outlines.
fn shows_picture(pdf: &PdfDocument, index: usize) -> bool {
    const LETTERING: usize = 40;
    pdf.page_image_handles(index).is_ok_and(|pictures| !pictures.is_empty())
        || pdf.extract_paths(index).is_ok_and(|paths| paths.len() > LETTERING)
}

/// The title in the file's information, if a person wrote it.
fn title(pdf: &PdfDocument) -> Option<String> {
    let info = pdf.resolve_references(pdf.trailer().as_dict()?.get("Info")?, 2).ok()?;
    let title = text_string(info.as_dict()?.get("Title")?.as_string()?);
    // Printing programs put the file's name there.
    let written = !title.trim().is_empty() && !title.contains(".doc") && title != "untitled";
    written.then_some(title)
}

/// A text string of PDF (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 with a mark, else nearly Latin-1.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [0xef, 0xbb, 0xbf, ..] => {
            encoding_rs::UTF_8.decode(bytes).0.into_owned()
        }
        latin => encoding_rs::WINDOWS_1252.decode(latin).0.into_owned(),
    }
}
