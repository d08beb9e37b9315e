//! One probability for each contender, and one for "not in this document".

use super::contender::Contender;
use super::head::TaughtField;
use super::lists::Empty;
use super::measures::Measures;
use super::role::Role;
use super::weights::{Prior, Weights, Witnesses, calibrated};
use crate::evidence::distribution::softmax;
use crate::{FieldType, Source};

/// The contenders of one field, the most probable first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ranking {
    /// Each with its probability.
    pub ranked: Vec<(f64, Contender)>,
    /// Probability that none of them is the value.
    pub none: f64,
    /// The sources that took part, the weightiest first.
    pub sources: Vec<Source>,
    /// How its probabilities become confidences.
    pub calibration: Option<(f64, f64)>,
}

impl Ranking {
    /// Probability of the best contender minus that of the second, or of none.
    pub fn margin(&self) -> f64 {
        let best = self.ranked.first().map_or(0.0, |one| one.0);
        let second = self.ranked.get(1).map_or(0.0, |one| one.0).max(self.none);
        best - second
    }

    /// How sure the answer is, be it a value or that there is none.
    pub fn sureness(&self) -> f64 {
        let best = self.ranked.first().map_or(0.0, |one| one.0);
        if best > self.none { self.confidence(best) } else { self.none }
    }

    /// The same with probabilities that sum to 1, the most probable first.
    pub fn evened(mut self) -> Self {
        let sum = self.none + self.ranked.iter().map(|one| one.0).sum::<f64>();
        if sum > 0.0 {
            self.none /= sum;
            for (probability, _) in &mut self.ranked {
                *probability /= sum;
            }
        }
        self.ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        self
    }

    /// The contenders alone, the most probable first.
    pub fn contenders(self) -> Vec<Contender> {
        self.ranked.into_iter().map(|(_, one)| one).collect()
    }

    /// How sure one can be of a contender of this probability.
    pub fn confidence(&self, probability: f64) -> f64 {
        calibrated(probability, self.calibration)
    }
}

/// Who ranks the contenders of a field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranker<'a> {
    pub prior: &'a Prior,
    pub kind: FieldType,
    pub many: bool,
    pub role: Role,
    /// What a person's corrections taught about the field.
    pub taught: Option<&'a TaughtField>,
}

impl Ranker<'_> {
    /// The scores of contenders with the evidence that they have; none's comes last.
    pub fn scores(&self, contenders: &[Contender]) -> Vec<f64> {
        self.weighed(contenders).1
    }

    /// The weights for contenders with the evidence that they have, and their scores.
    fn weighed(&self, contenders: &[Contender]) -> (Weights, Vec<f64>) {
        let heard = witnesses(contenders);
        let Some(taught) = self.taught else {
            let weights = self.prior.of(self.kind, self.role, self.many, heard);
            let scores = scores(&weights, &Measures::of(contenders, self.role));
            return (weights, scores);
        };
        let (weights, witnesses) = taught.weights(heard);
        let contenders = silenced(contenders, witnesses);
        let mut measures = Measures::of(&contenders, self.role);
        for (row, marks) in measures.contenders.iter_mut().zip(taught.marks(&contenders)) {
            row.extend(marks);
        }
        let weights = weights.clone();
        let scores = scores(&weights, &measures);
        (weights, scores)
    }

    /// Ranks contenders: the probability of each that it is the value, or one of a list's.
    pub fn rank(&self, contenders: Vec<Contender>) -> Ranking {
        let (weights, scores) = self.weighed(&contenders);
        let probabilities: Vec<f64> = if self.many {
            self.taught.map_or(Empty::Rarely, TaughtField::empty).probabilities(&scores)
        } else {
            softmax(&scores, 1.0)
        };
        let none = probabilities.last().copied().filter(|_| !self.many).unwrap_or(0.0);
        let sources = sources(witnesses(&contenders));
        let mut ranked: Vec<(f64, Contender)> = probabilities.into_iter().zip(contenders).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        Ranking { ranked, none, sources, calibration: weights.calibration }
    }
}

pub(super) fn scores(weights: &Weights, measures: &Measures) -> Vec<f64> {
    let dot = |weights: &[f64], row: &[f32]| -> f64 {
        weights.iter().zip(row).map(|(weight, value)| weight * f64::from(*value)).sum()
    };
    let each = measures.contenders.iter().map(|row| dot(&weights.contender, row));
    each.chain([dot(&weights.none, &measures.none)]).collect()
}

/// The contenders without the words of other witnesses than these.
pub(super) fn silenced(contenders: &[Contender], kept: Witnesses) -> Vec<Contender> {
    let mut contenders = contenders.to_vec();
    for one in &mut contenders {
        one.features.similarity = one.features.similarity.filter(|_| kept.embedder);
        one.features.contrast = one.features.contrast.filter(|_| kept.embedder);
        one.features.meaning = one.features.meaning.filter(|_| kept.embedder);
        one.features.logprob = one.features.logprob.filter(|_| kept.model);
        one.around = one.around.take().filter(|_| kept.embedder);
    }
    contenders
}

pub(super) fn witnesses(contenders: &[Contender]) -> Witnesses {
    Witnesses {
        embedder: contenders.iter().any(|one| one.features.similarity.is_some()),
        model: contenders.iter().any(|one| one.features.logprob.is_some()),
    }
}

fn sources(witnesses: Witnesses) -> Vec<Source> {
    let mut sources = Vec::new();
    if witnesses.model {
        sources.push(Source::Model);
    }
    if witnesses.embedder {
        sources.push(Source::Embedder);
    }
    sources.push(Source::Shape);
    sources
}
