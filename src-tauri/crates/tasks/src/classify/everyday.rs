//! Everyday texts of no label in particular: what a label's words are held against before there is
//! a batch, and where "anything else" stands.

use std::{num::NonZeroUsize, sync::Arc};

use super::{embedder::Embedder, memory::Memory};
use crate::{Context, TaskError};

/// Short texts of many kinds and subjects, in the language of the default embedder.
const TEXTS: [&str; 24] = [
    "Hello, I hope you are well. I wanted to let you know that we arrived safely.",
    "Please find attached the document that you asked for.",
    "Thank you very much for your help, that was very kind of you.",
    "The meeting has been moved to Thursday at ten.",
    "It rained all week, but on Sunday the sun came out.",
    "My sister has two children; the older one starts school in September.",
    "Could you call me back when you have a minute?",
    "The museum shows paintings of the nineteenth century until the end of May.",
    "Mix the flour with the eggs and let the dough rest for half an hour.",
    "The train to the coast leaves every two hours.",
    "Our team won the match by two goals in the last minutes.",
    "The minister said that the law would be discussed again in spring.",
    "Researchers have found a new species of frog in the mountains.",
    "I am looking for a book that I read as a child.",
    "The company opened a second office and now has forty people.",
    "She plays the violin and sings in a choir.",
    "There is a small garden behind the house with an old apple tree.",
    "The price of oil fell slightly on Monday.",
    "Take one tablet in the morning after breakfast.",
    "We are writing to you about the matter that we discussed last week.",
    "The film is too long, but the actors are very good.",
    "Press the button for three seconds until the light turns green.",
    "The bridge was closed to traffic after the storm.",
    "In this lesson you learn how to count to a hundred.",
];

static VECTORS: Memory<Vec<Vec<f32>>> = Memory::with_room(NonZeroUsize::new(2).unwrap());

/// The texts as unit vectors, found once for each embedder.
pub(super) async fn everyday(
    embedder: &Embedder,
    context: &Context,
) -> Result<Arc<Vec<Vec<f32>>>, TaskError> {
    if let Some(known) = VECTORS.recall_text(&embedder.model, "") {
        return Ok(known);
    }
    let mut vectors = Vec::with_capacity(TEXTS.len());
    for point in embedder.read(&TEXTS, context).await? {
        vectors.push(point?.vector);
    }
    Ok(VECTORS.keep_text(&embedder.model, "", vectors))
}
