//! From words with boxes to lines of text.
//!
//! Words on one baseline make a line; a wide gap in it stays a gap, since in forms and receipts it
//! sets a label apart from its value; a wide step between lines becomes an empty line.

use crate::read::pdf::{
    columns, direction, hyphens,
    words::{Facing, Word},
};

/// A gap wider than this many font sizes is more than the space between two words, even in a line
/// that is stretched to the margin.
const WIDE_GAP: f32 = 1.5;
/// What a wide gap becomes.
const GAP: &str = "   ";
/// A step to the next line larger than this many usual steps begins a new paragraph.
const WIDE_STEP: f32 = 1.35;

/// Words as text: rows from the top down, column after column, their lines ended by newlines.
pub(in crate::read) fn lay_out(words: &[Word]) -> String {
    hyphens::join(&as_typed(&join(&in_lines(words))))
}

/// Words in the order in which [`lay_out`] writes them, with what it writes, but for hyphens.
pub(super) fn in_order(words: &[Word]) -> Vec<(&Word, String)> {
    in_lines(words).into_iter().flat_map(Line::read).collect()
}

fn in_lines(words: &[Word]) -> Vec<Line<'_>> {
    /// What stands upright comes first; stamps in the margin and the like follow it.
    const ORDER: [Facing; 4] = [Facing::Upright, Facing::Upward, Facing::Downward, Facing::Over];
    let facing = |facing: Facing| words.iter().filter(move |word| word.facing == facing);
    let mut lines: Vec<Line> = ORDER
        .into_iter()
        .flat_map(|side| columns::in_reading_order(rows(facing(side).collect())))
        .collect();
    // Words at other angles have no lines in common: they come in the order in which they are drawn.
    lines.extend(facing(Facing::Askew).map(|word| Line::of(vec![word])));
    lines
}

/// Words that stand side by side, from left to right, and the box around them in points; `bottom`
/// and `top` count upwards.
pub(super) struct Line<'a> {
    pub(super) words: Vec<&'a Word>,
    pub(super) left: f32,
    pub(super) right: f32,
    bottom: f32,
    top: f32,
}

impl<'a> Line<'a> {
    /// A line of some words, at least one.
    pub(super) fn of(words: Vec<&'a Word>) -> Self {
        // The tallest word says where the line is: small raised or lowered ones belong to it.
        let tallest = words
            .iter()
            .copied()
            .reduce(|one, two| if two.height > one.height { two } else { one });
        let (bottom, top) = tallest.map_or((0.0, 0.0), |word| (word.bottom, word.top()));
        Self {
            left: words.iter().map(|word| word.left).fold(f32::INFINITY, f32::min),
            right: words.iter().map(|word| word.right).fold(f32::NEG_INFINITY, f32::max),
            bottom,
            top,
            words,
        }
    }

    /// The line cut at its wide gaps.
    pub(super) fn segments(&self) -> Vec<Line<'a>> {
        let cut = |pair: &[&'a Word]| is_wide(pair[0], pair[1]);
        let mut segments = Vec::new();
        let mut begin = 0;
        for at in 1..=self.words.len() {
            if at == self.words.len() || cut(&self.words[at - 1..=at]) {
                segments.push(Line::of(self.words[begin..at].to_vec()));
                begin = at;
            }
        }
        segments
    }

    /// Its words in the order in which they are read.
    fn read(self) -> Vec<(&'a Word, String)> {
        match direction::of(&self.words) {
            None => self.words.into_iter().map(|word| (word, as_typed(&word.text))).collect(),
            Some(level) => direction::in_order(&self.words, level)
                .into_iter()
                .map(|word| (word, as_typed(&direction::as_read(&word.text, level))))
                .collect(),
        }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut before: Option<&Word> = None;
        for word in &self.words {
            if let Some(before) = before {
                text.push_str(if is_wide(before, word) { GAP } else { " " });
            }
            text.push_str(&word.text);
            before = Some(word);
        }
        match direction::of(&self.words) {
            None => text,
            Some(level) => direction::as_read(&text, level),
        }
    }

    /// How much of the smaller of a word and this line they share in height.
    fn shares(&self, word: &Word) -> f32 {
        let shared = self.top.min(word.top()) - self.bottom.max(word.bottom);
        shared / word.height.min(self.top - self.bottom)
    }
}

/// Whether the gap between two words of a line is more than a space.
fn is_wide(before: &Word, behind: &Word) -> bool {
    behind.left - before.right > WIDE_GAP * behind.font
}

/// Words gathered on their baselines, from the top of the page down.
fn rows(mut words: Vec<&Word>) -> Vec<Line<'_>> {
    /// Half of the smaller height: lines that follow each other closely share less.
    const SHARED: f32 = 0.5;
    /// Rows that a word may still belong to, counted from the last.
    const RECENT: usize = 4;
    let middle = |word: &Word| word.bottom + word.height / 2.0;
    words.sort_by(|one, two| middle(two).total_cmp(&middle(one)));
    let mut rows: Vec<Line> = Vec::new();
    for word in words {
        let recent = rows.len().saturating_sub(RECENT);
        let row = rows[recent..]
            .iter_mut()
            .max_by(|one, two| one.shares(word).total_cmp(&two.shares(word)))
            .filter(|row| row.shares(word) >= SHARED);
        match row {
            Some(row) => {
                if word.height > row.top - row.bottom {
                    (row.bottom, row.top) = (word.bottom, word.top());
                }
                row.words.push(word);
            }
            None => rows.push(Line::of(vec![word])),
        }
    }
    for row in &mut rows {
        let mut words = std::mem::take(&mut row.words);
        words.sort_by(|one, two| one.left.total_cmp(&two.left));
        *row = Line::of(words);
    }
    rows
}

/// Lines as text, paragraphs set apart.
fn join(lines: &[Line]) -> String {
    let step = usual_step(lines);
    let mut text = String::new();
    let mut previous: Option<&Line> = None;
    for line in lines {
        if let Some(above) = previous {
            let down = above.bottom - line.bottom;
            text.push('\n');
            if down < 0.0 || down > WIDE_STEP * step.max(line.top - line.bottom) {
                text.push('\n');
            }
        }
        text.push_str(&line.text());
        previous = Some(line);
    }
    text
}

/// The median distance between neighbouring lines, in points.
fn usual_step(lines: &[Line]) -> f32 {
    let mut steps: Vec<f32> =
        lines.windows(2).map(|pair| pair[0].bottom - pair[1].bottom).filter(|s| *s > 0.0).collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(0.0)
}

/// Letters that fonts draw as one, and spaces of other widths, as a person would type them.
pub(super) fn as_typed(text: &str) -> String {
    let mut typed = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{fb00}' => typed.push_str("ff"),
            '\u{fb01}' => typed.push_str("fi"),
            '\u{fb02}' => typed.push_str("fl"),
            '\u{fb03}' => typed.push_str("ffi"),
            '\u{fb04}' => typed.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => typed.push_str("st"),
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' => typed.push(' '),
            other => typed.push(other),
        }
    }
    typed
}
