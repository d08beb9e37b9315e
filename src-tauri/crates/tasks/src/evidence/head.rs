//! A head over embeddings: what examples add to the labels' words.
//!
//! The words put each label's prototype somewhere (prototypes); examples move it, and then
//! bend the borders between labels (logistic regression around the prototypes). Examples teach
//! little about what they do not show, so that one or two a label never make it worse than the
//! words by much, and cross-validation says whether they make it better. Where it does, the
//! examples nearest to a document speak too ([`Neighbours`]).

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::{calibration::Baseline, distribution::sum, neighbours::Neighbours, vectors::direction};

/// Weights over a document's vector, one row a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelHead {
    pub(super) labels: Vec<String>,
    pub(super) centre: Vec<f32>,
    /// Row by row.
    pub(super) weights: Vec<f32>,
    /// What the scores are divided by to be log-probabilities.
    pub(super) temperature: f64,
    /// How strongly the labels' words were held.
    pub(super) hold: f64,
    /// The examples themselves, where those that are near to a document add something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) neighbours: Option<Neighbours>,
    /// What the language model adds, where it was heard while teaching.
    pub(crate) model: Option<ModelShare>,
    /// The probability below which the answer is "none of these", where examples have shown one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) none_below: Option<f64>,
}

/// What a language model's scores are worth beside the head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelShare {
    /// What its calibrated scores are multiplied by before they are added.
    pub weight: f64,
    /// How far its word moves the odds of the head's answers: a standard deviation, in log-odds.
    pub sway: f64,
    /// What it says of labels without a text to speak of, as the examples of other labels tell: of a
    /// batch it hears only the doubtful documents, which tell that badly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) prejudice: Option<Baseline>,
}

impl ModelShare {
    /// Whether there is a finite number for all that it says of so many labels.
    fn is_whole(&self, labels: usize) -> bool {
        let whole = |prejudice: &[f64]| {
            prejudice.len() == labels && prejudice.iter().all(|score| score.is_finite())
        };
        self.weight.is_finite()
            && self.sway.is_finite()
            && self.prejudice.as_ref().is_none_or(|prejudice| whole(prejudice.values()))
    }
}

impl LabelHead {
    /// The labels that it tells apart.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(String::as_str)
    }

    /// Numbers in a vector that it reads.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.centre.len()
    }

    /// Whether there is a finite weight for each label and number of a vector: a file may say
    /// anything.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let mut numbers = self.weights.iter().chain(&self.centre);
        self.labels.len() > 1
            && self.weights.len() == self.labels.len() * self.centre.len()
            && numbers.all(|number| number.is_finite())
            && self.temperature.is_finite()
            && self.temperature > 0.0
            && self.model.as_ref().is_none_or(|share| share.is_whole(self.labels.len()))
            && self.none_below.is_none_or(|bound| (0.0..=1.0).contains(&bound))
            && self
                .neighbours
                .as_ref()
                .is_none_or(|near| near.is_whole(self.labels.len(), self.centre.len()))
    }

    /// The same without the examples' vectors, which tell much of their texts.
    #[must_use]
    pub fn without_examples(self) -> Self {
        Self { neighbours: None, ..self }
    }

    /// What a document says of each label, as log-probabilities up to a common offset.
    pub(crate) fn scores(&self, vector: &[f32]) -> Vec<f64> {
        let point = direction(vector, &self.centre);
        let mut sums: Vec<f64> = self
            .weights
            .chunks_exact(self.centre.len().max(1))
            .map(|row| f64::from(row.iter().zip(&point).map(|(w, value)| w * value).sum::<f32>()))
            .collect();
        let mut temperature = self.temperature;
        if let Some(neighbours) = &self.neighbours {
            temperature = neighbours.temperature;
            let said = neighbours.scores_of(&point, self.labels.len());
            sums = sum(&sums, &said, neighbours.weight);
        }
        sums.into_iter().map(|sum| sum / temperature).collect()
    }
}

pub(super) fn matrix(values: Vec<f32>, columns: usize) -> Array2<f32> {
    let rows = values.len() / columns.max(1);
    Array2::from_shape_vec((rows, columns), values).unwrap_or_default()
}
