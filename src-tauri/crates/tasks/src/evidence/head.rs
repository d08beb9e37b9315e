//! A head over embeddings: what examples add to the labels' words.
//!
//! The words put each label's prototype somewhere ([`Prototypes`]); examples move it, and then
//! bend the borders between labels (logistic regression around the prototypes). Examples teach
//! little about what they do not show, so that one or two a label never make it worse than the
//! words by much, and cross-validation says whether they make it better.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::{
    Prototypes,
    distribution::{best_temperature, log_loss, ranking},
    logistic::{Answers, Samples, fit},
    prototypes::direction,
};

/// Length of a document's vector as the regression sees it: with it a hold of 1 suits most tasks.
pub(super) const SCALE: f32 = 10.0;

/// How strongly the prior is held, tried from the strongest to the weakest.
pub(super) const HOLDS: [f64; 4] = [10.0, 3.0, 1.0, 0.3];

/// Folds of the cross-validation.
pub(super) const FOLDS: usize = 5;

/// Steps of the first search of a fold, and of those that begin where another has ended.
const STEPS: u64 = 12;
const MORE_STEPS: u64 = 6;

/// Weights over a document's vector, one row a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelHead {
    labels: Vec<String>,
    centre: Vec<f32>,
    /// Row by row.
    weights: Vec<f32>,
    /// What the scores are divided by to be log-probabilities.
    temperature: f64,
    /// How strongly the labels' words were held.
    hold: f64,
    /// What the language model adds, where it was heard while teaching.
    pub(crate) model: Option<ModelShare>,
    /// The probability below which the answer is "none of these", where examples have shown one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) none_below: Option<f64>,
}

/// What a language model's scores are worth beside the head.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelShare {
    /// What its calibrated scores are multiplied by before they are added.
    pub weight: f64,
    /// Share of the head's mistakes that it mends, net of those it makes.
    pub mends: f64,
}

/// Examples as points, with the index of each one's label.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lesson {
    pub(crate) vectors: Vec<Vec<f32>>,
    pub(crate) answers: Vec<usize>,
}

/// A head and how it does on examples that it has not seen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Learnt {
    pub(crate) head: LabelHead,
    /// Of the labels' words alone.
    pub(crate) before: Quality,
    /// Cross-validated.
    pub(crate) after: Quality,
    /// Accuracy by number of examples, cross-validated.
    pub(crate) curve: Vec<(usize, f64)>,
    /// Scores of each example by a head that has not seen it, as log-probabilities.
    pub(crate) unseen: Vec<Vec<f64>>,
}

/// How good scores are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quality {
    pub(crate) accuracy: f64,
    /// Mean negative log-probability of the right answer.
    pub(crate) loss: f64,
}

impl Quality {
    pub(crate) fn of(scores: &[Vec<f64>], answers: &[usize]) -> Self {
        let right = scores.iter().zip(answers).filter(|(row, answer)| best(row) == **answer);
        let accuracy = right.count() as f64 / answers.len().max(1) as f64;
        Self { accuracy, loss: log_loss(scores, answers, 1.0) }
    }

    /// Whether these scores are to be preferred: right at least as often, and surer of what is
    /// right.
    pub(crate) fn beats(&self, other: &Self) -> bool {
        self.accuracy >= other.accuracy && self.loss < other.loss
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
            && self.none_below.is_none_or(|bound| (0.0..=1.0).contains(&bound))
    }

    /// What a document says of each label, as log-probabilities up to a common offset.
    pub(crate) fn scores(&self, vector: &[f32]) -> Vec<f64> {
        let point = direction(vector, &self.centre);
        self.weights
            .chunks_exact(self.centre.len().max(1))
            .map(|row| {
                let sum: f32 = row.iter().zip(&point).map(|(weight, value)| weight * value).sum();
                f64::from(sum) / self.temperature
            })
            .collect()
    }
}

