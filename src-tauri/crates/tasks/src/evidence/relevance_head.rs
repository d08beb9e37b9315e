//! Heads for labels that may apply together: what examples add to the labels' words.
//!
//! One binary logistic regression a label, around what its words say ([`Relevance`]); each has a
//! threshold of its own, where the examples show that another one than a half finds more.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::{
    Relevance,
    distribution::sigmoid,
    head::matrix,
    learn::{FOLDS, HOLDS, SCALE},
    logistic::{Answers, Samples, fit},
};

/// What a constant feature is multiplied by: a label's log-odds are held as weakly as this is large.
const CONSTANT: f32 = 5.0;

/// Steps of a search.
const STEPS: u64 = 20;

/// Thresholds that are tried, and what stands without evidence.
const THRESHOLDS: [f64; 13] =
    [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8];
const HALF: f64 = 0.5;

/// Temperatures that are tried.
const TEMPERATURES: [f64; 9] = [0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.4, 1.7, 2.0];

/// Weights over a document's vector and a constant, one row a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RelevanceHead {
    labels: Vec<String>,
    dimensions: usize,
    /// Row by row; the last of each is a label's log-odds at the origin.
    weights: Vec<f32>,
    /// What the scores are divided by to be log-odds.
    temperature: f64,
    /// How strongly the labels' words were held.
    hold: f64,
    /// The probability from which each label applies.
    pub(crate) thresholds: Vec<f64>,
}

/// Examples as points, with the indices of the labels that apply to each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct SetLesson {
    pub(crate) vectors: Vec<Vec<f32>>,
    pub(crate) sets: Vec<Vec<usize>>,
}

/// A head and how it does on examples that it has not seen.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LearntSets {
    pub(crate) head: RelevanceHead,
    /// Of the labels' words alone.
    pub(crate) before: SetQuality,
    /// Cross-validated.
    pub(crate) after: SetQuality,
    /// Share of examples that are wholly right by number of examples, cross-validated.
    pub(crate) curve: Vec<(usize, f64)>,
}

/// How good sets of labels are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct SetQuality {
    /// Share of examples whose labels are all right.
    pub(crate) exact: f64,
    /// F1 over all labels of all examples; 1 where there is nothing to find and nothing was found.
    pub(crate) micro_f1: f64,
    /// Mean negative log-probability of each yes and no.
    pub(crate) loss: f64,
}

impl SetQuality {
    fn of(rows: &[Vec<f64>], sets: &[Vec<usize>], thresholds: &[f64]) -> Self {
        let (mut exact, mut found, mut missed, mut wrong, mut loss) = (0, 0, 0, 0, 0.0);
        for (row, set) in rows.iter().zip(sets) {
            let mut whole = true;
            for (label, &score) in row.iter().enumerate() {
                let probability = sigmoid(score);
                let (said, right) = (probability >= thresholds[label], set.contains(&label));
                let sure = if right { probability } else { 1.0 - probability };
                loss -= sure.max(f64::MIN_POSITIVE).ln();
                whole &= said == right;
                match (said, right) {
                    (true, true) => found += 1,
                    (false, true) => missed += 1,
                    (true, false) => wrong += 1,
                    (false, false) => {}
                }
            }
            exact += usize::from(whole);
        }
        let decided = rows.iter().map(Vec::len).sum::<usize>().max(1) as f64;
        let of_any = 2 * found + missed + wrong;
        Self {
            exact: exact as f64 / rows.len().max(1) as f64,
            micro_f1: if of_any == 0 { 1.0 } else { 2.0 * f64::from(found) / f64::from(of_any) },
            loss: loss / decided,
        }
    }

    /// Whether these sets are to be preferred: no worse in what they find and surer of what is
    /// right.
    pub(crate) fn beats(&self, other: &Self) -> bool {
        self.micro_f1 >= other.micro_f1 && self.exact >= other.exact && self.loss < other.loss
    }
}

