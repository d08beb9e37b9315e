//! Labels as points in the embedder's space.
//!
//! A label's words say where its documents should lie, and examples where some of them do.
//! Similarities are cosines around the prototypes' common centre, which takes off what all documents
//! of a domain share. Because the centre is that of the prototypes, not of the documents, a batch of
//! mostly one kind does not lose that kind.

use super::{
    distribution::{Supposed, best_temperature},
    settled::Settled,
    vectors::{add, direction, nearness},
};

/// What makes log-probabilities of cosines. Found on questions of 3 to 77 intents: calibration
/// error 0.06 to 0.07, whatever their number.
const SHARPNESS: f64 = 12.0;

/// Documents that weigh as much as a label's own words.
const ANCHOR: f32 = 3.0;

/// Examples that tell how sure to be, and how strongly the usual sureness is held: the inverse
/// variance of a normal prior on the logarithm of the temperature, in examples.
const TELLING: usize = 64;
const HOLD: f64 = 32.0;

/// Numbers that finding it out may touch.
const MOST_NUMBERS: usize = 40_000_000;

/// One point for each label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Prototypes {
    /// What the labels' words and examples say, summed; as many of each as `counts` says.
    pub(super) anchors: Vec<Vec<f32>>,
    pub(super) counts: Vec<f32>,
    pub(super) places: Places,
    /// What the sharpness is divided by, as the examples tell it; 1 without them.
    pub(super) temperature: f64,
}

impl Prototypes {
    /// Prototypes from the labels' own vectors and from example vectors with their label's index.
    /// All vectors have the same length, and length 1.
    pub(crate) fn new(labels: &[Vec<f32>], examples: &[(usize, Vec<f32>)]) -> Self {
        let mut anchors: Vec<Vec<f32>> =
            labels.iter().map(|vector| scaled(vector, ANCHOR)).collect();
        let mut counts = vec![ANCHOR; labels.len()];
        for (label, vector) in examples {
            add(&mut anchors[*label], vector, 1.0);
            counts[*label] += 1.0;
        }
        let mut prototypes = Self::of(anchors, counts);
        prototypes.temperature = prototypes.told_by(examples);
        prototypes
    }

    fn of(anchors: Vec<Vec<f32>>, counts: Vec<f32>) -> Self {
        let points = anchors.iter().zip(&counts).map(|(sum, count)| scaled(sum, 1.0 / count));
        let places = Places::of(&points.collect::<Vec<_>>());
        Self { anchors, counts, places, temperature: 1.0 }
    }

    /// The temperature under which each example's label is most probable to prototypes that have
    /// not seen it.
    fn told_by(&self, examples: &[(usize, Vec<f32>)]) -> f64 {
        let size = self.anchors.len() * self.places.centre.len();
        let most = TELLING.min(MOST_NUMBERS / size.max(1));
        let step = examples.len().div_ceil(most.max(1)).max(1);
        let (mut rows, mut answers) = (Vec::new(), Vec::new());
        for (label, vector) in examples.iter().step_by(step).take(most) {
            let (mut anchors, mut counts) = (self.anchors.clone(), self.counts.clone());
            add(&mut anchors[*label], vector, -1.0);
            counts[*label] -= 1.0;
            rows.push(Self::of(anchors, counts).scores(vector));
            answers.push(*label);
        }
        best_temperature(&rows, &answers, Supposed { temperature: 1.0, hold: HOLD })
    }

    /// The same labels among these documents; `None` where they are too few to tell where each
    /// label's lie.
    pub(crate) fn settled(&self, documents: &[&[f32]]) -> Option<Settled> {
        Settled::among(self, documents)
    }

    /// What a document says of each label on the scale of log-probabilities.
    pub(crate) fn scores(&self, document: &[f32]) -> Vec<f64> {
        let sharpness = SHARPNESS / self.temperature;
        self.places.cosines(document).into_iter().map(|cosine| sharpness * cosine).collect()
    }