/// Learns a head for labels whose words stand at `words`.
pub(crate) fn learn(names: &[String], words: &[Vec<f32>], lesson: &Lesson) -> Learnt {
    let folds = folds(&lesson.answers);
    let held_out = cross_validate(words, lesson, &folds);
    let (choice, temperature) = choose(&held_out, &lesson.answers);
    let unseen: Vec<Vec<f64>> = held_out[choice]
        .iter()
        .map(|row| row.iter().map(|score| score / temperature).collect())
        .collect();
    let zero_shot = Prototypes::new(words, &[]);
    let before: Vec<Vec<f64>> =
        lesson.vectors.iter().map(|vector| zero_shot.scores(vector)).collect();
    // The words are given their best temperature too, lest the head win by that alone.
    let fair = best_temperature(&before, &lesson.answers, 0.0);
    let before = Quality {
        loss: log_loss(&before, &lesson.answers, fair),
        ..Quality::of(&before, &lesson.answers)
    };
    let after = Quality::of(&unseen, &lesson.answers);
    let hold = HOLDS[choice];
    let everything: Vec<usize> = (0..lesson.answers.len()).collect();
    let whole = Part::of(words, lesson, &everything);
    let weights = whole.weights(&[hold], STEPS + MORE_STEPS).pop().unwrap_or_default();
    let head = LabelHead {
        labels: names.to_vec(),
        centre: whole.centre,
        weights: weights.into_iter().map(|weight| weight * SCALE).collect(),
        temperature,
        hold,
        model: None,
        none_below: None,
    };
    let mut curve = vec![(0, before.accuracy)];
    curve.extend(smaller(words, lesson, &folds, hold));
    curve.push((lesson.answers.len(), after.accuracy));
    Learnt { head, before, after, curve, unseen }
}

/// The place of each example in the cross-validation. Every label's examples are dealt out evenly,
/// so that a label with two is in the teaching part whenever one of them is judged.
fn folds(answers: &[usize]) -> Vec<usize> {
    let labels = answers.iter().max().map_or(0, |most| most + 1);
    let mut dealt = vec![0; labels];
    answers
        .iter()
        .map(|&answer| {
            dealt[answer] += 1;
            (dealt[answer] + answer) % FOLDS
        })
        .collect()
}

