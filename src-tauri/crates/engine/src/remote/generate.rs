//! Writing by an endpoint: the request in the protocol's words, the answer as it comes.

use std::time::Instant;

use reqwest::{Response, header::CONTENT_TYPE};
use serde_json::{Map, Value, json};

use super::{
    answer::Answer,
    connection::json,
    contract::{kept, terms},
    endpoint::Asked,
    events::Events,
    guard::{harmless, restored},
};
use crate::{
    Constraint, EngineError, Finish, GenerateEvent, GenerateOutcome, GenerateRequest, GenerateSink,
    Message, Prompt, Role, Sampling, Timings, Usage,
    remote::{Abilities, Ability, EndpointError},
};

/// Bytes of a prompt from which on its count is believed to show a cut.
const LONG_PROMPT: usize = 8 << 10;

/// More bytes than any usual text has for one token.
const MOST_BYTES_OF_A_TOKEN: usize = 12;

/// A request in the protocol's words.
pub(crate) struct Question {
    /// Below the address: "chat/completions" or "completions".
    pub(crate) path: &'static str,
    pub(crate) body: Value,
    /// Bytes of all its texts.
    pub(crate) bytes: usize,
}

/// # Errors
/// [`EndpointError::Unable`] without chat and completions; [`EndpointError::NoContract`].
pub(crate) fn question(
    model: &str,
    request: &GenerateRequest,
    abilities: &Abilities,
) -> Result<Question, EndpointError> {
    let terms = terms(&request.constraint, abilities)?;
    let plain = terms.format.is_none() && terms.words.is_none();
    let continues = matches!(request.prompt, Prompt::Text { .. });
    let completes = abilities.can(Ability::Completions);
    let chats = abilities.can(Ability::Chat);
    let mut body = Map::new();
    body.insert("model".to_owned(), model.into());
    let (path, bytes) = if completes && (continues && plain || !chats) {
        let text = as_text(&request.prompt, terms.words.as_deref());
        let bytes = text.len();
        body.insert("prompt".to_owned(), text.into());
        ("completions", bytes)
    } else if chats {
        let messages = as_messages(&request.prompt, terms.words.as_deref());
        let bytes = messages.iter().map(|(_, content)| content.len()).sum();
        let turns: Vec<Value> = messages
            .into_iter()
            .map(|(role, content)| json!({"role": role, "content": content}))
            .collect();
        body.insert("messages".to_owned(), turns.into());
        ("chat/completions", bytes)
    } else {
        return Err(EndpointError::Unable { ability: Ability::Chat });
    };
    if let Some(format) = terms.format {
        body.insert("response_format".to_owned(), format);
    }
    let limit = if abilities.renamed_limit { "max_completion_tokens" } else { "max_tokens" };
    body.insert(limit.to_owned(), request.max_tokens.into());
    if !request.stop.is_empty() {
        body.insert("stop".to_owned(), request.stop.clone().into());
    }
    if abilities.can(Ability::Streaming) {
        body.insert("stream".to_owned(), true.into());
        body.insert("stream_options".to_owned(), json!({"include_usage": true}));
    }
    if abilities.can(Ability::Logprobs) {
        let wanted = if path == "completions" { json!(1) } else { json!(true) };
        body.insert("logprobs".to_owned(), wanted);
    }
    sample(&request.sampling, &mut body);
    Ok(Question { path, body: body.into(), bytes })
}

/// What is not usual is said under the names that servers have for it.
fn sample(sampling: &Sampling, body: &mut Map<String, Value>) {
    let Sampling { temperature, top_p, top_k, min_p, repeat_penalty, seed } = sampling;
    body.insert("temperature".to_owned(), json!(temperature));
    if *temperature > 0.0 {
        body.insert("seed".to_owned(), json!(seed));
    }
    let usual = Sampling::default();
    if *top_p < usual.top_p {
        body.insert("top_p".to_owned(), json!(top_p));
    }
    if *top_k != usual.top_k {
        body.insert("top_k".to_owned(), json!(top_k));
    }
    if *min_p > usual.min_p {
        body.insert("min_p".to_owned(), json!(min_p));
    }
    if (repeat_penalty - usual.repeat_penalty).abs() > f32::EPSILON {
        body.insert("repeat_penalty".to_owned(), json!(repeat_penalty));
        body.insert("repetition_penalty".to_owned(), json!(repeat_penalty));
    }
}

/// Role and text of each turn. The beginning of the answer, which the protocol cannot put into
/// the model's mouth, is asked for.
fn as_messages(prompt: &Prompt, words: Option<&str>) -> Vec<(&'static str, String)> {
    let text = |parts: &[String]| harmless(&parts.concat()).into_owned();
    let (mut turns, answer) = match prompt {
        Prompt::Text { parts } => (vec![("user", text(parts))], ""),
        Prompt::Chat { messages, answer } => {
            let turn = |message: &Message| (role(message.role), text(&message.parts));
            (messages.iter().map(turn).collect(), answer.as_str())
        }
    };
    let begin = (!answer.trim().is_empty())
        .then(|| format!("Begin your answer with \"{}\".", answer.trim_end()));
    if let Some((_, last)) = turns.last_mut() {
        for words in [words, begin.as_deref()].into_iter().flatten() {
            last.push_str("\n\n");
            last.push_str(words);
        }
    }
    turns
}

