//! One request to an endpoint and what comes back, bounded in time and size.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{
    Client, RequestBuilder, Response, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER},
    redirect::Policy,
};
use serde_json::Value;
use url::Url;

use crate::remote::{Address, EndpointError, Patience};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of an answer that comes whole. Vectors of a few hundred texts have some.
const MOST_BYTES: usize = 64 << 20;
/// Bytes of a refusal that are read, and characters of it that are shown.
const MOST_REFUSAL: usize = 64 << 10;
const SHOWN_REFUSAL: usize = 300;

/// The way to one endpoint.
#[derive(Clone)]
pub(crate) struct Connection {
    client: Client,
    key: Option<String>,
}

impl Connection {
    /// Redirects are never followed: they could lead text and key elsewhere. No proxy stands
    /// between this computer and itself.
    pub(crate) fn new(address: &Address, key: Option<String>) -> Result<Self, EndpointError> {
        // Another part of the program may have installed a provider already: any will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .user_agent(concat!("winnow/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT);
        if address.is_here() {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|error| EndpointError::Unreachable { reason: innermost(&error) })?;
        Ok(Self { client, key })
    }

    /// What a path holds, as JSON.
    pub(crate) async fn get(&self, url: Url, patience: Patience) -> Result<Value, EndpointError> {
        let mut pauses = patience.pauses();
        loop {
            match self.once(self.client.get(url.clone()), patience.silence).await {
                Ok(value) => return Ok(value),
                Err(failure) => pauses.after(failure).await?,
            }
        }
    }

    /// The answer to a question, as JSON.
    pub(crate) async fn post(
        &self,
        url: Url,
        body: &Value,
        patience: Patience,
    ) -> Result<Value, EndpointError> {
        let mut pauses = patience.pauses();
        loop {
            match self.once(self.question(&url, body), patience.silence).await {
                Ok(value) => return Ok(value),
                Err(failure) => pauses.after(failure).await?,
            }
        }
    }

    /// The beginning of an answer that comes bit by bit. Asks once.
    pub(crate) async fn open(
        &self,
        url: &Url,
        body: &Value,
        silence: Duration,
    ) -> Result<Response, EndpointError> {
        self.send(self.question(url, body), silence).await
    }

    fn question(&self, url: &Url, body: &Value) -> RequestBuilder {
        let request = self.client.post(url.clone());
        request.header(CONTENT_TYPE, "application/json").body(body.to_string())
    }

    async fn once(
        &self,
        request: RequestBuilder,
        silence: Duration,
    ) -> Result<Value, EndpointError> {
        let response = self.send(request, silence).await?;
        json(response, silence).await
    }

    async fn send(
        &self,
        request: RequestBuilder,
        silence: Duration,
    ) -> Result<Response, EndpointError> {
        let mut request = request.header(ACCEPT, "application/json, text/event-stream");
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        let sent = tokio::time::timeout(silence, request.send()).await;
        let response = sent
            .map_err(|_| EndpointError::TimedOut { seconds: silence.as_secs() })?
            .map_err(|error| EndpointError::Unreachable { reason: innermost(&error) })?;
        if response.status().is_success() {
            return Ok(response);
        }
        Err(refusal(response, silence).await)
    }
}

/// A whole answer as JSON.
pub(crate) async fn json(response: Response, silence: Duration) -> Result<Value, EndpointError> {
    let bytes = whole(response, MOST_BYTES, silence).await?;
    serde_json::from_slice(&bytes).map_err(|_| EndpointError::Malformed {
        reason: format!("it is not JSON: {}", shown(&String::from_utf8_lossy(&bytes))),
    })
}

/// The next bytes of an answer; none: its end.
pub(crate) async fn chunk(
    response: &mut Response,
    silence: Duration,
) -> Result<Option<Bytes>, EndpointError> {
    tokio::time::timeout(silence, response.chunk())
        .await
        .map_err(|_| EndpointError::TimedOut { seconds: silence.as_secs() })?
        .map_err(|error| EndpointError::Lost { reason: innermost(&error) })
}

/// The cause that says most to a person; the outer ones say that a request failed.
pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

async fn whole(
    mut response: Response,
    limit: usize,
    silence: Duration,
) -> Result<Vec<u8>, EndpointError> {
    let mut bytes = Vec::new();
    while let Some(more) = chunk(&mut response, silence).await? {
        if bytes.len() + more.len() > limit {
            return Err(EndpointError::TooLarge { limit });
        }
        bytes.extend_from_slice(&more);
    }
    Ok(bytes)
}

async fn refusal(response: Response, silence: Duration) -> EndpointError {
    let status = response.status();
    if status.is_redirection() {
        let to = header(response.headers(), LOCATION.as_str()).unwrap_or("nowhere");
        return EndpointError::Redirected { to: shown(to) };
    }
    let after = header(response.headers(), RETRY_AFTER.as_str()).and_then(|text| text.parse().ok());
    let body = whole(response, MOST_REFUSAL, silence).await.unwrap_or_default();
    let message = message(&body);
    let code = status.as_u16();
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            EndpointError::Unauthorized { status: code }
        }
        StatusCode::REQUEST_TIMEOUT
        | StatusCode::TOO_MANY_REQUESTS
        | StatusCode::SERVICE_UNAVAILABLE => EndpointError::Busy { status: code, after },
        StatusCode::NOT_IMPLEMENTED => EndpointError::Refused { status: code, message },
        _ if status.is_server_error() => EndpointError::Failed { status: code, message },
        _ => EndpointError::Refused { status: code, message },
    }
}

/// What a server says of its refusal, in the places where servers say it.
fn message(body: &[u8]) -> String {
    let said = serde_json::from_slice::<Value>(body).ok().and_then(|value| {
        let places = ["/error/message", "/message", "/detail", "/error"];
        places.iter().find_map(|place| Some(value.pointer(place)?.as_str()?.to_owned()))
    });
    shown(&said.unwrap_or_else(|| String::from_utf8_lossy(body).into_owned()))
}

/// On one line, and not too long.
fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut characters = line.chars();
    let begun: String = characters.by_ref().take(SHOWN_REFUSAL).collect();
    if characters.next().is_some() { format!("{begun}…") } else { begun }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
