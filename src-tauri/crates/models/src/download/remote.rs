//! The other side of a download: one request for a file, or for the rest of one, followed to the
//! server that holds it. Knows nothing of the disk.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{
    Client, Response, StatusCode,
    header::{
        ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, LAST_MODIFIED,
        LOCATION, RANGE,
    },
    redirect::Policy,
};
use url::Url;
use winnow_engine::remote::is_loopback;

use super::{DownloadError, part::Identity};
use crate::catalog::is_sha256;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// A connection that brings nothing for so long is broken.
const READ_TIMEOUT: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: usize = 8;
/// The hub sends this along with the redirect to its storage: the SHA-256 of a large file.
const LINKED_ETAG: &str = "x-linked-etag";

/// An answer that will bring bytes.
pub(super) struct Answer {
    response: Response,
    host: String,
    /// The byte that it begins with.
    pub(super) start: u64,
    /// What the bytes are part of.
    pub(super) identity: Identity,
}

impl Answer {
    /// Asks for a file from byte `start` on. The answer begins at 0 when the server cannot go on
    /// from there, or has another file now than the one that `known` describes.
    pub(super) async fn ask(
        url: &str,
        start: u64,
        known: Option<&Identity>,
    ) -> Result<Self, DownloadError> {
        let client = client()?;
        let first = parse(url)?;
        let mut here = first.clone();
        let mut announced = None;
        for _ in 0..MOST_REDIRECTS {
            check(&here, &first)?;
            let mut request = client.get(here.clone()).header(ACCEPT_ENCODING, "identity");
            if start > 0 {
                request = request.header(RANGE, format!("bytes={start}-"));
                if let Some(validator) = known.and_then(|known| known.validator.as_deref()) {
                    request = request.header(IF_RANGE, validator);
                }
            }
            let response = request.send().await.map_err(|error| unreachable(&here, &error))?;
            announced = announced.or_else(|| announced_hash(response.headers()));
            if response.status().is_redirection() {
                here = next(&here, response.headers())?;
                continue;
            }
            return Self::read(url, &here, start, announced, response);
        }
        Err(DownloadError::TooManyRedirects { host: host(&first) })
    }

    /// The next bytes; none: the end, whether or not it is the whole.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, String> {
        self.response.chunk().await.map_err(|error| {
            if error.is_timeout() {
                format!("nothing came from {} for {} s", self.host, READ_TIMEOUT.as_secs())
            } else {
                innermost(&error)
            }
        })
    }

    fn read(
        url: &str,
        here: &Url,
        asked: u64,
        announced: Option<String>,
        response: Response,
    ) -> Result<Self, DownloadError> {
        let status = response.status();
        let refused = || DownloadError::Refused { host: host(here), status: status.as_u16() };
        let headers = response.headers();
        let (start, total) = match status {
            StatusCode::OK => {
                (0, text(headers, CONTENT_LENGTH.as_str()).and_then(|length| length.parse().ok()))
            }
            StatusCode::PARTIAL_CONTENT => {
                content_range(headers).filter(|(start, _)| *start == asked).ok_or_else(refused)?
            }
            _ => return Err(refused()),
        };
        let identity = Identity {
            url: url.to_owned(),
            validator: validator(headers),
            sha256: announced,
            total,
        };
        Ok(Self { host: host(here), start, identity, response })
    }
}

/// Whether the server said that nothing follows the byte that was asked for.
pub(super) fn is_past_the_end(error: &DownloadError) -> bool {
    let status = StatusCode::RANGE_NOT_SATISFIABLE.as_u16();
    matches!(error, DownloadError::Refused { status: found, .. } if *found == status)
}

fn client() -> Result<Client, DownloadError> {
    // Another part of the program may have installed a provider already: any will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .user_agent(concat!("winnow/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .build()
        .map_err(|error| DownloadError::Unreachable {
            host: "the network".to_owned(),
            reason: innermost(&error),
        })
}

fn parse(url: &str) -> Result<Url, DownloadError> {
    Url::parse(url).map_err(|_| DownloadError::UnsafeAddress {
        url: url.to_owned(),
        reason: "it is not an address",
    })
}

