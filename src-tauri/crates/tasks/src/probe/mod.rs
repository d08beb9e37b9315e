//! Whether a language model may write summaries: a probe on sample texts with known facts.
//!
//! Small models repeat themselves, and up to a third of the numbers that they write stand nowhere
//! (model-notes, summaries). So a model writes by default only after it has shown here that it keeps
//! as many facts as the text's own sentences do, and invents nothing.

mod texts;

pub use texts::{SampleText, sample_texts};

use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::eval::{FactMeasures, LabelledItem, Measures, evaluate};
use crate::{Context, Decide, Length, Task, TaskError, TaskKind};

/// Sentences of each summary.
const SENTENCES: u32 = 3;
/// Words that written summaries may use for each word of the text's own sentences.
const MOST_WORDS: f64 = 1.5;

/// What a probe found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// Sample texts.
    pub texts: usize,
    /// Share of the facts that the model's summaries keep.
    pub facts_kept: f64,
    /// Share of the facts that the texts' own sentences keep under the same contract.
    pub selection_kept: f64,
    /// Numbers, dates and names that the model made up, in all summaries.
    pub invented: usize,
    /// Words of a summary that the model wrote, mean.
    pub words: f64,
    /// Words of a summary of own sentences, mean.
    pub selection_words: f64,
    /// Texts of which the model could make no summary.
    pub failed: usize,
    /// Seconds that the model took for all of them.
    pub seconds: f64,
}

impl Probe {
    /// Whether the model has earned to write: it fails on no text, invents nothing, and keeps no
    /// fewer facts than the texts' own sentences in about as many words.
    #[must_use]
    pub fn earned(&self) -> bool {
        self.failed == 0
            && self.invented == 0
            && self.facts_kept >= self.selection_kept
            && self.words <= MOST_WORDS * self.selection_words
    }
}

/// Has the language model summarize the sample texts. `on_text` is told how many are finished.
///
/// # Errors
/// [`TaskError::ModelMissing`]; a cancelled or broken engine.
pub async fn probe(
    context: &Context,
    on_text: &mut (dyn FnMut(usize) + Send),
) -> Result<Probe, TaskError> {
    context.generator()?;
    let items: Vec<LabelledItem> = sample_texts()
        .iter()
        .map(|sample| LabelledItem { text: sample.text.clone(), answer: sample.facts.clone() })
        .collect();
    let task = |decide| Task {
        length: Some(Length::Sentences(SENTENCES)),
        decide,
        ..Task::new(TaskKind::Summarize)
    };
    let chosen = evaluate(&task(Decide::Cascade), &items, &selecting(context), &mut |_| {}).await?;
    let began = Instant::now();
    let written = evaluate(&task(Decide::Model), &items, context, on_text).await?;
    let seconds = began.elapsed().as_secs_f64();
    let (model, selection) = (facts(&written.measures), facts(&chosen.measures));
    Ok(Probe {
        texts: items.len(),
        facts_kept: model.facts_kept,
        selection_kept: selection.facts_kept,
        invented: model.invented,
        words: model.words,
        selection_words: selection.words,
        failed: written.failed,
        seconds,
    })
}

/// The same context for a model that has earned nothing yet.
fn selecting(context: &Context) -> Context {
    let mut context = context.clone();
    context.models.writes = false;
    context
}

/// Summaries are measured in facts; anything else cannot come back from one.
fn facts(measures: &Measures) -> FactMeasures {
    match measures {
        Measures::Facts(facts) => facts.clone(),
        _ => FactMeasures::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe() -> Probe {
        Probe {
            texts: 6,
            facts_kept: 0.5,
            selection_kept: 0.45,
            invented: 0,
            words: 60.0,
            selection_words: 60.0,
            failed: 0,
            seconds: 9.0,
        }
    }

    #[test]
    fn a_model_that_invents_or_forgets_does_not_write() {
        assert!(probe().earned());
        for (spoiled, why) in [
            (Probe { invented: 1, ..probe() }, "one number made up is one too many"),
            (Probe { facts_kept: 0.3, ..probe() }, "the text's own sentences keep more"),
            (Probe { words: 143.0, ..probe() }, "it keeps facts by not being short"),
            (Probe { failed: 1, ..probe() }, "it wrote nothing once"),
        ] {
            assert!(!spoiled.earned(), "{why}");
        }
    }
}
