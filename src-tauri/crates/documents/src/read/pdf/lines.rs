//! From words with boxes to lines of text.
//!
//! Words come in reading order. Words on one baseline make a line; a wide gap in it stays a gap,
//! since in forms and receipts it sets a label apart from its value; a wide step between lines
//! becomes an empty line.

use std::collections::HashSet;

use pdf_oxide::{PdfDocument, layout::Word};

use crate::read::pdf::hyphens;

/// A gap wider than this many font sizes is more than the space between two words.
const WIDE_GAP: f32 = 1.0;
/// What a wide gap becomes.
const GAP: &str = "   ";
/// A step to the next line larger than this many usual steps begins a new paragraph.
const WIDE_STEP: f32 = 1.35;

/// The text of a page, its lines ended by newlines. `hidden_layers` is what the page does not show.
pub(super) fn page_text(
    pdf: &PdfDocument,
    index: usize,
    hidden_layers: &HashSet<String>,
) -> pdf_oxide::Result<String> {
    let text = if hidden_layers.is_empty() {
        join(&lines(&pdf.extract_words(index)?))
    } else {
        pdf.extract_text_filtered(index, hidden_layers.clone(), HashSet::new())?
    };
    Ok(hyphens::join(&as_typed(&text)))
}

/// Letters that fonts draw as one, and spaces of other widths, as a person would type them.
fn as_typed(text: &str) -> String {
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

/// Words on one baseline, from left to right.
struct Line<'a> {
    words: Vec<&'a Word>,
    /// Baseline and height of its first word, in points.
    bottom: f32,
    height: f32,
    left: f32,
    right: f32,
}

fn lines(words: &[Word]) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    for word in words.iter().filter(|word| !word.text.trim().is_empty()) {
        let (left, right) = (word.bbox.x, word.bbox.x + word.bbox.width);
        let font = word.avg_font_size.max(1.0);
        match lines.last_mut() {
            Some(line) if line.continues_with(word, font) => {
                line.words.push(word);
                line.left = line.left.min(left);
                line.right = line.right.max(right);
            }
            _ => lines.push(Line {
                words: vec![word],
                bottom: word.bbox.y,
                height: word.bbox.height.max(1.0),
                left,
                right,
            }),
        }
    }
    lines
}

impl Line<'_> {
    fn continues_with(&self, word: &Word, font: f32) -> bool {
        let Some(last) = self.words.last() else { return false };
        let near =
            (word.bbox.y - self.bottom).abs() < 0.5 * self.height.min(word.bbox.height.max(1.0));
        near && last.rotation_degrees == word.rotation_degrees
            && word.bbox.x > last.bbox.x
            && word.bbox.x > self.right - font
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut right = f32::NEG_INFINITY;
        for word in &self.words {
            if !text.is_empty() {
                let gap = word.bbox.x - right;
                let wide = gap > WIDE_GAP * word.avg_font_size.max(1.0);
                text.push_str(if wide { GAP } else { " " });
            }
            text.push_str(&word.text);
            right = word.bbox.x + word.bbox.width;
        }
        text
    }
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
            if down < 0.0 || down > WIDE_STEP * step.max(line.height) {
                text.push('\n');
            }
        }
        text.push_str(&line.text());
        previous = Some(line);
    }
    text
}

/// The median distance between the baselines of neighbouring lines, in points.
fn usual_step(lines: &[Line]) -> f32 {
    let mut steps: Vec<f32> =
        lines.windows(2).map(|pair| pair[0].bottom - pair[1].bottom).filter(|s| *s > 0.0).collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(0.0)
}
