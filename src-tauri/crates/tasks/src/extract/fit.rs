//! Learning the weights of a ranker.
//!
//! A conditional logit (McFadden 1974): the probability of a contender is the softmax of its score
//! among all of its field's contenders and "not in this document". Where several contenders hold
//! the right value, theirs add up. The maximum a posteriori under a normal prior around given
//! weights, by L-BFGS.

use std::cell::{Cell, RefCell};

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

use super::measures::Measures;
use super::weights::Weights;
use crate::evidence::distribution::{sigmoid, softplus};

/// Steps that are enough for some dozens of weights.
const MOST_STEPS: u64 = 200;
/// Looks at a cost after which a search along one line is taken to go on for ever: it has no bound of
/// its own.
const MOST_LOOKS: u64 = 20 * MOST_STEPS;
/// Steps that the solver remembers.
const MEMORY: usize = 10;

/// A field of a document with what is right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Case {
    pub measures: Measures,
    /// Places of the right contenders; none of them where the document lacks the value.
    pub right: Vec<usize>,
    /// Whether each contender is judged by itself, as for a list.
    pub many: bool,
    /// Whether the document holds the value and no contender is right.
    pub missed: bool,
}

/// How strongly weights are held where they start: the inverse variance of the normal prior, in
/// units of cases.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hold {
    pub known: f64,
    /// For weights that nothing is known of.
    pub fresh: f64,
}

/// The weights that explain the cases best and stay near `start`. The last `fresh` weights of a
/// contender are those that nothing is known of.
pub(crate) fn fit(cases: &[&Case], start: &Weights, hold: Hold, fresh: usize) -> Weights {
    let from = start.flat();
    if cases.is_empty() || from.is_empty() {
        return start.clone();
    }
    let columns = start.contender.len();
    let strength = |index: usize| {
        if (columns - fresh..columns).contains(&index) { hold.fresh } else { hold.known }
    };
    let hold = (0..from.len()).map(strength).collect();
    let seen = Seen::default();
    let problem = Problem { cases, from: &from, hold, columns, seen: &seen };
    let search = MoreThuenteLineSearch::new();
    // However the search ends, the best weights that it has seen are the answer; it fails where it
    // cannot go down any further.
    let _ = Executor::new(problem, LBFGS::new(search, MEMORY))
        .configure(|state| state.param(from.clone()).max_iters(MOST_STEPS))
        .run();
    let best = seen.best.into_inner();
    best.map_or_else(|| start.clone(), |(_, flat)| start.unflat(&flat))
}

/// What a search has looked at.
#[derive(Default)]
struct Seen {
    looks: Cell<u64>,
    /// The lowest cost, and where.
    best: RefCell<Option<(f64, Vec<f64>)>>,
}

impl Seen {
    fn look(&self, cost: f64, at: &[f64]) -> Result<(), Error> {
        self.looks.set(self.looks.get() + 1);
        if !cost.is_finite() || self.looks.get() > MOST_LOOKS {
            return Err(Error::msg("the search left the numbers, or does not end"));
        }
        let mut best = self.best.borrow_mut();
        if best.as_ref().is_none_or(|(lowest, _)| cost < *lowest) {
            *best = Some((cost, at.to_vec()));
        }
        Ok(())
    }
}

struct Problem<'a> {
    cases: &'a [&'a Case],
    from: &'a [f64],
    hold: Vec<f64>,
    columns: usize,
    seen: &'a Seen,
}

fn dot(weights: &[f64], row: &[f32]) -> f64 {
    weights.iter().zip(row).map(|(weight, value)| weight * f64::from(*value)).sum()
}

