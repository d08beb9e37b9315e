//! Labels that may apply together, each judged by itself (binary relevance, Tsoumakas & Katakis
//! 2007, doi 10.4018/jdwm.2007070101).
//!
//! A label's words lie somewhere in the embedder's space. How near a text lies to them says
//! something only beside texts that the label does not fit: everyday texts at first, and the
//! batch's own documents where there are many.

use super::{Baseline, distribution::sigmoid, vectors::unit};

/// What makes log-odds of a cosine less the usual one.
const SHARPNESS: f64 = 18.0;

/// Log-odds of a label before anything is read: of a handful one or two apply.
pub(crate) const PRIOR: f64 = -1.75;

/// How much of what a text says of the other labels, on average, is held against one: texts of an
/// office lie near to everything in an office.
const CONTRAST: f32 = 0.5;

/// Documents that weigh as much as a label's own words.
const ANCHOR: f32 = 3.0;

/// One point for each label, and how near texts lie that it does not fit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Relevance {
    /// The labels' unit vectors, each less a part of the others'.
    directions: Vec<Vec<f32>>,
    background: Baseline,
}

impl Relevance {
    /// Labels whose words stand at `words`, moved by example vectors with the indices of their
    /// labels. All vectors have the same length, and length 1.
    pub(crate) fn new(
        words: &[Vec<f32>],
        everyday: &[Vec<f32>],
        examples: &[(Vec<usize>, Vec<f32>)],
    ) -> Self {
        let mut sums: Vec<Vec<f32>> = words
            .iter()
            .map(|vector| vector.iter().map(|value| ANCHOR * value).collect())
            .collect();
        for (labels, vector) in examples {
            for &label in labels {
                sums[label].iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
            }
        }
        let directions = contrasted(sums.into_iter().map(unit).collect());
        let rows: Vec<Vec<f64>> =
            everyday.iter().map(|vector| cosines(&directions, vector)).collect();
        let background = Baseline::contextual(&rows, directions.len());
        Self { directions, background }
    }

    /// The same labels beside these documents: one counts for a label as far as the label does not
    /// seem to fit it.
    pub(crate) fn beside(&self, documents: &[&[f32]]) -> Self {
        let rows: Vec<Vec<f64>> =
            documents.iter().map(|document| cosines(&self.directions, document)).collect();
        let belief: Vec<Vec<f64>> = documents
            .iter()
            .map(|document| {
                self.scores(document).into_iter().map(|score| sigmoid(score + PRIOR)).collect()
            })
            .collect();
        Self {
            background: self.background.batch(&rows, &belief),
            directions: self.directions.clone(),
        }
    }

    /// How much more probable a document makes each label, on the scale of log-odds.
    pub(crate) fn scores(&self, document: &[f32]) -> Vec<f64> {
        let said = self.background.apply(&cosines(&self.directions, document));
        said.into_iter().map(|beyond| SHARPNESS * beyond).collect()
    }

    /// Log-odds as weights of a document's vector and of a constant 1, label by label.
    pub(super) fn weights(&self) -> Vec<Vec<f32>> {
        self.directions
            .iter()
            .zip(self.background.values())
            .map(|(direction, usual)| {
                let weights = direction.iter().map(|value| SHARPNESS as f32 * value);
                weights.chain([(PRIOR - SHARPNESS * usual) as f32]).collect()
            })
            .collect()
    }
}

fn contrasted(units: Vec<Vec<f32>>) -> Vec<Vec<f32>> {
    let share = CONTRAST / (units.len().max(2) - 1) as f32;
    let mut sum = vec![0.0; units.first().map_or(0, Vec::len)];
    for unit in &units {
        sum.iter_mut().zip(unit).for_each(|(sum, value)| *sum += value);
    }
    let less = |unit: Vec<f32>| {
        unit.iter().zip(&sum).map(|(value, sum)| value - share * (sum - value)).collect()
    };
    units.into_iter().map(less).collect()
}

fn cosines(directions: &[Vec<f32>], vector: &[f32]) -> Vec<f64> {
    directions.iter().map(|direction| super::nearness(direction, vector)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Relevance {
        let words = [vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0]];
        let everyday = [vec![0.1, 0.1, 0.99], vec![0.0, 0.2, 0.98]];
        Relevance::new(&words, &everyday, &[])
    }

    #[test]
    fn a_document_may_fit_both_labels_or_none() {
        let said = |document: [f32; 3]| -> Vec<bool> {
            labels().scores(&document).into_iter().map(|score| score + PRIOR > 0.0).collect()
        };
        assert_eq!(said([0.7, 0.7, 0.14]), [true, true]);
        assert_eq!(said([0.95, 0.05, 0.3]), [true, false]);
        assert_eq!(said([0.05, 0.1, 0.99]), [false, false]);
    }

    #[test]
    fn what_every_document_of_a_batch_has_tells_nothing() {
        // All documents lie towards the first label; one lies there more than the others.
        let documents: Vec<Vec<f32>> =
            (0..40).map(|index| unit(vec![0.2, 0.01 * (index % 7) as f32, 0.9])).collect();
        let batch: Vec<&[f32]> = documents.iter().map(Vec::as_slice).collect();
        let beside = labels().beside(&batch);
        assert!(
            beside.scores(&documents[3])[0] < labels().scores(&documents[3])[0] - 1.0,
            "among its likes a document is nothing special"
        );
        assert!(beside.scores(&unit(vec![0.9, 0.0, 0.3]))[0] + PRIOR > 0.0, "the other one is");
    }

    #[test]
    fn weights_say_the_same_as_scores() {
        let labels = labels();
        let document = unit(vec![0.5, 0.3, 0.6]);
        for (row, score) in labels.weights().iter().zip(labels.scores(&document)) {
            let sum: f32 = row.iter().zip(document.iter().chain(&[1.0])).map(|(w, x)| w * x).sum();
            assert!((f64::from(sum) - PRIOR - score).abs() < 1e-4, "{sum} {score}");
        }
    }
}