    /// What all labels share; similarities are taken around it.
    pub(super) fn centre(&self) -> &[f32] {
        &self.places.centre
    }

    /// Where the labels are: unit vectors from the centre.
    pub(super) fn directions(&self) -> &[Vec<f32>] {
        &self.places.directions
    }

    /// [`Prototypes::scores`] as weights of a document's direction from the centre, label by
    /// label, each multiplied by `factor`.
    pub(super) fn weights(&self, factor: f32) -> Vec<f32> {
        scaled(&self.places.directions.concat(), factor * SHARPNESS as f32)
    }
}

/// Labels as unit vectors around their common centre.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Places {
    pub(super) directions: Vec<Vec<f32>>,
    pub(super) centre: Vec<f32>,
}

impl Places {
    pub(super) fn of(points: &[Vec<f32>]) -> Self {
        let mut centre = vec![0.0; points.first().map_or(0, Vec::len)];
        for point in points {
            add(&mut centre, point, 1.0 / points.len() as f32);
        }
        Self { directions: points.iter().map(|point| direction(point, &centre)).collect(), centre }
    }

    /// Cosine of a document with each label.
    pub(super) fn cosines(&self, document: &[f32]) -> Vec<f64> {
        self.along(&direction(document, &self.centre))
    }

    /// Cosine of a direction from the centre with each label.
    pub(super) fn along(&self, direction: &[f32]) -> Vec<f64> {
        self.directions.iter().map(|label| nearness(label, direction)).collect()
    }
}

fn scaled(vector: &[f32], factor: f32) -> Vec<f32> {
    vector.iter().map(|value| factor * value).collect()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::evidence::distribution::ranking;

    fn unit(values: &[f32]) -> Vec<f32> {
        crate::evidence::unit(values.to_vec())
    }

    /// Two labels whose words only half agree with where their documents lie.
    fn labels() -> [Vec<f32>; 2] {
        [unit(&[1.0, 0.2, 0.9, 0.0]), unit(&[1.0, -0.2, 0.0, 0.9])]
    }

    #[test]
    fn a_document_lies_nearest_to_its_own_label() {
        let prototypes = Prototypes::new(&labels(), &[]);
        for (index, label) in labels().iter().enumerate() {
            assert_eq!(ranking(&prototypes.scores(label))[0], index);
        }
    }

    #[test]
    fn examples_count_as_documents_whose_label_is_known() {
        let example = unit(&[1.0, 0.0, 0.0, 0.0]);
        let told = Prototypes::new(&labels(), &vec![(1, example.clone()); 30]);
        assert_eq!(ranking(&told.scores(&example))[0], 1);
    }

    #[test]
    fn examples_tell_how_sure_to_be() {
        let [first, second] = labels();
        let right: Vec<(usize, Vec<f32>)> = (0..40)
            .map(|index| if index % 2 == 0 { (0, first.clone()) } else { (1, second.clone()) })
            .collect();
        let mixed: Vec<(usize, Vec<f32>)> = right
            .iter()
            .enumerate()
            .map(|(index, (label, vector))| {
                (if index % 4 < 2 { *label } else { 1 - label }, vector.clone())
            })
            .collect();
        let sure = Prototypes::new(&labels(), &right);
        let unsure = Prototypes::new(&labels(), &mixed);
        assert!(sure.temperature <= 1.0, "they agree with the words: {}", sure.temperature);
        assert!(
            unsure.temperature > 1.2,
            "half of them contradict the words: {}",
            unsure.temperature
        );
        assert!((Prototypes::new(&labels(), &[]).temperature - 1.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn similarities_are_cosines(
            points in vec(vec(-1.0_f32..1.0, 6), 2..6),
            document in vec(-1.0_f32..1.0, 6),
        ) {
            let labels: Vec<Vec<f32>> = points.iter().map(|point| unit(point)).collect();
            for cosine in Places::of(&labels).cosines(&unit(&document)) {
                prop_assert!((-1.001..=1.001).contains(&cosine), "{}", cosine);
            }
        }
    }
}