impl Problem<'_> {
    /// Cost and gradient at these weights.
    fn at(&self, flat: &[f64]) -> (f64, Vec<f64>) {
        let mut gradient = vec![0.0; flat.len()];
        let mut cost = 0.0;
        for (index, (weight, from)) in flat.iter().zip(self.from).enumerate() {
            cost += 0.5 * self.hold[index] * (weight - from).powi(2);
            gradient[index] = self.hold[index] * (weight - from);
        }
        for case in self.cases {
            cost += if case.many {
                self.each(case, flat, &mut gradient)
            } else {
                self.one_of(case, flat, &mut gradient)
            };
        }
        (cost, gradient)
    }

    fn one_of(&self, case: &Case, flat: &[f64], gradient: &mut [f64]) -> f64 {
        let (own, none) = flat.split_at(self.columns);
        let measures = &case.measures;
        let mut scores: Vec<f64> = measures.contenders.iter().map(|row| dot(own, row)).collect();
        scores.push(dot(none, &measures.none));
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let all: f64 = scores.iter().map(|score| (score - top).exp()).sum();
        let last = measures.contenders.len();
        let is_right = |index: usize| {
            if case.right.is_empty() { index == last } else { case.right.contains(&index) }
        };
        let share = |index: usize| (scores[index] - top).exp() / all;
        let right: f64 = (0..=last).filter(|&index| is_right(index)).map(share).sum();
        let right = right.max(f64::MIN_POSITIVE);
        for index in 0..=last {
            let wanted = if is_right(index) { share(index) / right } else { 0.0 };
            let pull = share(index) - wanted;
            if index == last {
                add(&mut gradient[self.columns..], &measures.none, pull);
            } else {
                add(&mut gradient[..self.columns], &measures.contenders[index], pull);
            }
        }
        -right.ln()
    }

    fn each(&self, case: &Case, flat: &[f64], gradient: &mut [f64]) -> f64 {
        let (own, none) = flat.split_at(self.columns);
        let bar = dot(none, &case.measures.none);
        let mut cost = 0.0;
        for (index, row) in case.measures.contenders.iter().enumerate() {
            let odds = dot(own, row) - bar;
            let wanted = if case.right.contains(&index) { 1.0 } else { 0.0 };
            let probability = sigmoid(odds);
            cost += softplus(odds) - wanted * odds;
            add(&mut gradient[..self.columns], row, probability - wanted);
            add(&mut gradient[self.columns..], &case.measures.none, wanted - probability);
        }
        cost
    }
}

fn add(gradient: &mut [f64], row: &[f32], pull: f64) {
    for (slot, value) in gradient.iter_mut().zip(row) {
        *slot += pull * f64::from(*value);
    }
}

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, flat: &Self::Param) -> Result<f64, Error> {
        let cost = self.at(flat).0;
        self.seen.look(cost, flat)?;
        Ok(cost)
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, flat: &Self::Param) -> Result<Vec<f64>, Error> {
        Ok(self.at(flat).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(rows: &[[f32; 2]], right: &[usize]) -> Case {
        let contenders = rows.iter().map(|row| row.to_vec()).collect();
        let measures = Measures { contenders, none: vec![1.0] };
        Case { measures, right: right.to_vec(), many: false, missed: false }
    }

    fn hold(known: f64) -> Hold {
        Hold { known, fresh: known }
    }

    fn start() -> Weights {
        Weights { contender: vec![0.0; 2], none: vec![0.0], ..Weights::default() }
    }

    #[test]
    fn what_tells_right_from_wrong_gains_weight() {
        let cases = [
            case(&[[1.0, 0.3], [0.0, 0.3]], &[0]),
            case(&[[0.0, 0.9], [1.0, 0.9]], &[1]),
            case(&[[0.0, 0.5]], &[]),
        ];
        let weights = fit(&cases.iter().collect::<Vec<_>>(), &start(), hold(0.1), 0);
        assert!(weights.contender[0] > 1.0, "the first number marks the right one: {weights:?}");
        assert!(weights.contender[0] > 3.0 * weights.contender[1].abs(), "{weights:?}");
    }

    #[test]
    fn a_strong_hold_keeps_the_start() {
        let cases = [case(&[[1.0, 0.0], [0.0, 0.0]], &[0])];
        let weights = fit(&[&cases[0]], &start(), hold(1e6), 0);
        assert!(weights.contender[0].abs() < 1e-3, "one case moves little: {weights:?}");
    }

    #[test]
    fn numbers_beyond_all_measure_end_the_search_and_leave_finite_weights() {
        let cases = [case(&[[f32::MAX, 0.0], [0.0, f32::MIN]], &[0]), case(&[[1.0, 0.0]], &[])];
        let weights = fit(&cases.iter().collect::<Vec<_>>(), &start(), hold(1e-3), 0);
        assert!(weights.flat().iter().all(|weight| weight.is_finite()), "{weights:?}");
    }

    #[test]
    fn the_gradient_is_that_of_the_cost() {
        let mut cases = vec![case(&[[1.0, 0.3], [0.2, -0.3]], &[0]), case(&[[0.4, 0.5]], &[])];
        cases.push(Case { many: true, ..cases[0].clone() });
        let cases: Vec<&Case> = cases.iter().collect();
        let (from, hold, seen) = (&[0.1, 0.2, 0.3], vec![0.7; 3], &Seen::default());
        let problem = Problem { cases: &cases, from, hold, columns: 2, seen };
        let at = [0.4, -0.2, 0.5];
        let gradient = problem.at(&at).1;
        for index in 0..3 {
            let mut moved = at;
            moved[index] += 1e-6;
            let slope = (problem.at(&moved).0 - problem.at(&at).0) / 1e-6;
            assert!((slope - gradient[index]).abs() < 1e-4, "weight {index}");
        }
    }
}
