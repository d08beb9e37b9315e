//! A page as a picture, and where its words stand on it.

use serde::{Deserialize, Serialize};

/// A rendered page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PagePicture {
    /// The picture, a PNG file.
    pub png: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The words of the page's text and their boxes; words that could not be placed are missing, and
    /// a page whose text was recognized has none.
    pub words: Vec<PageWord>,
}

/// A word on a page. Lengths are shares of the page's width and height, from its upper left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageWord {
    /// First byte, counted in the text of the page.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}
