//! Logistic regression around given weights: multinomial where one answer is right, binary for each
//! answer where any of them may be.
//!
//! The maximum a posteriori under a normal prior whose mean is what is believed without examples:
//! with none the prior stands, with many the examples speak. Solved by L-BFGS (Liu & Nocedal 1989)
//! with the line search of Moré & Thuente (1994).

use std::cell::RefCell;

use argmin::{
    core::{CostFunction, Error, Executor, Gradient},
    solver::{linesearch::MoreThuenteLineSearch, quasinewton::LBFGS},
};
use ndarray::{Array2, ArrayView2};

/// Steps that the solver remembers.
const MEMORY: usize = 8;

/// Cost that a step must still win, as a share of all, for the solver to go on.
const WORTH_A_STEP: f64 = 1e-4;

/// Rows with their answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Samples {
    /// One row an example, one column a feature.
    pub(crate) rows: Array2<f32>,
    /// What is right of each row.
    pub(crate) answers: Answers,
}

/// The right answers of some rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answers {
    /// One: its index, row by row.
    One(Vec<usize>),
    /// Any: 1 where an answer is right and 0 elsewhere, one row a sample, one column an answer.
    Any(Array2<f32>),
}

/// Weights, a row for each answer, that explain the samples and stay near `prior`.
///
/// `hold` is the inverse variance of the prior; the search begins at `start` and takes at most
/// `steps` steps.
pub(crate) fn fit(
    samples: &Samples,
    prior: &Array2<f32>,
    hold: f64,
    start: &Array2<f32>,
    steps: u64,
) -> Array2<f32> {
    let shape = prior.raw_dim();
    let begin: Vec<f64> = start.iter().copied().map(f64::from).collect();
    let best = RefCell::new(Looked { cost: f64::INFINITY, weights: begin.clone() });
    let problem = Problem { samples, prior, hold, best: &best, last: RefCell::default() };
    let search = MoreThuenteLineSearch::new();
    let ended = LBFGS::new(search, MEMORY)
        .with_tolerance_cost(WORTH_A_STEP * samples.rows.nrows() as f64)
        .map(|solver| {
            Executor::new(problem, solver)
                .configure(|state| state.param(begin).max_iters(steps))
                .run()
                .map(drop)
        });
    if let Ok(Err(error)) | Err(error) = ended {
        // The search ends so where rounding hides which way is down; the best point seen stands.
        tracing::debug!(%error, "the search for weights ended early");
    }
    let weights = best.into_inner().weights.into_iter().map(|weight| weight as f32).collect();
    Array2::from_shape_vec(shape, weights).unwrap_or_else(|_| start.clone())
}

/// The cheapest point so far.
struct Looked {
    cost: f64,
    weights: Vec<f64>,
}

/// The latest point, with its cost and gradient: the search asks for both, one after the other.
#[derive(Default)]
struct Point {
    weights: Vec<f64>,
    cost: f64,
    gradient: Vec<f64>,
}

struct Problem<'a> {
    samples: &'a Samples,
    prior: &'a Array2<f32>,
    hold: f64,
    best: &'a RefCell<Looked>,
    last: RefCell<Point>,
}

impl Problem<'_> {
    fn look(&self, weights: &[f64]) {
        if self.last.borrow().weights == weights {
            return;
        }
        let narrow: Vec<f32> = weights.iter().map(|&weight| weight as f32).collect();
        let Ok(matrix) = ArrayView2::from_shape(self.prior.raw_dim(), &narrow) else { return };
        let mut residual = self.samples.rows.dot(&matrix.t());
        let mut cost = match &self.samples.answers {
            Answers::One(answers) => of_one(&mut residual, answers),
            Answers::Any(marks) => of_any(&mut residual, marks),
        };
        let pull = residual.t().dot(&self.samples.rows);
        let gradient = pull
            .iter()
            .zip(weights)
            .zip(self.prior)
            .map(|((&pull, &weight), &prior)| {
                let away = weight - f64::from(prior);
                cost += 0.5 * self.hold * away * away;
                f64::from(pull) + self.hold * away
            })
            .collect();
        if cost < self.best.borrow().cost {
            *self.best.borrow_mut() = Looked { cost, weights: weights.to_vec() };
        }
        *self.last.borrow_mut() = Point { weights: weights.to_vec(), cost, gradient };
    }
}

