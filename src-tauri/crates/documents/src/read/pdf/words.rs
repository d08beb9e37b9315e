//! Words of a page with their boxes, from the glyphs that it shows.

use std::collections::HashMap;

use hayro::kurbo::Point;

use crate::read::pdf::{content::Glyph, direction::is_right_to_left};

/// A gap between glyphs that is wider than this many font sizes is a space. Spaces are about a
/// quarter wide; kerning moves letters by less.
const SPACE: f64 = 0.15;
/// How far, in font sizes, a glyph may stand back over the one before it.
const BACK: f64 = 0.75;
/// How far, in font sizes, a raised or lowered glyph may stand off the base line of its word.
const RAISED: f64 = 0.5;

/// A word and the box around it in a frame in which it stands upright, in points; heights count
/// upwards.
#[derive(Clone, Debug)]
pub(in crate::read) struct Word {
    /// Its letters from left to right, those of Hebrew and Arabic too.
    pub(in crate::read) text: String,
    pub(in crate::read) left: f32,
    pub(in crate::read) right: f32,
    pub(in crate::read) bottom: f32,
    pub(in crate::read) height: f32,
    /// The font size.
    pub(in crate::read) font: f32,
    /// How it stands on the page as shown.
    pub(in crate::read) facing: Facing,
    /// What it covers of the page as shown.
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

/// The words that some glyphs make, in the order in which they are drawn.
pub(super) fn of(glyphs: &[Glyph]) -> Vec<Word> {
    let mut words = Words::default();
    for glyph in glyphs {
        words.add(glyph);
    }
    words.end();
    words.made
}

#[derive(Default)]
struct Words<'a> {
    made: Vec<Word>,
    open: Vec<Placed<'a>>,
    /// Where each word stands already: letters are drawn twice to look bold or to cast a shadow.
    seen: HashMap<String, Vec<(f32, f32)>>,
}

/// A glyph in the frame in which its line stands upright.
struct Placed<'a> {
    glyph: &'a Glyph,
    from: f64,
    to: f64,
    base: f64,
}

impl<'a> Words<'a> {
    fn add(&mut self, glyph: &'a Glyph) {
        if glyph.characters().all(|c| c.is_whitespace() || c.is_control()) {
            return self.end();
        }
        let placed = Placed::of(glyph);
        if !self.goes_on(&placed) {
            self.end();
        }
        self.open.push(placed);
    }

    /// Whether a glyph belongs to the open word.
    fn goes_on(&self, next: &Placed) -> bool {
        let (Some(first), Some(last)) = (self.open.first(), self.open.last()) else { return false };
        let size = last.glyph.size.max(next.glyph.size);
        let behind = next.from - last.to;
        let before = first.from - next.to;
        let follows = behind <= SPACE * size && behind >= -BACK * size;
        // Letters that are written from right to left may be drawn so too.
        let precedes = is_right_to_left(next.glyph.letter) && before.abs() <= SPACE * size;
        (last.glyph.angle - next.glyph.angle).abs() < 1.0
            && (last.base - next.base).abs() <= RAISED * size
            && (follows || precedes)
    }

    fn end(&mut self) {
        let mut letters = std::mem::take(&mut self.open);
        if letters.iter().any(|letter| is_right_to_left(letter.glyph.letter)) {
            letters.sort_by(|one, two| one.from.total_cmp(&two.from));
        }
        let Some(word) = word(&letters) else { return };
        if !self.is_drawn_again(&word) {
            self.made.push(word);
        }
    }

    fn is_drawn_again(&mut self, word: &Word) -> bool {
        /// Earlier ones of the same letters that are compared.
        const RECENT: usize = 32;
        /// Font sizes between the two.
        const NEAR: f32 = 0.15;
        let there = self.seen.entry(word.text.clone()).or_default();
        let again = there.iter().rev().take(RECENT).any(|(left, bottom)| {
            (left - word.on_page.left).abs().max((bottom - word.on_page.bottom).abs())
                < NEAR * word.font
        });
        there.push((word.on_page.left, word.on_page.bottom));
        again
    }
}

impl<'a> Placed<'a> {
    fn of(glyph: &'a Glyph) -> Self {
        let (sine, cosine) = glyph.angle.to_radians().sin_cos();
        let (x, y) = (glyph.begin.x, glyph.begin.y);
        let from = x * cosine + y * sine;
        Self { glyph, from, to: from + glyph.advance.hypot(), base: y * cosine - x * sine }
    }
}

/// A word of some letters; none of no letters.
fn word(letters: &[Placed]) -> Option<Word> {
    /// How far letters reach below their base line, in font sizes.
    const DESCENT: f64 = 0.2;
    let tallest = letters.iter().max_by(|a, b| a.glyph.size.total_cmp(&b.glyph.size))?;
    let (size, base, angle) = (tallest.glyph.size, tallest.base, tallest.glyph.angle);
    let from = letters.iter().map(|letter| letter.from).fold(f64::INFINITY, f64::min);
    let to = letters.iter().map(|letter| letter.to).fold(f64::NEG_INFINITY, f64::max);
    let (sine, cosine) = angle.to_radians().sin_cos();
    let on_page = |along: f64, base: f64| {
        Point::new(along * cosine - base * sine, along * sine + base * cosine)
    };
    let (low, high) = (base - DESCENT * size, base + (1.0 - DESCENT) * size);
    Some(Word {
        text: letters.iter().flat_map(|letter| letter.glyph.characters()).collect(),
        left: from as f32,
        right: to as f32,
        bottom: base as f32,
        height: size as f32,
        font: size as f32,
        facing: Facing::of(angle as f32),
        on_page: Area::around([(from, low), (to, low), (from, high), (to, high)].map(
            |(along, base)| {
                let corner = on_page(along, base);
                (corner.x as f32, corner.y as f32)
            },
        )),
    })
}
