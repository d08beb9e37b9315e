//! How several voices become one probability.

use super::distribution::{margin, ranking, softmax, standardized};
use crate::{Evidence, Source};

/// Temperature that makes probabilities of centred cosines.
const EMBEDDER_TEMPERATURE: f64 = 0.10;

/// Temperature that makes probabilities of a language model's calibrated label scores.
const MODEL_TEMPERATURE: f64 = 1.0;

/// Temperature on the sum of both, each centred and scaled.
const JOINT_TEMPERATURE: f64 = 0.6;

/// What the sources say of one document: scores in the order of the labels, prejudice taken off.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Voices {
    /// Cosines.
    pub(crate) embedder: Option<Vec<f64>>,
    /// Log-probabilities.
    pub(crate) model: Option<Vec<f64>>,
}

/// The voices' common answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    /// Of each label; together 1.
    pub(crate) probabilities: Vec<f64>,
    /// Best probability minus the second best.
    pub(crate) margin: f64,
    /// Who took part, the one that leans most towards the answer first.
    pub(crate) sources: Vec<Source>,
    /// What each source alone would say.
    pub(crate) evidence: Vec<Evidence>,
}

impl Voices {
    /// One probability for each of `labels` answers; all equally probable when nobody speaks.
    pub(crate) fn verdict(&self, labels: usize) -> Verdict {
        let mut evidence = Vec::with_capacity(2);
        if let Some(cosines) = &self.embedder {
            let probabilities = softmax(cosines, EMBEDDER_TEMPERATURE);
            evidence.push(Evidence { source: Source::Embedder, probabilities });
        }
        if let Some(scores) = &self.model {
            let probabilities = softmax(scores, MODEL_TEMPERATURE);
            evidence.push(Evidence { source: Source::Model, probabilities });
        }
        let probabilities = match (&self.embedder, &self.model) {
            (Some(cosines), Some(scores)) => joint(cosines, scores),
            _ => evidence
                .first()
                .map_or_else(|| softmax(&vec![0.0; labels], 1.0), |one| one.probabilities.clone()),
        };
        let best = ranking(&probabilities).first().copied().unwrap_or(0);
        let mut sources: Vec<&Evidence> = evidence.iter().collect();
        sources.sort_by(|a, b| b.probabilities[best].total_cmp(&a.probabilities[best]));
        let sources = sources.into_iter().map(|voice| voice.source).collect();
        Verdict { margin: margin(&probabilities), probabilities, sources, evidence }
    }
}

fn joint(cosines: &[f64], scores: &[f64]) -> Vec<f64> {
    let sum: Vec<f64> =
        standardized(cosines).iter().zip(standardized(scores)).map(|(a, b)| a + b).collect();
    softmax(&sum, JOINT_TEMPERATURE)
}
