//! How several voices become one probability.
//!
//! Each source says for every label how much more probable the document makes it, on the scale of
//! log-probabilities and with its prejudice taken off. Independent witnesses multiply, so their
//! scores add; a source that is unsure of a document says nearly the same of all labels and thereby
//! leaves the word to the other.

use super::{
    distribution::{margin, ranking, sigmoid, softmax},
    relevance::PRIOR,
};
use crate::{Evidence, Source};

/// What a language model's word counts for beside another source, where several labels may apply: what
/// it says of one label depends on the others.
const BESIDE: f64 = 0.3;

/// How much of what it says of the other labels, on average, is held against one there.
const CONTRAST: f64 = 0.5;

/// What the sources say of one document, in the order of the labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Voices {
    /// The embedder's scores.
    pub(crate) embedder: Option<Vec<f64>>,
    /// A taught head's scores.
    pub(crate) head: Option<Vec<f64>>,
    /// The language model's scores.
    pub(crate) model: Option<Vec<f64>>,
    /// The larger language model's scores.
    pub(crate) larger: Option<Vec<f64>>,
}

/// The voices' common answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    /// Of each label; together 1, unless several may apply.
    pub(crate) probabilities: Vec<f64>,
    /// Best probability minus the second best; where several may apply, how far the nearest one is
    /// from its threshold.
    pub(crate) margin: f64,
    /// Who took part, the one that leans most towards the answer first.
    pub(crate) sources: Vec<Source>,
    /// What each source alone would say.
    pub(crate) evidence: Vec<Evidence>,
}

impl Verdict {
    /// The labels that reach their thresholds.
    pub(crate) fn chosen(&self, thresholds: &[f64]) -> Vec<bool> {
        let pairs = self.probabilities.iter().zip(thresholds);
        pairs.map(|(probability, threshold)| probability >= threshold).collect()
    }

    /// The most probable label alone.
    pub(crate) fn best(&self) -> Vec<bool> {
        let best = ranking(&self.probabilities).first().copied();
        (0..self.probabilities.len()).map(|index| best == Some(index)).collect()
    }

    /// The probability that just these labels apply, each judged by itself.
    pub(crate) fn trust_in_set(&self, chosen: &[bool]) -> f64 {
        let pairs = self.probabilities.iter().zip(chosen);
        pairs.map(|(yes, chosen)| if *chosen { *yes } else { 1.0 - yes }).product()
    }

    /// The probability that the label that is chosen is the right one.
    pub(crate) fn trust_in_one(&self, chosen: &[bool]) -> f64 {
        let pairs = self.probabilities.iter().zip(chosen);
        pairs.filter(|(_, chosen)| **chosen).map(|(probability, _)| probability).sum()
    }
}

impl Voices {
    /// One probability for each of `labels` answers; all equally probable when nobody speaks.
    pub(crate) fn verdict(&self, labels: usize) -> Verdict {
        let probabilities = softmax(&self.sum(labels), 1.0);
        let best = ranking(&probabilities).first().copied().unwrap_or(0);
        let evidence: Vec<Evidence> = self
            .speaking()
            .map(|(source, scores)| Evidence { source, probabilities: softmax(scores, 1.0) })
            .collect();
        let mut voices: Vec<&Evidence> = evidence.iter().collect();
        voices.sort_by(|a, b| b.probabilities[best].total_cmp(&a.probabilities[best]));
        let sources = voices.into_iter().map(|voice| voice.source).collect();
        Verdict { margin: margin(&probabilities), probabilities, sources, evidence }
    }

    /// A yes or no of its own for each of the labels that have these thresholds.
    ///
    /// A head knows how often a label applies; the other sources only say how much more probable a
    /// document makes it.
    pub(crate) fn ballot(&self, thresholds: &[f64]) -> Verdict {
        let prior = if self.head.is_some() { 0.0 } else { PRIOR };
        let beside = self.embedder.is_some() || self.head.is_some();
        let apart = |scores: &Option<Vec<f64>>| {
            scores.as_ref().map(|scores| apart(scores, if beside { BESIDE } else { 1.0 }))
        };
        let voices =
            Self { model: apart(&self.model), larger: apart(&self.larger), ..self.clone() };
        let yes = |scores: &[f64], prior: f64| -> Vec<f64> {
            scores.iter().map(|score| sigmoid(score + prior)).collect()
        };
        let probabilities = yes(&voices.sum(thresholds.len()), prior);
        let mut voices: Vec<(f64, Evidence)> = voices
            .speaking()
            .map(|(source, scores)| {
                let prior = if source == Source::Head { 0.0 } else { PRIOR };
                let weight = scores.iter().map(|score| score.abs()).sum();
                (weight, Evidence { source, probabilities: yes(scores, prior) })
            })
            .collect();
        let evidence = voices.iter().map(|(_, evidence)| evidence.clone()).collect();
        voices.sort_by(|a, b| b.0.total_cmp(&a.0));
        let margin = probabilities
            .iter()
            .zip(thresholds)
            .map(|(probability, threshold)| (probability - threshold).abs())
            .fold(1.0, f64::min);
        let sources = voices.into_iter().map(|(_, evidence)| evidence.source).collect();
        Verdict { probabilities, margin, sources, evidence }
    }

    fn speaking(&self) -> impl Iterator<Item = (Source, &Vec<f64>)> {
        [
            (Source::Embedder, &self.embedder),
            (Source::Head, &self.head),
            (Source::Model, &self.model),
            (Source::Larger, &self.larger),
        ]
        .into_iter()
        .filter_map(|(source, scores)| Some((source, scores.as_ref()?)))
    }

    fn sum(&self, labels: usize) -> Vec<f64> {
        let mut sum = vec![0.0; labels];
        for (_, scores) in self.speaking() {
            sum.iter_mut().zip(scores).for_each(|(total, score)| *total += score);
        }
        sum
    }
}

/// What is said of each label beyond a part of what is said of the others, `weight` times as loud.
fn apart(scores: &[f64], weight: f64) -> Vec<f64> {
    let sum: f64 = scores.iter().sum();
    let others = scores.len().max(2) as f64 - 1.0;
    scores.iter().map(|score| weight * (score - CONTRAST * (sum - score) / others)).collect()
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
    fn several_labels_are_judged_one_by_one() {
        let voices = Voices {
            embedder: Some(vec![3.0, -2.0, 1.5]),
            model: Some(vec![1.0, -1.0, 4.0]),
            ..Voices::default()
        };
        let verdict = voices.ballot(&[0.5; 3]);
        let applies: Vec<bool> = verdict.probabilities.iter().map(|p| *p > 0.5).collect();
        assert_eq!(applies, [true, false, true], "{verdict:?}");
        let nearest = verdict.probabilities.iter().map(|p| (p - 0.5).abs()).fold(1.0, f64::min);
        assert!((verdict.margin - nearest).abs() < 1e-12);
        let silent = Voices::default().ballot(&[0.5; 2]);
        assert!(silent.probabilities.iter().all(|p| *p < 0.5), "nobody says that any applies");
    }

    #[test]
    fn nobody_speaking_leaves_everything_open() {
        let verdict = Voices::default().verdict(4);
        assert_eq!(verdict.probabilities, [0.25; 4]);
        assert!(verdict.margin.abs() < 1e-12);
    }
}
