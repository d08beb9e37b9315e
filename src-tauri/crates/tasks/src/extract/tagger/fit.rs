//! A semi-Markov conditional random field over runs of lines (Sarawagi & Cohen 2004), its weights
//! held at zero, by L-BFGS (Liu & Nocedal 1989).
//!
//! A document shares one unit of probability among all runs of lines that its value could be;
//! what is learnt gives the right ones most of it. To judge each line by itself would count what
//! neighbours say of one another as often as they say it.

use std::collections::BTreeMap;

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

use super::runs::{Run, Scores};

/// Inverse variance of the normal prior on each weight.
const HOLD: f64 = 0.3;
/// Steps after which the order of runs no longer changes.
const MOST_STEPS: u64 = 60;
/// Steps that the solver remembers.
const MEMORY: usize = 8;
/// Cost that a step must still win, as a share of the documents.
const WORTH_A_STEP: f64 = 1e-4;

/// A document: for each line the columns that it has a 1 in, and the runs that are its value.
pub(super) struct Lesson {
    pub lines: Vec<Vec<u32>>,
    pub right: Vec<Run>,
}

/// The weights of each column for a line's being inside, first and last.
pub(super) fn fit(lessons: &[Lesson], columns: usize) -> Vec<[f32; 3]> {
    let zero = vec![0.0; 3 * columns];
    let search = MoreThuenteLineSearch::new();
    let solved = LBFGS::new(search, MEMORY)
        .with_tolerance_cost(WORTH_A_STEP * lessons.len() as f64)
        .and_then(|solver| {
            Executor::new(Problem(lessons), solver)
                .configure(|state| state.param(zero.clone()).max_iters(MOST_STEPS))
                .run()
        });
    let best = solved.ok().and_then(|solved| solved.state.best_param).unwrap_or(zero);
    best.chunks_exact(3).map(|weights| [0, 1, 2].map(|part| weights[part] as f32)).collect()
}

struct Problem<'a>(&'a [Lesson]);

impl Lesson {
    fn is_right(&self, run: Run) -> bool {
        self.right.contains(&run)
    }

    /// How probable these weights make each run of its lines.
    fn probabilities(&self, weights: &[f64]) -> BTreeMap<Run, f64> {
        let score = |columns: &[u32], part: usize| {
            columns.iter().map(|&column| weights[3 * column as usize + part]).sum::<f64>()
        };
        let of_line = |columns: &Vec<u32>| [0, 1, 2].map(|part| score(columns, part));
        Scores(self.lines.iter().map(of_line).collect()).probabilities()
    }

    /// How probable it is that a run is right.
    fn right(&self, probable: &BTreeMap<Run, f64>) -> f64 {
        let right = probable.iter().filter(|(run, _)| self.is_right(**run));
        right.map(|(_, probability)| probability).sum::<f64>().max(f64::MIN_POSITIVE)
    }

    /// By how much each line is too often inside, first and last: the cost's slope at its scores.
    fn pulls(&self, weights: &[f64]) -> Vec<[f64; 3]> {
        let probable = self.probabilities(weights);
        let right = self.right(&probable);
        let mut pulls = vec![[0.0; 3]; self.lines.len()];
        for (&(first, last), &probability) in &probable {
            let wanted = if self.is_right((first, last)) { probability / right } else { 0.0 };
            let pull = probability - wanted;
            pulls[first][1] += pull;
            pulls[last][2] += pull;
            for line in &mut pulls[first..=last] {
                line[0] += pull;
            }
        }
        pulls
    }
}

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Self::Param) -> Result<f64, Error> {
        let held: f64 = weights.iter().map(|weight| 0.5 * HOLD * weight * weight).sum();
        let missed = self.0.iter().map(|lesson| -lesson.right(&lesson.probabilities(weights)).ln());
        Ok(held + missed.sum::<f64>())
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Self::Param) -> Result<Vec<f64>, Error> {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| HOLD * weight).collect();
        for lesson in self.0 {
            for (columns, pulls) in lesson.lines.iter().zip(lesson.pulls(weights)) {
                for &column in columns {
                    let at = 3 * column as usize;
                    for (slope, pull) in gradient[at..at + 3].iter_mut().zip(pulls) {
                        *slope += pull;
                    }
                }
            }
        }
        Ok(gradient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lessons() -> Vec<Lesson> {
        let lesson = |lines: &[&[u32]], right: Run| Lesson {
            lines: lines.iter().map(|columns| columns.to_vec()).collect(),
            right: vec![right],
        };
        vec![
            lesson(&[&[0, 2], &[0, 1], &[0, 1], &[0]], (1, 2)),
            lesson(&[&[0], &[0, 2], &[0, 1, 2], &[0, 1], &[0, 1]], (2, 4)),
        ]
    }

    #[test]
    fn what_tells_lines_apart_gains_weight() {
        let weights = fit(&lessons(), 3);
        assert!(weights[1][0] > 0.5 && weights[1][0] > 3.0 * weights[2][0].abs(), "{weights:?}");
    }

    #[test]
    fn the_gradient_is_that_of_the_cost() {
        let lessons = lessons();
        let problem = Problem(&lessons);
        let at: Vec<f64> = (0..9).map(|index| 0.3 - 0.1 * f64::from(index)).collect();
        let gradient = problem.gradient(&at).unwrap();
        for index in 0..9 {
            let mut moved = at.clone();
            moved[index] += 1e-6;
            let slope = (problem.cost(&moved).unwrap() - problem.cost(&at).unwrap()) / 1e-6;
            assert!((slope - gradient[index]).abs() < 1e-4, "weight {index}");
        }
    }
}
