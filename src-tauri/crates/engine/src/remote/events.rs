//! Server-sent events, as they come and no more of them than allowed.

use std::time::Duration;

use eventsource_stream::{Event, EventStreamError, Eventsource};
use futures_util::{Stream, StreamExt, stream};
use reqwest::Response;

use super::connection::{chunk, innermost};
use crate::remote::EndpointError;

/// Bytes of a whole stream: a hundred thousand words with all that stands around them.
const MOST_BYTES: usize = 64 << 20;

/// The data of each event, up to the end of the stream or `[DONE]`.
pub(crate) struct Events(
    Box<dyn Stream<Item = Result<Event, EventStreamError<EndpointError>>> + Send + Unpin>,
);

impl Events {
    pub(crate) fn of(response: Response, silence: Duration) -> Self {
        let bytes =
            stream::try_unfold((response, 0_usize), move |(mut response, seen)| async move {
                let Some(bytes) = chunk(&mut response, silence).await? else { return Ok(None) };
                let seen = seen + bytes.len();
                if seen > MOST_BYTES {
                    return Err(EndpointError::TooLarge { limit: MOST_BYTES });
                }
                Ok(Some((bytes, (response, seen))))
            });
        Self(Box::new(Box::pin(bytes.eventsource())))
    }

    /// The next event's data; none: the end.
    ///
    /// # Errors
    /// [`EndpointError::Lost`], [`EndpointError::TimedOut`], [`EndpointError::TooLarge`],
    /// [`EndpointError::Malformed`].
    pub(crate) async fn next(&mut self) -> Result<Option<String>, EndpointError> {
        match self.0.next().await {
            None => Ok(None),
            Some(Ok(event)) if event.data.trim() == "[DONE]" => Ok(None),
            Some(Ok(event)) => Ok(Some(event.data)),
            Some(Err(EventStreamError::Transport(error))) => Err(error),
            Some(Err(error)) => Err(EndpointError::Malformed { reason: innermost(&error) }),
        }
    }
}
