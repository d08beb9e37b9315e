//! What a language model's word counts for before a person's examples have shown it.

/// Parameters of the model that the other weights were set with.
const REFERENCE: f64 = 135e6;
/// No word counts more than this many times the reference's.
const MOST: f64 = 3.0;

/// How many times the reference model's word a model's word counts: one more for each tenfold of
/// parameters, 1 for smaller ones. A default, until evaluation on a person's own examples says more.
#[must_use]
pub(crate) fn model_weight(parameters: u64) -> f64 {
    (1.0 + (parameters as f64 / REFERENCE).log10()).clamp(1.0, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_models_word_counts_for_more_within_bounds() {
        let [tiny, small, medium, large, huge] =
            [30e6, 135e6, 1.7e9, 8e9, 400e9].map(|parameters| model_weight(parameters as u64));
        assert!((tiny - 1.0).abs() < 1e-9 && (small - 1.0).abs() < 1e-9, "{tiny} {small}");
        assert!(small < medium && medium < large && large <= huge, "{medium} {large}");
        assert!(huge <= MOST, "no source drowns the others: {huge}");
    }
}