impl RelevanceHead {
    /// The labels that it tells.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(String::as_str)
    }

    /// Whether there is a finite weight for each label and number of a vector: a file may say
    /// anything.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let share = |value: &f64| (0.0..=1.0).contains(value);
        !self.labels.is_empty()
            && self.weights.len() == self.labels.len() * (self.dimensions + 1)
            && self.weights.iter().all(|number| number.is_finite())
            && self.thresholds.len() == self.labels.len()
            && self.thresholds.iter().all(share)
            && self.temperature.is_finite()
            && self.temperature > 0.0
    }

    /// Log-odds of each label.
    pub(crate) fn scores(&self, vector: &[f32]) -> Vec<f64> {
        scores(&self.weights, vector, self.temperature)
    }
}

fn scores(weights: &[f32], vector: &[f32], temperature: f64) -> Vec<f64> {
    weights
        .chunks_exact(vector.len() + 1)
        .map(|row| {
            let sum: f32 = row.iter().zip(vector.iter().chain(&[1.0])).map(|(w, x)| w * x).sum();
            f64::from(sum) / temperature
        })
        .collect()
}

/// Learns a head for labels that are judged by `words` until examples say more.
pub(crate) fn learn_sets(names: &[String], words: &Relevance, lesson: &SetLesson) -> LearntSets {
    let count = lesson.sets.len();
    let everything: Vec<usize> = (0..count).collect();
    let folds = folds(&lesson.sets, names.len());
    let held_out = cross_validate(words, lesson, &folds);
    let (choice, temperature) = choose(&held_out, &lesson.sets);
    let unseen: Vec<Vec<f64>> = held_out[choice]
        .iter()
        .map(|row| row.iter().map(|score| score / temperature).collect())
        .collect();
    let halves = vec![HALF; names.len()];
    let zero_shot: Vec<Vec<f32>> = words.weights();
    let zero_shot = zero_shot.concat();
    let before: Vec<Vec<f64>> =
        lesson.vectors.iter().map(|vector| scores(&zero_shot, vector, 1.0)).collect();
    let before = SetQuality::of(&before, &lesson.sets, &halves);
    let after = judged_by_others(&unseen, &lesson.sets, &folds, names.len());
    let weights = weights(words, lesson, &everything, &HOLDS[choice..=choice]);
    let head = RelevanceHead {
        labels: names.to_vec(),
        dimensions: lesson.vectors.first().map_or(0, Vec::len),
        weights: weights.into_iter().next().unwrap_or_default(),
        temperature,
        hold: HOLDS[choice],
        thresholds: thresholds(&unseen, &lesson.sets, &everything, names.len()),
    };
    let half: Vec<usize> = everything.iter().copied().filter(|&index| folds[index] < 2).collect();
    let judged: Vec<usize> = everything.iter().copied().filter(|&index| folds[index] > 2).collect();
    let mut curve = vec![(0, before.exact)];
    if !half.is_empty() && !judged.is_empty() {
        let taught = self::weights(words, lesson, &half, &HOLDS[choice..=choice]);
        let rows: Vec<Vec<f64>> = judged
            .iter()
            .map(|&index| scores(&taught[0], &lesson.vectors[index], temperature))
            .collect();
        let sets: Vec<Vec<usize>> =
            judged.iter().map(|&index| lesson.sets[index].clone()).collect();
        curve.push((half.len(), SetQuality::of(&rows, &sets, &halves).exact));
    }
    curve.push((count, after.exact));
    LearntSets { head, before, after, curve }
}

/// The place of each example in the cross-validation; examples of one first label are dealt out
/// evenly.
fn folds(sets: &[Vec<usize>], labels: usize) -> Vec<usize> {
    let mut dealt = vec![0; labels + 1];
    sets.iter()
        .map(|set| {
            let first = set.first().copied().unwrap_or(labels);
            dealt[first] += 1;
            (dealt[first] + first) % FOLDS
        })
        .collect()
}

