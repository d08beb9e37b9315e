//! A long document in windows, of which a field's question picks the best.

use super::question::Question;
use super::witness::Embedder;
use crate::cost::Cost;
use crate::text::sentences;
use crate::{Span, TaskError};

/// Characters of a window: what an embedder of 256 tokens reads whole, with room to spare.
const WINDOW: usize = 600;

/// Runs of whole sentences of about 600 characters that hold the whole document; a sentence that
/// is longer is cut at blanks.
pub(crate) fn windows(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for sentence in sentences(text) {
        for piece in cut(text, sentence) {
            match found.last_mut() {
                Some(last) if (piece.end - last.start) as usize <= WINDOW => last.end = piece.end,
                _ => found.push(piece),
            }
        }
    }
    found
}

fn cut(text: &str, sentence: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut rest = sentence;
    while (rest.end - rest.start) as usize > WINDOW {
        let body = rest.of(text);
        let limit = (0..=WINDOW).rev().find(|&at| body.is_char_boundary(at)).unwrap_or(0);
        let at = body[..limit].rfind(char::is_whitespace).filter(|&at| at > 0).unwrap_or(limit);
        let start = rest.start as usize;
        pieces.extend(Span::new(start..start + at).trimmed(text));
        rest.start = Span::new(start + at..start + at).start;
    }
    pieces.extend(rest.trimmed(text));
    pieces
}

/// Similarity of each window to a question; the embedder reads each window once for all fields.
pub(crate) async fn similarities(
    text: &str,
    windows: &[Span],
    question: &Question,
    embedder: &mut Embedder<'_>,
    cost: &mut Cost,
) -> Result<Vec<f32>, TaskError> {
    let texts = windows.iter().map(|span| span.of(text).to_owned()).collect();
    embedder.read(texts, cost).await?;
    embedder.read_standing(vec![question.described.clone()], cost).await?;
    Ok(windows
        .iter()
        .map(|span| embedder.similarity(&question.described, span.of(text)).unwrap_or(0.0))
        .collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn windows_hold_the_whole_document(text in "(([a-zé]{1,12}[ .,]{1,2}){0,150}|x{700}|\n\n){0,4}") {
            let mut covered = 0;
            for window in windows(&text) {
                prop_assert!(text[covered..window.start as usize].trim().is_empty(), "nothing lies between windows");
                prop_assert!((window.end - window.start) as usize <= WINDOW, "a window is no longer than allowed");
                covered = window.end as usize;
            }
            prop_assert!(text[covered..].trim().is_empty(), "nothing lies behind the last window");
        }
    }
}
