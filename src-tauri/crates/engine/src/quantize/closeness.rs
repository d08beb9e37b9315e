//! How near one file's computations are to another's.
//!
//! For a language model: the Kullback–Leibler divergence of its next-token distributions from the
//! original's, the measure of llama.cpp's `perplexity --kl-divergence`. For an embedder: cosines.

use serde::{Deserialize, Serialize};

use crate::{logits::log_sum_exp, tokens::Token};

/// Tokens of each distribution that are kept one by one; all others count as one event. This makes
/// the divergence a lower bound, and keeps it within a few thousandths of the whole.
const KEPT: usize = 512;

/// How near a file's computations are to those of the file that it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Closeness {
    /// Of a language model.
    Tokens {
        /// Mean divergence of the next-token distributions, in nats; 0: the same.
        divergence: f64,
        /// Share of places where both find the same token most probable.
        agreement: f64,
    },
    /// Of an embedder.
    Vectors {
        /// Mean cosine of the vectors of the same text; 1: the same.
        cosine: f64,
    },
}

/// What a model computes for some texts, to be compared with another file's.
#[derive(Clone, Debug)]
pub enum Outlook {
    /// Distributions behind each token of each text.
    Tokens(Vec<Distribution>),
    /// A unit vector for each text.
    Vectors(Vec<Vec<f32>>),
}

/// The most probable next tokens with their natural log-probabilities, the best first.
#[derive(Clone, Debug)]
pub struct Distribution(Vec<(Token, f32)>);

impl Distribution {
    pub(super) fn of(logits: &[f32]) -> Self {
        let whole = log_sum_exp(logits);
        let mut order: Vec<Token> = (0..logits.len() as Token).collect();
        let by_logit = |a: &Token, b: &Token| logits[*b as usize].total_cmp(&logits[*a as usize]);
        if order.len() > KEPT {
            order.select_nth_unstable_by(KEPT, by_logit);
            order.truncate(KEPT);
        }
        order.sort_by(by_logit);
        Self(order.into_iter().map(|token| (token, logits[token as usize] - whole)).collect())
    }

    fn best(&self) -> Option<Token> {
        self.0.first().map(|(token, _)| *token)
    }

    /// Divergence in nats of the distribution behind `logits` from this one.
    fn divergence(&self, logits: &[f32]) -> f64 {
        let whole = log_sum_exp(logits);
        let (mut sum, mut seen, mut other_seen) = (0.0, 0.0, 0.0);
        for &(token, logprob) in &self.0 {
            let other = f64::from(logits.get(token as usize).copied().unwrap_or(f32::MIN) - whole);
            let logprob = f64::from(logprob);
            sum += logprob.exp() * (logprob - other);
            seen += logprob.exp();
            other_seen += other.exp();
        }
        let (rest, other_rest) = (1.0 - seen, 1.0 - other_seen);
        if rest > f64::EPSILON && other_rest > f64::EPSILON {
            sum += rest * (rest / other_rest).ln();
        }
        sum.max(0.0)
    }
}

/// Comparison of next-token distributions, place by place.
#[derive(Default)]
pub(super) struct Comparison {
    places: usize,
    divergence: f64,
    agreeing: usize,
}

impl Comparison {
    pub(super) fn add(&mut self, original: &Distribution, logits: &[f32]) {
        self.places += 1;
        self.divergence += original.divergence(logits);
        let best = logits.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        if best.map(|(token, _)| token as Token) == original.best() {
            self.agreeing += 1;
        }
    }

    pub(super) fn closeness(&self) -> Closeness {
        let places = self.places.max(1) as f64;
        Closeness::Tokens {
            divergence: self.divergence / places,
            agreement: self.agreeing as f64 / places,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logits(seed: u32) -> Vec<f32> {
        (0..2000).map(|n: u32| ((n * 7919 + seed * 31) % 2003) as f32 / 200.0).collect()
    }

    /// The divergence over the whole vocabulary, by its definition.
    fn whole(p: &[f32], q: &[f32]) -> f64 {
        let (zp, zq) = (log_sum_exp(p), log_sum_exp(q));
        p.iter()
            .zip(q)
            .map(|(p, q)| {
                let (p, q) = (f64::from(p - zp), f64::from(q - zq));
                p.exp() * (p - q)
            })
            .sum()
    }

    #[test]
    fn the_divergence_is_a_close_lower_bound_of_the_whole() {
        let (p, mut q) = (logits(1), logits(1));
        assert!(Distribution::of(&p).divergence(&p) < 1e-6, "nothing diverges from itself");
        for (n, logit) in q.iter_mut().enumerate() {
            *logit += if n % 3 == 0 { 0.3 } else { -0.1 };
        }
        let (bound, exact) = (Distribution::of(&p).divergence(&q), whole(&p, &q));
        assert!(bound <= exact + 1e-6 && bound > 0.8 * exact, "{bound} of {exact}");
    }

    #[test]
    fn places_where_another_token_wins_disagree() {
        let (p, mut q) = (logits(1), logits(1));
        let mut comparison = Comparison::default();
        comparison.add(&Distribution::of(&p), &p);
        q[3] = 50.0;
        comparison.add(&Distribution::of(&p), &q);
        let Closeness::Tokens { agreement, divergence } = comparison.closeness() else {
            panic!("tokens were compared")
        };
        assert!((agreement - 0.5).abs() < 1e-9, "one of two: {agreement}");
        assert!(divergence > 1.0, "all that mass went elsewhere: {divergence}");
    }
}
