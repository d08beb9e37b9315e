//! The models in memory: one language model, a larger one for what it is unsure of, and one embedder,
//! loaded at first use.
//!
//! A user of a model holds a [`Lease`]; a model is exchanged (another one chosen, other threads or
//! context) only when no lease is out, and unloaded when none has been out for a while. Lock order:
//! the generator's slot, the embedder's, the fallback's.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use futures_util::future::Either;
use tokio::sync::{OnceCell, OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};
use winnow_engine::{
    CancellationToken, EngineConfig, EngineError, EngineHandle, LoadSpec, LoadedModel, ModelId,
    Purpose,
};

/// A slot of the shelf.
type Slot = Arc<RwLock<Option<Held>>>;

/// A loaded model: as what it was asked for, and when it was last given back.
struct Held {
    spec: LoadSpec,
    returned: Mutex<Instant>,
}

/// The engine and the models that it holds.
pub struct Shelf {
    config: EngineConfig,
    engine: OnceCell<EngineHandle>,
    generator: Slot,
    embedder: Slot,
    fallback: Slot,
    /// What is loaded, for those who only look.
    inventory: Mutex<BTreeMap<ModelId, LoadedModel>>,
}

/// A model that stays loaded while this is held.
pub struct Lease {
    /// The model.
    pub model: LoadedModel,
    slot: OwnedRwLockReadGuard<Option<Held>>,
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(held) = self.slot.as_ref() {
            *held.returned.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
    }
}

impl Held {
    fn idle(&self) -> Duration {
        self.returned.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}

impl Shelf {
    /// An empty shelf; the engine starts when first needed.
    #[must_use]
    pub fn new(config: EngineConfig) -> Self {
        Self {
            config,
            engine: OnceCell::new(),
            generator: Slot::default(),
            embedder: Slot::default(),
            fallback: Slot::default(),
            inventory: Mutex::default(),
        }
    }

    /// How the engine is started.
    #[must_use]
    pub fn config(&self) -> &EngineConfig {
        &self.config
    }

    /// The engine.
    ///
    /// # Errors
    /// [`EngineError::NoBackend`]; the next call tries again.
    pub async fn engine(&self) -> Result<EngineHandle, EngineError> {
        let start = || async {
            let config = self.config.clone();
            tokio::task::spawn_blocking(move || EngineHandle::start(config))
                .await
                .unwrap_or(Err(EngineError::Stopped))
        };
        self.engine.get_or_try_init(start).await.cloned()
    }

    /// Ends the engine, if it was started.
    pub fn stop(&self) {
        if let Some(engine) = self.engine.get() {
            engine.stop();
        }
    }

    /// Lends a model; loads it first when it is not there as asked. `progress` gets 0 to 1, and
    /// only when it loads.
    ///
    /// # Errors
    /// Those of loading; the slot is then empty.
    pub async fn lend(
        &self,
        spec: &LoadSpec,
        progress: impl FnMut(f32) + Send + 'static,
        cancel: &CancellationToken,
    ) -> Result<Lease, EngineError> {
        self.lend_from(self.slot(spec.purpose), spec, progress, cancel).await
    }

    /// Lends a language model beside the one that [`Shelf::lend`] has lent as `beside`, which stays
    /// loaded.
    ///
    /// # Errors
    /// As [`Shelf::lend`].
    pub async fn lend_beside(
        &self,
        beside: Option<&LoadSpec>,
        spec: &LoadSpec,
        progress: impl FnMut(f32) + Send + 'static,
        cancel: &CancellationToken,
    ) -> Result<Lease, EngineError> {
        let same = beside.is_some_and(|other| other.id == spec.id);
        let slot = if same { &self.generator } else { &self.fallback };
        self.lend_from(slot, spec, progress, cancel).await
    }

    async fn lend_from(
        &self,
        slot: &Slot,
        spec: &LoadSpec,
        progress: impl FnMut(f32) + Send + 'static,
        cancel: &CancellationToken,
    ) -> Result<Lease, EngineError> {
        let wait = async {
            let read = slot.clone().read_owned().await;
            match self.lease(spec, read) {
                Some(lease) => Either::Left(lease),
                None => Either::Right(slot.clone().write_owned().await),
            }
        };
        let write = tokio::select! {
            reached = wait => match reached {
                Either::Left(lease) => return Ok(lease),
                Either::Right(write) => write,
            },
            () = cancel.cancelled() => return Err(EngineError::Cancelled),
        };
        let read = self.exchange(write, spec, progress, cancel).await?;
        self.lease(spec, read).ok_or(EngineError::ModelNotLoaded(spec.id.clone()))
    }

