//! Logistic regression on sparse rows, held at zero, by L-BFGS (Liu & Nocedal 1989).

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

use crate::evidence::distribution::{sigmoid, softplus};

/// Inverse variance of the normal prior on each weight.
const HOLD: f64 = 0.3;
/// Steps after which the order of runs no longer changes.
const MOST_STEPS: u64 = 60;
/// Steps that the solver remembers.
const MEMORY: usize = 8;
/// Cost that a step must still win, as a share of the rows.
const WORTH_A_STEP: f64 = 1e-5;

/// A line: the columns that it has a 1 in, and whether it is inside, first and last.
pub(super) struct Row {
    pub columns: Vec<u32>,
    pub right: [bool; 3],
}

/// The weight of each column for one of the three questions.
pub(super) fn fit(rows: &[Row], question: usize, columns: usize) -> Vec<f32> {
    let zero = vec![0.0; columns];
    let search = MoreThuenteLineSearch::new();
    let solved = LBFGS::new(search, MEMORY)
        .with_tolerance_cost(WORTH_A_STEP * rows.len() as f64)
        .and_then(|solver| {
            Executor::new(Problem { rows, question }, solver)
                .configure(|state| state.param(zero.clone()).max_iters(MOST_STEPS))
                .run()
        });
    let best = solved.ok().and_then(|solved| solved.state.best_param).unwrap_or(zero);
    best.into_iter().map(|weight| weight as f32).collect()
}

struct Problem<'a> {
    rows: &'a [Row],
    question: usize,
}

impl Problem<'_> {
    fn odds(weights: &[f64], row: &Row) -> f64 {
        row.columns.iter().map(|&column| weights[column as usize]).sum()
    }
}

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Self::Param) -> Result<f64, Error> {
        let held: f64 = weights.iter().map(|weight| 0.5 * HOLD * weight * weight).sum();
        let missed = self.rows.iter().map(|row| {
            let odds = Self::odds(weights, row);
            softplus(if row.right[self.question] { -odds } else { odds })
        });
        Ok(held + missed.sum::<f64>())
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Self::Param) -> Result<Vec<f64>, Error> {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| HOLD * weight).collect();
        for row in self.rows {
            let wanted = if row.right[self.question] { 1.0 } else { 0.0 };
            let pull = sigmoid(Self::odds(weights, row)) - wanted;
            for &column in &row.columns {
                gradient[column as usize] += pull;
            }
        }
        Ok(gradient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        let row = |columns: &[u32], inside| Row {
            columns: columns.to_vec(),
            right: [inside, false, false],
        };
        vec![row(&[0, 1], true), row(&[0, 2], false), row(&[0, 1, 2], true), row(&[0], false)]
    }

    #[test]
    fn what_tells_lines_apart_gains_weight() {
        let weights = fit(&rows(), 0, 3);
        assert!(weights[1] > 1.0 && weights[1] > 3.0 * weights[2].abs(), "{weights:?}");
    }

    #[test]
    fn the_gradient_is_that_of_the_cost() {
        let rows = rows();
        let problem = Problem { rows: &rows, question: 0 };
        let at = vec![0.3, -0.4, 0.9];
        let gradient = problem.gradient(&at).unwrap();
        for index in 0..3 {
            let mut moved = at.clone();
            moved[index] += 1e-6;
            let slope = (problem.cost(&moved).unwrap() - problem.cost(&at).unwrap()) / 1e-6;
            assert!((slope - gradient[index]).abs() < 1e-4, "weight {index}");
        }
    }
}
