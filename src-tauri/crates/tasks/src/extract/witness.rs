//! The two models as witnesses: similarity of surroundings, log-probability of continuations.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use winnow_engine::{EmbedRequest, ModelId, Prompt, Reach, Score, ScoreRequest};

use super::contender::Reading;
use crate::classify::Memory;
use crate::cost::Cost;
use crate::evidence::dot;
use crate::{Context, Span, TaskError};

/// Surroundings are halved at most this often for an embedder that cannot read the whole.
const MOST_HALVINGS: usize = 4;

/// What all documents are compared with, such as the descriptions of fields.
static STANDING: Memory<Arc<[f32]>> = Memory::with_room(REMEMBERED);
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(1024).unwrap();

/// The embedder, with everything that it has read of this document.
pub(crate) struct Embedder<'a> {
    pub model: &'a ModelId,
    context: &'a Context,
    limit: u32,
    known: HashMap<String, Arc<[f32]>>,
}

impl<'a> Embedder<'a> {
    /// The context's embedder, if it has one.
    pub async fn of(context: &'a Context) -> Result<Option<Self>, TaskError> {
        let Some(model) = context.models.embedder.as_ref() else { return Ok(None) };
        let limit = context.engine.model(model).await?.context;
        // Room for the tokens that begin and end a text.
        let limit = limit.saturating_sub(2);
        Ok(Some(Self { model, context, limit, known: HashMap::new() }))
    }

    /// Reads texts that fit its window, each once; the others are left out.
    pub async fn read(&mut self, texts: Vec<String>, cost: &mut Cost) -> Result<(), TaskError> {
        let mut fresh: Vec<String> = texts
            .into_iter()
            .filter(|text| !self.known.contains_key(text) && !text.is_empty())
            .collect();
        fresh.sort();
        fresh.dedup();
        if fresh.is_empty() {
            return Ok(());
        }
        let counts = self.context.engine.count_tokens(self.model, &fresh).await?;
        let mut counts = counts.into_iter();
        fresh.retain(|_| counts.next().is_some_and(|count| count <= self.limit));
        if fresh.is_empty() {
            return Ok(());
        }
        let request = EmbedRequest {
            model: self.model.clone(),
            texts: fresh.clone(),
            priority: self.context.priority,
        };
        let read = self.context.engine.embed(request, self.context.cancel.clone()).await?;
        cost.add(&read.usage, &read.timings);
        self.known.extend(fresh.into_iter().zip(read.vectors.into_iter().map(Arc::from)));
        Ok(())
    }

    /// Reads texts that stay the same from document to document; they are read once for all.
    pub async fn read_standing(
        &mut self,
        texts: Vec<String>,
        cost: &mut Cost,
    ) -> Result<(), TaskError> {
        let mut fresh = Vec::new();
        for text in texts {
            match STANDING.recall_text(self.model, &text) {
                Some(vector) => drop(self.known.insert(text, Arc::clone(&vector))),
                None => fresh.push(text),
            }
        }
        self.read(fresh.clone(), cost).await?;
        for text in fresh {
            if let Some(vector) = self.known.get(&text) {
                STANDING.keep_text(self.model, &text, Arc::clone(vector));
            }
        }
        Ok(())
    }

    /// Reads the surroundings of places, shorter ones where the window is too small.
    pub async fn read_around(
        &mut self,
        reading: &Reading<'_>,
        spans: &[Span],
        cost: &mut Cost,
    ) -> Result<(), TaskError> {
        let mut open: Vec<Span> = spans.to_vec();
        for halving in 0..MOST_HALVINGS {
            let texts: Vec<String> =
                open.iter().map(|&span| reading.around(span, 1 << halving)).collect();
            self.read(texts.clone(), cost).await?;
            let mut texts = texts.iter();
            open.retain(|_| texts.next().is_some_and(|text| !self.known.contains_key(text)));
            if open.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Cosine of two texts that were read.
    pub fn similarity(&self, a: &str, b: &str) -> Option<f32> {
        let (a, b) = (self.known.get(a)?, self.known.get(b)?);
        Some(dot(a, b))
    }

    /// What the surroundings of a place are to the embedder, if they were read.
    pub fn around(&self, reading: &Reading<'_>, span: Span) -> Option<Arc<[f32]>> {
        (0..MOST_HALVINGS)
            .find_map(|halving| self.known.get(&reading.around(span, 1 << halving)))
            .cloned()
    }

    /// Cosine of a text and the surroundings of a place, both read before.
    pub fn similarity_around(&self, text: &str, reading: &Reading<'_>, span: Span) -> Option<f32> {
        (0..MOST_HALVINGS)
            .find_map(|halving| self.similarity(text, &reading.around(span, 1 << halving)))
    }
}

/// Scores texts as continuations of the document and a question behind it.
///
/// The document is a part of its own and comes first, so that all questions share its prefill.
pub(crate) async fn score_continuations(
    model: &ModelId,
    document: &str,
    question: &str,
    texts: Vec<String>,
    context: &Context,
    cost: &mut Cost,
) -> Result<Vec<Score>, TaskError> {
    let request = ScoreRequest {
        model: model.clone(),
        prompt: Prompt::Text { parts: vec![document.to_owned(), format!("\n\n{question}")] },
        continuations: texts.into_iter().map(|text| format!(" {text}")).collect(),
        reach: Reach::Whole,
        priority: context.priority,
    };
    let scored = context.engine.score(request, context.cancel.clone()).await?;
    cost.add(&scored.usage, &scored.timings);
    Ok(scored.scores)
}

/// The text with every run of white space as one space, as a model would go on with it.
pub(crate) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
