//! What an endpoint can do, found by small questions about nothing.

use std::collections::BTreeSet;

use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::{
    answer::Answer,
    connection::{Connection, json as read_json},
    count, embed,
    events::Events,
    score, walk,
};
use crate::remote::{Abilities, Ability, Address, EndpointError, Patience, RemoteModel};

/// A word that no model says of itself: an answer of it shows that the schema was kept.
const UNLIKELY: &str = "zq-7";

/// The models that are listed.
pub(super) async fn models(
    connection: &Connection,
    address: &Address,
    patience: Patience,
) -> Result<Vec<RemoteModel>, EndpointError> {
    let answer = connection.get(address.of("models"), patience).await?;
    let list = answer.get("data").or_else(|| answer.get("models")).unwrap_or(&answer);
    let list = list.as_array().ok_or_else(|| EndpointError::Malformed {
        reason: "it lists no models; perhaps the address lacks /v1".to_owned(),
    })?;
    Ok(list.iter().filter_map(listed).collect())
}

/// A model as vLLM, llama-server or anybody else lists it.
fn listed(entry: &Value) -> Option<RemoteModel> {
    let name = entry.get("id").or_else(|| entry.get("name"))?.as_str()?;
    let number = |place: &str| entry.pointer(place).and_then(Value::as_u64);
    let places = ["/max_model_len", "/meta/n_ctx", "/context_length", "/meta/n_ctx_train"];
    let context = places.iter().find_map(|place| number(place));
    Some(RemoteModel {
        name: name.to_owned(),
        context: context.and_then(|tokens| u32::try_from(tokens).ok()).filter(|&n| n > 0),
        parameters: number("/meta/n_params"),
    })
}

/// Asks for each ability once; what fails is what cannot be done.
///
/// # Errors
/// Where no ability was found: what the first question met.
pub(super) async fn probe(
    connection: &Connection,
    address: &Address,
    model: &str,
    patience: Patience,
) -> Result<Abilities, EndpointError> {
    let mut found = Found {
        connection,
        address,
        model,
        patience: patience.once(),
        abilities: Abilities::default(),
    };
    let chat = found.chat(patience).await;
    found.completions().await;
    found.embeddings().await;
    found.tokenize().await;
    let Found { abilities, .. } = found;
    let answers: BTreeSet<Ability> = [Ability::Chat, Ability::Completions, Ability::Embeddings]
        .into_iter()
        .filter(|&ability| abilities.can(ability))
        .collect();
    match chat {
        Err(error) if answers.is_empty() => Err(error),
        Err(error @ EndpointError::Unauthorized { .. }) => Err(error),
        _ => Ok(abilities),
    }
}

struct Found<'a> {
    connection: &'a Connection,
    address: &'a Address,
    model: &'a str,
    patience: Patience,
    abilities: Abilities,
}

