//! Pages that are pictures: rendered, and their text recognized.

use hayro::hayro_syntax::{Pdf, page::Page};

use crate::{
    Unread,
    read::{
        Source,
        pdf::{content::Content, render},
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
    pdf: &'a Pdf,
    left: u32,
}

impl<'a> Scans<'a> {
    pub(super) fn new(source: &'a Source<'a>, pdf: &'a Pdf) -> Self {
        Self { source, pdf, left: source.limits.recognized }
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
        let page = render::page(self.pdf, index, DOTS / render::POINTS).map_err(failed)?;
        recognize(self.source, &page.into_grey())
    }
}

/// Whether a page with this text is a scan with no more than a stamp or a footer as text.
pub(super) fn is_scan(content: &Content, page: &Page, text: &str) -> bool {
    let (width, height) = page.render_dimensions();
    text.split_whitespace().take(FEW_WORDS).count() < FEW_WORDS
        && content.pictures.iter().any(|picture| {
            let covered = (picture.right - picture.left) * (picture.top - picture.bottom);
            covered >= COVERED * width * height
        })
}
