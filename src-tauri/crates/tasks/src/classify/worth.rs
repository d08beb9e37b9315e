//! When a document is worth a question to a language model.
//!
//! The probability of an answer is calibrated, so the chance that it is wrong is known. A model's
//! word moves the odds between an answer and its rival, and mends the answer only where it moves
//! them past even: a close call may turn, a sure answer will not, and what a question brings falls
//! much faster than the doubt does (value of information, Raiffa & Schlaifer 1961). How far a model
//! moves the odds is measured on the documents of the batch as they are asked about, the most
//! doubtful first; asking ends where all that the rest could still gain is less than a person would
//! notice, or where a question costs more than it brings.

/// Share of answers that may be lost to a thorough look at every document, as far as the models'
/// scores tell. A small model mends two or three times what its scores promise where it helps (its
/// weight is held low), so that this is a point in truth: on five public sets the cascade is 0 to
/// 0.5 points behind, taught (40 heads of 16 examples a label) and by the labels' words.
const TOLERANCE: f64 = 0.004;

/// Mended answers that a question must be expected to bring, for each label that it scores.
const PRICE_A_LABEL: f64 = 0.008;

/// Documents that are asked about before what was learnt from them is counted in.
const ROUND: usize = 16;

/// How far a small language model whose word counts in full is supposed to move the odds, until a
/// batch or a task's own examples show it.
pub(super) const SWAY: f64 = 1.5;

/// The same where several labels may apply: the default model adds nothing there to what an
/// embedder says of described labels (micro-F1 0.76 and 0.75 on two sets of 200 texts, with it and
/// without), so that in a cascade only a larger one is asked.
pub(super) const SWAY_SETS: f64 = 0.05;

/// The same of a larger model beside both.
pub(super) const LARGER_SWAY: f64 = 2.0;

/// What is supposed counts for as much as this many documents, each wrong with this probability.
const SUPPOSED_DOCUMENTS: f64 = 8.0;
const SUPPOSED_DOUBT: f64 = 0.4;

/// No word moves the odds further.
const MOST_SWAY: f64 = 8.0;
/// Steps of a bisection, to a thousandth.
const HALVINGS: usize = 13;

/// How far a model's word moves the odds of answers.
#[derive(Clone, Debug)]
pub(super) struct Sway {
    supposed: f64,
    /// The probabilities that the answers which it was asked about were wrong.
    doubts: Vec<f64>,
    /// By how much it made the answers that then stood more probable than those, in sum.
    gained: f64,
    deviation: f64,
}

impl Sway {
    /// Nothing is known but this standard deviation, in log-odds.
    pub(super) fn supposed(deviation: f64) -> Self {
        Self { supposed: deviation, doubts: Vec::new(), gained: 0.0, deviation }
    }

    /// Answers were wrong with these probabilities; what the model said makes the answers that now
    /// stand more probable than those by `gained` in sum.
    pub(super) fn hear(&mut self, doubts: impl IntoIterator<Item = f64>, gained: f64) {
        self.doubts.extend(doubts);
        self.gained += gained;
        let supposed = |deviation| SUPPOSED_DOCUMENTS * gain(SUPPOSED_DOUBT, deviation);
        let expected = |deviation| -> f64 {
            let heard = self.doubts.iter().map(|doubt| gain(*doubt, deviation));
            heard.sum::<f64>() + supposed(deviation)
        };
        let found = self.gained + supposed(self.supposed);
        let (mut low, mut high) = (0.0, MOST_SWAY);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if expected(middle) < found { low = middle } else { high = middle }
        }
        self.deviation = low;
    }

    /// Whether a question about an answer that is wrong with this probability brings what it costs.
    pub(super) fn is_worth(&self, doubt: f64, labels: usize) -> bool {
        gain(doubt, self.deviation) > price(labels)
    }

    /// How many of the waiting documents to ask about next. `doubts` are the probabilities that
    /// their answers are wrong, the highest first; `all` counts the whole batch.
    pub(super) fn next_round(&self, doubts: &[f64], all: usize, labels: usize) -> usize {
        let gains: Vec<f64> = doubts.iter().map(|doubt| gain(*doubt, self.deviation)).collect();
        let mut left: f64 = gains.iter().sum();
        let mut count = 0;
        for gain in gains {
            if left <= TOLERANCE * all as f64 || gain <= price(labels) {
                break;
            }
            left -= gain;
            count += 1;
        }
        count.min(ROUND.max(all / ROUND))
    }
}

