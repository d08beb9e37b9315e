//! What the language model says: how probable each label is behind the document.

use std::sync::Arc;

use winnow_engine::{ModelId, Prompt, Reach, ScoreRequest};

use super::memory::Memory;
use crate::{
    Context, Coverage, Task, TaskError,
    cost::Cost,
    evidence::{Baseline, model_weight},
    pieces::{Cut, pieces},
    prompt,
};

/// Texts that say nothing: those of Zhao et al. 2021 (arXiv 2102.09690, section 5), and some that
/// look more like a document.
const CONTENT_FREE: [&str; 8] = [
    "N/A",
    "[MASK]",
    "",
    "Hello,",
    "Please see below.",
    "This is a text.",
    "See attached.",
    "Thank you.",
];

static BASELINES: Memory<Baseline> = Memory::new();

/// A language model that takes part.
pub(super) struct Speaker {
    pub(super) model: ModelId,
    /// Tokens of a document that fit beside the task's own words.
    pub(super) room: u32,
    /// What its word counts for, from its size.
    weight: f64,
}

/// A document that a task asks about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading<'a> {
    pub(super) task: &'a Task,
    pub(super) document: &'a str,
    /// Whether it may be read in pieces.
    pub(super) may_split: bool,
}

/// What the model said of one document.
#[derive(Clone, Debug)]
pub(super) struct Opinion {
    /// Mean log-probability of each label's callings, not calibrated.
    pub(super) scores: Vec<f64>,
    /// What its word counts for.
    pub(super) weight: f64,
    pub(super) coverage: Coverage,
    pub(super) cost: Cost,
}

impl Speaker {
    /// # Errors
    /// [`TaskError::InvalidSetting`] when the labels alone fill the context; the engine's.
    pub(super) async fn seat(
        task: &Task,
        model: &ModelId,
        context: &Context,
    ) -> Result<Self, TaskError> {
        let loaded = context.engine.model(model).await?;
        let plan = prompt::classify(task, "");
        let longest = called(task).concat().into_iter().max_by_key(String::len).unwrap_or_default();
        let texts = [plan.prefix, plan.suffix, longest];
        let counts = context.engine.count_tokens(model, &texts).await?;
        // One for the token that begins a sequence, one for the space before the document.
        let own: u32 = counts.iter().sum::<u32>() + 2;
        if own >= loaded.context {
            return Err(TaskError::InvalidSetting {
                setting: "labels",
                reason: format!(
                    "the instruction, labels and examples have {own} tokens, the model has room for {}: shorten them, or decide by the embedder",
                    loaded.context
                ),
            });
        }
        let weight = model_weight(loaded.parameters);
        Ok(Self { model: model.clone(), room: loaded.context - own, weight })
    }

    /// What the model thinks of the labels when the text says nothing, found once a task.
    pub(super) async fn baseline(
        &self,
        task: &Task,
        context: &Context,
    ) -> Result<Arc<Baseline>, TaskError> {
        if let Some(known) = BASELINES.recall(&self.model, task) {
            return Ok(known);
        }
        let mut rows = Vec::with_capacity(CONTENT_FREE.len());
        for text in CONTENT_FREE {
            rows.push(self.ask(task, text, context).await?.0);
        }
        Ok(BASELINES.keep(&self.model, task, Baseline::contextual(&rows, task.labels.len())))
    }

    /// The model's opinion of a document. One that does not fit is read in pieces, each weighing
    /// as much as it has tokens, if it may be split.
    ///
    /// # Errors
    /// [`TaskError::DocumentTooLong`] when it does not fit and may not be split; the engine's.
    pub(super) async fn read(
        &self,
        reading: Reading<'_>,
        context: &Context,
    ) -> Result<Opinion, TaskError> {
        let Reading { task, document, may_split } = reading;
        let tokens = context.tokens_of(&self.model, document).await?;
        if tokens > self.room && !may_split {
            return Err(TaskError::DocumentTooLong { tokens, limit: self.room });
        }
        let pieces = pieces(document, tokens, Cut::apart(self.room), &self.model, context).await?;
        let mut scores = vec![0.0; task.labels.len()];
        let mut cost = Cost::default();
        let read: u32 = pieces.iter().map(|piece| piece.tokens).sum();
        for piece in &pieces {
            let (opinion, spent) = self.ask(task, &piece.text, context).await?;
            let weight = f64::from(piece.tokens) / f64::from(read.max(1));
            for (sum, score) in scores.iter_mut().zip(opinion) {
                *sum += weight * score;
            }
            cost.add(&spent.usage, &spent.timings);
        }
        let coverage = Coverage {
            tokens: tokens.max(read),
            read: tokens.max(read),
            chunks: pieces.len() as u32,
        };
        Ok(Opinion { scores, weight: self.weight, coverage, cost })
    }

    async fn ask(
        &self,
        task: &Task,
        text: &str,
        context: &Context,
    ) -> Result<(Vec<f64>, Cost), TaskError> {
        let called = called(task);
        let request = ScoreRequest {
            model: self.model.clone(),
            prompt: Prompt::from(prompt::classify(task, text)),
            continuations: called.concat(),
            // What follows is nearly as certain with one label as with another, and what it adds to
            // their scores is noise: 0.71 of 62 office messages right become 0.82.
            reach: Reach::Parting,
            priority: context.priority,
        };
        let outcome = context.engine.score(request, context.cancel.clone()).await?;
        let mut sums = outcome.scores.iter().map(|score| score.logprob);
        let scores = called
            .iter()
            .map(|callings| sums.by_ref().take(callings.len()).sum::<f64>() / callings.len() as f64)
            .collect();
        Ok((scores, Cost::from(&outcome)))
    }
}

/// The continuations of each label. Without calibration only its name: a mean over callings of
/// different lengths says something only of what is left when their prejudice is taken off.
fn called(task: &Task) -> Vec<Vec<String>> {
    task.labels
        .iter()
        .map(|label| {
            let mut callings = prompt::callings(label);
            if !task.calibrate {
                callings.truncate(1);
            }
            callings.iter().map(|calling| format!(" {calling}")).collect()
        })
        .collect()
}
