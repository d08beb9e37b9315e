//! The parent's side of reading: one warm worker process, replaced when a document costs it its
//! life.

pub(crate) mod process;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use tokio::{io::AsyncReadExt, sync::Mutex};

use crate::{
    Document, LimitKind, Limits, PagePicture, ReadError, Tesseract,
    worker::{
        has_simpler,
        wire::{Reply, Wanted},
    },
};
use process::Process;

/// How to start a worker: an executable whose `main` calls [`crate::worker_main`] when it is given
/// these arguments.
#[derive(Clone, Debug)]
pub struct WorkerCommand {
    /// The executable.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
}

/// Reads documents in a process of its own. Documents go through one at a time; a crash, a hang or a
/// bomb costs the one document. Several readers read in parallel.
#[derive(Debug)]
pub struct Reader {
    command: WorkerCommand,
    limits: Limits,
    warm: Mutex<Option<Process>>,
    recognizer: RwLock<Option<Arc<Tesseract>>>,
}

impl Reader {
    /// A reader that starts its worker with the first document.
    pub fn new(command: WorkerCommand, limits: Limits) -> Self {
        Self { command, limits, warm: Mutex::new(None), recognizer: RwLock::default() }
    }

    /// Has pictures and scanned pages read by `tesseract` from the next document on; with none they
    /// are noted as not read.
    pub async fn recognize_with(&self, tesseract: Option<Tesseract>) {
        let mut place = self.warm.lock().await;
        *self.recognizer.write().unwrap_or_else(PoisonError::into_inner) = tesseract.map(Arc::new);
        // The worker was told at its start whether it may ask.
        *place = None;
    }

    /// What reads pictures and scanned pages.
    pub fn recognizer(&self) -> Option<Arc<Tesseract>> {
        self.recognizer.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ReadError`] says what is wrong with the file.
    pub async fn read(&self, path: &Path) -> Result<Document, ReadError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let bytes = self.load(&name, path).await?;
        self.read_bytes(&name, &bytes).await
    }

    /// Reads bytes that came from elsewhere: pasted, dropped, from standard input. `name` is shown to
    /// people, and decides among text formats.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_bytes(&self, name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
        if bytes.is_empty() {
            return Err(ReadError::Empty { name: name.to_owned() });
        }
        if bytes.len() as u64 > self.limits.input {
            return Err(self.too_large(name));
        }
        match self.read_once(name, bytes, false).await {
            Err(
                first @ (ReadError::WorkerDied { .. }
                | ReadError::TimedOut { .. }
                | ReadError::OutOfMemory { .. }),
            ) if has_simpler(bytes) => self.read_once(name, bytes, true).await.map_err(|_| first),
            answer => answer,
        }
    }

    /// Shows a page of a PDF as a picture, with the places of its words. `number` counts from 1,
    /// `scale` is in pixels to the point.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn page(
        &self,
        name: &str,
        bytes: &[u8],
        number: u32,
        scale: f32,
    ) -> Result<PagePicture, ReadError> {
        match self.ask(name, bytes, Wanted::Page { number, scale }).await? {
            Reply::Page(page) => *page,
            Reply::Read(_) | Reply::Recognize { .. } => Err(confused(name)),
        }
    }

    async fn read_once(
        &self,
        name: &str,
        bytes: &[u8],
        simpler: bool,
    ) -> Result<Document, ReadError> {
        match self.ask(name, bytes, Wanted::Text { simpler }).await? {
            Reply::Read(document) => *document,
            Reply::Page(_) | Reply::Recognize { .. } => Err(confused(name)),
        }
    }

    /// Asks the warm worker, or a new one. The worker is out of its place while it works, so that
    /// neither an error nor a dropped future leaves one behind that is half-way through an answer.
    async fn ask(&self, name: &str, bytes: &[u8], wanted: Wanted) -> Result<Reply, ReadError> {
        let mut place = self.warm.lock().await;
        let mut process = match place.take() {
            Some(process) => process,
            None => Process::start(&self.command, &self.limits, self.recognizer(), name).await?,
        };
        let answer = process.ask(name, bytes, wanted, &self.limits).await?;
        *place = Some(process);
        Ok(answer)
    }

    async fn load(&self, name: &str, path: &Path) -> Result<Vec<u8>, ReadError> {
        let failed = |error| ReadError::of_file(name, &error);
        let kind = tokio::fs::metadata(path).await.map_err(failed)?;
        if kind.is_dir() {
            return Err(ReadError::IsFolder { name: name.to_owned() });
        }
        if !kind.is_file() {
            let why = "it is a device or a pipe, not a file".to_owned();
            return Err(ReadError::Unreadable { name: name.to_owned(), why });
        }
        // The file may grow between the question for its size and the reading of it.
        let file = tokio::fs::File::open(path).await.map_err(failed)?;
        let mut bytes = Vec::new();
        file.take(self.limits.input + 1).read_to_end(&mut bytes).await.map_err(failed)?;
        if bytes.len() as u64 > self.limits.input {
            return Err(self.too_large(name));
        }
        Ok(bytes)
    }

    fn too_large(&self, name: &str) -> ReadError {
        let name = name.to_owned();
        ReadError::TooLarge { name, what: LimitKind::FileBytes, limit: self.limits.input }
    }
}

/// The worker answered something else than it was asked.
fn confused(name: &str) -> ReadError {
    let how = "it answered another question".to_owned();
    ReadError::WorkerDied { name: name.to_owned(), how }
}
