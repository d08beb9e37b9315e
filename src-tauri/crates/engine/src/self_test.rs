//! A short known-answer probe after loading.
//!
//! A model that was loaded onto a broken driver, or from a subtly damaged file, often computes
//! without complaint and writes nonsense. Better said now than in an answer.

use std::time::Instant;

use crate::{
    EngineError, SelfTest,
    context::Context,
    embedder::unit,
    logits::{highest, log_sum_exp, position},
    tokens::{Token, Tokenizer},
};

/// A text that every language model knows to continue.
const OPENING: &str = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,";
/// Tokens written after it.
const WRITTEN: usize = 12;
/// The mean log-probability below which a continuation is worse than one chosen by chance among
/// this many tokens.
const CHANCE: f32 = 1000.0;
/// The sequence that the probe uses; nothing else runs yet.
const SEQUENCE: i32 = 0;

/// Reads the opening, writes a few tokens greedily and looks whether they make sense: finite
/// logits, and an opening that the model finds likely.
///
/// # Errors
/// [`EngineError::SelfTestFailed`].
pub(crate) fn generate(
    context: &mut Context,
    tokenizer: &Tokenizer,
) -> Result<SelfTest, EngineError> {
    let outcome = probe(context, tokenizer);
    context.clear();
    outcome.map_err(|error| match error {
        EngineError::SelfTestFailed { .. } => error,
        other => EngineError::SelfTestFailed { reason: other.to_string() },
    })
}

/// Embeds a short text and looks whether the vector has a direction.
///
/// # Errors
/// [`EngineError::SelfTestFailed`].
pub(crate) fn embed(
    context: &mut Context,
    tokenizer: &Tokenizer,
    window: usize,
) -> Result<SelfTest, EngineError> {
    let mut tokens = tokenizer.marked(OPENING)?;
    tokens.truncate(window);
    let started = Instant::now();
    let vector = feed(context, &tokens, 0)
        .and_then(|_| unit(context.pooled(SEQUENCE)?))
        .map_err(|error| EngineError::SelfTestFailed { reason: error.to_string() });
    context.clear();
    vector?;
    Ok(SelfTest {
        text: String::new(),
        prefill_rate: tokens.len() as f64 / started.elapsed().as_secs_f64(),
        decode_rate: 0.0,
    })
}

fn probe(context: &mut Context, tokenizer: &Tokenizer) -> Result<SelfTest, EngineError> {
    let mut tokens: Vec<Token> = tokenizer.bos().into_iter().collect();
    tokens.extend(tokenizer.beginning(OPENING)?);
    let started = Instant::now();
    let rows = feed(context, &tokens, 0)?;
    let prefill = started.elapsed().as_secs_f64();
    let mut surprise = 0.0;
    for (index, &row) in rows.iter().enumerate() {
        let logits = finite(context.logits(row))?;
        if let Some(&next) = tokens.get(index + 1) {
            surprise += log_sum_exp(logits) - logits.get(next as usize).copied().unwrap_or(0.0);
        }
    }
    let mean = surprise / rows.len().saturating_sub(1).max(1) as f32;
    if mean > CHANCE.ln() {
        let reason = format!("it finds counting to nineteen {mean:.1} nats a token unlikely");
        return Err(EngineError::SelfTestFailed { reason });
    }
    let mut bytes = Vec::new();
    let mut last = rows.last().copied().unwrap_or(0);
    let started = Instant::now();
    for step in 0..WRITTEN {
        let logits = finite(context.logits(last))?;
        let next = position(logits, highest(logits)).map_or(0, |index| index as Token);
        bytes.extend(tokenizer.piece(next));
        let row = feed(context, &[next], tokens.len() + step)?;
        last = row.last().copied().unwrap_or(0);
    }
    let decode = started.elapsed().as_secs_f64();
    Ok(SelfTest {
        text: String::from_utf8_lossy(&bytes).into_owned(),
        prefill_rate: tokens.len() as f64 / prefill,
        decode_rate: WRITTEN as f64 / decode,
    })
}

fn feed(context: &mut Context, tokens: &[Token], from: usize) -> Result<Vec<i32>, EngineError> {
    context.clear_batch();
    let rows = tokens
        .iter()
        .enumerate()
        .map(|(index, &token)| context.add(token, from + index, &[SEQUENCE], true))
        .collect::<Result<_, _>>()?;
    context.compute()?;
    Ok(rows)
}

fn finite(logits: &[f32]) -> Result<&[f32], EngineError> {
    if !log_sum_exp(logits).is_finite() {
        let reason = "it computes numbers that are not finite".to_owned();
        return Err(EngineError::SelfTestFailed { reason });
    }
    Ok(logits)
}
