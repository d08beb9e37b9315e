//! Which way of teaching a field is to be preferred, by answers to examples that did not teach it.

use super::fit::Hold;
use super::learn::Decision;
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

/// From the boldest to the most careful: few examples of long documents share many signs by chance.
const MANNERS: [(usize, f64); 3] = [(MOST_SIGNS, 1.0), (0, 1.0), (0, 8.0)];

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
    loss: f64,
    /// Its answers; empty where the prior is as good.
    pub judged: Vec<Decision>,
}

impl Trial {
    pub fn of(manner: Manner, by_prior: &Judged, judged: Judged) -> Self {
        let (before, after) = (by_prior.score(), judged.score());
        let loss = judged.log_loss();
        let surer = loss < by_prior.log_loss() * CLEARLY_LESS;
        let helps = if judged.many {
            // A handful of lists says little by how many values are found, more by how probable.
            surer && after >= before
        } else {
            // Where most examples lack the value, one who never finds it would be right most often.
            let finds = judged.found() >= by_prior.found();
            finds && (after > before || after == before && surer)
        };
        let worth = FieldWorth { before, after: if helps { after } else { before } };
        let judged = if helps { judged.answers } else { Vec::new() };
        Self { manner, worth, loss, judged }
    }

    pub fn beats(&self, other: &Self) -> bool {
        (self.worth.after, -self.loss) > (other.worth.after, -other.loss)
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

    /// Share of right answers; of a list the F1 of its values.
    fn score(&self) -> f64 {
        if self.many {
            let claimed = self.values().count();
            return 2.0 * self.found() as f64 / (claimed + self.expected).max(1) as f64;
        }
        let right = self.answers.iter().filter(|one| one.right).count();
        right as f64 / self.answers.len().max(1) as f64
    }

    /// Right values.
    pub fn found(&self) -> usize {
        self.values().filter(|one| one.right).count()
    }

    /// The values that are given; of a list those that are rather in it than not.
    fn values(&self) -> impl Iterator<Item = &Decision> {
        self.answers.iter().filter(|one| one.is_value && (!self.many || one.probability > 0.5))
    }

    fn log_loss(&self) -> f64 {
        let loss = |one: &Decision| {
            -(if one.right { one.probability } else { 1.0 - one.probability }).max(1e-6).ln()
        };
        self.answers.iter().map(loss).sum::<f64>() / self.answers.len().max(1) as f64
    }
}
