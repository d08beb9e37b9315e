//! Answers of the protocol, whole or bit by bit, of chat and of completions.

use serde_json::Value;

use crate::{Finish, TokenLogprob, Usage, remote::EndpointError};

/// What an answer has held so far.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) tokens: Vec<TokenLogprob>,
    pub(crate) finish: Option<Finish>,
    pub(crate) usage: Usage,
    /// Bits of text that came; one is a token, or a few.
    pub(crate) bits: u32,
}

impl Answer {
    /// Takes a whole answer, or the next bit of one; gives the new text.
    ///
    /// # Errors
    /// [`EndpointError::Malformed`]; [`EndpointError::Failed`] for an error in the midst.
    pub(crate) fn take(&mut self, value: &Value) -> Result<String, EndpointError> {
        if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
            let said = error.get("message").and_then(Value::as_str).or(error.as_str());
            let message = said.unwrap_or("it does not say why").to_owned();
            let code = error.get("code").and_then(Value::as_u64).unwrap_or(500);
            let status = u16::try_from(code).unwrap_or(500);
            return Err(EndpointError::Failed { status, message });
        }
        self.take_usage(value);
        let Some(choice) = value.pointer("/choices/0") else {
            // The last bit may hold nothing but what was spent.
            return match value.get("choices").or(value.get("usage")) {
                Some(_) => Ok(String::new()),
                None => Err(EndpointError::Malformed { reason: "it holds no choices".to_owned() }),
            };
        };
        let places = ["/delta/content", "/message/content", "/text"];
        let text = places.iter().find_map(|place| choice.pointer(place)?.as_str()).unwrap_or("");
        self.take_logprobs(choice.get("logprobs"));
        self.text.push_str(text);
        self.bits += u32::from(!text.is_empty());
        self.finish = match choice.get("finish_reason").and_then(Value::as_str) {
            None => self.finish,
            Some("length") => Some(Finish::Length),
            Some(_) => Some(Finish::Stop),
        };
        Ok(text.to_owned())
    }

    /// Tokens written, by the server's count or our own.
    pub(crate) fn written(&self) -> u32 {
        self.usage.generated.max(self.tokens.len() as u32).max(self.bits)
    }

    fn take_usage(&mut self, value: &Value) {
        let count = |place: &str| {
            let count = value.pointer(place)?.as_u64()?;
            Some(u32::try_from(count).unwrap_or(u32::MAX))
        };
        let usage = &mut self.usage;
        usage.prompt = count("/usage/prompt_tokens").unwrap_or(usage.prompt);
        usage.generated = count("/usage/completion_tokens").unwrap_or(usage.generated);
        usage.cached = count("/usage/prompt_tokens_details/cached_tokens").unwrap_or(usage.cached);
    }

    fn take_logprobs(&mut self, logprobs: Option<&Value>) {
        let Some(logprobs) = logprobs else { return };
        for (length, logprob) in pairs(logprobs) {
            let offset = self.tokens.last().map_or(0, |last| last.offset + last.length);
            self.tokens.push(TokenLogprob { offset, length, logprob, forced: false });
        }
    }
}

/// Bytes and log-probability of each token, in the form of chat or of completions.
fn pairs(logprobs: &Value) -> Vec<(u32, f32)> {
    let number = |value: &Value| value.as_f64().map(|number| number as f32);
    if let Some(content) = logprobs.get("content").and_then(Value::as_array) {
        let pair = |token: &Value| {
            let bytes = token.get("bytes").and_then(Value::as_array).map(Vec::len);
            let length = bytes.or(token.get("token")?.as_str().map(str::len))?;
            Some((length as u32, number(token.get("logprob")?)?))
        };
        return content.iter().filter_map(pair).collect();
    }
    let list = |name: &str| logprobs.get(name).and_then(Value::as_array).into_iter().flatten();
    list("tokens")
        .zip(list("token_logprobs"))
        .filter_map(|(token, logprob)| Some((token.as_str()?.len() as u32, number(logprob)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bits_of_chat_add_up_to_the_answer() {
        let mut answer = Answer::default();
        for bit in [
            json!({"choices": [{"delta": {"role": "assistant", "content": null}}]}),
            json!({"choices": [{"delta": {"content": "Grü"}, "logprobs": {"content": [
                {"token": "Grü", "logprob": -0.5, "bytes": [71, 114, 195, 188]}]}}]}),
            json!({"choices": [{"delta": {"content": "n"}, "finish_reason": null}]}),
            json!({"choices": [{"delta": {}, "finish_reason": "length"}]}),
            json!({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 2,
                "prompt_tokens_details": {"cached_tokens": 3}}}),
        ] {
            answer.take(&bit).expect("a bit");
        }
        assert_eq!((answer.text.as_str(), answer.finish), ("Grün", Some(Finish::Length)));
        assert_eq!((answer.usage.prompt, answer.usage.cached, answer.written()), (7, 3, 2));
        assert_eq!((answer.tokens[0].length, answer.tokens[0].logprob), (4, -0.5));
    }

    #[test]
    fn an_error_in_the_midst_is_no_answer() {
        let mut answer = Answer::default();
        let error = answer.take(&json!({"error": {"message": "out of memory", "code": 500}}));
        assert!(matches!(error, Err(EndpointError::Failed { status: 500, .. })), "{error:?}");
        assert!(answer.take(&json!({"hello": 1})).is_err(), "any other JSON is none either");
    }
}
