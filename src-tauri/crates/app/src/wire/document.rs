//! Documents on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// UTF-16 code units `start..end` of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextSpan {
    /// First code unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A document that has been read and kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentView {
    /// Its key in the store.
    pub id: String,
    /// The file's name, or what a person sees for pasted text.
    pub name: String,
    /// "pdf", "docx", "text"…
    pub format: String,
    /// Its text.
    pub text: String,
    /// Pages, headings, rows: where what stands.
    pub places: Vec<PlaceView>,
    /// Pages, if it has any.
    pub pages: Option<PageCounts>,
    /// The language of most of the text, as ISO 639-3 names it ("eng"), where it can be told.
    pub language: Option<String>,
    /// What could not be read, in words.
    pub notes: Vec<String>,
    /// Bytes of the file.
    pub bytes: u64,
}

/// A named part of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    /// Where in the text.
    pub span: TextSpan,
    /// "page 3", "row 12", "heading: Terms".
    pub label: String,
    /// Whether it begins a page.
    pub page: Option<u32>,
}

/// A page of a PDF as a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageView {
    /// The picture, as a `data:` address.
    pub picture: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The words of the page's text that could be placed on it.
    pub words: Vec<PageWordView>,
}

/// A word on a page. Lengths are shares of the page's width and height, from its upper left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageWordView {
    /// Where in the document's text.
    pub span: TextSpan,
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// Pages in all and pages read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PageCounts {
    /// In all.
    pub total: u32,
    /// Read.
    pub read: u32,
    /// Numbers of those that were not.
    pub unread: Vec<u32>,
}

/// A sample document that comes with Winnow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    /// File name; the argument of `open_sample`.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// What to try with it.
    pub kind: super::task::TaskKind,
    /// The task that was written for it.
    pub task: super::task::TaskSpec,
}
