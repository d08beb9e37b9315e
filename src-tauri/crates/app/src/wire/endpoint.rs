//! Endpoints on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An endpoint to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EndpointSpec {
    /// Its name: letters, digits, - and _.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Its key, which goes to the key ring; none: as it was, or none.
    pub key: Option<String>,
    /// Requests at once; none: 4.
    pub concurrency: Option<u32>,
    /// Seconds of silence after which a request is given up; none: 120.
    pub timeout: Option<u32>,
    /// Tokens that fit; none: as the endpoint says.
    pub context: Option<u32>,
    /// Whether an open line (http) to another network is allowed.
    pub any_line: bool,
}

/// An endpoint that was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EndpointView {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The host that text goes to.
    pub host: String,
    /// Whether that is this computer.
    pub here: bool,
    /// Requests at once.
    pub concurrency: u32,
    /// Seconds of silence after which a request is given up.
    pub timeout: u32,
    /// Tokens that fit, as the person said.
    pub context: Option<u32>,
    /// The environment's variable that may hold its key.
    pub key_variable: String,
    /// Its models; empty until it was probed.
    pub models: Vec<EndpointModelView>,
}

/// A model of an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EndpointModelView {
    /// What Winnow calls it: what is chosen.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// Tokens that fit, where the endpoint says so.
    pub context: Option<u32>,
    /// What works; none: not probed with this model.
    pub works: Option<Vec<AbilityName>>,
    /// Whether it is the chosen language model.
    pub selected: bool,
    /// Whether it is the chosen embedder.
    pub embeds: bool,
}

/// One thing that an endpoint may be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AbilityName {
    /// Answer a conversation.
    Chat,
    /// Continue a text.
    Completions,
    /// Send words as they come.
    Streaming,
    /// Keep to a JSON Schema.
    Schema,
    /// Tell how probable its own words are.
    Logprobs,
    /// Tell how probable given words are.
    Scoring,
    /// Turn texts into vectors.
    Embeddings,
    /// Count tokens.
    Tokenize,
}
