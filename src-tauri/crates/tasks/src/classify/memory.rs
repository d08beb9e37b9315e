//! What was found out about a task once and holds for all its documents.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use winnow_engine::ModelId;

use crate::{Task, task::text_hash};

/// Tasks remembered at a time.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(32).unwrap();

type Findings<T> = LruCache<(ModelId, String), Arc<T>>;

/// The latest findings by model and task version. Both are content hashes, so a finding never
/// goes stale; it is only forgotten.
pub(crate) struct Memory<T> {
    findings: Mutex<Option<Findings<T>>>,
    room: NonZeroUsize,
}

impl<T> Memory<T> {
    pub(crate) const fn new() -> Self {
        Self::with_room(REMEMBERED)
    }

    /// Remembers so many findings at a time.
    pub(crate) const fn with_room(room: NonZeroUsize) -> Self {
        Self { findings: Mutex::new(None), room }
    }

    pub(crate) fn recall(&self, model: &ModelId, task: &Task) -> Option<Arc<T>> {
        self.with(|cache| cache.get(&(model.clone(), task.content_hash())).cloned())
    }

    pub(crate) fn keep(&self, model: &ModelId, task: &Task, finding: T) -> Arc<T> {
        self.put((model.clone(), task.content_hash()), finding)
    }

    /// What was found out about a text, whatever the task.
    pub(crate) fn recall_text(&self, model: &ModelId, text: &str) -> Option<Arc<T>> {
        self.with(|cache| cache.get(&(model.clone(), text_hash(text))).cloned())
    }

    pub(crate) fn keep_text(&self, model: &ModelId, text: &str, finding: T) -> Arc<T> {
        self.put((model.clone(), text_hash(text)), finding)
    }

    fn put(&self, key: (ModelId, String), finding: T) -> Arc<T> {
        let finding = Arc::new(finding);
        self.with(|cache| cache.put(key, Arc::clone(&finding)));
        finding
    }

    fn with<R>(&self, use_it: impl FnOnce(&mut Findings<T>) -> R) -> R {
        // A panic elsewhere cannot leave a finding half written: they are put in whole.
        let mut cache = self.findings.lock().unwrap_or_else(PoisonError::into_inner);
        use_it(cache.get_or_insert_with(|| LruCache::new(self.room)))
    }
}
