//! The engine as its users hold it: a handle that is cheap to clone.
//!
//! Tokenizing, templates and contracts are worked out here, on the caller's side of the channel,
//! so that the engine's thread does nothing but compute.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio_util::sync::CancellationToken;

use crate::{
    Device, EngineError, EngineStatus, GpuLayers, LoadSpec, LoadedModel, ModelId, Priority,
    Purpose,
    actor::{Command, Shelf, Thread},
    backend::Backend,
    device,
    load::load,
    loaded::Loaded,
    threads,
};

/// How to start the engine.
#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// The folder of llama.cpp's backend libraries. `None`: `WINNOW_BACKENDS`, beside the
    /// executable, `../lib/winnow` from there, or the build tree.
    pub backends: Option<PathBuf>,
    /// Requests of each priority that may be under way at once, waiting ones included; further
    /// ones wait outside.
    pub queue: usize,
    /// Whether constrained answers may be guessed from their document. The text is the same
    /// without, only later.
    pub drafting: bool,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self { backends: None, queue: 256, drafting: true }
    }
}

/// The way to the engine's thread. The thread ends with the last handle.
#[derive(Clone)]
pub struct EngineHandle {
    shared: Arc<Shared>,
}

struct Shared {
    /// First, so that contexts are freed before the models that they compute.
    thread: Thread,
    backend: &'static Backend,
    /// Loaded models. Held only for a moment, never while waiting.
    shelf: RwLock<Shelf>,
    batch: Arc<Semaphore>,
    interactive: Arc<Semaphore>,
    drafting: bool,
}

impl EngineHandle {
    /// Loads the backend libraries and starts the thread. A second engine in a process shares the
    /// libraries of the first.
    ///
    /// # Errors
    /// [`EngineError::NoBackend`].
    pub fn start(config: EngineConfig) -> Result<Self, EngineError> {
        let backend = Backend::start(config.backends.as_deref())?;
        let thread = Thread::start(backend)?;
        let places = || Arc::new(Semaphore::new(config.queue.clamp(1, Semaphore::MAX_PERMITS)));
        Ok(Self {
            shared: Arc::new(Shared {
                thread,
                backend,
                shelf: RwLock::default(),
                batch: places(),
                interactive: places(),
                drafting: config.drafting,
            }),
        })
    }

    /// Loads a model, makes its context and tests it. `progress` gets the share done, 0 to 1. A
    /// model that is loaded under this name from this file stays as it is.
    ///
    /// Where an accelerator fails, the processor is tried, and [`LoadedModel::notice`] says so.
    ///
    /// # Errors
    /// See [`EngineError`].
    pub async fn load(
        &self,
        spec: LoadSpec,
        progress: impl FnMut(f32) + Send + 'static,
        cancel: CancellationToken,
    ) -> Result<LoadedModel, EngineError> {
        if let Ok(loaded) = self.shelved(&spec.id)
            && loaded.info.path == spec.path
            && loaded.info.purpose == spec.purpose
            && loaded.info.kv == spec.kv
            && spec.context.is_none_or(|context| context <= loaded.info.context)
        {
            return Ok(loaded.info.clone());
        }
        let progress = Arc::new(Mutex::new(progress));
        let report = move |share| (progress.lock().unwrap_or_else(PoisonError::into_inner))(share);
        let first = self.try_load(spec.clone(), report.clone(), &cancel).await;
        let failure = match first {
            Ok(loaded) => return Ok(self.shelve(loaded)),
            Err(failure) => failure,
        };
        let accelerated = self.devices().await?.iter().any(|device| device.backend != self.cpu());
        let retry = accelerated
            && spec.gpu_layers != GpuLayers::None
            && matches!(failure, EngineError::SelfTestFailed { .. } | EngineError::Compute(_));
        if !retry {
            return Err(failure);
        }
        let on_cpu = LoadSpec { gpu_layers: GpuLayers::None, ..spec };
        let mut loaded = self.try_load(on_cpu, report, &cancel).await?;
        loaded.info.notice = Some(format!("runs on the processor: {failure}"));
        Ok(self.shelve(loaded))
    }

    /// Lets go of a model. Its requests end with [`EngineError::Cancelled`].
    ///
    /// # Errors
    /// [`EngineError::ModelNotLoaded`].
    pub async fn unload(&self, id: &ModelId) -> Result<(), EngineError> {
        self.shared.shelf.write().unwrap_or_else(PoisonError::into_inner).remove(id);
        self.ask(|reply| Command::Unload { id: id.clone(), reply }).await?
    }