/// Only encrypted connections, except within this computer; and no way from outside into it.
fn check(here: &Url, first: &Url) -> Result<(), DownloadError> {
    let refuse = |reason| Err(DownloadError::UnsafeAddress { url: here.to_string(), reason });
    match (here.scheme(), is_loopback(here), is_loopback(first)) {
        (_, true, false) => refuse("it leads from the network into this computer"),
        ("https", ..) | ("http", true, true) => Ok(()),
        _ => refuse("only https is safe"),
    }
}

fn next(here: &Url, headers: &HeaderMap) -> Result<Url, DownloadError> {
    let location = text(headers, LOCATION.as_str()).unwrap_or_default();
    here.join(location).map_err(|_| DownloadError::UnsafeAddress {
        url: location.to_owned(),
        reason: "it is not an address",
    })
}

fn announced_hash(headers: &HeaderMap) -> Option<String> {
    let hash = text(headers, LINKED_ETAG)?.trim_matches('"').to_ascii_lowercase();
    is_sha256(&hash).then_some(hash)
}

/// A strong entity tag, else the date of change: a weak tag does not promise the same bytes.
fn validator(headers: &HeaderMap) -> Option<String> {
    let tag = text(headers, ETAG.as_str()).filter(|tag| !tag.starts_with("W/"));
    tag.or_else(|| text(headers, LAST_MODIFIED.as_str())).map(str::to_owned)
}

/// First byte and length of the whole from `bytes 100-199/200`.
fn content_range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let (range, total) =
        text(headers, CONTENT_RANGE.as_str())?.strip_prefix("bytes ")?.split_once('/')?;
    Some((range.split_once('-')?.0.parse().ok()?, total.parse().ok()))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or("an unnamed host").to_owned()
}

fn unreachable(url: &Url, error: &reqwest::Error) -> DownloadError {
    let reason = if error.is_timeout() {
        format!("no answer within {} s", CONNECT_TIMEOUT.as_secs())
    } else {
        innermost(error)
    };
    DownloadError::Unreachable { host: host(url), reason }
}

/// The cause that says most to a person; the outer ones say that a request failed.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(here: &str, first: &str) -> bool {
        check(&parse(here).unwrap(), &parse(first).unwrap()).is_ok()
    }

    #[test]
    fn no_redirect_leads_to_an_open_line_or_into_this_computer() {
        assert!(allowed("https://cdn.example.org/f", "https://hub.example.org/f"));
        assert!(allowed("http://127.0.0.1:8080/f", "http://localhost:1/f"), "all within");
        assert!(!allowed("http://cdn.example.org/f", "https://hub.example.org/f"), "downgrade");
        assert!(!allowed("https://127.0.0.1/f", "https://hub.example.org/f"), "into this computer");
        assert!(!allowed("http://[::1]/f", "https://hub.example.org/f"), "into this computer");
        assert!(!allowed("file:///etc/passwd", "https://hub.example.org/f"), "no network at all");
    }

    #[test]
    fn headers_are_believed_only_where_they_promise_the_same_bytes() {
        let mut headers = HeaderMap::new();
        headers.insert(ETAG, "W/\"abc\"".parse().unwrap());
        headers.insert(LINKED_ETAG, "\"not a hash\"".parse().unwrap());
        assert_eq!(validator(&headers), None, "a weak tag may name other bytes");
        assert_eq!(announced_hash(&headers), None, "a small file's tag is no SHA-256");
        let hash = "A".repeat(64);
        headers.insert(LINKED_ETAG, format!("\"{hash}\"").parse().unwrap());
        assert_eq!(announced_hash(&headers), Some(hash.to_lowercase()));
        headers.insert(CONTENT_RANGE, "bytes 100-199/200".parse().unwrap());
        assert_eq!(content_range(&headers), Some((100, Some(200))));
        headers.insert(CONTENT_RANGE, "bytes */200".parse().unwrap());
        assert_eq!(content_range(&headers), None);
    }
}
