//! What the examples nearest to a document say.
//!
//! A regression draws one flat border around a label; a broad one holds many kinds of documents,
//! and each lies near its own examples. The score of a label is the logarithm of the density of its
//! examples where the document lies (Parzen 1962): the mean of `exp(SHARPNESS * cosine)` over them
//! and over the label's prototype, which alone speaks for a label without examples.
//!
//! Beside the regression, weighed by cross-validation, on questions of 77 intents with 5, 10 and 20
//! examples each: 0.832, 0.876 and 0.903 right become 0.839, 0.884 and 0.913; in four broad groups
//! with 16, 60 and 250 examples each: 0.823, 0.855 and 0.913 become 0.822, 0.891 and 0.951.

use base64::{Engine, prelude::BASE64_STANDARD};
use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{head::matrix, vectors::unit};

/// What makes log-densities of cosines.
const SHARPNESS: f32 = 20.0;

/// What the density may weigh beside the regression.
pub(super) const WEIGHTS: [f64; 5] = [0.0, 0.4, 0.8, 1.2, 1.6];

/// Examples that are kept; of more, as many spread evenly over all.
const MOST: usize = 4_000;

/// Examples and prototypes as unit vectors, each with the index of its label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Neighbours {
    /// What their scores are multiplied by before they are added to the regression's.
    pub(super) weight: f64,
    /// What the sum is divided by to be a log-probability.
    pub(super) temperature: f64,
    answers: Vec<usize>,
    /// One row a point.
    #[serde(serialize_with = "write_points", deserialize_with = "read_points")]
    points: Array2<f32>,
}

impl Neighbours {
    /// Examples, one unit vector a row, with their labels, and a prototype for each label.
    pub(super) fn new(
        examples: ArrayView2<'_, f32>,
        answers: &[usize],
        prototypes: ArrayView2<'_, f32>,
    ) -> Self {
        let step = answers.len().div_ceil(MOST).max(1);
        let kept: Vec<usize> = (0..answers.len()).step_by(step).collect();
        let rows = kept.iter().map(|&index| examples.row(index)).chain(prototypes.rows());
        let columns = prototypes.ncols();
        let points = rows.flat_map(|row| unpacked(&packed(row))).collect();
        let labels = 0..prototypes.nrows();
        Self {
            weight: 0.0,
            temperature: 1.0,
            answers: kept.iter().map(|&index| answers[index]).chain(labels).collect(),
            points: matrix(points, columns),
        }
    }

    /// The same with a weight beside the regression, and a temperature of the sum.
    pub(super) fn weighed(self, weight: f64, temperature: f64) -> Self {
        Self { weight, temperature, ..self }
    }

    /// The log-density of each of `labels` labels around each unit vector of `documents`, one row a
    /// document.
    pub(super) fn scores(&self, documents: ArrayView2<'_, f32>, labels: usize) -> Vec<Vec<f64>> {
        let near = documents.dot(&self.points.t());
        near.axis_iter(Axis(0)).map(|row| self.densities(row, labels)).collect()
    }

    /// The same of one document.
    pub(super) fn scores_of(&self, document: &[f32], labels: usize) -> Vec<f64> {
        self.densities(self.points.dot(&ArrayView1::from(document)).view(), labels)
    }

    fn densities(&self, near: ArrayView1<'_, f32>, labels: usize) -> Vec<f64> {
        let mut sums = vec![(0.0_f64, 0_u32); labels];
        for (cosine, &label) in near.iter().zip(&self.answers) {
            sums[label].0 += f64::from((SHARPNESS * (cosine - 1.0)).exp());
            sums[label].1 += 1;
        }
        sums.into_iter()
            .map(|(sum, count)| {
                (sum / f64::from(count.max(1))).max(f64::MIN_POSITIVE).ln() + f64::from(SHARPNESS)
            })
            .collect()
    }

    /// Whether there is a point of `columns` finite numbers for each answer, all of `labels`
    /// labels: a file may say anything.
    pub(super) fn is_whole(&self, labels: usize, columns: usize) -> bool {
        self.points.dim() == (self.answers.len(), columns)
            && self.answers.iter().all(|&answer| answer < labels)
            && self.weight.is_finite()
            && self.temperature.is_finite()
            && self.temperature > 0.0
    }
}

/// A vector in a byte a number: its direction moves by less than a hundredth.
fn packed(row: ArrayView1<'_, f32>) -> Vec<u8> {
    let most = row.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
    row.iter().map(|value| (value / most * 127.0).round() as i8 as u8).collect()
}

/// The unit vector of these bytes.
fn unpacked(row: &[u8]) -> Vec<f32> {
    unit(row.iter().map(|&byte| f32::from(byte as i8)).collect())
}

fn write_points<S: Serializer>(points: &Array2<f32>, to: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = points.rows().into_iter().flat_map(packed).collect();
    (points.ncols(), BASE64_STANDARD.encode(bytes)).serialize(to)
}

fn read_points<'de, D: Deserializer<'de>>(from: D) -> Result<Array2<f32>, D::Error> {
    let (columns, text) = <(usize, String)>::deserialize(from)?;
    let bytes = BASE64_STANDARD.decode(text).map_err(D::Error::custom)?;
    if columns == 0 || !bytes.len().is_multiple_of(columns) {
        return Err(D::Error::custom("the examples' points are cut off"));
    }
    Ok(matrix(bytes.chunks_exact(columns).flat_map(unpacked).collect(), columns))
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn two_kinds_of_one_label() -> Neighbours {
        let examples = array![[1.0_f32, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let prototypes = array![[0.707_f32, 0.707, 0.0], [0.0, 0.0, 1.0], [-1.0, 0.0, 0.0]];
        Neighbours::new(examples.view(), &[0, 0, 1], prototypes.view())
    }

    #[test]
    fn a_document_is_of_the_label_whose_examples_lie_near() {
        let neighbours = two_kinds_of_one_label();
        let asked = array![[0.98_f32, 0.0, 0.2], [0.0, 0.2, 0.98], [-0.9, 0.3, 0.3]];
        let scores = neighbours.scores(asked.view(), 3);
        for (document, label) in [(0, 0), (1, 1), (2, 2)] {
            let best = (0..3).max_by(|&a, &b| scores[document][a].total_cmp(&scores[document][b]));
            assert_eq!(best, Some(label), "{:?}", scores[document]);
        }
    }

    #[test]
    fn a_file_keeps_every_point() {
        let neighbours = two_kinds_of_one_label();
        let text = serde_json::to_string(&neighbours).unwrap();
        let read: Neighbours = serde_json::from_str(&text).unwrap();
        assert!(read.is_whole(3, 3) && !read.is_whole(2, 3) && !read.is_whole(3, 4));
        assert_eq!(read, neighbours);
        let moved = (neighbours.points[[3, 0]] - 0.5_f32.sqrt()).abs();
        assert!(moved < 0.01, "a byte a number moves it by {moved}");
        let cut = text.replace("[3,\"", "[4,\"");
        assert!(serde_json::from_str::<Neighbours>(&cut).is_err(), "{cut}");
    }

    #[test]
    fn of_very_many_examples_some_are_kept() {
        let many = Array2::from_elem((MOST * 3, 2), 0.7_f32);
        let prototypes = array![[1.0_f32, 0.0], [0.0, 1.0]];
        let kept = Neighbours::new(many.view(), &vec![1; MOST * 3], prototypes.view());
        assert_eq!(kept.answers.len(), MOST + 2);
    }
}