impl Found<'_> {
    fn add(&mut self, ability: Ability) {
        self.abilities.works.insert(ability);
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value, EndpointError> {
        self.connection.post(self.address.of(path), body, self.patience).await
    }

    /// The first question may wait for a model that is being loaded; later ones are asked once.
    async fn chat(&mut self, patience: Patience) -> Result<(), EndpointError> {
        let url = self.address.of("chat/completions");
        let mut answer =
            self.connection.post(url.clone(), &self.greeting(json!({})), patience).await;
        if let Err(EndpointError::Refused { message, .. }) = &answer
            && message.contains("max_completion_tokens")
        {
            self.abilities.renamed_limit = true;
            answer = self.connection.post(url, &self.greeting(json!({})), patience).await;
        }
        Answer::default().take(&answer?)?;
        self.add(Ability::Chat);
        let logprobs = self.greeting(json!({"logprobs": true}));
        if self.tells(&self.post("chat/completions", &logprobs).await) {
            self.add(Ability::Logprobs);
        }
        if self.streams().await.unwrap_or(false) {
            self.add(Ability::Streaming);
        }
        let schema = json!({
            "type": "object", "properties": {"word": {"type": "string", "enum": [UNLIKELY]}},
            "required": ["word"], "additionalProperties": false,
        });
        let format = json!({"type": "json_schema",
            "json_schema": {"name": "word", "strict": true, "schema": schema}});
        let body = self.greeting(json!({"response_format": format}));
        let mut said = Answer::default();
        if let Ok(answer) = self.post("chat/completions", &body).await
            && said.take(&answer).is_ok()
            && serde_json::from_str::<Value>(&said.text).is_ok_and(|it| it["word"] == UNLIKELY)
        {
            self.add(Ability::Schema);
        }
        Ok(())
    }

    fn greeting(&self, more: Value) -> Value {
        let mut body = json!({
            "model": self.model, "temperature": 0,
            "messages": [{"role": "user", "content": "Say hello."}],
        });
        let limit =
            if self.abilities.renamed_limit { "max_completion_tokens" } else { "max_tokens" };
        body[limit] = json!(24);
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        body
    }

    fn tells(&self, answer: &Result<Value, EndpointError>) -> bool {
        let mut heard = Answer::default();
        answer.as_ref().is_ok_and(|answer| heard.take(answer).is_ok() && !heard.tokens.is_empty())
    }

    async fn streams(&self) -> Result<bool, EndpointError> {
        let body = self.greeting(json!({"stream": true}));
        let silence = self.patience.silence;
        let url = self.address.of("chat/completions");
        let response = self.connection.open(&url, &body, silence).await?;
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("text/event-stream")) {
            read_json(response, silence).await?;
            return Ok(false);
        }
        let (mut events, mut heard) = (Events::of(response, silence), Answer::default());
        while let Some(data) = events.next().await? {
            let value = serde_json::from_str(&data).map_err(|_| EndpointError::Malformed {
                reason: "an event of its stream is not JSON".to_owned(),
            })?;
            heard.take(&value)?;
        }
        Ok(heard.finish.is_some())
    }

    /// Continuing texts, and an echo of their probabilities or else a list of likely next tokens.
    async fn completions(&mut self) {
        let body = json!({"model": self.model, "prompt": "One, two,", "max_tokens": 1});
        let Ok(answer) = self.post("completions", &body).await else { return };
        if Answer::default().take(&answer).is_err() {
            return;
        }
        self.add(Ability::Completions);
        let body = score::question(self.model, "One, two,", " three");
        let echoed = self.post("completions", &body).await;
        if echoed.is_ok_and(|answer| score::read(&answer, " three").is_ok()) {
            return self.add(Ability::Scoring);
        }
        let body = walk::question(self.model, "One, two,");
        if self.post("completions", &body).await.is_ok_and(|answer| walk::listed(&answer).is_some())
        {
            self.abilities.walks = true;
            self.add(Ability::Scoring);
        }
    }

    async fn embeddings(&mut self) {
        let body = json!({"model": self.model, "input": ["hello"]});
        let Ok(answer) = self.post("embeddings", &body).await else { return };
        let Ok(vectors) = embed::read(&answer, 1) else { return };
        self.abilities.vector_length = vectors.first().map_or(0, Vec::len) as u32;
        self.add(Ability::Embeddings);
    }

    async fn tokenize(&mut self) {
        let url = self.address.beside("tokenize");
        let asked = count::question(self.model, "Good morning, everybody.");
        let answer = self.connection.post(url, &asked, self.patience).await;
        if answer.is_ok_and(|answer| count::count(&answer).is_some_and(|count| count > 0)) {
            self.add(Ability::Tokenize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_servers_list_tells_what_it_knows() {
        let vllm = listed(&json!({"id": "org/model", "max_model_len": 8192})).expect("a model");
        assert_eq!((vllm.name.as_str(), vllm.context), ("org/model", Some(8192)));
        let llama = json!({"id": "m", "meta": {"n_ctx_train": 2048, "n_params": 134_515_008}});
        let llama = listed(&llama).expect("a model");
        assert_eq!((llama.context, llama.parameters), (Some(2048), Some(134_515_008)));
        assert_eq!(listed(&json!({"object": "model"})), None, "a model without a name");
    }
}
