//! Which token comes next, from the logits of the last one.
//!
//! Greedy choice never sorts the vocabulary; everything else is left to llama.cpp's samplers over
//! the tokens that the contract allows.

use llama_cpp_2::{
    sampling::LlamaSampler,
    token::{LlamaToken, data::LlamaTokenData, data_array::LlamaTokenDataArray},
};
use toktrie::SimpleVob;

use crate::{EngineError, Sampling, tokens::Token};

/// Tokens that the repetition penalty looks back on, as in llama.cpp.
const PENALTY_WINDOW: i32 = 64;

/// A token and its natural log-probability before constraint and sampling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Choice {
    pub(crate) token: Token,
    pub(crate) logprob: f32,
}

/// The choices of one request.
pub(crate) struct Sampler {
    /// `None`: the most probable token, always.
    chain: Option<LlamaSampler>,
}

impl Sampler {
    /// `vocabulary` is its size.
    pub(crate) fn new(sampling: &Sampling, vocabulary: i32) -> Result<Self, EngineError> {
        check(sampling)?;
        let greedy = sampling.temperature == 0.0;
        let penalizes = (sampling.repeat_penalty - 1.0).abs() > f32::EPSILON;
        if greedy && !penalizes {
            return Ok(Self { chain: None });
        }
        let mut steps = Vec::new();
        if penalizes {
            let penalty = sampling.repeat_penalty;
            steps.push(LlamaSampler::penalties(vocabulary, PENALTY_WINDOW, penalty, 0.0, 0.0));
        }
        if greedy {
            steps.push(LlamaSampler::greedy());
            return Ok(Self { chain: Some(LlamaSampler::chain_simple(steps)) });
        }
        if let Ok(kept @ 1..) = i32::try_from(sampling.top_k) {
            steps.push(LlamaSampler::top_k(kept));
        }
        if sampling.top_p < 1.0 {
            steps.push(LlamaSampler::top_p(sampling.top_p, 1));
        }
        if sampling.min_p > 0.0 {
            steps.push(LlamaSampler::min_p(sampling.min_p, 1));
        }
        steps.push(LlamaSampler::temp(sampling.temperature));
        steps.push(LlamaSampler::dist(sampling.seed));
        Ok(Self { chain: Some(LlamaSampler::chain_simple(steps)) })
    }

    /// Chooses among the allowed tokens; all of them without a mask.
    pub(crate) fn choose(
        &mut self,
        logits: &[f32],
        allowed: Option<&SimpleVob>,
    ) -> Result<Choice, EngineError> {
        let token = match &mut self.chain {
            None => most_probable(logits, allowed),
            Some(chain) => {
                let mut candidates = candidates(logits, allowed);
                candidates.apply_sampler(chain);
                candidates.selected_token().map(|token| token.0)
            }
        };
        let token = token
            .ok_or_else(|| EngineError::Compute("no token has a finite probability".to_owned()))?;
        let logit = logits.get(token as usize).copied().unwrap_or(f32::NEG_INFINITY);
        Ok(Choice { token, logprob: logit - log_sum_exp(logits) })
    }

    /// Tells the samplers that this token was written, chosen by them or not.
    pub(crate) fn accept(&mut self, token: Token) {
        if let Some(chain) = &mut self.chain {
            chain.accept(LlamaToken(token));
        }
    }
}

/// Logarithm of the sum of exponentials: what turns logits into log-probabilities.
///
/// A vocabulary has some fifty thousand entries and each written token asks for this once, so
/// both passes are written in lanes that the compiler turns into vector instructions.
pub(crate) fn log_sum_exp(logits: &[f32]) -> f32 {
    let most = highest(logits);
    if !most.is_finite() {
        return most;
    }
    let (blocks, rest) = logits.as_chunks::<LANES>();
    let mut sum = 0.0_f64;
    for group in blocks.chunks(256) {
        let mut lanes = [0.0_f32; LANES];
        for block in group {
            for (lane, &logit) in lanes.iter_mut().zip(block) {
                *lane += exp(logit - most);
            }
        }
        sum += lanes.iter().map(|&lane| f64::from(lane)).sum::<f64>();
    }
    sum += rest.iter().map(|&logit| f64::from(exp(logit - most))).sum::<f64>();
    most + (sum.ln() as f32)
}

const LANES: usize = 16;

/// The highest logit; not a number where one of them is none.
fn highest(logits: &[f32]) -> f32 {
    let (blocks, rest) = logits.as_chunks::<LANES>();
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let mut nonsense = false;
    for block in blocks {
        for (lane, &logit) in lanes.iter_mut().zip(block) {
            *lane = if logit > *lane { logit } else { *lane };
            nonsense |= logit.is_nan();
        }
    }
    let most = lanes.iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max);
    if nonsense || rest.iter().any(|logit| logit.is_nan()) { f32::NAN } else { most }
}

