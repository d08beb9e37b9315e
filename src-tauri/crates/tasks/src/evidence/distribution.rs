//! Arithmetic on scores and probabilities over a fixed list of answers.

use argmin::core::{CostFunction, Error, Executor};
use argmin::solver::brent::BrentOpt;

/// Softmax of `scores / temperature`; all finite scores, a positive temperature.
///
/// Scores of minus infinity get probability 0; if all are, every answer is equally probable.
pub(crate) fn softmax(scores: &[f64], temperature: f64) -> Vec<f64> {
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !highest.is_finite() {
        return vec![1.0 / scores.len().max(1) as f64; scores.len()];
    }
    let weights: Vec<f64> =
        scores.iter().map(|score| ((score - highest) / temperature).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}

/// The probability of log-odds.
pub(crate) fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// ln(1 + e^x), without overflow.
pub(crate) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// The second scores, weighed, added to the first.
pub(crate) fn sum(first: &[f64], second: &[f64], weight: f64) -> Vec<f64> {
    first.iter().zip(second).map(|(first, second)| first + weight * second).collect()
}

/// [`sum`], row by row.
pub(crate) fn sums(first: &[Vec<f64>], second: &[Vec<f64>], weight: f64) -> Vec<Vec<f64>> {
    first.iter().zip(second).map(|(first, second)| sum(first, second, weight)).collect()
}

/// Positions from the highest value to the lowest; equal values keep their order.
pub(crate) fn ranking(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    order
}

/// Mean negative log-probability of the right answers under `scores / temperature`; 0 of none.
pub(crate) fn log_loss(scores: &[Vec<f64>], answers: &[usize], temperature: f64) -> f64 {
    let sum: f64 = scores
        .iter()
        .zip(answers)
        .map(|(row, &answer)| {
            let highest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = row.iter().map(|score| ((score - highest) / temperature).exp()).sum();
            sum.ln() - (row[answer] - highest) / temperature
        })
        .sum();
    sum / answers.len().max(1) as f64
}

/// Temperatures that are tried lie between the inverse of this and this.
const MOST_TEMPERATURE: f64 = 4.0;
/// How near the logarithm of the temperature comes to the best.
const NEAR: f64 = 2e-3;
/// Steps that this takes at most.
const STEPS: u64 = 30;

/// What is supposed of a temperature before any answer is known: a normal prior on its logarithm.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Supposed {
    /// The most likely temperature.
    pub(crate) temperature: f64,
    /// The inverse variance of its logarithm, in answers: with few of them it stays near.
    pub(crate) hold: f64,
}

impl Supposed {
    /// Nothing is.
    pub(crate) const NOTHING: Self = Self { temperature: 1.0, hold: 0.0 };
}

/// The temperature under which the right answers are most probable (Guo et al. 2017, arXiv
/// 1706.04599), by Brent's method (1973).
pub(crate) fn best_temperature(scores: &[Vec<f64>], answers: &[usize], supposed: Supposed) -> f64 {
    let most = MOST_TEMPERATURE.ln();
    let solver = BrentOpt::new(-most, most).set_tolerance(NEAR, NEAR);
    let solved = Executor::new(Heated { scores, answers, supposed }, solver)
        .configure(|state| state.param(0.0).max_iters(STEPS))
        .run();
    solved.ok().and_then(|solved| solved.state.best_param).map_or(1.0, f64::exp)
}

/// The cost of a temperature, given by its logarithm.
struct Heated<'a> {
    scores: &'a [Vec<f64>],
    answers: &'a [usize],
    supposed: Supposed,
}

impl CostFunction for Heated<'_> {
    type Param = f64;
    type Output = f64;

    fn cost(&self, heat: &f64) -> Result<f64, Error> {
        let missed = log_loss(self.scores, self.answers, heat.exp());
        let Supposed { temperature, hold } = self.supposed;
        let strayed = heat - temperature.ln();
        Ok(self.answers.len() as f64 * missed + 0.5 * hold * strayed.powi(2))
    }
}

/// Best probability minus the second best; the best alone where there is no second.
pub(crate) fn margin(probabilities: &[f64]) -> f64 {
    let order = ranking(probabilities);
    let at = |place: usize| order.get(place).map_or(0.0, |&index| probabilities[index]);
    at(0) - at(1)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn a_softmax_is_a_distribution_in_the_order_of_its_scores(
            scores in vec(-500.0..500.0_f64, 1..40),
            temperature in 0.01..100.0_f64,
        ) {
            let probabilities = softmax(&scores, temperature);
            let sum: f64 = probabilities.iter().sum();
            prop_assert!((sum - 1.0).abs() < 1e-9, "probabilities of all answers make 1, not {}", sum);
            for (a, b) in scores.iter().zip(&scores[1..]).enumerate().map(|(i, _)| (i, i + 1)) {
                if scores[a] > scores[b] {
                    prop_assert!(probabilities[a] >= probabilities[b], "a higher score is never less probable");
                }
            }
        }

        #[test]
        fn a_softmax_does_not_see_a_common_offset(
            scores in vec(-50.0..50.0_f64, 1..20),
            offset in -1e3..1e3_f64,
        ) {
            let shifted: Vec<f64> = scores.iter().map(|score| score + offset).collect();
            for (p, q) in softmax(&scores, 1.0).iter().zip(softmax(&shifted, 1.0)) {
                prop_assert!((p - q).abs() < 1e-9);
            }
        }

        #[test]
        fn the_margin_of_a_distribution_lies_between_none_and_all(
            scores in vec(-50.0..50.0_f64, 1..20),
        ) {
            let margin = margin(&softmax(&scores, 1.0));
            prop_assert!((0.0..=1.0).contains(&margin));
        }
    }

    #[test]
    fn a_temperature_is_supposed_until_many_answers_say_otherwise() {
        let supposed = Supposed { temperature: 2.0, hold: 4.0 };
        let heat = |count: usize| {
            // Right every time: the colder the better.
            best_temperature(&vec![vec![1.0, 0.0]; count], &vec![0; count], supposed)
        };
        assert!((heat(0) - 2.0).abs() < 0.02, "{}", heat(0));
        assert!(heat(4) < 2.0 && heat(4) > 1.5, "{}", heat(4));
        assert!(heat(400) < 0.5, "{}", heat(400));
    }

    #[test]
    fn hopeless_scores_are_equally_probable() {
        assert_eq!(softmax(&[f64::NEG_INFINITY; 4], 1.0), [0.25; 4]);
        assert_eq!(softmax(&[0.0, f64::NEG_INFINITY], 1.0), [1.0, 0.0]);
    }

    #[test]
    fn equal_answers_keep_the_tasks_order() {
        assert_eq!(ranking(&[0.2, 0.5, 0.2, 0.1]), [1, 0, 2, 3]);
    }
}
