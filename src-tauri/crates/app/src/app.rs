//! The opened app: one data folder, one engine, one reading process.

use std::{env, ffi::OsStr, path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use chrono::{TimeDelta, Utc};
use winnow_documents::{Limits, Reader, WorkerCommand, worker_main};
use winnow_engine::EngineConfig;
use winnow_store::Store;

use crate::{
    Home,
    endpoints::Roster,
    library::Library,
    operations::Operations,
    pages::Originals,
    recognition::Recognition,
    shelf::Shelf,
    wire::{
        error::{ApiError, Code},
        settings::KvFormat,
    },
};

/// The argument that turns a program into its own reading process.
const READ_WORKER: &str = "--read-worker";

/// How long a model stays loaded that nobody uses.
const IDLE: Duration = Duration::from_secs(600);

/// Days that a deleted run can be put back.
const DAYS_TO_RESTORE: i64 = 30;

/// Set in the environment, it keeps models as they were published.
const AS_PUBLISHED: &str = "WINNOW_AS_PUBLISHED";

/// How an app is opened.
#[derive(Clone, Debug, Default)]
pub struct AppConfig {
    /// The program that reads documents; none: this executable with `--read-worker`, for which
    /// [`run_as_read_worker`] must be called first in `main`.
    pub read_worker: Option<WorkerCommand>,
    /// Where llama.cpp's backends are; none: as in [`EngineConfig::backends`].
    pub backends: Option<PathBuf>,
    /// A model for this process instead of the chosen one: a GGUF file, a listed model's name or
    /// hash, or an endpoint's model as `ENDPOINT/MODEL`.
    pub model: Option<String>,
    /// Compute threads for this process instead of those set.
    pub threads: Option<u32>,
    /// How keys and values are kept by this process instead of as set.
    pub kv: Option<KvFormat>,
    /// Languages of text recognition for this process instead of those set ("deu+eng"), or "off".
    pub recognition: Option<String>,
    /// How long a model stays loaded that nobody uses; none: ten minutes.
    pub idle: Option<Duration>,
    /// Whether models run from the files that were published, even where one was made that is
    /// faster here; also where `WINNOW_AS_PUBLISHED` is set. Tests whose answers depend on the
    /// last digit want it.
    pub as_published: bool,
}

/// Everything that Winnow can do. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) home: Home,
    pub(crate) config: Arc<AppConfig>,
    pub(crate) store: Store,
    pub(crate) recognition: Recognition,
    pub(crate) originals: Arc<Originals>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) library: Arc<Library>,
    pub(crate) roster: Arc<Roster>,
    pub(crate) operations: Operations,
}

impl App {
    /// Opens the data folder, within a Tokio runtime. The engine and the models start at their first use.
    ///
    /// # Errors
    /// [`Code::StoreUnusable`] for a folder that cannot be used or belongs to
    /// a newer version; it is left as it was found.
    pub async fn open(home: Home, mut config: AppConfig) -> Result<Self, ApiError> {
        config.as_published |= env::var_os(AS_PUBLISHED).is_some_and(|value| !value.is_empty());
        let store = Store::open(home.path()).await?;
        store.purge_deleted(Utc::now() - TimeDelta::days(DAYS_TO_RESTORE)).await?;
        let worker = match config.read_worker.clone() {
            Some(worker) => worker,
            None => own_worker()?,
        };
        let engine = EngineConfig { backends: config.backends.clone(), ..EngineConfig::default() };
        let shelf = Arc::new(Shelf::new(engine));
        tokio::spawn(Shelf::tidy(Arc::downgrade(&shelf), config.idle.unwrap_or(IDLE)));
        Ok(Self {
            library: Arc::new(Library::new(&home)),
            roster: Roster::new(store.endpoints().await?),
            originals: Arc::new(Originals::new()),
            recognition: Recognition::new(Reader::new(worker, Limits::default())),
            shelf,
            operations: Operations::default(),
            config: Arc::new(config),
            store,
            home,
        })
    }

    /// Ends the engine, if it was started. To be called before the process exits without letting
    /// go of this app: a graphics card's driver ends with the process and must not be in use.
    pub fn close(&self) {
        self.shelf.stop();
    }

    /// The data folder.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }
}

/// Reads documents for the process that started this one, if that is what this one is for. To be
/// called first in `main`, before threads, windows or arguments.
#[must_use]
pub fn run_as_read_worker() -> Option<ExitCode> {
    let asked = env::args_os().nth(1);
    (asked.as_deref() == Some(OsStr::new(READ_WORKER))).then(worker_main)
}

fn own_worker() -> Result<WorkerCommand, ApiError> {
    let program = env::current_exe().map_err(|error| {
        ApiError::plain(
            Code::Internal,
            format_args!("this program cannot find itself, so it cannot read documents: {error}"),
        )
    })?;
    Ok(WorkerCommand { program, arguments: vec![READ_WORKER.into()] })
}