/// What a question costs, in mended answers.
fn price(labels: usize) -> f64 {
    PRICE_A_LABEL * labels as f64
}

/// By how much the answer that stands afterwards is expected to be more probable than the one
/// before, which was wrong with the probability `doubt`: the word of a calibrated witness adds to
/// the log-odds of what is true a normal number of this deviation and half its square as mean.
fn gain(doubt: f64, deviation: f64) -> f64 {
    let doubt = doubt.clamp(f64::EPSILON, 0.5);
    if deviation <= 0.0 {
        return 0.0;
    }
    let (lead, push) = (((1.0 - doubt) / doubt).ln(), 0.5 * deviation * deviation);
    let mended = doubt * normal((push - lead) / deviation);
    let spoilt = (1.0 - doubt) * normal((-push - lead) / deviation);
    (mended - spoilt).max(0.0)
}

/// The standard normal distribution function.
fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_question_never_brings_more_than_what_is_wrong(
            doubt in 0.0..1.0_f64,
            deviation in 0.0..8.0_f64,
        ) {
            let brought = gain(doubt, deviation);
            prop_assert!((0.0..=doubt.max(1e-12)).contains(&brought));
            prop_assert!(gain(doubt, deviation + 0.1) >= brought - 1e-12, "more is never worse");
        }
    }

    #[test]
    fn a_witness_who_knows_everything_mends_every_mistake_and_a_small_one_only_close_calls() {
        assert!((gain(0.3, 8.0) - 0.3).abs() < 1e-4);
        assert!(gain(0.45, 1.0) > 4.0 * gain(0.25, 1.0), "half the doubt is no quarter the gain");
        // The integral over what such a witness may say, of what a Bayesian then gains.
        let said = |word: f64| {
            let density = |mean: f64| (-0.5 * (word - mean).powi(2)).exp() / 2.506_628_274_631;
            let rival = 1.0 / (1.0 + (1.5_f64.ln() - word).exp());
            (0.4 * density(0.5) + 0.6 * density(-0.5)) * (2.0 * rival - 1.0).max(0.0)
        };
        let integral: f64 = (-900..900).map(|step| 0.01 * said(0.01 * f64::from(step))).sum();
        assert!((gain(0.4, 1.0) - integral).abs() < 1e-4, "{} {integral}", gain(0.4, 1.0));
    }

    #[test]
    fn the_surer_the_answer_and_the_more_the_labels_the_less_a_question_is_worth() {
        let usual = Sway::supposed(SWAY);
        assert_eq!(usual.next_round(&[0.45], 1, 4), 1);
        assert_eq!(usual.next_round(&[0.1], 1, 4), 0);
        assert_eq!(usual.next_round(&[0.95], 1, 77), 0, "77 labels cost more than they bring");
        let larger = Sway::supposed(LARGER_SWAY);
        assert_eq!(larger.next_round(&[0.2], 1, 4), 1, "a larger model is asked sooner");
    }

    #[test]
    fn a_model_that_mends_nothing_is_soon_not_asked_any_more() {
        let doubts = vec![0.4; 100];
        let mut sway = Sway::supposed(SWAY);
        assert_eq!(sway.next_round(&doubts, 200, 4), ROUND);
        sway.hear(vec![0.4; 4 * ROUND], 0.0);
        assert_eq!(sway.next_round(&doubts, 200, 4), 0, "{sway:?}");
        sway.hear(vec![0.4; 4 * ROUND], 20.0);
        assert_eq!(sway.next_round(&doubts, 200, 4), ROUND, "and one that does is: {sway:?}");
    }

    #[test]
    fn what_was_heard_is_what_would_be_expected_of_it() {
        let doubts = [0.5, 0.4, 0.3, 0.2, 0.1].repeat(200);
        let gained = doubts.iter().map(|doubt| gain(*doubt, 1.7)).sum();
        let mut sway = Sway::supposed(0.5);
        sway.hear(doubts, gained);
        assert!((sway.deviation - 1.7).abs() < 0.05, "{}", sway.deviation);
    }

    #[test]
    fn what_all_the_rest_could_gain_must_be_worth_noticing() {
        let sway = Sway::supposed(SWAY);
        let few = vec![0.45; 3];
        assert_eq!(sway.next_round(&few, 1_000, 4), 0, "two thirds of an answer of a thousand");
        assert_eq!(sway.next_round(&few, 100, 4), 2, "of a hundred the first two are");
    }
}
