//! A document in pieces that fit a model's window.

use winnow_engine::ModelId;

use crate::text::sentences;
use crate::{Context, Span, TaskError};

/// A run of whole sentences that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) tokens: u32,
}

/// The document whole if it has at most `limit` tokens, else in runs of sentences that have.
///
/// `tokens` is the document's own count. Every character that is not white space is in one piece.
///
/// # Errors
/// [`TaskError::DocumentTooLong`] when not even one character fits; the engine's.
pub(crate) async fn pieces(
    document: &str,
    tokens: u32,
    limit: u32,
    model: &ModelId,
    context: &Context,
) -> Result<Vec<Piece>, TaskError> {
    if tokens <= limit {
        return Ok(vec![Piece { text: document.to_owned(), tokens }]);
    }
    let mut spans = sentences(document);
    let counted = loop {
        let texts: Vec<String> = spans.iter().map(|span| span.of(document).to_owned()).collect();
        let counts = context.engine.count_tokens(model, &texts).await?;
        if counts.iter().all(|&count| count <= limit) {
            break counts;
        }
        spans = spans
            .iter()
            .zip(&counts)
            .flat_map(
                |(&span, &count)| {
                    if count <= limit { vec![span] } else { halves(document, span) }
                },
            )
            .collect();
        if spans.len() == texts.len() {
            return Err(TaskError::DocumentTooLong { tokens, limit });
        }
    };
    Ok(packed(&spans, &counted, limit)
        .into_iter()
        .map(|(span, tokens)| Piece { text: span.of(document).to_owned(), tokens })
        .collect())
}

/// Neighbours joined as long as their counts together stay within `limit`.
fn packed(spans: &[Span], counts: &[u32], limit: u32) -> Vec<(Span, u32)> {
    let mut packed: Vec<(Span, u32)> = Vec::new();
    for (&span, &count) in spans.iter().zip(counts) {
        match packed.last_mut() {
            // One more for the white space between them, which some tokenizers count.
            Some((last, sum)) if *sum + count < limit => {
                last.end = span.end;
                *sum += count + 1;
            }
            _ => packed.push((span, count)),
        }
    }
    packed
}

/// A span cut at the white space nearest to its middle, or at its middle where there is none.
fn halves(document: &str, span: Span) -> Vec<Span> {
    let text = span.of(document);
    let middle = text.len() / 2;
    let cut = text
        .match_indices(char::is_whitespace)
        .map(|(place, _)| place)
        .min_by_key(|place| place.abs_diff(middle))
        .filter(|&place| place > 0)
        .unwrap_or_else(|| {
            (middle.max(1)..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
        });
    let start = span.start as usize;
    [Span::new(start..start + cut), Span::new(start + cut..span.end as usize)]
        .into_iter()
        .filter_map(|half| half.trimmed(document))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn halving_loses_nothing_but_white_space(text in "\\PC{2,60}") {
            let whole = Span::new(0..text.len());
            let joined: String = halves(&text, whole).iter().map(|half| half.of(&text)).collect();
            let ink = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(ink(&joined), ink(&text));
        }

        #[test]
        fn packing_keeps_order_and_limit(counts in proptest::collection::vec(1..50_u32, 1..40)) {
            let spans: Vec<Span> = (0..counts.len()).map(|i| Span::new(i * 10..i * 10 + 9)).collect();
            let packed = packed(&spans, &counts, 50);
            prop_assert!(packed.iter().all(|(_, tokens)| *tokens <= 50), "each piece fits");
            prop_assert_eq!(packed.first().map(|(span, _)| span.start), Some(0));
            prop_assert_eq!(packed.last().map(|(span, _)| span.end), spans.last().map(|span| span.end));
            prop_assert!(packed.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
        }
    }
}
