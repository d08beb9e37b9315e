//! Words that do not stand upright in the file: turned text, and all text of a turned page.
//!
//! The library flattens a turned run onto its page: its box begins where the run begins, but
//! extends as if the run stood upright, and on a page with `/Rotate` that box is turned with the
//! page. Here each word gets two boxes: one in a frame in which its run stands upright, for the
//! order of words, and the one that it covers on the page, for showing it.

use pdf_oxide::{
    PdfDocument,
    layout::{TextChar, TextSpan},
};

use crate::read::pdf::words::{Area, Facing, Word};

/// A step between letters longer than their widths by this many font sizes is a space.
const SPACE: f32 = 0.18;

/// A page's box, and how it is turned to be shown: clockwise, in degrees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    turn: i32,
    left: f32,
    bottom: f32,
    width: f32,
    height: f32,
}

impl Sheet {
    pub(super) fn of(pdf: &PdfDocument, index: usize) -> pdf_oxide::Result<Self> {
        let (left, bottom, right, top) = pdf.get_page_media_box(index)?;
        let turn = pdf.get_page_rotation(index)?;
        Ok(Self { turn, left, bottom, width: right - left, height: top - bottom })
    }

    /// Whether the page is shown as it lies in the file.
    pub(super) fn is_upright(&self) -> bool {
        self.turn == 0
    }

    /// A point of the page as shown, which the library gives, as a point of the file.
    fn in_file(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let (x, y) = (x - self.left, y - self.bottom);
        let (x, y) = match self.turn {
            90 => (self.width - y, x),
            180 => (self.width - x, self.height - y),
            270 => (y, self.height - x),
            _ => (x, y),
        };
        (x + self.left, y + self.bottom)
    }
}

/// The words of the runs of a page that are turned, or of all its runs where the page is.
pub(super) fn words(
    pdf: &PdfDocument,
    index: usize,
    sheet: &Sheet,
) -> pdf_oxide::Result<Vec<Word>> {
    let mut words = Vec::new();
    for span in pdf.extract_spans(index)? {
        if span.rotation_degrees != 0.0 || !sheet.is_upright() {
            let run = Run::of(&span, sheet);
            words.extend(letters(&span).iter().map(|word| run.word(word, sheet)));
        }
    }
    Ok(words)
}

/// The characters of each word of a run.
fn letters(span: &TextSpan) -> Vec<Vec<TextChar>> {
    let characters = span.to_chars();
    let apart = |one: &TextChar, next: &TextChar| {
        let gap = next.bbox.x - (one.bbox.x + one.bbox.width);
        one.char.is_whitespace() || next.char.is_whitespace() || gap > SPACE * one.font_size
    };
    characters
        .chunk_by(|one, next| !apart(one, next))
        .filter(|word| word.iter().any(|character| !character.char.is_whitespace()))
        .map(<[TextChar]>::to_vec)
        .collect()
}

/// A run of text on the page as shown.
struct Run {
    /// Where it begins, on its base line.
    begin: (f32, f32),
    /// Where the library's box of it begins.
    flat: f32,
    height: f32,
    font: f32,
    /// Its direction, in degrees against the clock.
    angle: f32,
}

impl Run {
    fn of(span: &TextSpan, sheet: &Sheet) -> Self {
        let (x, y, width, height) = (span.bbox.x, span.bbox.y, span.bbox.width, span.bbox.height);
        let (begin, height) = match sheet.turn {
            90 => ((x, y + height), width),
            180 => ((x + width, y + height), height),
            270 => ((x + width, y), width),
            _ => ((x, y), height),
        };
        let font = span.font_size.max(1.0);
        let angle = (span.rotation_degrees - sheet.turn as f32).rem_euclid(360.0);
        Self { begin, flat: x, height: height.max(1.0), font, angle }
    }

    fn word(&self, letters: &[TextChar], sheet: &Sheet) -> Word {
        let from = letters.iter().map(|one| one.bbox.x).fold(f32::INFINITY, f32::min) - self.flat;
        let to = letters.iter().map(|one| one.bbox.x + one.bbox.width);
        let to = to.fold(f32::NEG_INFINITY, f32::max) - self.flat;
        let (sine, cosine) = self.angle.to_radians().sin_cos();
        // A point `along` the run and `above` its base line.
        let shown = |along: f32, above: f32| {
            let x = self.begin.0 + along * cosine - above * sine;
            (x, self.begin.1 + along * sine + above * cosine)
        };
        let corners = [(from, 0.0), (to, 0.0), (from, self.height), (to, self.height)];
        let on_page = Area::around(corners.map(|(a, b)| sheet.in_file(shown(a, b))));
        // The run's own frame: the page turned back by the angle of the run.
        let left = self.begin.0 * cosine + self.begin.1 * sine + from;
        let bottom = self.begin.1 * cosine - self.begin.0 * sine;
        Word {
            text: letters.iter().map(|one| one.char).filter(|c| !c.is_whitespace()).collect(),
            left,
            right: left + (to - from),
            bottom,
            height: self.height,
            font: self.font,
            facing: Facing::of(self.angle),
            on_page,
        }
    }
}