/// For each of [`HOLDS`]: the scores of each example by a head that has not seen it.
fn cross_validate(words: &Relevance, lesson: &SetLesson, folds: &[usize]) -> Vec<Vec<Vec<f64>>> {
    let mut held_out = vec![vec![Vec::new(); lesson.sets.len()]; HOLDS.len()];
    for fold in 0..FOLDS {
        let (judged, taught): (Vec<usize>, Vec<usize>) =
            (0..lesson.sets.len()).partition(|&index| folds[index] == fold);
        for (of_hold, weights) in held_out.iter_mut().zip(weights(words, lesson, &taught, &HOLDS)) {
            for &index in &judged {
                of_hold[index] = scores(&weights, &lesson.vectors[index], 1.0);
            }
        }
    }
    held_out
}

/// The hold and temperature under which the right yes and no are most probable.
fn choose(held_out: &[Vec<Vec<f64>>], sets: &[Vec<usize>]) -> (usize, f64) {
    let labels = held_out.first().and_then(|rows| rows.first()).map_or(0, Vec::len);
    let halves = vec![HALF; labels];
    let mut best = (0, 1.0, f64::INFINITY);
    for (choice, rows) in held_out.iter().enumerate() {
        for temperature in TEMPERATURES {
            let cooled: Vec<Vec<f64>> = rows
                .iter()
                .map(|row| row.iter().map(|score| score / temperature).collect())
                .collect();
            let loss = SetQuality::of(&cooled, sets, &halves).loss;
            if loss < best.2 {
                best = (choice, temperature, loss);
            }
        }
    }
    (best.0, best.1)
}

/// Quality under thresholds that each fold's examples had no part in.
fn judged_by_others(
    rows: &[Vec<f64>],
    sets: &[Vec<usize>],
    folds: &[usize],
    labels: usize,
) -> SetQuality {
    let mut sum = SetQuality::default();
    for fold in 0..FOLDS {
        let (judged, others): (Vec<usize>, Vec<usize>) =
            (0..sets.len()).partition(|&index| folds[index] == fold);
        let bounds = thresholds(rows, sets, &others, labels);
        let own_rows: Vec<Vec<f64>> = judged.iter().map(|&index| rows[index].clone()).collect();
        let own_sets: Vec<Vec<usize>> = judged.iter().map(|&index| sets[index].clone()).collect();
        let quality = SetQuality::of(&own_rows, &own_sets, &bounds);
        let share = judged.len() as f64 / sets.len().max(1) as f64;
        sum.exact += share * quality.exact;
        sum.micro_f1 += share * quality.micro_f1;
        sum.loss += share * quality.loss;
    }
    sum
}

/// For each label the threshold under which most is found of these examples; the fewer of them have
/// the label, the nearer it stays to a half.
fn thresholds(rows: &[Vec<f64>], sets: &[Vec<usize>], chosen: &[usize], labels: usize) -> Vec<f64> {
    (0..labels)
        .map(|label| {
            let with = chosen.iter().filter(|&&index| sets[index].contains(&label)).count();
            let worth = |threshold: f64| {
                let (mut found, mut said) = (0, 0);
                for &index in chosen {
                    if sigmoid(rows[index][label]) >= threshold {
                        said += 1;
                        found += usize::from(sets[index].contains(&label));
                    }
                }
                let f1 = 2.0 * found as f64 / (said + with).max(1) as f64;
                f1 - (threshold - HALF).abs() / (1.0 + with as f64 / 4.0)
            };
            THRESHOLDS
                .into_iter()
                .max_by(|a, b| worth(*a).total_cmp(&worth(*b)))
                .filter(|_| with > 0)
                .unwrap_or(HALF)
        })
        .collect()
}

