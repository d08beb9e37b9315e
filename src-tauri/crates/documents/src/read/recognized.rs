//! From recognized words to the text of a page, laid out as the words of a PDF are.

use crate::{
    Unread,
    read::{
        Source,
        pdf::{Area, Facing, Word, lay_out},
    },
    recognize::{Bitmap, Recognized, RecognizedWord},
};

/// The height that words are brought to before they are laid out, in points: rules about gaps are
/// made for print.
const HEIGHT: f32 = 8.0;
/// Marks that are no letters are specks and rules of forms when the engine is less sure than this.
const SPECK: f32 = 50.0;

/// The text of a picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RecognizedText {
    /// Its lines; may be empty.
    pub(super) text: String,
    /// How sure the engine is, 0 to 100.
    pub(super) confidence: u8,
    /// The languages that were looked for.
    pub(super) languages: String,
}

/// Has a picture read.
///
/// # Errors
/// [`Unread::Picture`] where nothing recognizes text, [`Unread::Unrecognized`] where that fails.
pub(super) fn recognize(source: &Source, bitmap: &Bitmap) -> Result<RecognizedText, Unread> {
    let recognizer = source.recognizer.ok_or(Unread::Picture)?;
    let mut found = recognizer.recognize(bitmap).map_err(|what| Unread::Unrecognized { what })?;
    found
        .words
        .retain(|word| word.confidence >= SPECK || word.text.chars().any(char::is_alphanumeric));
    let confidence = found.confidence().round() as u8;
    Ok(RecognizedText { text: text(&found), confidence, languages: found.languages })
}

fn text(found: &Recognized) -> String {
    let Some(usual) = median(found.words.iter().map(|word| word.height)) else {
        return String::new();
    };
    let points = HEIGHT / usual.max(1.0);
    let slope = slope(&found.words);
    let words = found.words.chunk_by(|one, two| one.line == two.line).flat_map(|line| {
        // Small letters are half as high as their font, capitals three quarters.
        let font = median(line.iter().map(|word| word.height)).unwrap_or(usual) * 1.4 * points;
        line.iter().map(move |word| Word {
            text: word.text.clone(),
            left: word.left * points,
            right: (word.left + word.width) * points,
            bottom: -(word.top + word.height - slope * (word.left + word.width / 2.0)) * points,
            height: (word.height * points).max(1.0),
            font: font.max(1.0),
            facing: Facing::Upright,
            on_page: Area::default(),
        })
    });
    lay_out(&words.collect::<Vec<_>>())
}

/// How far lines fall for each pixel to the right, on paper that lay askew: the median of all lines
/// that are long enough to tell.
fn slope(words: &[RecognizedWord]) -> f32 {
    const WORDS: usize = 4;
    let slopes = words.chunk_by(|one, two| one.line == two.line).filter_map(|line| {
        let [first, .., last] = line else { return None };
        let middle = |word: &RecognizedWord| word.top + word.height / 2.0;
        let run = last.left - first.left;
        (line.len() >= WORDS && run > 0.0).then(|| (middle(last) - middle(first)) / run)
    });
    median(slopes).filter(|slope| slope.abs() < 0.2).unwrap_or(0.0)
}

fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, line: u32, left: f32, top: f32) -> RecognizedWord {
        let width = text.len() as f32 * 12.0;
        let text = text.to_owned();
        RecognizedWord { text, line, left, top, width, height: 20.0, confidence: 90.0 }
    }

    #[test]
    fn what_stands_beside_each_other_stays_so_on_askew_paper() {
        // Two blocks, as the engine sees them: labels, then values; all falls by one in fifty.
        let fall = |left: f32, top: f32| top + left / 50.0;
        let mut words = Vec::new();
        for (line, (top, texts)) in
            [(100.0, ["Net", "amount", "in", "all"]), (130.0, ["Tax", "amount", "in", "all"])]
                .into_iter()
                .enumerate()
        {
            let mut left = 100.0;
            for text in texts {
                let next = word(text, line as u32, left, fall(left, top));
                left += next.width + 12.0;
                words.push(next);
            }
        }
        words.push(word("10.00", 2, 1500.0, fall(1500.0, 100.0)));
        words.push(word("1.90", 3, 1500.0, fall(1500.0, 130.0)));
        let found = Recognized { words, languages: "eng".to_owned() };
        assert_eq!(text(&found), "Net amount in all   10.00\nTax amount in all   1.90");
    }
}
