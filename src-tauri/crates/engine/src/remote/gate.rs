//! How many requests an endpoint gets at once, people before batches.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{EngineError, Priority};

/// The way in. Of several places one is kept free of batches, so that a person never waits behind
/// a whole one.
#[derive(Debug)]
pub(crate) struct Gate {
    all: Arc<Semaphore>,
    batch: Arc<Semaphore>,
}

/// A place, held until the request ends.
pub(crate) struct Place {
    _all: OwnedSemaphorePermit,
    _batch: Option<OwnedSemaphorePermit>,
}

impl Gate {
    pub(crate) fn new(places: usize) -> Self {
        let places = places.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            all: Arc::new(Semaphore::new(places)),
            batch: Arc::new(Semaphore::new((places - 1).max(1))),
        }
    }

    pub(crate) async fn enter(&self, priority: Priority) -> Result<Place, EngineError> {
        let take = |places: &Arc<Semaphore>| places.clone().acquire_owned();
        let batch = match priority {
            Priority::Batch(_) => Some(take(&self.batch).await.map_err(|_| EngineError::Stopped)?),
            Priority::Interactive => None,
        };
        let all = take(&self.all).await.map_err(|_| EngineError::Stopped)?;
        Ok(Place { _all: all, _batch: batch })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn a_batch_leaves_a_place_for_a_person() {
        let gate = Gate::new(3);
        let brief = Duration::from_millis(20);
        let _first = gate.enter(Priority::batch()).await.expect("free");
        let second = gate.enter(Priority::batch()).await.expect("free");
        assert!(
            timeout(brief, gate.enter(Priority::batch())).await.is_err(),
            "the last is kept free"
        );
        let _person = timeout(brief, gate.enter(Priority::Interactive)).await.expect("at once");
        assert!(timeout(brief, gate.enter(Priority::Interactive)).await.is_err(), "all are taken");
        drop(second);
        timeout(brief, gate.enter(Priority::batch())).await.expect("a place was given back").ok();
    }
}
