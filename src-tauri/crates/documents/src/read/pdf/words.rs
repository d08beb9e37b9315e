//! Words of a page with their boxes, the glued ones cut apart.

use std::collections::HashMap;

use pdf_oxide::{
    PdfDocument,
    layout::{TextChar, Word as Found},
};

use crate::read::pdf::turned::{self, Sheet};

/// A word and the box around it in a frame in which it stands upright, in points; heights count
/// upwards.
#[derive(Clone, Debug)]
pub(in crate::read) struct Word {
    pub(in crate::read) text: String,
    pub(in crate::read) left: f32,
    pub(in crate::read) right: f32,
    pub(in crate::read) bottom: f32,
    pub(in crate::read) height: f32,
    /// The font size.
    pub(in crate::read) font: f32,
    /// How it stands on the page as shown.
    pub(in crate::read) facing: Facing,
    /// What it covers of the page as the file has it.
    pub(in crate::read) on_page: Area,
}

/// How a word stands on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Facing {
    Upright,
    /// Its line goes up.
    Upward,
    /// On its head.
    Over,
    /// Its line goes down.
    Downward,
    /// At another angle, such as a stamp across the page.
    Askew,
}

impl Facing {
    /// By the direction of its line, in degrees against the clock from 0 to 360.
    pub(super) fn of(angle: f32) -> Self {
        match angle.round() as i32 {
            0 | 360 => Self::Upright,
            90 => Self::Upward,
            180 => Self::Over,
            270 => Self::Downward,
            _ => Self::Askew,
        }
    }
}

/// A box on a page, in points from its lower left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::read) struct Area {
    pub(in crate::read) left: f32,
    pub(in crate::read) bottom: f32,
    pub(in crate::read) right: f32,
    pub(in crate::read) top: f32,
}

impl Area {
    /// The box around some points.
    pub(super) fn around(points: [(f32, f32); 4]) -> Self {
        let [x, y] = [points.map(|point| point.0), points.map(|point| point.1)];
        let least = |of: [f32; 4]| of.into_iter().fold(f32::INFINITY, f32::min);
        let most = |of: [f32; 4]| of.into_iter().fold(f32::NEG_INFINITY, f32::max);
        Self { left: least(x), bottom: least(y), right: most(x), top: most(y) }
    }
}

impl Word {
    /// Its upper edge.
    pub(super) fn top(&self) -> f32 {
        self.bottom + self.height
    }
}

/// The words of a page, in no order that matters but for those askew.
pub(super) fn of_page(pdf: &PdfDocument, index: usize) -> pdf_oxide::Result<Vec<Word>> {
    let sheet = Sheet::of(pdf, index)?;
    if !sheet.is_upright() {
        return turned::words(pdf, index, &sheet);
    }
    let found = pdf.extract_words(index)?;
    let steps = usual_steps(&found);
    let mut words = Vec::with_capacity(found.len());
    for word in found.iter().filter(|word| !word.text.trim().is_empty()) {
        if word.rotation_degrees != 0.0 {
            continue;
        }
        if word.chars.len() == word.text.chars().count() {
            words.extend(pieces(word, &steps).map(|piece| of_characters(piece, word)));
        } else {
            words.push(whole(word));
        }
    }
    if found.iter().any(|word| word.rotation_degrees != 0.0) {
        words.extend(turned::words(pdf, index, &sheet)?);
    }
    Ok(words)
}

fn whole(word: &Found) -> Word {
    let (left, right) = (word.bbox.x, word.bbox.x + word.bbox.width);
    upright(word, word.text.clone(), left, right)
}

fn upright(word: &Found, text: String, left: f32, right: f32) -> Word {
    let (bottom, height) = (word.bbox.y, word.bbox.height.max(1.0));
    Word {
        text,
        left,
        right,
        bottom,
        height,
        font: word.avg_font_size.max(1.0),
        facing: Facing::Upright,
        on_page: Area { left, bottom, right, top: bottom + height },
    }
}

fn of_characters(piece: &[TextChar], word: &Found) -> Word {
    let right = |character: &TextChar| character.bbox.x + character.bbox.width;
    upright(
        word,
        piece.iter().map(|character| character.char).collect(),
        piece.iter().map(|character| character.bbox.x).fold(f32::INFINITY, f32::min),
        piece.iter().map(right).fold(f32::NEG_INFINITY, f32::max),
    )
}

/// How far the next character of a word usually stands from a character of a font, in font sizes.
type Steps<'a> = HashMap<(&'a str, char), f32>;

/// The median step behind each character on the page. Some producers make spaces by moving on after
/// a letter, where the library sees a wide letter; such a step is longer than its like.
fn usual_steps(words: &[Found]) -> Steps<'_> {
    let mut seen: HashMap<(&str, char), Vec<f32>> = HashMap::new();
    for pair in words.iter().flat_map(|word| word.chars.windows(2)) {
        let key = (pair[0].font_name.as_str(), pair[0].char);
        seen.entry(key).or_default().push(step(&pair[0], &pair[1]));
    }
    let median = |mut steps: Vec<f32>| {
        // Of two the shorter is the one without a space in it.
        let middle = (steps.len() - 1) / 2;
        *steps.select_nth_unstable_by(middle, f32::total_cmp).1
    };
    seen.into_iter().map(|(character, steps)| (character, median(steps))).collect()
}

fn step(character: &TextChar, next: &TextChar) -> f32 {
    (next.bbox.x - character.bbox.x) / character.font_size.max(1.0)
}

/// A word cut wherever a step is longer than usual by the width of a space.
fn pieces<'a>(word: &'a Found, steps: &'a Steps) -> impl Iterator<Item = &'a [TextChar]> {
    /// In font sizes. Spaces are about a quarter wide, kerning moves letters by less than this.
    const SPACE: f32 = 0.18;
    word.chars.chunk_by(|character, next| {
        let usual = steps.get(&(character.font_name.as_str(), character.char));
        usual.is_none_or(|usual| step(character, next) - usual < SPACE)
    })
}
