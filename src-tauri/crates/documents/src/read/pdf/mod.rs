//! PDF: text by page, in reading order, lines as they are printed.
//!
//! hayro interprets each page, as it does to show it; [`content`] keeps its glyphs, [`words`] makes
//! words of them and [`lines`] lays these out.

mod columns;
mod content;
mod direction;
mod hyphens;
mod lines;
mod render;
mod scan;
pub(crate) mod view;
mod words;

use std::panic::{self, AssertUnwindSafe};

use hayro::{
    hayro_interpret::InterpreterCache,
    hayro_syntax::{DecryptionError, LoadPdfError, Pdf},
};

use crate::{
    Note, ReadError, Unread,
    build::TextBuilder,
    read::{
        Source,
        pages::{PageText, Pages, check_count},
    },
};
use content::Content;
use scan::Scans;

pub(super) use lines::lay_out;
pub(super) use words::{Area, Facing, Word};

const FORMAT: &str = "PDF";

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let pdf = open(source)?;
    let total = check_count(source, pdf.pages().len())?;
    out.title = title(&pdf);
    let cache = InterpreterCache::new();
    let mut pages = Pages::new(source, FORMAT, total, out);
    let mut scans = Scans::new(source, &pdf);
    let mut pictures = 0;
    for (index, page) in pdf.pages().iter().enumerate() {
        // A page that the library stumbles over costs itself alone.
        let content = panic::catch_unwind(AssertUnwindSafe(|| Content::of(page, &cache)));
        let Ok(content) = content else {
            let what = "the reader stumbled over it".to_owned();
            pages.add(Err(Unread::Damaged { what }), out)?;
            continue;
        };
        let text = lines::lay_out(&words::of(&content.glyphs));
        let page = if text.trim().is_empty() && shows_text(&content) {
            scans.read(index).map(PageText::Recognized)
        } else if scan::is_scan(&content, page, &text) {
            match scans.read(index) {
                Ok(found) if words_of(&found.text) > words_of(&text) => {
                    Ok(PageText::Recognized(found))
                }
                answer => {
                    pictures += u32::from(answer.is_err());
                    Ok(PageText::Written(text))
                }
            }
        } else {
            Ok(PageText::Written(text))
        };
        pages.add(page, out)?;
    }
    if pictures > 0 {
        out.notes.push(Note::PicturesUnread { count: pictures });
    }
    pages.finish(out)
}

/// Opens a file. Many are encrypted only against changes and open with an empty password.
fn open(source: &Source) -> Result<Pdf, ReadError> {
    Pdf::new(source.bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => source.encrypted(),
        error => source.malformed(FORMAT, format!("{error:?}")),
    })
}

fn words_of(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether a page without text may show some: on a picture, in outlines or in glyphs without names.
fn shows_text(content: &Content) -> bool {
    const LETTERING: usize = 40;
    !content.pictures.is_empty() || content.shapes > LETTERING || content.nameless > 0
}

/// The title in the file's information, if a person wrote it.
fn title(pdf: &Pdf) -> Option<String> {
    let title = text_string(pdf.metadata().title.as_deref()?);
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
