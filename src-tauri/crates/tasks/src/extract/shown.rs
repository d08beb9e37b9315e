//! What of a document the language model is shown.

use winnow_engine::ModelId;

use super::question::Question;
use super::windows::{similarities, windows};
use super::witness::Embedder;
use crate::cost::Cost;
use crate::pieces::{Cut, Piece, pieces};
use crate::{Context, Span, TaskError};

/// A document with more tokens than this is shown in excerpts.
const WHOLE: u32 = 3000;
/// Windows of an excerpt.
const EXCERPT: usize = 3;

/// Tokens of a document that this model may be shown at a time, with room for the questions behind.
///
/// # Errors
/// The engine's.
pub(super) async fn room(model: &ModelId, context: &Context) -> Result<u32, TaskError> {
    let window = context.engine.model(model).await?.context;
    Ok(WHOLE.min(window - window / 8))
}

/// The document whole where it fits. Else the windows most like the question in one piece, or,
/// without an embedder to find them, all of it in as many pieces as it takes.
///
/// # Errors
/// [`TaskError::DocumentTooLong`] for a window without room; the engine's.
pub(super) async fn shown(
    document: &str,
    question: &Question,
    model: &ModelId,
    context: &Context,
    embedder: &mut Option<Embedder<'_>>,
    cost: &mut Cost,
) -> Result<Vec<Piece>, TaskError> {
    let tokens = context.tokens_of(model, document).await?;
    let room = room(model, context).await?;
    match embedder {
        Some(embedder) if tokens > room => {
            let windows = windows(document);
            let near = similarities(document, &windows, question, embedder, cost).await?;
            let mut order: Vec<usize> = (0..windows.len()).collect();
            order.sort_by(|&a, &b| near[b].total_cmp(&near[a]));
            let text = excerpt(document, &windows, &order);
            let tokens = context.tokens_of(model, &text).await?;
            Ok(vec![Piece { text, tokens }])
        }
        _ => pieces(document, tokens, Cut::overlapping(room), model, context).await,
    }
}

/// The first few of these windows, in the document's order.
pub(super) fn excerpt(document: &str, windows: &[Span], order: &[usize]) -> String {
    let mut chosen: Vec<usize> = Vec::new();
    for &index in order {
        if chosen.len() < EXCERPT && !chosen.contains(&index) {
            chosen.push(index);
        }
    }
    chosen.sort_unstable();
    let texts: Vec<&str> = chosen
        .iter()
        .filter_map(|&index| windows.get(index))
        .map(|window| window.of(document))
        .collect();
    texts.join("\n…\n")
}
