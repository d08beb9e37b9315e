//! Pages that are pictures: rendered, and their text recognized.

use std::cell::OnceCell;

use hayro::hayro_syntax::Pdf;
use pdf_oxide::PdfDocument;

use crate::{
    Unread,
    read::{
        Source,
        pdf::render,
        recognized::{RecognizedText, recognize},
    },
};

/// Dots to the inch at which Tesseract reads best.
const DOTS: f32 = 300.0;
/// A page with fewer words may be a scan that something was stamped on.
const FEW_WORDS: usize = 12;
/// Share of the page that a picture covers in a scan.
const COVERED: f32 = 0.4;

/// The pages of a file as pictures.
pub(super) struct Scans<'a> {
    source: &'a Source<'a>,
    pdf: OnceCell<Result<Pdf, String>>,
    left: u32,
}

impl<'a> Scans<'a> {
    pub(super) fn new(source: &'a Source<'a>) -> Self {
        Self { source, pdf: OnceCell::new(), left: source.limits.recognized }
    }

    /// The text that stands on the picture of a page, counted from 0.
    ///
    /// # Errors
    /// Why the page stays unread.
    pub(super) fn read(&mut self, index: usize) -> Result<RecognizedText, Unread> {
        let failed = |what: String| Unread::Unrecognized { what };
        if self.source.recognizer.is_none() {
            return Err(Unread::Picture);
        }
        if self.left == 0 {
            let limit = self.source.limits.recognized;
            return Err(failed(format!("no more than {limit} are read in one document")));
        }
        self.left -= 1;
        let pdf = self.pdf.get_or_init(|| render::open(self.source.bytes));
        let pdf = pdf.as_ref().map_err(|what| failed(what.clone()))?;
        let page = render::page(pdf, index, DOTS / render::POINTS).map_err(failed)?;
        recognize(self.source, &page.into_grey())
    }
}

/// Whether a page with this text is a scan with no more than a stamp or a footer as text.
pub(super) fn is_scan(pdf: &PdfDocument, index: usize, text: &str) -> bool {
    text.split_whitespace().take(FEW_WORDS).count() < FEW_WORDS
        && pdf.get_page_media_box(index).is_ok_and(|(left, bottom, right, top)| {
            let page = (right - left).abs() * (top - bottom).abs();
            pdf.page_image_handles(index).is_ok_and(|pictures| {
                pictures.iter().any(|picture| {
                    let area = (picture.bbox.width * picture.bbox.height).abs();
                    page > 0.0 && area / page >= COVERED
                })
            })
        })
}
