//! Taking a source's prejudice off its scores.
//!
//! A language model likes some labels whatever the text says, and an embedder finds some labels
//! near to everything. What a source says of no text in particular is its prejudice; what it says
//! of a text beyond that is evidence.

use serde::{Deserialize, Serialize};

/// Documents whose opinion weighs as much as the content-free texts'.
///
/// With a handful of documents the content-free texts speak; with a hundred the batch does.
const PRIOR_WEIGHT: f64 = 8.0;

/// What a source says of each label without a text to speak of: log-scale scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Baseline(Vec<f64>);

impl Baseline {
    /// The mean score of each label over content-free texts (contextual calibration, Zhao et al.
    /// 2021, arXiv 2102.09690). `rows` holds one score a label for each text.
    pub(crate) fn contextual(rows: &[Vec<f64>], labels: usize) -> Self {
        Self(weighted_mean(rows, labels, |_, _| 1.0))
    }

    /// The contextual baseline, moved towards the mean score over a batch of documents (batch
    /// calibration, Zhou et al. 2023, arXiv 2309.17249).
    ///
    /// A document counts for a label only as far as it does not seem to belong to it
    /// (`belief[document][label]`), so that a folder full of invoices does not teach that
    /// everything looks like an invoice.
    pub(crate) fn batch(&self, rows: &[Vec<f64>], belief: &[Vec<f64>]) -> Self {
        let labels = self.0.len();
        let weight = |row: usize, label: usize| 1.0 - belief[row][label];
        let mean = weighted_mean(rows, labels, weight);
        let blended = (0..labels)
            .map(|label| {
                let count: f64 = (0..rows.len()).map(|row| weight(row, label)).sum();
                (count * mean[label] + PRIOR_WEIGHT * self.0[label]) / (count + PRIOR_WEIGHT)
            })
            .collect();
        Self(blended)
    }

    /// A baseline without prejudice.
    pub(crate) fn none(labels: usize) -> Self {
        Self(vec![0.0; labels])
    }

    /// The score of each label that says nothing.
    pub(crate) fn values(&self) -> &[f64] {
        &self.0
    }

    /// What the scores say beyond the baseline.
    pub(crate) fn apply(&self, scores: &[f64]) -> Vec<f64> {
        scores.iter().zip(&self.0).map(|(score, prejudice)| score - prejudice).collect()
    }
}

/// The mean of each column; 0 where nothing has weight.
fn weighted_mean(
    rows: &[Vec<f64>],
    columns: usize,
    weight: impl Fn(usize, usize) -> f64,
) -> Vec<f64> {
    (0..columns)
        .map(|column| {
            let (sum, count) =
                rows.iter().enumerate().fold((0.0, 0.0), |(sum, count), (row, scores)| {
                    let weight = weight(row, column);
                    (sum + weight * scores[column], count + weight)
                });
            if count > 0.0 { sum / count } else { 0.0 }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn a_label_that_is_always_liked_gains_nothing_by_it(
            scores in vec(vec(-20.0..0.0_f64, 3), 2..8),
            liking in vec(-10.0..10.0_f64, 3),
        ) {
            let liked: Vec<Vec<f64>> = scores
                .iter()
                .map(|row| row.iter().zip(&liking).map(|(score, more)| score + more).collect())
                .collect();
            let fair = Baseline::contextual(&scores, 3);
            let prejudiced = Baseline::contextual(&liked, 3);
            for (row, liked) in scores.iter().zip(&liked) {
                for (a, b) in fair.apply(row).iter().zip(prejudiced.apply(liked)) {
                    prop_assert!((a - b).abs() < 1e-9, "a constant liking cancels out");
                }
            }
        }

        #[test]
        fn an_empty_batch_leaves_the_contextual_baseline(prior in vec(-20.0..0.0_f64, 1..6)) {
            let baseline = Baseline(prior.clone());
            prop_assert_eq!(baseline.batch(&[], &[]), Baseline(prior));
        }
    }

    #[test]
    fn a_large_batch_outweighs_the_content_free_texts() {
        let prior = Baseline(vec![-1.0, -9.0]);
        let rows = vec![vec![-4.0, -6.0]; 2_000];
        let belief = vec![vec![0.5, 0.5]; 2_000];
        let Baseline(moved) = prior.batch(&rows, &belief);
        assert!((moved[0] + 4.0).abs() < 0.1 && (moved[1] + 6.0).abs() < 0.1, "{moved:?}");
    }

    #[test]
    fn a_folder_of_one_kind_does_not_unlearn_that_kind() {
        // Every document is of label 0, and both sources know it.
        let prior = Baseline(vec![-5.0, -5.0]);
        let rows = vec![vec![-1.0, -5.0]; 100];
        let belief = vec![vec![0.98, 0.02]; 100];
        let moved = prior.batch(&rows, &belief);
        let told = moved.apply(&rows[0]);
        assert!(told[0] > told[1] + 1.0, "label 0 still leads clearly: {told:?}");
    }
}