    /// Ends the engine: what is under way is cancelled, and all that is asked from now on gets
    /// [`EngineError::Stopped`]. To be called before a process exits that does not drop its handles.
    /// Waits for the step under way.
    pub fn stop(&self) {
        self.shared.thread.end();
    }

    /// Every loaded model.
    ///
    /// # Errors
    /// None now; a remote engine may be out of reach.
    pub async fn loaded(&self) -> Result<Vec<LoadedModel>, EngineError> {
        let shelf = self.shared.shelf.read().unwrap_or_else(PoisonError::into_inner);
        Ok(shelf.values().map(|loaded| loaded.info.clone()).collect())
    }

    /// Every device that llama.cpp found, the processor with its variant in use.
    ///
    /// # Errors
    /// [`EngineError::Panicked`].
    pub async fn devices(&self) -> Result<Vec<Device>, EngineError> {
        let backend = self.shared.backend;
        blocking(move || Ok(device::devices(backend))).await
    }

    /// What the engine is busy with.
    ///
    /// # Errors
    /// [`EngineError::Stopped`].
    pub async fn status(&self) -> Result<EngineStatus, EngineError> {
        self.ask(|reply| Command::Status { reply }).await
    }

    pub(crate) fn drafting(&self) -> bool {
        self.shared.drafting
    }

    /// A loaded model.
    pub(crate) fn shelved(&self, id: &ModelId) -> Result<Arc<Loaded>, EngineError> {
        let shelf = self.shared.shelf.read().unwrap_or_else(PoisonError::into_inner);
        shelf.get(id).cloned().ok_or_else(|| EngineError::ModelNotLoaded(id.clone()))
    }

    /// A loaded model, if it was loaded for this purpose.
    pub(crate) fn shelved_for(
        &self,
        id: &ModelId,
        purpose: Purpose,
        operation: &'static str,
    ) -> Result<Arc<Loaded>, EngineError> {
        let loaded = self.shelved(id)?;
        if loaded.info.purpose == purpose {
            return Ok(loaded);
        }
        let reason = match loaded.info.purpose {
            Purpose::Generate => "it was loaded to generate",
            Purpose::Embed => "it was loaded to embed",
        };
        Err(EngineError::WrongPurpose { model: id.clone(), operation, reason: reason.to_owned() })
    }

    /// Waits for a place in the bounded queue.
    pub(crate) async fn place(
        &self,
        priority: Priority,
        cancel: &CancellationToken,
    ) -> Result<OwnedSemaphorePermit, EngineError> {
        let places = match priority {
            Priority::Batch(_) => &self.shared.batch,
            Priority::Interactive => &self.shared.interactive,
        };
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(EngineError::Cancelled),
            place = places.clone().acquire_owned() => place.map_err(|_| EngineError::Stopped),
        }
    }

    pub(crate) fn send(&self, command: Command) -> Result<(), EngineError> {
        self.shared.thread.send(command)
    }

    async fn ask<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<T>) -> Command,
    ) -> Result<T, EngineError> {
        let (reply, answer) = oneshot::channel();
        self.send(command(reply))?;
        answer.await.map_err(|_| EngineError::Stopped)
    }

    async fn try_load(
        &self,
        spec: LoadSpec,
        progress: impl FnMut(f32) + Send + 'static,
        cancel: &CancellationToken,
    ) -> Result<Loaded, EngineError> {
        let backend = self.shared.backend;
        let threads = spec.threads.filter(|&threads| threads > 0).unwrap_or_else(threads::usual);
        let stop = cancel.clone();
        let loading = threads::on_own_thread(move || load(backend, &spec, progress, &stop));
        let loaded = Box::new(loading.await??);
        if cancel.is_cancelled() {
            return Err(EngineError::Cancelled);
        }
        self.ask(|reply| Command::Adopt { loaded, threads, reply }).await?
    }

    fn shelve(&self, loaded: Loaded) -> LoadedModel {
        let info = loaded.info.clone();
        let mut shelf = self.shared.shelf.write().unwrap_or_else(PoisonError::into_inner);
        shelf.insert(info.id.clone(), Arc::new(loaded));
        info
    }

    fn cpu(&self) -> String {
        self.shared.backend.cpu_name()
    }
}

/// Does work that takes more than a moment away from the asynchronous threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EngineError> + Send + 'static,
) -> Result<T, EngineError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) if error.is_panic() => {
            let panic = error.into_panic();
            Err(EngineError::Panicked(crate::panic::reason(&*panic)))
        }
        Err(_) => Err(EngineError::Stopped),
    }
}
