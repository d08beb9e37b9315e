//! What was found out about a task once and holds for all its documents.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use winnow_engine::ModelId;

use crate::Task;

/// Tasks remembered at a time.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(32).unwrap();

type Findings<T> = LruCache<(ModelId, String), Arc<T>>;

/// The latest findings by model and task version. Both are content hashes, so a finding never
/// goes stale; it is only forgotten.
pub(crate) struct Memory<T>(Mutex<Option<Findings<T>>>);

impl<T> Memory<T> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    pub(crate) fn recall(&self, model: &ModelId, task: &Task) -> Option<Arc<T>> {
        self.with(|cache| cache.get(&key(model, task)).cloned())
    }

    pub(crate) fn keep(&self, model: &ModelId, task: &Task, finding: T) -> Arc<T> {
        let finding = Arc::new(finding);
        self.with(|cache| cache.put(key(model, task), Arc::clone(&finding)));
        finding
    }

    fn with<R>(&self, use_it: impl FnOnce(&mut Findings<T>) -> R) -> R {
        // A panic elsewhere cannot leave a finding half written: they are put in whole.
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        use_it(cache.get_or_insert_with(|| LruCache::new(REMEMBERED)))
    }
}

fn key(model: &ModelId, task: &Task) -> (ModelId, String) {
    (model.clone(), task.content_hash())
}
