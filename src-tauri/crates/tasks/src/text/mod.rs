//! A text and its parts as byte spans: lines, sentences, words.
//!
//! Every part is a [`Span`](crate::Span) of the text that it was taken from, on character
//! boundaries, so that whatever is built from parts can be shown where it stands. Knows nothing of
//! tasks and models.

mod language;
mod lines;
mod pattern;
mod sentences;
mod span;
mod trade;
mod words;

pub(crate) use language::stranger;
pub(crate) use lines::{Line, line_at, lines};
pub(crate) use pattern::pattern;
pub use sentences::sentences;
pub(crate) use trade::Trade;
pub(crate) use words::{content_words, is_stop_word, word_count, words};
