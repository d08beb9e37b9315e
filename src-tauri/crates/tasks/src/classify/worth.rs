//! When a document is worth a question to the language model.
//!
//! The probability of the embedder's or the head's answer is calibrated, so the chance that it is
//! wrong is known; the language model mends a share of the mistakes, and a question costs as much
//! as it has labels. It is asked where what it is expected to mend is worth that.

use crate::evidence::LabelHead;

/// Share of the embedder's mistakes that a small language model is supposed to mend, net of those
/// that it makes; a task's own examples correct it. `tests/benches/classification.py` shows what
/// the cascade loses and saves by it.
pub(super) const MENDS: f64 = 0.35;

/// Mended answers that a question must be expected to bring, for each label that it scores.
/// With four labels of which the best has 0.85, a question is just not asked any more.
const PRICE_A_LABEL: f64 = 0.013;

/// Whether to ask about an answer of this probability among `labels`.
pub(super) fn asking(probability: f64, labels: usize, head: Option<&LabelHead>) -> bool {
    let mends = match head {
        None => MENDS,
        Some(head) => head.model.map_or(0.0, |share| share.mends),
    };
    (1.0 - probability) * mends > PRICE_A_LABEL * labels as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_the_answer_and_the_more_the_labels_the_less_a_question_is_worth() {
        assert!(asking(0.5, 4, None) && !asking(0.9, 4, None));
        assert!(!asking(0.05, 77, None), "77 labels cost more than a small model mends");
    }
}
