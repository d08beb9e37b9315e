//! "None of these": below which probability of the best label no label is the better answer.

use super::distribution::softmax;

/// Texts of none of the labels without which nothing can be said.
const LEAST: usize = 2;

/// What a bound does to the examples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct NoneBound {
    /// The probability below which the answer is left open.
    pub(crate) below: f64,
    /// Share of all examples that are right under it.
    pub(crate) accuracy: f64,
}

/// The best bound for examples of a label (their scores by a head that has not seen them, the
/// right label's index) and examples of none (their scores, as no head has seen them either).
/// `None` where no bound is better than naming a label always.
pub(crate) fn none_bound(
    known: &[Vec<f64>],
    answers: &[usize],
    strange: &[Vec<f64>],
) -> Option<NoneBound> {
    if strange.len() < LEAST {
        return None;
    }
    let named: Vec<(f64, bool)> = known
        .iter()
        .zip(answers)
        .map(|(row, &answer)| {
            let probabilities = softmax(row, 1.0);
            let most = highest(&probabilities);
            (most, probabilities[answer] >= most)
        })
        .collect();
    let open: Vec<f64> = strange.iter().map(|row| highest(&softmax(row, 1.0))).collect();
    let mut edges: Vec<f64> = named.iter().map(|one| one.0).chain(open.iter().copied()).collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let right = |below: f64| {
        named.iter().filter(|(most, right)| *right && *most >= below).count()
            + open.iter().filter(|most| **most < below).count()
    };
    let (mut best, mut below) = (right(0.0), None);
    for pair in edges.windows(2) {
        let middle = f64::midpoint(pair[0], pair[1]);
        let count = right(middle);
        if count > best {
            (best, below) = (count, Some(middle));
        }
    }
    let total = named.len() + open.len();
    Some(NoneBound { below: below?, accuracy: best as f64 / total as f64 })
}

fn highest(probabilities: &[f64]) -> f64 {
    probabilities.iter().copied().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_lies_between_what_is_known_and_what_is_strange() {
        let known = vec![vec![3.0, 0.0], vec![0.0, 4.0], vec![2.5, 0.0]];
        let strange = vec![vec![0.2, 0.0], vec![0.0, 0.5]];
        let bound = none_bound(&known, &[0, 1, 0], &strange).expect("they lie apart");
        assert!((0.62..0.93).contains(&bound.below), "{bound:?}");
        assert!((bound.accuracy - 1.0).abs() < 1e-12, "{bound:?}");
    }

    #[test]
    fn where_strangers_look_like_the_known_or_are_too_few_there_is_no_bound() {
        let known = vec![vec![0.1, 0.0], vec![0.0, 0.1], vec![0.2, 0.0]];
        let alike = vec![vec![4.0, 0.0], vec![0.0, 4.0]];
        assert_eq!(none_bound(&known, &[0, 1, 0], &alike), None, "it would refuse the known");
        assert_eq!(none_bound(&known, &[0, 1, 0], &[vec![0.0, 0.0]]), None, "one says too little");
    }
}
