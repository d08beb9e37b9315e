//! Learning a prior: what decides, over many documents whose answers are known.

use std::collections::BTreeMap;

use super::fit::{Case, Hold, fit};
use super::lists::Empty;
use super::measures::{Measures, OF_CONTENDER, OF_NONE};
use super::observe::{Observed, teaches};
use super::rank::scores;
use super::weights::{Prior, Weights, Witnesses, family};
use crate::evidence::distribution::softmax;

/// How strongly learned weights are held where they start, in units of cases.
const HOLD: Hold = Hold { known: 1.0, fresh: 1.0 };
/// Answers that calibration needs.
const LEAST_TO_CALIBRATE: usize = 20;
/// Parts into which the observations are split to calibrate what is learned.
const FOLDS: usize = 5;

/// The prior that explains the observations best.
#[must_use]
pub fn learn(observed: &[Observed]) -> Prior {
    let mut prior = Prior::plain();
    let mut kinds: BTreeMap<(String, bool), Vec<&Observed>> = BTreeMap::new();
    for one in observed {
        let (family, role) = (family(one.kind), one.role.name(one.kind));
        kinds.entry((family.to_owned(), one.many)).or_default().push(one);
        if !role.is_empty() {
            kinds.entry((format!("{family}{role}"), one.many)).or_default().push(one);
        }
    }
    for ((family, many), fields) in kinds {
        for wanted in Witnesses::ALL {
            let lesson = Lesson::of(&fields, wanted);
            if lesson.is_empty() {
                continue;
            }
            let mut weights = lesson.learned(|_| true);
            weights.calibration = platt(&lesson.cross_validated());
            prior.weights.insert(Prior::key(&family, many, wanted), weights);
        }
    }
    prior
}

/// The fields that one ranker is learned from, as each stage of learning sees them.
///
/// The language model is heard on few documents. What it says is weighed on top of what all of
/// them taught without it.
struct Lesson {
    stages: Vec<Vec<Option<Case>>>,
}

impl Lesson {
    fn of(fields: &[&Observed], wanted: Witnesses) -> Self {
        let without = Witnesses { model: false, ..wanted };
        let stages = if wanted.model { vec![without, wanted] } else { vec![wanted] };
        let judged = |witnesses| fields.iter().map(|one| one.judged(witnesses)).collect();
        Self { stages: stages.into_iter().map(judged).collect() }
    }

    /// The fields with all the evidence.
    fn last(&self) -> &[Option<Case>] {
        self.stages.last().map_or(&[], Vec::as_slice)
    }

    fn is_empty(&self) -> bool {
        !self.last().iter().flatten().any(teaches)
    }

    /// The weights that the fields at these places teach.
    fn learned(&self, holds: impl Fn(usize) -> bool) -> Weights {
        let nothing = Weights {
            contender: vec![0.0; OF_CONTENDER.len()],
            none: vec![0.0; OF_NONE.len()],
            calibration: None,
        };
        self.stages.iter().fold(nothing, |start, judged| {
            let among = judged.iter().enumerate().filter(|(index, _)| holds(*index));
            let cases: Vec<&Case> =
                among.filter_map(|(_, case)| case.as_ref()).filter(|case| teaches(case)).collect();
            fit(&cases, &start, HOLD, 0)
        })
    }

    /// What weights learned from the others answer on each part of the fields.
    fn cross_validated(&self) -> Vec<Decision> {
        let mut answers = Vec::new();
        // Parts by order among the fields with all the evidence, so that each has some of them.
        let mut order = 0;
        let parts: Vec<usize> = self
            .last()
            .iter()
            .map(|case| {
                order += usize::from(case.is_some());
                order % FOLDS
            })
            .collect();
        for fold in 0..FOLDS {
            let weights = self.learned(|index| parts[index] != fold);
            for (_, case) in self.last().iter().enumerate().filter(|(at, _)| parts[*at] == fold) {
                answers
                    .extend(case.iter().flat_map(|case| decided(case, &weights, Empty::AsLearned)));
            }
        }
        answers
    }
}

/// An answer that a ranker gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision {
    pub probability: f64,
    pub right: bool,
    /// Whether it is a value, not "there is none".
    pub is_value: bool,
}

/// The answers that these weights give.
///
/// One for a field with one value; for a list one for each contender, right if it is a value.
pub(super) fn decided(case: &Case, weights: &Weights, empty: Empty) -> Vec<Decision> {
    let scores = scores(weights, &case.measures);
    let last = case.measures.contenders.len();
    if case.many {
        let decided =
            empty.probabilities(&scores).into_iter().enumerate().map(|(index, probability)| {
                Decision { probability, right: case.right.contains(&index), is_value: true }
            });
        return decided.collect();
    }
    let probabilities = softmax(&scores, 1.0);
    let best =
        (0..=last).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap_or(last);
    let right = if best == last {
        case.right.is_empty() && !case.missed
    } else {
        case.right.contains(&best)
    };
    vec![Decision { probability: probabilities[best], right, is_value: best != last }]
}

/// Slope and offset that make probabilities honest (Platt 1999): a logistic regression of right
/// and wrong on log-odds. `None` for too few answers, or answers that are all alike.
pub(super) fn platt(answers: &[Decision]) -> Option<(f64, f64)> {
    let right = answers.iter().filter(|answer| answer.right).count();
    if answers.len() < LEAST_TO_CALIBRATE || right == 0 || right == answers.len() {
        return None;
    }
    let rows = answers.iter().map(|Decision { probability, right, .. }| {
        let kept = probability.clamp(1e-6, 1.0 - 1e-6);
        let odds = (kept / (1.0 - kept)).ln() as f32;
        Case {
            measures: Measures { contenders: vec![vec![odds]], none: vec![-1.0] },
            right: if *right { vec![0] } else { Vec::new() },
            many: true,
            missed: false,
        }
    });
    let cases: Vec<Case> = rows.collect();
    let start = Weights { contender: vec![1.0], none: vec![0.0], calibration: None };
    let hold = Hold { known: 1.0, fresh: 1.0 };
    let fitted = fit(&cases.iter().collect::<Vec<_>>(), &start, hold, 0);
    Some((*fitted.contender.first()?, *fitted.none.first()?))
}
