//! Passes over the logits of a whole vocabulary.
//!
//! A vocabulary has some fifty thousand entries, and every written token and every node of a
//! scored trie asks for these passes once, so each is written in lanes and compiled for several
//! generations of processors; the best that the machine has is taken at run time.

use multiversion::multiversion;

const LANES: usize = 16;
/// Blocks of lanes that are summed in single precision before they go into the double sum.
const GROUP: usize = 256;

/// Logarithm of the sum of exponentials: what turns logits into log-probabilities.
pub(crate) fn log_sum_exp(logits: &[f32]) -> f32 {
    log_sum_exp_below(logits, highest(logits))
}

/// [`log_sum_exp`] where the highest logit is known.
pub(crate) fn log_sum_exp_below(logits: &[f32], highest: f32) -> f32 {
    if !highest.is_finite() {
        return highest;
    }
    highest + (sum_exp(logits, highest).ln() as f32)
}

/// The highest logit; not a number where one of them is none.
#[multiversion(targets("x86_64+avx512f", "x86_64+avx2+fma", "aarch64+neon"))]
pub(crate) fn highest(logits: &[f32]) -> f32 {
    let (blocks, rest) = logits.as_chunks::<LANES>();
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let mut nonsense = [false; LANES];
    for block in blocks {
        for lane in 0..LANES {
            let logit = block[lane];
            lanes[lane] = if logit > lanes[lane] { logit } else { lanes[lane] };
            nonsense[lane] |= logit.is_nan();
        }
    }
    let most = lanes.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max);
    let nonsense = nonsense.contains(&true) || rest.iter().any(|logit| logit.is_nan());
    if nonsense { f32::NAN } else { most }
}

/// The first place of a logit.
#[multiversion(targets("x86_64+avx512f", "x86_64+avx2+fma", "aarch64+neon"))]
pub(crate) fn position(logits: &[f32], wanted: f32) -> Option<usize> {
    let (blocks, _) = logits.as_chunks::<LANES>();
    let holds = |block: &[f32; LANES]| block.iter().fold(false, |any, &l| any | (l == wanted));
    let skipped = blocks.iter().position(holds).unwrap_or(blocks.len()) * LANES;
    logits[skipped..].iter().position(|&logit| logit == wanted).map(|index| skipped + index)
}

#[multiversion(targets("x86_64+avx512f", "x86_64+avx2+fma", "aarch64+neon"))]
fn sum_exp(logits: &[f32], highest: f32) -> f64 {
    let (blocks, rest) = logits.as_chunks::<LANES>();
    let mut sum = 0.0_f64;
    for group in blocks.chunks(GROUP) {
        let mut lanes = [0.0_f32; LANES];
        for block in group {
            for lane in 0..LANES {
                lanes[lane] += exp(block[lane] - highest);
            }
        }
        sum += lanes.iter().map(|&lane| f64::from(lane)).sum::<f64>();
    }
    sum + rest.iter().map(|&logit| f64::from(exp(logit - highest))).sum::<f64>()
}

/// e to the power of `x` for `x` from minus infinity to 0, to 2 units in the last place: the
/// nearest power of two times a polynomial (Cephes' `expf`).
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = if x > -87.0 { x } else { -87.0 };
    let shifted = x * std::f32::consts::LOG2_E + ROUNDS;
    let whole = shifted - ROUNDS;
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4_f32;
    for factor in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        sum = sum * rest + factor;
    }
    let fraction = sum * rest * rest + rest + 1.0;
    // The low bits of `shifted` are the whole number; taken as they are, no lane has to convert.
    let exponent = shifted.to_bits().wrapping_sub(ROUNDS.to_bits()).wrapping_add(127) << 23;
    fraction * f32::from_bits(exponent)
}

/// 1.5 × 2²³: a single has no places left for a fraction beside it.
const ROUNDS: f32 = 12_582_912.0;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn log_probabilities_sum_to_one() {
        let logits = [1.0, -2.0, 0.5, 30.0, 29.0];
        let total = log_sum_exp(&logits);
        let sum: f32 = logits.iter().map(|logit| (logit - total).exp()).sum();
        assert!((sum - 1.0).abs() < 1e-5, "a distribution sums to one, this one to {sum}");
    }

    #[test]
    fn one_logit_that_is_no_number_makes_the_highest_none() {
        for place in [0, 15, 16, 40] {
            let mut logits = [0.5_f32; 41];
            logits[place] = f32::NAN;
            assert!(highest(&logits).is_nan(), "NaN at {place} must be seen");
        }
    }

    proptest! {
        #[test]
        fn lanes_give_what_plain_arithmetic_does(
            logits in prop::collection::vec(-60.0_f32..40.0, 1..400)
        ) {
            let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            prop_assert_eq!(highest(&logits), most);
            let place = logits.iter().position(|&logit| logit == most);
            prop_assert_eq!(position(&logits, most), place);
            let sum: f64 = logits.iter().map(|&logit| f64::from(logit - most).exp()).sum();
            let plain = f64::from(most) + sum.ln();
            let fast = f64::from(log_sum_exp(&logits));
            prop_assert!((fast - plain).abs() < 1e-5, "{fast} is not {plain}");
        }
    }
}
