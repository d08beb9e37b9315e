//! Models on other computers, behind the same trait as the local ones.
//!
//! An [`Endpoint`] speaks the OpenAI-compatible protocol of Ollama, vLLM, TGI, llama-server and
//! clouds. What it can do is found by [`Endpoint::probe`] and never supposed: what it cannot do is
//! [`EndpointError::Unable`]. Nothing is sent but what a request holds; answers are bounded, and a
//! request that is called off closes its connection.

mod abilities;
mod address;
mod answer;
mod connection;
mod contract;
mod count;
mod embed;
mod endpoint;
mod error;
mod events;
mod gate;
mod generate;
mod guard;
mod probe;
mod retry;
mod score;
mod walk;

pub use abilities::{Abilities, Ability, RemoteModel};
pub use address::{Address, endpoint_name, is_loopback};
pub use endpoint::{Endpoint, EndpointConfig, Endpoints, KeySource};
pub use error::EndpointError;
pub use retry::Patience;

pub(crate) use count::reckoned;