/// For each of [`HOLDS`]: the scores of each example by a head that has not seen it.
fn cross_validate(words: &[Vec<f32>], lesson: &Lesson, folds: &[usize]) -> Vec<Vec<Vec<f64>>> {
    let count = lesson.answers.len();
    let mut held_out = vec![vec![Vec::new(); count]; HOLDS.len()];
    let judge = |fold: usize| {
        let (judged, taught): (Vec<usize>, Vec<usize>) =
            (0..count).partition(|&index| folds[index] == fold);
        let part = Part::of(words, lesson, &taught);
        let by_hold = part
            .weights(&HOLDS, STEPS)
            .into_iter()
            .map(|weights| part.judge(&weights, lesson, &judged))
            .collect::<Vec<_>>();
        (judged, by_hold)
    };
    let judged = std::thread::scope(|scope| {
        let running: Vec<_> = (0..FOLDS).map(|fold| scope.spawn(move || judge(fold))).collect();
        running.into_iter().map(|fold| fold.join()).collect::<Vec<_>>()
    });
    for fold in judged {
        match fold {
            Ok((judged, by_hold)) => {
                for (all, scores) in held_out.iter_mut().zip(by_hold) {
                    for (&index, row) in judged.iter().zip(scores) {
                        all[index] = row;
                    }
                }
            }
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
    held_out
}

/// The hold and temperature under which the right answers are most probable.
fn choose(held_out: &[Vec<Vec<f64>>], answers: &[usize]) -> (usize, f64) {
    let (choice, temperature, _) = held_out
        .iter()
        .enumerate()
        .map(|(choice, scores)| {
            let temperature = best_temperature(scores, answers, 0.0);
            (choice, temperature, log_loss(scores, answers, temperature))
        })
        .min_by(|a, b| a.2.total_cmp(&b.2))
        .unwrap_or((0, 1.0, 0.0));
    (choice, temperature)
}

/// Cross-validated accuracy with a quarter and a half of the examples of each label.
fn smaller(words: &[Vec<f32>], lesson: &Lesson, folds: &[usize], hold: f64) -> Vec<(usize, f64)> {
    let mut points = Vec::with_capacity(2);
    for share in [4, 2] {
        let mut seen = vec![0_usize; words.len()];
        let (taught, judged): (Vec<usize>, Vec<usize>) =
            (0..lesson.answers.len()).partition(|&index| {
                let answer = lesson.answers[index];
                let taken = folds[index] != 0 && seen[answer].is_multiple_of(share);
                seen[answer] += usize::from(folds[index] != 0);
                taken
            });
        let judged: Vec<usize> = judged.into_iter().filter(|&index| folds[index] == 0).collect();
        if taught.is_empty() || judged.is_empty() {
            continue;
        }
        let part = Part::of(words, lesson, &taught);
        let weights = part.weights(&[hold], STEPS).pop().unwrap_or_default();
        let right = part
            .judge(&weights, lesson, &judged)
            .iter()
            .zip(&judged)
            .filter(|(row, index)| best(row) == lesson.answers[**index])
            .count();
        points.push((taught.len(), right as f64 / judged.len() as f64));
    }
    points
}

/// Some of the examples, ready for the regression.
struct Part {
    centre: Vec<f32>,
    prior: Array2<f32>,
    samples: Samples,
}

impl Part {
    fn of(words: &[Vec<f32>], lesson: &Lesson, chosen: &[usize]) -> Self {
        let examples: Vec<(usize, Vec<f32>)> = chosen
            .iter()
            .map(|&index| (lesson.answers[index], lesson.vectors[index].clone()))
            .collect();
        let prototypes = Prototypes::new(words, &examples);
        let centre = prototypes.centre().to_vec();
        let columns = centre.len();
        let rows = chosen.iter().flat_map(|&index| {
            direction(&lesson.vectors[index], &centre).into_iter().map(|value| value * SCALE)
        });
        Self {
            samples: Samples {
                rows: matrix(rows.collect(), columns),
                answers: Answers::One(chosen.iter().map(|&index| lesson.answers[index]).collect()),
            },
            prior: matrix(prototypes.weights(1.0 / SCALE), columns),
            centre,
        }
    }

    /// For each hold the weights, row by row.
    fn weights(&self, holds: &[f64], steps: u64) -> Vec<Vec<f32>> {
        let mut start = self.prior.clone();
        let mut found = Vec::with_capacity(holds.len());
        for (index, &hold) in holds.iter().enumerate() {
            let steps = if index == 0 { steps } else { MORE_STEPS };
            start = fit(&self.samples, &self.prior, hold, &start, steps);
            found.push(start.iter().copied().collect());
        }
        found
    }

    fn judge(&self, weights: &[f32], lesson: &Lesson, judged: &[usize]) -> Vec<Vec<f64>> {
        judged
            .iter()
            .map(|&index| {
                let point = direction(&lesson.vectors[index], &self.centre);
                weights
                    .chunks_exact(self.centre.len().max(1))
                    .map(|row| {
                        let sum: f32 = row.iter().zip(&point).map(|(w, value)| w * value).sum();
                        f64::from(sum * SCALE)
                    })
                    .collect()
            })
            .collect()
    }
}

fn best(row: &[f64]) -> usize {
    ranking(row).first().copied().unwrap_or(0)
}

pub(super) fn matrix(values: Vec<f32>, columns: usize) -> Array2<f32> {
    let rows = values.len() / columns.max(1);
    Array2::from_shape_vec((rows, columns), values).unwrap_or_default()
}