/// For each hold the weights of a document's vector and of a constant 1, row by row.
fn weights(
    words: &Relevance,
    lesson: &SetLesson,
    chosen: &[usize],
    holds: &[f64],
) -> Vec<Vec<f32>> {
    let prior = words.weights();
    let (labels, columns) = (prior.len(), prior.first().map_or(0, Vec::len));
    let factor = |column: usize| if column + 1 == columns { CONSTANT } else { SCALE };
    let rows = chosen.iter().flat_map(|&index| {
        lesson.vectors[index]
            .iter()
            .map(|value| value * SCALE)
            .chain([CONSTANT])
            .collect::<Vec<f32>>()
    });
    let marks = chosen.iter().flat_map(|&index| {
        (0..labels).map(move |label| f32::from(u8::from(lesson.sets[index].contains(&label))))
    });
    let samples = Samples {
        rows: matrix(rows.collect(), columns),
        answers: Answers::Any(matrix(marks.collect(), labels)),
    };
    let scaled = |row: Vec<f32>| row.into_iter().enumerate().map(|(at, value)| value / factor(at));
    let prior: Array2<f32> = matrix(prior.into_iter().flat_map(scaled).collect(), columns);
    let mut start = prior.clone();
    holds
        .iter()
        .map(|&hold| {
            start = fit(&samples, &prior, hold, &start, STEPS);
            start.indexed_iter().map(|((_, column), value)| value * factor(column)).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two labels whose words say nothing; the first applies where the first number is positive,
    /// the second where the second is.
    fn lesson(count: usize) -> (Relevance, SetLesson) {
        let words = [vec![0.0, 0.0, 1.0], vec![0.0, 0.0, 1.0]];
        let relevance = Relevance::new(&words, &[vec![0.0, 0.0, 1.0]], &[]);
        let mut lesson = SetLesson::default();
        for index in 0..count {
            let (a, b) = (index % 2 == 0, index % 3 == 0);
            let wobble = 0.05 * ((index * 7) % 5) as f32;
            let side = |yes: bool| if yes { 0.6 + wobble } else { -0.6 - wobble };
            lesson.vectors.push(vec![side(a), side(b), 0.3]);
            let applies = [(a, 0), (b, 1)].into_iter().filter(|one| one.0);
            lesson.sets.push(applies.map(|one| one.1).collect());
        }
        (relevance, lesson)
    }

    #[test]
    fn each_label_is_learnt_by_itself() {
        let (words, lesson) = lesson(36);
        let names = ["left".to_owned(), "up".to_owned()];
        let learnt = learn_sets(&names, &words, &lesson);
        assert!(learnt.after.exact > 0.9, "{:?}", learnt.after);
        assert!(learnt.after.beats(&learnt.before), "{learnt:?}");
        assert!(learnt.head.is_whole());
        let said = |vector: [f32; 3]| -> Vec<bool> {
            let scores = learnt.head.scores(&vector);
            scores.iter().zip(&learnt.head.thresholds).map(|(s, t)| sigmoid(*s) >= *t).collect()
        };
        assert_eq!(said([0.7, 0.7, 0.3]), [true, true]);
        assert_eq!(said([-0.7, 0.7, 0.3]), [false, true]);
        assert_eq!(said([-0.7, -0.7, 0.3]), [false, false]);
        assert_eq!(learn_sets(&names, &words, &lesson), learnt, "the same examples, the same head");
    }

    #[test]
    fn a_threshold_moves_only_where_examples_show_that_it_should() {
        // The label's documents all have 0.3, the others 0.1.
        let logit = |p: f64| (p / (1.0 - p)).ln();
        let rows: Vec<Vec<f64>> =
            (0..40).map(|index| vec![logit(if index < 20 { 0.3 } else { 0.1 })]).collect();
        let sets: Vec<Vec<usize>> =
            (0..40).map(|index| if index < 20 { vec![0] } else { Vec::new() }).collect();
        let all: Vec<usize> = (0..40).collect();
        assert!(thresholds(&rows, &sets, &all, 1)[0] <= 0.3, "a half would find none");
        assert!((thresholds(&rows, &sets, &[25, 30], 1)[0] - HALF).abs() < 1e-9, "no evidence");
    }
}
