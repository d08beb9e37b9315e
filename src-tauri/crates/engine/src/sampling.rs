//! Which token comes next, from the logits of the last one.
//!
//! Greedy choice never sorts the vocabulary; everything else is left to llama.cpp's samplers over
//! the tokens that the contract allows.

use llama_cpp_2::{
    sampling::LlamaSampler,
    token::{LlamaToken, data::LlamaTokenData, data_array::LlamaTokenDataArray},
};
use toktrie::SimpleVob;

use crate::{
    EngineError, Sampling,
    logits::{highest, log_sum_exp_below, position},
    tokens::Token,
};

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
        let peak = highest(logits);
        let token = match &mut self.chain {
            None => most_probable(logits, peak, allowed),
            Some(chain) => {
                let mut candidates = candidates(logits, allowed);
                candidates.apply_sampler(chain);
                candidates.selected_token().map(|token| token.0)
            }
        };
        let token = token
            .ok_or_else(|| EngineError::Compute("no token has a finite probability".to_owned()))?;
        let logit = logits.get(token as usize).copied().unwrap_or(f32::NEG_INFINITY);
        Ok(Choice { token, logprob: logit - log_sum_exp_below(logits, peak) })
    }

    /// Tells the samplers that this token was written, chosen by them or not.
    pub(crate) fn accept(&mut self, token: Token) {
        if let Some(chain) = &mut self.chain {
            chain.accept(LlamaToken(token));
        }
    }
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
fn most_probable(logits: &[f32], peak: f32, allowed: Option<&SimpleVob>) -> Option<Token> {
    let Some(allowed) = allowed else {
        let best = if peak.is_finite() { position(logits, peak) } else { None };
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
    use super::*;

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
