//! Endpoints over real connections: a small server that misbehaves as told, and llama-server.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod dialects;
mod faults;
mod llama_server;
mod server;

use std::{sync::Arc, time::Duration};

use winnow_engine::{
    Constraint, GenerateRequest, Message, ModelId, Priority, Prompt, Role, Sampling,
    remote::{Abilities, Ability, Address, Endpoint, EndpointConfig, Patience, RemoteModel},
};

/// An endpoint at this address that is not patient.
fn endpoint(url: &str) -> Endpoint {
    Endpoint::new(EndpointConfig {
        name: "test".to_owned(),
        address: Address::parse(url, false).expect("an address"),
        key: Arc::new(|| Ok(Some("secret".to_owned()))),
        concurrency: 2,
        context: None,
        patience: Patience {
            silence: Duration::from_secs(2),
            pause: Duration::from_millis(10),
            again: 2,
        },
    })
}

/// The same, which is known to do this.
fn able(url: &str, works: &[Ability]) -> Endpoint {
    let endpoint = endpoint(url);
    let abilities = Abilities { works: works.iter().copied().collect(), ..Abilities::default() };
    endpoint.learn(model(), abilities);
    endpoint
}

fn model() -> RemoteModel {
    RemoteModel { name: "m".to_owned(), context: Some(2048), parameters: None }
}

fn id() -> ModelId {
    ModelId::remote("test", "m")
}

fn ask(text: &str) -> GenerateRequest {
    GenerateRequest {
        model: id(),
        prompt: Prompt::Chat {
            messages: vec![Message::new(Role::User, text)],
            answer: String::new(),
        },
        constraint: Constraint::None,
        sampling: Sampling::default(),
        max_tokens: 32,
        stop: Vec::new(),
        priority: Priority::Interactive,
    }
}