/// Turns scores into probabilities less the right answers; gives the negative log-probability of
/// those.
fn of_one(scores: &mut Array2<f32>, answers: &[usize]) -> f64 {
    let mut cost = 0.0;
    for (mut row, &answer) in scores.rows_mut().into_iter().zip(answers) {
        let highest = row.fold(f32::NEG_INFINITY, |highest, &score| highest.max(score));
        row.mapv_inplace(|score| (score - highest).exp());
        let sum = row.sum();
        row.mapv_inplace(|weight| weight / sum);
        cost -= f64::from(row[answer].max(f32::MIN_POSITIVE)).ln();
        row[answer] -= 1.0;
    }
    cost
}

/// The same where each answer is a yes or no of its own.
fn of_any(scores: &mut Array2<f32>, marks: &Array2<f32>) -> f64 {
    let mut cost = 0.0;
    scores.zip_mut_with(marks, |score, &mark| {
        let probability = 1.0 / (1.0 + (-*score).exp());
        let right = if mark > 0.5 { probability } else { 1.0 - probability };
        cost -= f64::from(right.max(f32::MIN_POSITIVE)).ln();
        *score = probability - mark;
    });
    cost
}

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Self::Param) -> Result<f64, Error> {
        self.look(weights);
        Ok(self.last.borrow().cost)
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Self::Param) -> Result<Vec<f64>, Error> {
        self.look(weights);
        Ok(self.last.borrow().gradient.clone())
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn samples() -> Samples {
        Samples {
            rows: array![[1.0, 0.2], [0.8, -0.1], [-0.9, 0.3], [-1.0, 0.0]],
            answers: Answers::One(vec![0, 0, 1, 1]),
        }
    }

    /// The second answer is right of all; the first of what lies to the right.
    fn marked() -> Samples {
        let marks = array![[1.0, 1.0], [1.0, 1.0], [0.0, 1.0], [0.0, 1.0]];
        Samples { answers: Answers::Any(marks), ..samples() }
    }

    #[test]
    fn where_any_may_be_right_each_answer_is_learnt_by_itself() {
        let mut samples = marked();
        // A constant feature, so that an answer can be right of everything.
        samples.rows = array![[1.0, 1.0], [0.8, 1.0], [-0.9, 1.0], [-1.0, 1.0]];
        let prior = Array2::zeros((2, 2));
        let weights = fit(&samples, &prior, 0.1, &prior, 50);
        assert!(weights[[0, 0]] > 1.0 && weights[[1, 1]] > 1.0, "{weights}");
        assert!(weights[[1, 0]].abs() < 0.3, "the second does not depend on the side: {weights}");
    }

    #[test]
    fn what_tells_the_answers_apart_gains_weight() {
        let prior = Array2::zeros((2, 2));
        let weights = fit(&samples(), &prior, 0.1, &prior, 50);
        assert!(weights[[0, 0]] > 1.0 && weights[[1, 0]] < -1.0, "{weights}");
        assert!(weights[[0, 0]] > 3.0 * weights[[0, 1]].abs(), "the other says little: {weights}");
    }

    #[test]
    fn without_much_to_learn_the_prior_stands() {
        let prior = array![[0.5, -0.5], [0.1, 0.7]];
        let weights = fit(&samples(), &prior, 1e6, &prior, 50);
        let furthest = (&weights - &prior).iter().fold(0.0_f32, |most, away| most.max(away.abs()));
        assert!(furthest < 1e-3, "held that strongly four samples move nothing: {weights}");
    }

    #[test]
    fn the_gradient_is_that_of_the_cost() {
        let prior = array![[0.2, 0.1], [-0.3, 0.4]];
        for samples in [samples(), marked()] {
            let best = RefCell::new(Looked { cost: f64::INFINITY, weights: Vec::new() });
            let problem = Problem {
                samples: &samples,
                prior: &prior,
                hold: 0.7,
                best: &best,
                last: RefCell::default(),
            };
            let at = vec![0.4, -0.2, 0.5, 0.1];
            let gradient = problem.gradient(&at).expect("it is finite");
            for index in 0..at.len() {
                let nudged = |by: f64| {
                    let mut at = at.clone();
                    at[index] += by;
                    problem.cost(&at).expect("it is finite")
                };
                let slope = (nudged(1e-2) - nudged(-1e-2)) / 2e-2;
                assert!((slope - gradient[index]).abs() < 1e-3, "weight {index}: {slope}");
            }
        }
    }
}
