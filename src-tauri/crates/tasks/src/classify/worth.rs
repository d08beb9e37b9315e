//! When a document is worth a question to a language model.
//!
//! The probability of an answer is calibrated, so the chance that it is wrong is known. What share
//! of such mistakes a language model mends is measured on the documents of the batch as they are
//! asked about, the most doubtful first; asking ends where all that the rest could still gain is
//! less than a person would notice, or where a question costs more than it brings.

/// Share of answers that may be lost to a thorough look at every document.
const TOLERANCE: f64 = 0.01;

/// Mended answers that a question must be expected to bring, for each label that it scores.
const PRICE_A_LABEL: f64 = 0.013;

/// Documents that are asked about before what was learnt from them is counted in.
const ROUND: usize = 8;

/// Mistakes that a supposed share counts for.
const SUPPOSED_MISTAKES: f64 = 4.0;

/// Share of mistakes that a small language model beside an embedder is supposed to mend, net of
/// those that it makes, until a batch or a task's own examples show it.
pub(super) const MENDS: f64 = 0.35;

/// The same where several labels may apply: the default model adds nothing there to what an
/// embedder says of described labels (micro-F1 0.76 and 0.75 on two sets of 200 texts, with it and
/// without), so that in a cascade only a larger one is asked.
pub(super) const MENDS_SETS: f64 = 0.02;

/// The same of a larger model beside both.
pub(super) const LARGER_MENDS: f64 = 0.5;

/// How much a model mends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mending {
    doubted: f64,
    mended: f64,
}

impl Mending {
    /// Nothing is known but this share.
    pub(super) fn supposed(share: f64) -> Self {
        Self { doubted: SUPPOSED_MISTAKES, mended: share * SUPPOSED_MISTAKES }
    }

    /// An answer was wrong with the probability `doubt`; what the model said makes the answer that
    /// now stands more probable than that one by `gain`.
    pub(super) fn hear(&mut self, doubt: f64, gain: f64) {
        self.doubted += doubt;
        self.mended += gain;
    }

    /// Share of mistakes that are mended.
    pub(super) fn share(&self) -> f64 {
        (self.mended / self.doubted).max(0.0)
    }

    /// Whether a question about an answer that is wrong with this probability brings what it costs.
    pub(super) fn is_worth(&self, doubt: f64, labels: usize) -> bool {
        self.share() * doubt > PRICE_A_LABEL * labels as f64
    }

    /// How many of the waiting documents to ask about next. `doubts` are the probabilities that
    /// their answers are wrong, the highest first; `all` counts the whole batch.
    pub(super) fn next_round(&self, doubts: &[f64], all: usize, labels: usize) -> usize {
        let share = self.share();
        let mut left: f64 = doubts.iter().map(|doubt| share * doubt).sum();
        let mut count = 0;
        for doubt in doubts {
            if left <= TOLERANCE * all as f64 || !self.is_worth(*doubt, labels) {
                break;
            }
            left -= share * doubt;
            count += 1;
        }
        count.min(ROUND.max(all / ROUND))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_the_answer_and_the_more_the_labels_the_less_a_question_is_worth() {
        let usual = Mending::supposed(MENDS);
        assert_eq!(usual.next_round(&[0.5], 1, 4), 1);
        assert_eq!(usual.next_round(&[0.1], 1, 4), 0);
        assert_eq!(usual.next_round(&[0.95], 1, 77), 0, "77 labels cost more than they bring");
    }

    #[test]
    fn a_model_that_mends_nothing_is_soon_not_asked_any_more() {
        let doubts = vec![0.4; 100];
        let mut mending = Mending::supposed(MENDS);
        assert_eq!(mending.next_round(&doubts, 200, 4), ROUND);
        for _ in 0..2 * ROUND {
            mending.hear(0.4, 0.0);
        }
        assert_eq!(mending.next_round(&doubts, 200, 4), 0, "{mending:?}");
        for _ in 0..2 * ROUND {
            mending.hear(0.4, 0.3);
        }
        assert_eq!(mending.next_round(&doubts, 200, 4), ROUND, "and one that does is: {mending:?}");
    }

    #[test]
    fn what_all_the_rest_could_gain_must_be_worth_noticing() {
        let mending = Mending::supposed(MENDS);
        let few = vec![0.5; 3];
        assert_eq!(mending.next_round(&few, 1_000, 4), 0, "half an answer of a thousand");
        assert_eq!(mending.next_round(&few, 30, 4), 2, "of thirty the first two are");
    }
}
