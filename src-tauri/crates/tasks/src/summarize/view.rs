//! A document's sentences, measured against each other, its title, the person's focus and marks.

use std::ops::Range;

use winnow_engine::Purpose;

use super::salience::{may_stand, salience, title, tokens_of_weight};
use super::similar::Vectors;
use super::taste::{MEASURES, Measured};
use crate::cost::Cost;
use crate::text::{sentences, word_count};
use crate::{Context, Decide, Span, TaskError};

/// What likeness to the title is worth.
const TITLE: f32 = 0.075;
/// What likeness to the person's focus is worth.
const FOCUS: f32 = 1.5;
/// Sentences beyond which similarities of all pairs would take too long; centrality is then
/// likeness to the mean of each run of this many.
const NEIGHBOURS: usize = 400;
/// Brings mean cosines, which differ by a tenth or two, to the scale of the other measures.
const LIKENESS: f64 = 3.0;
/// Words of a long sentence.
const LONG: f64 = 40.0;

/// What a document is looked at for.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    /// What the person typed to dwell on.
    pub focus: String,
    /// Sentences of other documents that the person starred.
    pub liked: Vec<String>,
    /// Sentences of other documents that the person struck out.
    pub disliked: Vec<String>,
}

/// The measured sentences.
pub(super) struct View {
    /// Sentences that may stand in a summary, in order.
    pub sentences: Vec<Span>,
    /// Words of each.
    pub words: Vec<usize>,
    /// Likeness of texts; the sentences come first.
    pub vectors: Vectors,
    texts: Vec<String>,
    title: Option<usize>,
    focus: Option<usize>,
    liked: Range<usize>,
    disliked: Range<usize>,
}

impl View {
    /// Looks at a document.
    ///
    /// # Errors
    /// [`TaskError::ModelMissing`] where the embedder alone shall decide and there is none; the
    /// engine's.
    pub async fn of(
        document: &str,
        wishes: &Wishes,
        decide: Decide,
        context: &Context,
        cost: &mut Cost,
    ) -> Result<Self, TaskError> {
        let all = sentences(document);
        let mut standing: Vec<Span> =
            all.iter().copied().filter(|span| may_stand(span.of(document))).collect();
        if standing.is_empty() {
            standing.clone_from(&all);
        }
        let mut texts: Vec<String> =
            standing.iter().map(|span| span.of(document).to_owned()).collect();
        let words = texts.iter().map(|text| word_count(text)).collect();
        let mut add = |more: &[String]| {
            let from = texts.len();
            texts.extend_from_slice(more);
            from..texts.len()
        };
        let title = title(document, &all).map(|title| add(&[title.to_owned()]).start);
        let focus = wishes.focus.trim();
        let focus = (!focus.is_empty()).then(|| add(&[focus.to_owned()]).start);
        let (liked, disliked) = (add(&wishes.liked), add(&wishes.disliked));
        let vectors = match context.models.embedder.as_ref() {
            Some(model) => Vectors::embedded(&texts, model, context, cost).await?,
            None if decide == Decide::Embedder => {
                return Err(TaskError::ModelMissing(Purpose::Embed));
            }
            None => Vectors::of_words(&texts),
        };
        Ok(Self { sentences: standing, words, vectors, texts, title, focus, liked, disliked })
    }

    /// What is known of each sentence.
    pub fn measured(&self) -> Vec<Measured> {
        (0..self.sentences.len()).map(|index| self.measure(index)).collect()
    }

    fn measure(&self, index: usize) -> Measured {
        let count = self.sentences.len();
        let like =
            |other: Option<usize>| other.map_or(0.0, |other| self.vectors.similarity(index, other));
        let text = &self.texts[index];
        let centrality = centrality(&self.vectors, index, count);
        let title = like(self.title);
        let worth = centrality + salience(text) + TITLE * title + FOCUS * like(self.focus);
        let (numbers, signals) = tokens_of_weight(text);
        let measures: [f64; MEASURES] = [
            f64::from(centrality),
            f64::from(title),
            numbers as f64 / 3.0,
            signals as f64 / 3.0,
            index as f64 / count.max(1) as f64,
            (self.words[index] as f64 / LONG).min(1.0),
            LIKENESS
                * (self.mean_likeness(index, &self.liked)
                    - self.mean_likeness(index, &self.disliked)),
        ];
        Measured { worth: f64::from(worth), measures }
    }

    fn mean_likeness(&self, index: usize, others: &Range<usize>) -> f64 {
        let sum: f32 = others.clone().map(|other| self.vectors.similarity(index, other)).sum();
        f64::from(sum) / others.len().max(1) as f64
    }
}

/// Mean likeness of a sentence to the others around it.
fn centrality(vectors: &Vectors, index: usize, count: usize) -> f32 {
    let from = (index / NEIGHBOURS) * NEIGHBOURS;
    let to = (from + NEIGHBOURS).min(count);
    let others = (from..to).filter(|other| *other != index);
    let number = (to - from).saturating_sub(1).max(1) as f32;
    others.map(|other| vectors.similarity(index, other)).sum::<f32>() / number
}
