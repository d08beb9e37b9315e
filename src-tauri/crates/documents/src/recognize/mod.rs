//! Text recognition (OCR): from pixels to words with boxes.
//!
//! Readers hand a [`Bitmap`] to a [`Recognizer`] and get [`Recognized`] words back. In the worker the
//! recognizer is a question to the parent, since a walled-in process starts no programs; the parent
//! runs [`Tesseract`] in walls of its own. Tesseract sees grey pixels that the worker made, never a
//! stranger's file.

pub(crate) mod launch;
mod table;
pub(crate) mod tesseract;

use serde::{Deserialize, Serialize};

pub use tesseract::{LanguageMissing, Tesseract};

/// Pixels of a picture at most; a page of A4 at 400 dots to the inch has 15 million.
pub(crate) const PIXELS: u64 = 32_000_000;

/// A grey picture, one byte for each pixel, rows from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bitmap {
    /// Pixels in a row.
    pub(crate) width: u32,
    /// Rows.
    pub(crate) height: u32,
    /// `width` × `height` bytes; 0 is black.
    pub(crate) grey: Vec<u8>,
}

/// What stands in a picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recognized {
    /// Words, line after line.
    pub(crate) words: Vec<RecognizedWord>,
    /// The languages that were looked for, as Tesseract names them: "deu+eng".
    pub(crate) languages: String,
}

/// A word in a picture; its box in pixels, from the top left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RecognizedWord {
    /// The word.
    pub(crate) text: String,
    /// The line that holds it, counted from 0 over the whole picture.
    pub(crate) line: u32,
    /// Left edge.
    pub(crate) left: f32,
    /// Upper edge.
    pub(crate) top: f32,
    /// Width.
    pub(crate) width: f32,
    /// Height.
    pub(crate) height: f32,
    /// How sure the engine is, 0 to 100.
    pub(crate) confidence: f32,
}

impl Recognized {
    /// How sure the engine is of the whole, 0 to 100, long words counting for more.
    pub(crate) fn confidence(&self) -> f32 {
        let (sum, letters) = self.words.iter().fold((0.0, 0.0), |(sum, letters), word| {
            let length = word.text.chars().count() as f32;
            (sum + word.confidence * length, letters + length)
        });
        if letters > 0.0 { sum / letters } else { 0.0 }
    }
}

/// Something that reads pictures.
pub(crate) trait Recognizer: Sync {
    /// The words of a picture.
    ///
    /// # Errors
    /// Why there is no answer, in words.
    fn recognize(&self, bitmap: &Bitmap) -> Result<Recognized, String>;
}