/// e to the power of `x` for `x` from minus infinity to 0, to 2 units in the last place: the
/// nearest power of two times a polynomial (Cephes' `expf`).
fn exp(x: f32) -> f32 {
    let x = if x > -87.0 { x } else { -87.0 };
    let whole = (x * std::f32::consts::LOG2_E + 12_582_912.0) - 12_582_912.0;
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4_f32;
    for factor in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        sum = sum * rest + factor;
    }
    let fraction = sum * rest * rest + rest + 1.0;
    fraction * f32::from_bits(((whole as i32 + 127) << 23) as u32)
}

fn check(sampling: &Sampling) -> Result<(), EngineError> {
    let refuse = |name: &str, value: f32, expected: &str| {
        Err(EngineError::InvalidRequest(format!("{name} is {value}; expected {expected}")))
    };
    if !(sampling.temperature >= 0.0 && sampling.temperature.is_finite()) {
        return refuse("temperature", sampling.temperature, "0 or more");
    }
    if !(sampling.top_p > 0.0 && sampling.top_p <= 1.0) {
        return refuse("top_p", sampling.top_p, "more than 0 and at most 1");
    }
    if !(0.0..1.0).contains(&sampling.min_p) {
        return refuse("min_p", sampling.min_p, "0 or more and less than 1");
    }
    if !(sampling.repeat_penalty > 0.0 && sampling.repeat_penalty.is_finite()) {
        return refuse("repeat_penalty", sampling.repeat_penalty, "more than 0");
    }
    Ok(())
}

/// The lowest-numbered token of the highest logit.
fn most_probable(logits: &[f32], allowed: Option<&SimpleVob>) -> Option<Token> {
    let Some(allowed) = allowed else {
        let most = highest(logits);
        let best = logits.iter().position(|&logit| logit == most && logit.is_finite());
        return best.map(|index| index as Token);
    };
    let mut best = None;
    let mut most = f32::NEG_INFINITY;
    allowed.iter_set_entries(|index| {
        if let Some(&logit) = logits.get(index)
            && logit > most
        {
            most = logit;
            best = Some(index as Token);
        }
    });
    best
}

fn candidates(logits: &[f32], allowed: Option<&SimpleVob>) -> LlamaTokenDataArray {
    let mut data = Vec::new();
    let mut add = |index: usize| {
        if let Some(&logit) = logits.get(index)
            && logit.is_finite()
        {
            data.push(LlamaTokenData::new(LlamaToken(index as Token), logit, 0.0));
        }
    };
    match allowed {
        Some(allowed) => allowed.iter_set_entries(add),
        None => (0..logits.len()).for_each(&mut add),
    }
    LlamaTokenDataArray::new(data, false)
}

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

    proptest! {
        #[test]
        fn lanes_sum_as_plain_arithmetic_does(
            logits in prop::collection::vec(-60.0_f32..40.0, 1..400)
        ) {
            let most = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let sum: f64 = logits.iter().map(|&logit| f64::from(logit - most).exp()).sum();
            let plain = f64::from(most) + sum.ln();
            let fast = f64::from(log_sum_exp(&logits));
            prop_assert!((fast - plain).abs() < 1e-5, "{fast} is not {plain}");
        }
    }

    #[test]
    fn greedy_choice_keeps_to_the_mask() {
        let mut allowed = SimpleVob::alloc(4);
        allowed.allow_token(1);
        allowed.allow_token(3);
        let mut sampler = Sampler::new(&Sampling::default(), 4).unwrap();
        let choice = sampler.choose(&[9.0, 1.0, 8.0, 2.0], Some(&allowed)).unwrap();
        assert_eq!(choice.token, 3, "the most probable token may be forbidden");
    }

    #[test]
    fn a_model_that_computes_nonsense_is_an_error_and_no_answer() {
        let mut sampler = Sampler::new(&Sampling::default(), 4).unwrap();
        let error = sampler.choose(&[f32::NAN; 4], None).unwrap_err();
        assert!(matches!(error, EngineError::Compute(_)), "NaN must not become token 0: {error}");
    }

    #[test]
    fn settings_out_of_range_are_refused() {
        for sampling in [
            Sampling { temperature: -1.0, ..Sampling::default() },
            Sampling { top_p: 0.0, ..Sampling::default() },
            Sampling { min_p: 1.0, ..Sampling::default() },
            Sampling { repeat_penalty: 0.0, ..Sampling::default() },
        ] {
            assert!(Sampler::new(&sampling, 4).is_err(), "{sampling:?} has no meaning");
        }
    }
}
