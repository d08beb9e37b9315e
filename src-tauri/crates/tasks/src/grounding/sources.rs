//! The sentences of the document that a written sentence rests on.

use std::collections::HashSet;

use crate::Span;
use crate::text::content_words;

/// A sentence shares at least this part of the written one's words to be a source.
const LEAST_SHARE: f32 = 0.25;
/// A second source must cover at least this part of what the best one covers.
const SECOND_SHARE: f32 = 0.6;
/// A written sentence rests on at most this many.
const MOST_SOURCES: usize = 3;

/// The document's sentences that hold most of the written sentence's words, in order of place;
/// empty when none holds enough.
pub(crate) fn sources_of(written: &str, document: &str, sentences: &[Span]) -> Vec<Span> {
    let wanted: HashSet<String> = content_words(written).into_iter().collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut shares: Vec<(f32, Span)> = sentences
        .iter()
        .map(|&span| {
            let held: HashSet<String> = content_words(span.of(document)).into_iter().collect();
            (wanted.intersection(&held).count() as f32 / wanted.len() as f32, span)
        })
        .filter(|(share, _)| *share >= LEAST_SHARE)
        .collect();
    shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = shares.first().map_or(0.0, |(share, _)| *share);
    let mut kept: Vec<Span> = shares
        .into_iter()
        .filter(|(share, _)| *share >= SECOND_SHARE * best)
        .take(MOST_SOURCES)
        .map(|(_, span)| span)
        .collect();
    kept.sort();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentences;

    #[test]
    fn a_written_sentence_is_linked_to_what_it_rests_on() {
        let document =
            "We recall the night light. The cover can come loose. Our shop opens at nine.";
        let spans = sentences(document);
        assert_eq!(sources_of("A loose cover.", document, &spans), [spans[1]]);
        assert_eq!(sources_of("Bananas are yellow.", document, &spans), []);
    }
}
