//! Which spans are the values of a list.

use crate::evidence::distribution::sigmoid;

/// How probable a value of a list must be. The share of right values among the found and the
/// expected (F1) is highest at half of itself (Lipton, Elkan and Naryanaswamy 2014); this is half
/// of what a good list has.
pub(super) const LEAST: f64 = 0.4;

/// How often a list has no value at all: odds, beside those in the documents that the weights were
/// learned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Empty {
    /// As often as there.
    AsLearned,
    /// Rarely: few ask for what their documents do not have, while any list may be empty in the
    /// documents of the prior.
    Rarely,
}

impl Empty {
    /// The probability of each span being a value, by its score and, last of the scores, that of there
    /// being none.
    pub fn probabilities(self, scores: &[f64]) -> Vec<f64> {
        let Some((none, scores)) = scores.split_last() else { return Vec::new() };
        let mut each: Vec<f64> = scores.iter().map(|score| sigmoid(score - none)).collect();
        self.corrected(&mut each);
        each
    }

    fn odds(self) -> f64 {
        match self {
            Self::AsLearned => 1.0,
            Self::Rarely => 0.1,
        }
    }

    /// The probabilities of spans being values, each judged by itself, as Bayes' rule changes them
    /// where an empty list is less probable: what was improbable of each, but no less so than that
    /// there is none at all, becomes probable.
    fn corrected(self, each: &mut [f64]) {
        let empty: f64 = each.iter().map(|one| 1.0 - one).product();
        let some = 1.0 - empty;
        if some > f64::EPSILON {
            let likelier = 1.0 / (self.odds() * empty + some);
            each.iter_mut().for_each(|one| *one *= likelier);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn corrected(empty: Empty, each: &[f64]) -> Vec<f64> {
        let mut each = each.to_vec();
        empty.corrected(&mut each);
        each
    }

    #[test]
    fn the_likeliest_of_improbable_values_are_values() {
        let each = corrected(Empty::Rarely, &[0.31, 0.28, 0.04, 0.03]);
        assert!(each[0] > LEAST && each[1] > LEAST && each[2] < 0.1, "{each:?}");
        let none = corrected(Empty::Rarely, &[0.02, 0.01, 0.01]);
        assert!(
            none.iter().all(|one| *one < LEAST),
            "where nothing is likely there is none: {none:?}"
        );
        assert_eq!(corrected(Empty::AsLearned, &[0.31, 0.28]), [0.31, 0.28]);
    }

    proptest! {
        #[test]
        fn probabilities_rise_in_their_order_and_stay_probabilities(each in vec(0.0..1.0_f64, 0..8)) {
            let after = corrected(Empty::Rarely, &each);
            for (before, after) in each.iter().zip(&after) {
                prop_assert!(after >= before && *after <= 1.0 + 1e-9, "{} {}", before, after);
            }
        }
    }
}
