//! How probable given words are: the prompt with each continuation, echoed with the
//! log-probabilities of its tokens (completions with `echo`, as vLLM has them), or a [`walk`].

use std::time::Instant;

use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};

use super::{endpoint::Asked, generate::as_text, guard::harmless, walk::walk};
use crate::{
    EngineError, Score, ScoreOutcome, ScoreRequest, Timings, Usage,
    remote::{Ability, EndpointError},
};

/// Continuations that are asked about at a time, within one place of the gate: the server has
/// read their common prompt after the first.
const AT_ONCE: usize = 4;

/// # Errors
/// [`EndpointError::Unable`] where the probe found no echo.
pub(crate) async fn score(
    asked: &Asked<'_>,
    request: &ScoreRequest,
    queue_ms: f64,
) -> Result<ScoreOutcome, EngineError> {
    if request.continuations.is_empty() || request.continuations.iter().any(String::is_empty) {
        let reason = "there is no continuation to score, or an empty one".to_owned();
        return Err(EngineError::InvalidRequest(reason));
    }
    asked.need(Ability::Scoring)?;
    let began = Instant::now();
    let prompt = as_text(&request.prompt, None);
    let (scores, usage) = if asked.abilities.walks {
        walk(asked, &prompt, (&request.continuations, request.reach)).await?
    } else {
        echo(asked, &prompt, &request.continuations).await?
    };
    let decode_ms = began.elapsed().as_secs_f64() * 1e3;
    Ok(ScoreOutcome { scores, usage, timings: Timings { queue_ms, prefill_ms: 0.0, decode_ms } })
}

async fn echo(
    asked: &Asked<'_>,
    prompt: &str,
    continuations: &[String],
) -> Result<(Vec<Score>, Usage), EngineError> {
    let url = asked.address.of("completions");
    let asking: Vec<_> = continuations
        .iter()
        .map(|continuation| {
            let continuation = harmless(continuation).into_owned();
            let (body, url) = (question(asked.model, prompt, &continuation), url.clone());
            async move {
                let answer = asked.connection.post(url, &body, asked.patience).await;
                let answer = answer.map_err(|error| asked.refused(error, prompt_bytes(&body)))?;
                let score = read(&answer, &continuation).map_err(|error| asked.failed(error))?;
                Ok::<_, EngineError>((score, prompt_usage(&answer)))
            }
        })
        .collect();
    let scored: Vec<(Score, Usage)> = stream::iter(asking).buffered(AT_ONCE).try_collect().await?;
    let mut usage = Usage::default();
    for (_, spent) in &scored {
        usage.prompt = usage.prompt.saturating_add(spent.prompt);
        usage.steps += 1;
    }
    Ok((scored.into_iter().map(|(score, _)| score).collect(), usage))
}

/// One token is written because some servers write none; it does not count.
pub(crate) fn question(model: &str, prompt: &str, continuation: &str) -> Value {
    json!({
        "model": model, "prompt": format!("{prompt}{continuation}"),
        "echo": true, "logprobs": 1, "max_tokens": 1, "temperature": 0,
    })
}

fn prompt_bytes(body: &Value) -> usize {
    body["prompt"].as_str().map_or(0, str::len)
}

/// Tokens of the prompt, by the server's count.
pub(super) fn prompt_usage(answer: &Value) -> Usage {
    let prompt = answer.pointer("/usage/prompt_tokens").and_then(Value::as_u64).unwrap_or(0);
    Usage { prompt: u32::try_from(prompt).unwrap_or(u32::MAX), ..Usage::default() }
}

/// The sum over the tokens that spell the continuation, found from the end: what stands before
/// the prompt (a token that begins a sequence) differs from server to server.
///
/// # Errors
/// [`EndpointError::Malformed`] when the tokens do not spell it.
pub(crate) fn read(answer: &Value, continuation: &str) -> Result<Score, EndpointError> {
    let malformed = |reason: &str| EndpointError::Malformed { reason: reason.to_owned() };
    let list = |name: &str| {
        let place = format!("/choices/0/logprobs/{name}");
        answer.pointer(&place).and_then(Value::as_array)
    };
    let (Some(tokens), Some(logprobs)) = (list("tokens"), list("token_logprobs")) else {
        return Err(malformed("it holds no log-probabilities of the prompt"));
    };
    let written = answer.pointer("/usage/completion_tokens").and_then(Value::as_u64).unwrap_or(1);
    let echoed = tokens.len().saturating_sub(written as usize);
    let mut score = Score { logprob: 0.0, tokens: 0 };
    let mut left = continuation;
    for (token, logprob) in tokens.iter().zip(logprobs).take(echoed).rev() {
        if left.is_empty() {
            break;
        }
        let token = token.as_str().unwrap_or_default();
        left = match left.strip_suffix(token) {
            Some(before) if !token.is_empty() => before,
            // The token also holds the end of the prompt.
            _ if token.ends_with(left) => "",
            _ => return Err(malformed("its tokens do not spell the continuation")),
        };
        let logprob = logprob.as_f64().ok_or_else(|| malformed("a token has no probability"))?;
        score.logprob += logprob;
        score.tokens += 1;
    }
    if left.is_empty() { Ok(score) } else { Err(malformed("it echoes only a part of the text")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echoed(tokens: &[&str], logprobs: &[Option<f64>]) -> Value {
        json!({
            "choices": [{"logprobs": {"tokens": tokens, "token_logprobs": logprobs}}],
            "usage": {"prompt_tokens": 4, "completion_tokens": 1},
        })
    }

    #[test]
    fn only_the_continuations_own_tokens_count() {
        let logprobs = [None, Some(-9.0), Some(-0.5), Some(-0.25), Some(-7.0)];
        let answer = echoed(&["<s>", "Category:", " late", " orders", "\n"], &logprobs);
        let score = read(&answer, " late orders").expect("a score");
        assert_eq!((score.logprob, score.tokens), (-0.75, 2));
    }

    #[test]
    fn other_words_than_ours_are_no_score() {
        let answer = echoed(&["Category:", " early", "\n"], &[None, Some(-1.0), Some(-1.0)]);
        assert!(read(&answer, " late").is_err());
        assert!(read(&json!({"choices": [{"text": " late"}]}), " late").is_err(), "no echo");
    }
}
