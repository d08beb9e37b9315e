//! Which way of teaching a field is to be preferred, by answers to examples that did not teach it.

use super::fit::Hold;
use super::learn::Decision;
use super::lists;
use super::observe::Observed;
use super::weights::Witnesses;

/// A head that answers no better than the prior is kept only if it is this much surer of it.
const CLEARLY_LESS: f64 = 0.9;

/// How good a field was on the examples that it was not taught by.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FieldWorth {
    /// Share of the examples that the prior answers right; of a list the F1 of its values.
    pub before: f64,
    /// The same for the head.
    pub after: f64,
}

/// How a head may be taught.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// Place of its examples among the ways to look at them.
    pub way: usize,
    pub wanted: Witnesses,
    /// Signs that it keeps at most.
    pub signs: usize,
    pub hold: Hold,
}

/// Signs that a field keeps.
const MOST_SIGNS: usize = 150;

/// From the boldest to the most careful, signs and the hold on the prior's weights: few examples of
/// long documents share many signs by chance. No more than these, since a handful of examples can
/// say little about which of many is best.
const MANNERS: [(usize, f64); 3] = [(MOST_SIGNS, 8.0), (0, 8.0), (0, 30.0)];

impl Manner {
    /// All manners of hearing these witnesses.
    pub fn all(ways: usize, wanted: Witnesses) -> impl Iterator<Item = Self> {
        (0..ways).flat_map(move |way| {
            MANNERS.iter().map(move |&(signs, hold)| Self {
                way,
                wanted,
                signs,
                hold: Hold { known: hold, fresh: 1.0 },
            })
        })
    }
}

/// A head that might be taught, and how it did.
pub(super) struct Trial {
    pub manner: Manner,
    pub worth: FieldWorth,
    rank: f64,
    loss: f64,
    /// What one answer is worth.
    one: f64,
    /// Its answers; empty where the prior is as good.
    pub judged: Vec<Decision>,
}

impl Trial {
    pub fn of(manner: Manner, by_prior: &Judged, judged: Judged) -> Self {
        let (before, after) = (by_prior.score(), judged.score());
        let loss = judged.log_loss();
        let helps = if judged.many {
            // A handful of lists says little by how many values are found, more by how probable.
            loss < by_prior.log_loss() && after >= before
        } else {
            let (known, now) = (by_prior.worth(), judged.worth());
            now > known || now == known && loss < by_prior.log_loss() * CLEARLY_LESS
        };
        let one = 1.0 / by_prior.answers.len().max(1) as f64;
        let rank = if helps { judged.worth() } else { by_prior.worth() };
        let worth = FieldWorth { before, after: if helps { after } else { before } };
        let judged = if helps { judged.answers } else { Vec::new() };
        Self { manner, worth, rank, loss, one, judged }
    }

    /// Whether it is to be preferred. A language model takes nearly all of the time, and one answer
    /// more may be chance: whoever hears it must be right more often by more than one.
    pub fn beats(&self, other: &Self) -> bool {
        let asks = self.manner.wanted.model && !other.manner.wanted.model;
        if asks {
            return self.rank > other.rank + 1.5 * self.one;
        }
        (self.rank, -self.loss) > (other.rank, -other.loss)
    }
}

/// Answers to examples.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// One for each example; of a list one for each contender.
    pub answers: Vec<Decision>,
    /// Values that the examples hold.
    expected: usize,
    many: bool,
}

impl Judged {
    pub fn add(&mut self, one: &Observed, answers: Vec<Decision>) {
        self.expected += one.expected;
        self.many = one.many;
        self.answers.extend(answers);
    }

    /// What a way of teaching is preferred by: the geometric mean of right answers and of the F1 of
    /// values. Where most examples lack the value, one who never finds it is right most often, and
    /// worth nothing.
    fn worth(&self) -> f64 {
        (self.score() * self.f1()).sqrt()
    }

    /// The F1 of values; 1 where there are none and none are given.
    fn f1(&self) -> f64 {
        match self.values().count() + self.expected {
            0 => 1.0,
            both => 2.0 * self.found() as f64 / both as f64,
        }
    }

    /// Share of right answers; of a list the F1 of its values.
    fn score(&self) -> f64 {
        if self.many {
            return self.f1();
        }
        let right = self.answers.iter().filter(|one| one.right).count();
        right as f64 / self.answers.len().max(1) as f64
    }

    /// Right values.
    pub fn found(&self) -> usize {
        self.values().filter(|one| one.right).count()
    }

    /// The values that are given; of a list those that are probable enough.
    fn values(&self) -> impl Iterator<Item = &Decision> {
        self.answers
            .iter()
            .filter(|one| one.is_value && (!self.many || one.probability >= lists::LEAST))
    }

    fn log_loss(&self) -> f64 {
        let loss = |one: &Decision| {
            -(if one.right { one.probability } else { 1.0 - one.probability }).max(1e-6).ln()
        };
        self.answers.iter().map(loss).sum::<f64>() / self.answers.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers to ten examples, three of which hold the value: so many right and wrong values, and
    /// "none" for the others.
    fn judged(right: usize, wrong: usize) -> Judged {
        let decision = |right, is_value| Decision { probability: 0.8, right, is_value };
        let nones = 10 - right - wrong;
        let rightly = nones.min(7);
        let values = (0..right).map(|_| decision(true, true));
        let values = values.chain((0..wrong).map(|_| decision(false, true)));
        let nones = (0..nones).map(|at| decision(at < rightly, false));
        Judged { answers: values.chain(nones).collect(), expected: 3, many: false }
    }

    fn helps(prior: &Judged, head: Judged) -> bool {
        let hold = Hold { known: 8.0, fresh: 1.0 };
        let manner = Manner { way: 0, wanted: Witnesses::default(), signs: 0, hold };
        !Trial::of(manner, prior, head).judged.is_empty()
    }

    #[test]
    fn a_language_model_is_not_heard_for_one_answer_more() {
        let hold = Hold { known: 8.0, fresh: 1.0 };
        let trial = |model, right| {
            let wanted = Witnesses { embedder: true, model };
            let manner = Manner { way: 0, wanted, signs: 0, hold };
            let decision = |right| Decision { probability: 0.8, right, is_value: true };
            let answers = (0..10).map(|at| decision(at < right)).collect();
            Trial::of(manner, &judged(0, 10), Judged { answers, expected: 10, many: false })
        };
        assert!(trial(false, 8).beats(&trial(false, 7)));
        assert!(!trial(true, 8).beats(&trial(false, 7)));
        assert!(trial(true, 9).beats(&trial(false, 7)));
    }

    #[test]
    fn fewer_wrong_values_are_worth_a_right_one_that_is_missed() {
        let prior = judged(3, 7);
        assert!(helps(&prior, judged(2, 1)), "it invents one value instead of seven");
        assert!(!helps(&prior, judged(0, 0)), "who never finds anything is right most often");
    }
}
