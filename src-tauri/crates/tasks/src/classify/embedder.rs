//! What the embedder says: where a document lies among the labels.

use std::sync::Arc;

use serde_json::Value;
use winnow_engine::{EmbedRequest, ModelId};

use super::memory::Memory;
use crate::{
    Context, Coverage, Label, Progress, Stage, Task, TaskError,
    cost::Cost,
    evidence::Prototypes,
    pieces::{Cut, Piece, pieces},
    prompt::{callings, readable},
};

/// Texts in one request: enough to fill the engine's batches, few enough to report progress.
const TEXTS_A_REQUEST: usize = 32;

/// Room that the engine may need for its own tokens around a text.
const MARKERS: u32 = 2;

static PROTOTYPES: Memory<Prototypes> = Memory::new();

/// An embedding model that takes part.
pub(super) struct Embedder {
    pub(super) model: ModelId,
    /// Tokens of text that it reads at a time.
    window: u32,
}

/// A document as one point.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) vector: Vec<f32>,
    pub(super) coverage: Coverage,
    pub(super) cost: Cost,
}

impl Embedder {
    pub(super) async fn seat(model: &ModelId, context: &Context) -> Result<Self, TaskError> {
        let loaded = context.engine.model(model).await?;
        Ok(Self { model: model.clone(), window: loaded.context.saturating_sub(MARKERS) })
    }

    /// The task's labels and examples as points, found once a task.
    pub(super) async fn prototypes(
        &self,
        task: &Task,
        context: &Context,
    ) -> Result<Arc<Prototypes>, TaskError> {
        if let Some(known) = PROTOTYPES.recall(&self.model, task) {
            return Ok(known);
        }
        let examples: Vec<(usize, &str)> = task
            .examples
            .iter()
            .filter_map(|example| match &example.output {
                Value::String(name) => {
                    let label = task.labels.iter().position(|label| label.name == *name)?;
                    Some((label, example.input.as_str()))
                }
                _ => None,
            })
            .collect();
        let words = self.words(task, context).await?;
        let texts: Vec<&str> = examples.iter().map(|(_, text)| *text).collect();
        let mut points = Vec::with_capacity(texts.len());
        for ((label, _), point) in examples.iter().zip(self.read(&texts, context).await?) {
            points.push((*label, point?.vector));
        }
        Ok(PROTOTYPES.keep(&self.model, task, Prototypes::new(&words, &points)))
    }

    /// Where the labels' words lie: one unit vector for each label.
    pub(super) async fn words(
        &self,
        task: &Task,
        context: &Context,
    ) -> Result<Vec<Vec<f32>>, TaskError> {
        let described: Vec<String> = task.labels.iter().map(described).collect();
        let called: Vec<Vec<String>> = task.labels.iter().map(callings).collect();
        let texts: Vec<&str> =
            described.iter().chain(called.iter().flatten()).map(String::as_str).collect();
        let mut vectors = Vec::with_capacity(texts.len());
        for point in self.read(&texts, context).await? {
            vectors.push(point?.vector);
        }
        let mut vectors = vectors.into_iter();
        let wholes: Vec<Vec<f32>> = vectors.by_ref().take(described.len()).collect();
        Ok(wholes
            .into_iter()
            .zip(&called)
            .map(|(whole, callings)| {
                let parts: Vec<Vec<f32>> = vectors.by_ref().take(callings.len()).collect();
                normalized(mean(&[whole, normalized(mean(&parts))]))
            })
            .collect())
    }

    /// Each text as a point; one that is longer than the window is the mean of its pieces, each
    /// weighing as much as it has tokens.
    ///
    /// A text that fails, fails alone; the whole fails only with the engine.
    pub(super) async fn read(
        &self,
        texts: &[&str],
        context: &Context,
    ) -> Result<Vec<Result<Point, TaskError>>, TaskError> {
        let owned: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        let counts = context.engine.count_tokens(&self.model, &owned).await?;
        let mut cut = Vec::with_capacity(texts.len());
        let window = Cut::apart(self.window);
        for (text, &tokens) in texts.iter().zip(&counts) {
            cut.push(pieces(text, tokens, window, &self.model, context).await);
        }
        let flat: Vec<&Piece> = cut.iter().flatten().flatten().collect();
        let mut vectors = Vec::with_capacity(flat.len());
        for group in flat.chunks(TEXTS_A_REQUEST) {
            let request = EmbedRequest {
                model: self.model.clone(),
                texts: group.iter().map(|piece| piece.text.clone()).collect(),
                priority: context.priority,
            };
            let outcome = context.engine.embed(request, context.cancel.clone()).await?;
            let share = Cost::from(&outcome).shared_by(group.len());
            vectors.extend(outcome.vectors.into_iter().map(|vector| (vector, share)));
            report(context, vectors.len(), flat.len());
        }
        let mut vectors = vectors.into_iter();
        Ok(cut
            .into_iter()
            .map(|pieces| pieces.map(|pieces| pooled(&pieces, &mut vectors)))
            .collect())
    }
}

/// A label as the embedder reads it, beside its single callings.
fn described(label: &Label) -> String {
    let name = readable(&label.name);
    match label.description.trim() {
        "" => name,
        description => format!("{name}: {description}"),
    }
}

fn pooled(pieces: &[Piece], vectors: &mut impl Iterator<Item = (Vec<f32>, Cost)>) -> Point {
    let mut vector: Vec<f32> = Vec::new();
    let mut cost = Cost::default();
    let mut tokens = 0;
    for (piece, (part, share)) in pieces.iter().zip(vectors.by_ref()) {
        vector.resize(part.len(), 0.0);
        for (sum, value) in vector.iter_mut().zip(part) {
            *sum += value * piece.tokens as f32;
        }
        tokens += piece.tokens;
        cost.add(&share.usage, &share.timings);
    }
    let coverage = Coverage { tokens, read: tokens, chunks: pieces.len() as u32 };
    Point { vector: normalized(vector), coverage, cost }
}

fn mean(vectors: &[Vec<f32>]) -> Vec<f32> {
    let mut mean = vec![0.0; vectors.first().map_or(0, Vec::len)];
    for vector in vectors {
        for (sum, value) in mean.iter_mut().zip(vector) {
            *sum += value / vectors.len() as f32;
        }
    }
    mean
}

/// The vector at length 1; a zero vector stays.
fn normalized(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    vector
}

fn report(context: &Context, done: usize, total: usize) {
    (context.progress)(Progress::Stage {
        stage: Stage::Embed,
        done: done as u32,
        total: total as u32,
    });
}
