//! Runs of lines that a value could be, and their scores.

use std::collections::BTreeMap;

use crate::evidence::distribution::softmax;

/// No value has more lines than this.
pub(super) const MOST_LINES: usize = 12;

/// A run of lines: the first and the last.
pub(in crate::extract) type Run = (usize, usize);

/// The scores of each line of a document as one inside a value, as its first and as its last.
pub(super) struct Scores(pub Vec<[f64; 3]>);

impl Scores {
    /// Every run that a value could be with its score, in reading order.
    pub(super) fn of_runs(&self) -> Vec<(Run, f64)> {
        let mut runs = Vec::with_capacity(self.0.len() * MOST_LINES);
        for (first, [_, begins, _]) in self.0.iter().enumerate() {
            let mut sum = *begins;
            let lines = self.0.iter().enumerate().skip(first).take(MOST_LINES);
            for (last, [inside, _, ends]) in lines {
                sum += inside;
                runs.push(((first, last), sum + ends));
            }
        }
        runs
    }

    /// How probable each run is among all.
    pub(super) fn probabilities(&self) -> BTreeMap<Run, f64> {
        let (runs, scores): (Vec<Run>, Vec<f64>) = self.of_runs().into_iter().unzip();
        runs.into_iter().zip(softmax(&scores, 1.0)).collect()
    }
}
