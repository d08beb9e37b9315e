//! One probability for each contender, and one for "not in this document".
//!
//! A hand-made linear score over the evidence, one set of weights for each family of types. Those
//! of amounts are guided by a conditional logit over 35 receipts of the development pool; all
//! others were set by hand. The probabilities are not calibrated on any set yet.

use super::contender::{Contender, Features};
use crate::evidence::distribution::softmax;
use crate::{FieldType, Source};

/// What each piece of evidence is worth in units of log-odds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    shape: f32,
    announced: f32,
    pure: f32,
    early: f32,
    first: f32,
    repeats: f32,
    magnitude: f32,
    similarity: f32,
    /// For each unit of log-probability.
    logprob: f32,
    /// Score of "not in this document".
    none: f32,
}

impl Weights {
    const NONE: Self = Self {
        shape: 0.0,
        announced: 0.0,
        pure: 0.0,
        early: 0.0,
        first: 0.0,
        repeats: 0.0,
        magnitude: 0.0,
        similarity: 0.0,
        logprob: 0.0,
        none: 0.0,
    };

    /// Whether the embedder is worth asking.
    pub const fn asks_embedder(&self) -> bool {
        self.similarity > 0.0
    }

    /// Whether the language model is worth asking.
    pub const fn asks_model(&self) -> bool {
        self.logprob > 0.0
    }
}

/// The weights of a family of types.
///
/// Addresses are told by the look of their lines alone: sums of log-probabilities prefer the
/// shortest run of lines, and everything near an address looks alike to an embedder.
pub(super) const fn weights(kind: FieldType) -> Weights {
    let base = Weights::NONE;
    match kind {
        FieldType::Date => Weights {
            shape: 3.0,
            announced: 1.0,
            pure: 1.0,
            early: 0.5,
            first: 1.0,
            repeats: 0.5,
            similarity: 4.0,
            logprob: 0.5,
            none: 2.0,
            ..base
        },
        FieldType::Amount => Weights {
            shape: 2.0,
            announced: 1.3,
            pure: 1.5,
            repeats: 1.0,
            magnitude: 1.8,
            similarity: 4.0,
            logprob: 0.7,
            none: 1.5,
            ..base
        },
        FieldType::Organization | FieldType::Name => Weights {
            shape: 4.0,
            announced: 1.0,
            early: 1.0,
            first: 2.0,
            repeats: 0.3,
            similarity: 2.0,
            logprob: 0.3,
            none: 2.0,
            ..base
        },
        FieldType::Address => {
            Weights { shape: 12.0, announced: 1.0, early: 1.0, first: 0.5, none: 5.0, ..base }
        }
        FieldType::Text => Weights {
            shape: 1.5,
            announced: 2.0,
            pure: 1.5,
            repeats: 0.3,
            similarity: 6.0,
            logprob: 0.3,
            none: 1.0,
            ..base
        },
        _ => Weights {
            shape: 2.0,
            announced: 2.0,
            pure: 1.5,
            early: 0.2,
            first: 0.3,
            repeats: 0.3,
            similarity: 6.0,
            logprob: 0.5,
            none: 1.5,
            ..base
        },
    }
}

/// How much better than for a single field a span must be to stand in a list.
const LIST_BAR: f32 = 2.5;

/// The contenders of one field, the most probable first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ranking {
    /// Each with its probability.
    pub ranked: Vec<(f64, Contender)>,
    /// Probability that none of them is the value.
    pub none: f64,
    /// The sources that took part, the weightiest first.
    pub sources: Vec<Source>,
}

impl Ranking {
    /// Probability of the best contender minus that of the second, or of none.
    pub fn margin(&self) -> f64 {
        let best = self.ranked.first().map_or(0.0, |one| one.0);
        let second = self.ranked.get(1).map_or(0.0, |one| one.0).max(self.none);
        best - second
    }
}

/// The score of a contender before any comes in relation to the others.
pub(crate) fn score(kind: FieldType, features: &Features, best_logprob: f32) -> f32 {
    let weights = weights(kind);
    let own = weights.shape * features.shape
        + weights.announced * features.announced
        + weights.pure * features.pure
        + weights.early * features.early
        + weights.first * features.first
        + weights.repeats * features.repeats
        + weights.magnitude * features.magnitude;
    own + weights.similarity * features.similarity.unwrap_or(0.0)
        + features.logprob.map_or(0.0, |sum| weights.logprob * (sum - best_logprob).max(-20.0))
}

/// Ranks the contenders of a field of this type.
pub(crate) fn rank(kind: FieldType, contenders: Vec<Contender>) -> Ranking {
    let best_logprob =
        contenders.iter().filter_map(|one| one.features.logprob).fold(f32::NEG_INFINITY, f32::max);
    let mut scores: Vec<f64> =
        contenders.iter().map(|one| f64::from(score(kind, &one.features, best_logprob))).collect();
    scores.push(f64::from(weights(kind).none));
    let probabilities = softmax(&scores, 1.0);
    let none = probabilities.last().copied().unwrap_or(1.0);
    let sources = sources(&contenders);
    let mut ranked: Vec<(f64, Contender)> = probabilities.into_iter().zip(contenders).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ranking { ranked, none, sources }
}

/// Judges each contender by itself: the probability that it is one of a list's values.
pub(crate) fn judge(kind: FieldType, contenders: Vec<Contender>) -> Ranking {
    let none = f64::from(weights(kind).none + LIST_BAR);
    let sources = sources(&contenders);
    let mut ranked: Vec<(f64, Contender)> = contenders
        .into_iter()
        .map(|one| {
            let odds = f64::from(score(kind, &one.features, 0.0)) - none;
            (1.0 / (1.0 + (-odds).exp()), one)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ranking { ranked, none: 0.0, sources }
}

fn sources(contenders: &[Contender]) -> Vec<Source> {
    let mut sources = Vec::new();
    if contenders.iter().any(|one| one.features.logprob.is_some()) {
        sources.push(Source::Model);
    }
    if contenders.iter().any(|one| one.features.similarity.is_some()) {
        sources.push(Source::Embedder);
    }
    sources.push(Source::Shape);
    sources
}
