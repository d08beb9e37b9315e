//! How much the surroundings of a contender are like those of the values that a person has shown.
//!
//! A few examples of long documents share few words: the same clause is worded anew in each. To an
//! embedder these wordings are near each other. The direction from what stands around other
//! contenders to what stands around right values is that of the nearest class mean (Rocchio 1971);
//! how far a place lies along it is evidence that a head weighs beside everything else.

use serde::{Deserialize, Serialize};

use super::contender::Contender;
use super::observe::Observed;
use crate::evidence::{direction, dot, mean};

/// Numbers that likeness adds to the measures of a contender.
pub(super) const COLUMNS: usize = 2;
/// Cosines differ little; times this they are numbers like the ranker's others.
const SCALE: f32 = 4.0;

/// Which way the surroundings of right values lie from those of others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// A unit vector of the embedder.
    towards: Vec<f32>,
    /// Where along it the middle between both lies.
    middle: f32,
}

impl Likeness {
    /// For each contender how like it is, and how far it stays behind the one that is most so;
    /// zero for contenders whose surroundings were not read.
    pub(super) fn judge(&self, contenders: &[Contender]) -> Vec<[f32; COLUMNS]> {
        let along = |one: &Contender| {
            let around = one.around.as_deref()?;
            Some((dot(&self.towards, around) - self.middle) * SCALE)
        };
        let told: Vec<Option<f32>> = contenders.iter().map(along).collect();
        let best = told.iter().flatten().copied().fold(f32::NEG_INFINITY, f32::max);
        let columns = |own: Option<f32>| own.map_or([0.0; COLUMNS], |own| [own, own - best]);
        told.into_iter().map(columns).collect()
    }
}

/// What each example shows: the mean surroundings of its right contenders, and of its others.
pub(super) struct Lessons {
    right: Vec<Option<Vec<f32>>>,
    others: Vec<Option<Vec<f32>>>,
}

impl Lessons {
    pub fn of(examples: &[&Observed]) -> Self {
        let around = |one: &Observed, wanted: bool| {
            let told = one.contenders.iter().enumerate();
            let told = told.filter(|(at, _)| one.right.contains(at) == wanted);
            mean(told.filter_map(|(_, contender)| contender.around.as_deref()))
        };
        Self {
            right: examples.iter().map(|one| around(one, true)).collect(),
            others: examples.iter().map(|one| around(one, false)).collect(),
        }
    }

    /// What all of them teach but the one at this place, which must not be judged by itself;
    /// `None` where there is nothing to tell apart.
    pub fn learn(&self, without: Option<usize>) -> Option<Likeness> {
        let of = |told: &[Option<Vec<f32>>]| {
            let told = told.iter().enumerate().filter(|(at, _)| Some(*at) != without);
            mean(told.filter_map(|(_, one)| one.as_deref()))
        };
        let (right, others) = (of(&self.right)?, of(&self.others)?);
        let apart = direction(&right, &others);
        if apart.iter().all(|&number| number == 0.0) {
            return None;
        }
        // As many digits as the order of places needs: a head is a file that people share.
        let rounded = |number: f32| (number * 1e4).round() / 1e4;
        let towards: Vec<f32> = apart.into_iter().map(rounded).collect();
        let middle = rounded((dot(&right, &towards) + dot(&others, &towards)) / 2.0);
        Some(Likeness { towards, middle })
    }
}

#[cfg(test)]
mod tests {
    use super::super::train::tests::observed;
    use super::*;

    /// An example whose two contenders stand in these surroundings; the second is right.
    fn example(other: [f32; 2], right: [f32; 2]) -> Observed {
        let mut example = observed(1);
        example.contenders[0].around = Some(other.into());
        example.contenders[1].around = Some(right.into());
        example
    }

    #[test]
    fn places_like_the_right_ones_are_told_from_the_others() {
        let examples = [example([1.0, 0.0], [0.0, 1.0]), example([0.8, 0.6], [0.0, 1.0])];
        let lessons = Lessons::of(&examples.iter().collect::<Vec<_>>());
        let learned = lessons.learn(None).expect("there is something to tell apart");
        let judged = learned.judge(&example([0.6, 0.8], [0.28, 0.96]).contenders);
        assert!(judged[1][0] > judged[0][0], "{judged:?}");
        assert!(judged[1][1] == 0.0 && judged[0][1] < 0.0, "{judged:?}");
    }

    #[test]
    fn an_example_is_not_judged_by_itself() {
        let examples = [example([1.0, 0.0], [0.0, 1.0]), example([0.0, 1.0], [1.0, 0.0])];
        let lessons = Lessons::of(&examples.iter().collect::<Vec<_>>());
        let learned = lessons.learn(Some(0)).expect("the second is left");
        let judged = learned.judge(&examples[0].contenders);
        assert!(judged[0][0] > judged[1][0], "the second says the contrary: {judged:?}");
        assert_eq!(lessons.learn(None), None, "together they say nothing");
    }
}
