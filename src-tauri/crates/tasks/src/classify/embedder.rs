//! What the embedder says: where a document lies among the labels.

use std::{collections::HashMap, sync::Arc};

use indexmap::IndexSet;
use winnow_engine::{EmbedRequest, ModelId};

use super::{everyday::everyday, memory::Memory};
use crate::{
    Context, Coverage, Label, Progress, Stage, Task, TaskError,
    cost::Cost,
    evidence::{Prototypes, Relevance, mean, unit},
    pieces::{Cut, Piece, pieces},
    prompt::{callings, readable, rest_of},
};

/// Texts in one request: enough to fill the engine's batches, few enough to report progress.
const TEXTS_A_REQUEST: usize = 32;

/// Room that the engine may need for its own tokens around a text.
const MARKERS: u32 = 2;

static PROTOTYPES: Memory<Prototypes> = Memory::new();
static RELEVANCES: Memory<Relevance> = Memory::new();

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
        let words = self.words(task, context).await?;
        let examples = self.examples(task, context).await?;
        let points: Vec<(usize, Vec<f32>)> = examples
            .into_iter()
            .filter_map(|(labels, vector)| Some((*labels.first()?, vector)))
            .collect();
        Ok(PROTOTYPES.keep(&self.model, task, Prototypes::new(&words, &points)))
    }

    /// The task's labels and examples as points, where several labels may apply; found once a task.
    pub(super) async fn relevance(
        &self,
        task: &Task,
        context: &Context,
    ) -> Result<Arc<Relevance>, TaskError> {
        if let Some(known) = RELEVANCES.recall(&self.model, task) {
            return Ok(known);
        }
        let words = self.words(task, context).await?;
        let examples = self.examples(task, context).await?;
        let background = everyday(self, context).await?;
        let relevance = Relevance::new(&words, &background, &examples);
        Ok(RELEVANCES.keep(&self.model, task, relevance))
    }

    /// The task's examples as points, each with the places of its labels.
    async fn examples(
        &self,
        task: &Task,
        context: &Context,
    ) -> Result<Vec<(Vec<usize>, Vec<f32>)>, TaskError> {
        let texts: Vec<&str> = task.examples.iter().map(|example| example.input.as_str()).collect();
        let mut points = Vec::with_capacity(texts.len());
        for (example, point) in task.examples.iter().zip(self.read(&texts, context).await?) {
            points.push((task.places_of(&example.output), point?.vector));
        }
        Ok(points)
    }

    /// Where the labels' words lie: one unit vector for each label. One that stands for the rest
    /// lies where everyday texts do, and half way to what it names.
    pub(super) async fn words(
        &self,
        task: &Task,
        context: &Context,
    ) -> Result<Vec<Vec<f32>>, TaskError> {
        let wordings: Vec<Wording> = task.labels.iter().map(Wording::of).collect();
        // Labels without a description are read once, although they are called what they are.
        let texts: IndexSet<&str> = wordings.iter().flat_map(Wording::texts).collect();
        let texts: Vec<&str> = texts.into_iter().collect();
        let mut vectors: HashMap<&str, Vec<f32>> = HashMap::with_capacity(texts.len());
        for (text, point) in texts.iter().zip(self.read(&texts, context).await?) {
            vectors.insert(text, point?.vector);
        }
        let usual = if wordings.iter().any(|wording| wording.rest) {
            middle(&everyday(self, context).await?)
        } else {
            Vec::new()
        };
        Ok(wordings.iter().map(|wording| wording.point(&vectors, &usual)).collect())
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

/// A label as the embedder reads it.
struct Wording {
    /// Name and description; empty where the label stands for the rest and names nothing.
    whole: String,
    /// What it may be called.
    callings: Vec<String>,
    /// Whether it stands for whatever the other labels do not.
    rest: bool,
}

impl Wording {
    fn of(label: &Label) -> Self {
        if let Some(named) = rest_of(label) {
            let callings = match named.as_str() {
                "" => Vec::new(),
                _ => callings(&Label { name: named.clone(), description: named.clone() }),
            };
            return Self { whole: named, callings, rest: true };
        }
        let name = readable(&label.name);
        let whole = match label.description.trim() {
            "" => name,
            description => format!("{name}: {description}"),
        };
        Self { whole, callings: callings(label), rest: false }
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.whole]
            .into_iter()
            .chain(&self.callings)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    fn point(&self, vectors: &HashMap<&str, Vec<f32>>, usual: &[f32]) -> Vec<f32> {
        let of = |text: &String| vectors.get(text.as_str()).cloned();
        let parts: Vec<Vec<f32>> = self.callings.iter().filter_map(of).collect();
        let own = of(&self.whole).map(|whole| middle(&[whole, middle(&parts)]));
        match (own, self.rest) {
            (Some(own), false) => own,
            (Some(own), true) => middle(&[own, usual.to_vec()]),
            (None, _) => usual.to_vec(),
        }
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
    Point { vector: unit(vector), coverage, cost }
}

/// The point in the middle of others, at length 1; empty without any.
fn middle(vectors: &[Vec<f32>]) -> Vec<f32> {
    unit(mean(vectors.iter().map(Vec::as_slice)).unwrap_or_default())
}

fn report(context: &Context, done: usize, total: usize) {
    (context.progress)(Progress::Stage {
        stage: Stage::Embed,
        done: done as u32,
        total: total as u32,
    });
}
