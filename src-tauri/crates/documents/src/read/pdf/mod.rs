//! PDF: text by page, in reading order, lines as they are printed.
//!
//! pdf_oxide finds the words and their boxes; [`lines`] lays them out. Where it fails as a whole,
//! lopdf reads the text in the order in which it was drawn.

mod columns;
mod hyphens;
mod lines;
mod render;
mod scan;
mod simpler;
mod turned;
pub(crate) mod view;
mod words;

use pdf_oxide::{PdfDocument, optional_content::compute_default_off_ocgs};

use crate::{
    Note, ReadError, Unread,
    build::TextBuilder,
    read::{
        Source,
        pages::{PageText, Pages, check_count},
    },
};
use scan::Scans;

pub(super) use lines::lay_out;
pub(super) use words::{Area, Facing, Word};

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
    let total = check_count(source, pdf.page_count().map_err(malformed)?)?;
    let hidden_layers = compute_default_off_ocgs(&pdf);
    out.title = title(&pdf);
    let mut pages = Pages::new(source, FORMAT, total, out);
    let mut scans = Scans::new(source);
    let mut pictures = 0;
    for index in 0..total as usize {
        let page = match lines::page_text(&pdf, index, &hidden_layers) {
            Ok(text) if text.trim().is_empty() && shows_picture(&pdf, index) => {
                scans.read(index).map(PageText::Recognized)
            }
            Ok(text) if scan::is_scan(&pdf, index, &text) => match scans.read(index) {
                Ok(found) if words_of(&found.text) > words_of(&text) => {
                    Ok(PageText::Recognized(found))
                }
                answer => {
                    pictures += u32::from(answer.is_err());
                    Ok(PageText::Written(text))
                }
            },
            Ok(text) => Ok(PageText::Written(text)),
            Err(pdf_oxide::Error::EncryptedPdf) => return Err(source.encrypted()),
            Err(error) => Err(Unread::Damaged { what: error.to_string() }),
        };
        pages.add(page, out)?;
    }
    if pictures > 0 {
        out.notes.push(Note::PicturesUnread { count: pictures });
    }
    pages.finish(out)
}

fn words_of(text: &str) -> usize {
    text.split_whitespace().count()
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
