//! How several voices become one probability.
//!
//! Each source says for every label how much more probable the document makes it, on the scale of
//! log-probabilities and with its prejudice taken off. Independent witnesses multiply, so their
//! scores add; a source that is unsure of a document says nearly the same of all labels and thereby
//! leaves the word to the other.

use super::distribution::{margin, ranking, softmax};
use crate::{Evidence, Source};

/// What the sources say of one document, in the order of the labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Voices {
    /// The embedder's scores.
    pub(crate) embedder: Option<Vec<f64>>,
    /// A taught head's scores.
    pub(crate) head: Option<Vec<f64>>,
    /// The language model's scores.
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
        let mut sum = vec![0.0; labels];
        let mut evidence = Vec::with_capacity(3);
        for (source, scores) in [
            (Source::Embedder, &self.embedder),
            (Source::Head, &self.head),
            (Source::Model, &self.model),
        ] {
            let Some(scores) = scores else { continue };
            for (total, score) in sum.iter_mut().zip(scores) {
                *total += score;
            }
            evidence.push(Evidence { source, probabilities: softmax(scores, 1.0) });
        }
        let probabilities = softmax(&sum, 1.0);
        let best = ranking(&probabilities).first().copied().unwrap_or(0);
        let mut voices: Vec<&Evidence> = evidence.iter().collect();
        voices.sort_by(|a, b| b.probabilities[best].total_cmp(&a.probabilities[best]));
        let sources = voices.into_iter().map(|voice| voice.source).collect();
        Verdict { margin: margin(&probabilities), probabilities, sources, evidence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_witness_prevails() {
        let voices = Voices {
            embedder: Some(vec![0.2, 0.0, 0.1]),
            model: Some(vec![-1.0, 3.0, -1.0]),
            ..Voices::default()
        };
        let verdict = voices.verdict(3);
        assert_eq!(ranking(&verdict.probabilities)[0], 1, "only the model is sure");
        assert_eq!(verdict.sources, [Source::Model, Source::Embedder], "and is named first");
        assert_eq!(verdict.evidence.len(), 2, "what each thought is kept");
    }

    #[test]
    fn agreement_makes_surer_than_either_alone() {
        let voice = Some(vec![1.5, 0.0]);
        let alone = Voices { embedder: voice.clone(), ..Voices::default() }.verdict(2);
        let together =
            Voices { embedder: voice.clone(), model: voice, ..Voices::default() }.verdict(2);
        assert!(together.probabilities[0] > alone.probabilities[0]);
        assert_eq!(alone.sources, [Source::Embedder], "only who spoke is named");
    }

    #[test]
    fn nobody_speaking_leaves_everything_open() {
        let verdict = Voices::default().verdict(4);
        assert_eq!(verdict.probabilities, [0.25; 4]);
        assert!(verdict.margin.abs() < 1e-12);
    }
}