/// A conversation for a server that only continues texts; a text as it is.
pub(crate) fn as_text(prompt: &Prompt, words: Option<&str>) -> String {
    let mut text = match prompt {
        Prompt::Text { parts } => harmless(&parts.concat()).into_owned(),
        Prompt::Chat { messages, answer } => {
            let mut text = String::new();
            for message in messages {
                let said = message.parts.concat();
                text.push_str(&format!("{}: {}\n\n", role(message.role), harmless(&said)));
            }
            format!("{text}assistant: {answer}")
        }
    };
    if let Some(words) = words {
        text = format!("{words}\n\n{text}");
    }
    text
}

fn role(role: Role) -> &'static str {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
    }
}

/// Asks, and asks again as long as nothing has come of an answer.
pub(crate) async fn generate(
    asked: &Asked<'_>,
    request: &GenerateRequest,
    sink: Option<&GenerateSink>,
    queue_ms: f64,
) -> Result<GenerateOutcome, EngineError> {
    if request.max_tokens == 0 {
        let reason = "max_tokens is 0; an answer needs at least one token".to_owned();
        return Err(EngineError::InvalidRequest(reason));
    }
    let question =
        question(asked.model, request, asked.abilities).map_err(|error| asked.failed(error))?;
    let url = asked.address.of(question.path);
    let silence = asked.patience.silence;
    let mut pauses = asked.patience.pauses();
    let (answer, began, first) = loop {
        let began = Instant::now();
        let mut hearing = Hearing { answer: Answer::default(), sink, first: None };
        let heard = async {
            let response = asked.connection.open(&url, &question.body, silence).await?;
            hearing.hear(response, silence).await
        };
        match heard.await {
            Ok(()) => break (hearing.answer, began, hearing.first),
            Err(error) if hearing.first.is_some() => return Err(asked.failed(error)),
            Err(error) => {
                pauses.after(error).await.map_err(|error| asked.refused(error, question.bytes))?;
            }
        }
    };
    let whole = began.elapsed().as_secs_f64() * 1e3;
    let until_first = first.map_or(whole, |first| first.duration_since(began).as_secs_f64() * 1e3);
    let timings = Timings { queue_ms, prefill_ms: until_first, decode_ms: whole - until_first };
    outcome(answer, request, &question, timings).map_err(|error| asked.failed(error))
}

fn outcome(
    answer: Answer,
    request: &GenerateRequest,
    question: &Question,
    timings: Timings,
) -> Result<GenerateOutcome, EndpointError> {
    let read = answer.usage.prompt;
    if read > 0
        && question.bytes > LONG_PROMPT
        && (read as usize).saturating_mul(MOST_BYTES_OF_A_TOKEN) < question.bytes
    {
        return Err(EndpointError::Cut { read, sent: question.bytes });
    }
    let finish = answer.finish.unwrap_or(Finish::Stop);
    let written = answer.written();
    let usage = Usage { generated: written, steps: written, ..answer.usage };
    let said = restored(&answer.text).into_owned();
    let said = without_beginning(said, &request.prompt);
    let text = kept(&request.constraint, said, finish == Finish::Length)?;
    // Places of tokens are those of the text as it came; in another one they would be wrong.
    let same = text == answer.text;
    let choice = matches!(request.constraint, Constraint::Choice { .. });
    let tokens = if same || !choice { answer.tokens } else { Vec::new() };
    let tokens = if same { tokens } else { unplaced(tokens) };
    Ok(GenerateOutcome { text, tokens, finish, usage, timings })
}

/// Tokens whose probabilities count and whose places do not.
fn unplaced(mut tokens: Vec<crate::TokenLogprob>) -> Vec<crate::TokenLogprob> {
    for token in &mut tokens {
        (token.offset, token.length) = (0, 0);
    }
    tokens
}

/// The answer without the beginning that was put into the model's mouth: callers add it.
fn without_beginning(text: String, prompt: &Prompt) -> String {
    let Prompt::Chat { answer, .. } = prompt else { return text };
    let beginning = answer.trim();
    if beginning.is_empty() {
        return text;
    }
    match text.trim_start().strip_prefix(beginning) {
        Some(rest) => rest.trim_start().to_owned(),
        None => text,
    }
}

/// An answer while it comes.
struct Hearing<'a> {
    answer: Answer,
    sink: Option<&'a GenerateSink>,
    /// When the first text came.
    first: Option<Instant>,
}

impl Hearing<'_> {
    /// Hears a whole answer, whichever way the server sends it.
    async fn hear(
        &mut self,
        response: Response,
        silence: std::time::Duration,
    ) -> Result<(), EndpointError> {
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("text/event-stream")) {
            let value = json(response, silence).await?;
            return self.take(&value);
        }
        let mut events = Events::of(response, silence);
        while let Some(data) = events.next().await? {
            let value: Value = serde_json::from_str(&data).map_err(|_| {
                EndpointError::Malformed { reason: "an event of its stream is not JSON".to_owned() }
            })?;
            self.take(&value)?;
        }
        if self.answer.finish.is_none() {
            let reason = "the stream ended before the answer did".to_owned();
            return Err(EndpointError::Lost { reason });
        }
        Ok(())
    }

    fn take(&mut self, value: &Value) -> Result<(), EndpointError> {
        let text = self.answer.take(value)?;
        if text.is_empty() {
            return Ok(());
        }
        self.first.get_or_insert_with(Instant::now);
        if let Some(sink) = self.sink {
            // Nobody may listen any more; the answer is given back all the same.
            let _ = sink.send(GenerateEvent::Text { text, tokens: self.answer.written() });
        }
        Ok(())
    }
}
