//! What a person likes to read in summaries, learned from starred and struck sentences.
//!
//! A pairwise logistic model (RankNet's cost, Burges et al. 2005, on a linear score): within a
//! document, starred sentences should be worth more than the others, struck ones less. It corrects
//! the worth that sentences have anyway, under a normal prior around no correction, by L-BFGS; and
//! it is used only where it foretells the marks of documents that it was not taught with better
//! than no correction does.

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

use crate::evidence::distribution::softplus;

/// Measures of a sentence.
pub(super) const MEASURES: usize = 7;
/// Difference of worth that makes one sentence clearly better.
const CLEAR: f64 = 0.1;
/// Inverse variance of the prior, in marks.
const HOLD: f64 = 0.3;
/// Marked documents without which nothing can be foretold.
const LEAST_DOCUMENTS: usize = 3;
/// Steps that are enough for a handful of weights.
const MOST_STEPS: u64 = 60;
/// Steps that the solver remembers.
const MEMORY: usize = 7;

/// What is known of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measured {
    /// Its worth without any taste.
    pub worth: f64,
    /// Measures that taste may weigh.
    pub measures: [f64; MEASURES],
}

/// A sentence that should be worth more than another, and how much that counts.
#[derive(Clone, Copy, Debug)]
struct Pair {
    lead: f64,
    apart: [f64; MEASURES],
    weight: f64,
}

/// A marked document, measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Lesson(Vec<Pair>);

impl Lesson {
    pub fn new(sentences: &[Measured], starred: &[usize], struck: &[usize]) -> Self {
        let mut pairs = Vec::new();
        let mut set = |better: usize, worse: usize, weight: f64| {
            let (a, b) = (&sentences[better], &sentences[worse]);
            let apart = std::array::from_fn(|index| a.measures[index] - b.measures[index]);
            pairs.push(Pair { lead: a.worth - b.worth, apart, weight });
        };
        let all = || 0..sentences.len();
        for &star in starred {
            let others: Vec<usize> = all().filter(|other| !starred.contains(other)).collect();
            others.iter().for_each(|&other| set(star, other, 1.0 / others.len() as f64));
        }
        for &mark in struck {
            let others: Vec<usize> = all().filter(|other| !struck.contains(other)).collect();
            others.iter().for_each(|&other| set(other, mark, 1.0 / others.len() as f64));
        }
        Self(pairs)
    }
}

/// A correction of sentences' worth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Taste([f64; MEASURES]);

impl Taste {
    /// Learns from marked documents; `None` where that would not help.
    pub fn learn(lessons: &[Lesson]) -> Option<Self> {
        let lessons: Vec<&Lesson> = lessons.iter().filter(|lesson| !lesson.0.is_empty()).collect();
        if lessons.len() < LEAST_DOCUMENTS {
            return None;
        }
        let (mut with, mut without) = (0.0, 0.0);
        for left_out in 0..lessons.len() {
            let mut others = lessons.clone();
            let unseen = others.swap_remove(left_out);
            with += cost(&fit(&others)?, &[unseen]);
            without += cost(&[0.0; MEASURES], &[unseen]);
        }
        if with >= without {
            return None;
        }
        Some(Self(fit(&lessons)?))
    }

    /// What a sentence is worth to this person.
    pub fn worth(&self, sentence: &Measured) -> f64 {
        sentence.worth + dot(&self.0, &sentence.measures)
    }
}

fn dot(weights: &[f64], measures: &[f64]) -> f64 {
    weights.iter().zip(measures).map(|(weight, measure)| weight * measure).sum()
}

/// How badly weights foretell the marks, in nats.
fn cost(weights: &[f64], lessons: &[&Lesson]) -> f64 {
    let pairs = lessons.iter().flat_map(|lesson| &lesson.0);
    pairs.map(|pair| pair.weight * softplus(-odds(weights, pair))).sum()
}

fn odds(weights: &[f64], pair: &Pair) -> f64 {
    (pair.lead + dot(weights, &pair.apart)) / CLEAR
}

fn fit(lessons: &[&Lesson]) -> Option<[f64; MEASURES]> {
    let search = MoreThuenteLineSearch::new();
    let start = vec![0.0; MEASURES];
    let solved = Executor::new(Problem(lessons), LBFGS::new(search, MEMORY))
        .configure(|state| state.param(start).max_iters(MOST_STEPS))
        .run()
        .ok()?;
    solved.state.best_param?.try_into().ok()
}

struct Problem<'a>(&'a [&'a Lesson]);

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Vec<f64>) -> Result<f64, Error> {
        Ok(cost(weights, self.0) + 0.5 * HOLD * dot(weights, weights))
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Vec<f64>) -> Result<Vec<f64>, Error> {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| HOLD * weight).collect();
        for pair in self.0.iter().flat_map(|lesson| &lesson.0) {
            let wrong = 1.0 / (1.0 + odds(weights, pair).exp());
            for (slot, apart) in gradient.iter_mut().zip(&pair.apart) {
                *slot -= pair.weight * wrong * apart / CLEAR;
            }
        }
        Ok(gradient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six sentences; number `star` has what the person looks for, worth says nothing.
    fn lesson(star: usize, marked: usize) -> Lesson {
        let sentences: Vec<Measured> = (0..6)
            .map(|index| {
                let mut measures = [0.0; MEASURES];
                measures[2] = if index == star { 1.0 } else { 0.1 };
                measures[4] = (index * 7 % 5) as f64 / 5.0;
                Measured { worth: 0.3, measures }
            })
            .collect();
        Lesson::new(&sentences, &[marked], &[])
    }

    #[test]
    fn what_marks_have_in_common_is_learned() {
        let lessons: Vec<Lesson> = (0..5).map(|star| lesson(star, star)).collect();
        let taste = Taste::learn(&lessons).expect("the marks follow a rule");
        let sentence = |value: f64| {
            let mut measures = [0.0; MEASURES];
            measures[2] = value;
            Measured { worth: 0.3, measures }
        };
        assert!(taste.worth(&sentence(1.0)) > taste.worth(&sentence(0.1)) + 0.05, "{taste:?}");
    }

    #[test]
    fn marks_without_a_rule_or_too_few_change_nothing() {
        let few: Vec<Lesson> = (0..2).map(|star| lesson(star, star)).collect();
        assert_eq!(Taste::learn(&few), None, "two documents foretell nothing");
        // Half of the marks say the opposite of the others.
        let torn: Vec<Lesson> = (0..6)
            .map(|star| lesson(star, if star % 2 == 0 { star } else { (star + 2) % 6 }))
            .collect();
        if let Some(taste) = Taste::learn(&torn) {
            panic!("marks that follow no rule taught {taste:?}");
        }
    }
}