    /// Frees a model's memory as soon as nobody uses it; one that is not loaded is free already.
    ///
    /// # Errors
    /// [`EngineError::Stopped`].
    pub async fn unload(&self, id: &ModelId) -> Result<(), EngineError> {
        for slot in self.slots() {
            let mut slot = slot.write().await;
            if slot.as_ref().is_some_and(|held| held.spec.id == *id) {
                *slot = None;
                self.remove(id).await?;
            }
        }
        Ok(())
    }

    /// Unloads what nobody has used for `idle`, for as long as the shelf lives.
    pub async fn tidy(shelf: Weak<Self>, idle: Duration) {
        let mut ticks = tokio::time::interval((idle / 4).max(Duration::from_millis(50)));
        loop {
            ticks.tick().await;
            let Some(shelf) = shelf.upgrade() else { return };
            for slot in shelf.slots() {
                let Ok(mut slot) = slot.try_write() else { continue };
                let Some(old) = slot.take_if(|held| held.idle() >= idle) else { continue };
                if let Err(error) = shelf.remove(&old.spec.id).await {
                    tracing::warn!(%error, "an idle model could not be unloaded");
                }
            }
        }
    }

    /// What is loaded now.
    #[must_use]
    pub fn loaded(&self, id: &ModelId) -> Option<LoadedModel> {
        self.inventory().get(id).cloned()
    }

    fn slots(&self) -> [&Slot; 3] {
        [&self.generator, &self.embedder, &self.fallback]
    }

    fn slot(&self, purpose: Purpose) -> &Slot {
        match purpose {
            Purpose::Generate => &self.generator,
            Purpose::Embed => &self.embedder,
        }
    }

    fn lease(&self, spec: &LoadSpec, slot: OwnedRwLockReadGuard<Option<Held>>) -> Option<Lease> {
        let fits = slot.as_ref().is_some_and(|held| held.spec == *spec);
        let model = self.loaded(&spec.id).filter(|_| fits)?;
        Some(Lease { model, slot })
    }

    async fn exchange(
        &self,
        mut slot: OwnedRwLockWriteGuard<Option<Held>>,
        spec: &LoadSpec,
        progress: impl FnMut(f32) + Send + 'static,
        cancel: &CancellationToken,
    ) -> Result<OwnedRwLockReadGuard<Option<Held>>, EngineError> {
        let there = slot.as_ref().is_some_and(|held| held.spec == *spec);
        if there && self.loaded(&spec.id).is_some() {
            return Ok(slot.downgrade());
        }
        let engine = self.engine().await?;
        if let Some(old) = slot.take() {
            self.remove(&old.spec.id).await?;
        }
        // A model that stands in another slot, lent to another run, is loaded once.
        if self.loaded(&spec.id).is_none() || !self.stands_elsewhere(spec) {
            let loaded = engine.load(spec.clone(), progress, cancel.clone()).await?;
            self.inventory().insert(spec.id.clone(), loaded);
        }
        *slot = Some(Held { spec: spec.clone(), returned: Mutex::new(Instant::now()) });
        Ok(slot.downgrade())
    }

    /// Whether a slot that nobody is changing holds the model just so.
    fn stands_elsewhere(&self, spec: &LoadSpec) -> bool {
        let holds = |slot: &&Slot| {
            slot.try_read().is_ok_and(|held| held.as_ref().is_some_and(|held| held.spec == *spec))
        };
        self.slots().iter().any(holds)
    }

    /// Unloads a model that its slot no longer holds, unless another does.
    async fn remove(&self, id: &ModelId) -> Result<(), EngineError> {
        let holds = |slot: &&Slot| {
            slot.try_read().is_ok_and(|held| held.as_ref().is_some_and(|held| held.spec.id == *id))
        };
        if self.slots().iter().any(holds) {
            return Ok(());
        }
        self.inventory().remove(id);
        match self.engine().await?.unload(id).await {
            Err(EngineError::ModelNotLoaded(_)) | Ok(()) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn inventory(&self) -> MutexGuard<'_, BTreeMap<ModelId, LoadedModel>> {
        self.inventory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
