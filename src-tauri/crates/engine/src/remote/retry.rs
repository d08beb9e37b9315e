//! Asking again: how often, and how long to wait.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

use crate::remote::EndpointError;

/// A server that wants a longer pause is not waited for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How patient requests are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Seconds of silence after which a request is given up.
    pub silence: Duration,
    /// The first pause before asking again; each one is twice as long, up to a minute, with jitter.
    pub pause: Duration,
    /// How often it is asked again at most.
    pub again: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self { silence: Duration::from_secs(120), pause: Duration::from_millis(500), again: 4 }
    }
}

impl Patience {
    /// Nothing is asked twice.
    pub(crate) fn once(self) -> Self {
        Self { again: 0, ..self }
    }

    /// The pauses to come.
    pub(crate) fn pauses(&self) -> Pauses {
        let backoff = ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(self.pause)
            .with_max_delay(LONGEST_PAUSE)
            .with_max_times(self.again as usize);
        Pauses(Box::new(backoff.build()))
    }
}

/// What is left of a request's patience.
pub(crate) struct Pauses(Box<dyn Iterator<Item = Duration> + Send>);

impl Pauses {
    /// Waits before the next try.
    ///
    /// # Errors
    /// The failure itself when another try would not help, or was the last.
    pub(crate) async fn after(&mut self, failure: EndpointError) -> Result<(), EndpointError> {
        let wanted = match failure {
            EndpointError::Busy { after: Some(seconds), .. } => Duration::from_secs(seconds),
            _ => Duration::ZERO,
        };
        if !failure.may_pass() || wanted > LONGEST_PAUSE {
            return Err(failure);
        }
        let Some(pause) = self.0.next() else { return Err(failure) };
        tracing::debug!(%failure, ?pause, "an endpoint is asked again");
        tokio::time::sleep(pause.max(wanted)).await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_what_may_pass_is_asked_again_and_not_for_ever() {
        let patience =
            Patience { pause: Duration::from_millis(1), again: 2, ..Patience::default() };
        let failed = || EndpointError::Failed { status: 500, message: String::new() };
        let mut pauses = patience.pauses();
        assert!(pauses.after(failed()).await.is_ok() && pauses.after(failed()).await.is_ok());
        assert_eq!(pauses.after(failed()).await, Err(failed()), "patience ends");
        let refused = EndpointError::Refused { status: 400, message: String::new() };
        assert_eq!(patience.pauses().after(refused.clone()).await, Err(refused));
        let far = EndpointError::Busy { status: 429, after: Some(3_600) };
        assert_eq!(patience.pauses().after(far.clone()).await, Err(far), "an hour is too long");
    }
}
