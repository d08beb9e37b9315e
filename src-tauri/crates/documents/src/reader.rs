//! The parent's side of reading: warm worker processes, each replaced when a document costs it its
//! life.

pub(crate) mod process;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use tokio::{io::AsyncReadExt, sync::Semaphore};

use crate::{
    Document, LimitKind, Limits, PagePicture, ReadError, Tesseract,
    worker::wire::{Reply, Wanted},
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

/// Reads documents in processes of their own, [`Reader::at_once`] at a time; a crash, a hang or a bomb
/// costs the one document.
#[derive(Debug)]
pub struct Reader {
    command: WorkerCommand,
    limits: Limits,
    /// Held while a document is loaded and read.
    turns: Semaphore,
    team: Mutex<Team>,
}

#[derive(Debug, Default)]
struct Team {
    /// Workers that wait for a document.
    idle: Vec<Process>,
    recognizer: Option<Arc<Tesseract>>,
}

impl Reader {
    /// A reader that starts its first worker with the first document.
    pub fn new(command: WorkerCommand, limits: Limits) -> Self {
        Self { command, limits, turns: Semaphore::new(Self::at_once()), team: Mutex::default() }
    }

    /// How many documents are read at a time: one for each core, up to a number whose limits of
    /// memory a small computer can bear. More that are asked for wait for their turn.
    pub fn at_once() -> usize {
        const MOST: usize = 4;
        thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST))
    }

    /// Has pictures and scanned pages read by `tesseract` from the next document on; with none they
    /// are noted as not read.
    pub fn recognize_with(&self, tesseract: Option<Tesseract>) {
        self.team().recognizer = tesseract.map(Arc::new);
    }

    /// What reads pictures and scanned pages.
    pub fn recognizer(&self) -> Option<Arc<Tesseract>> {
        self.team().recognizer.clone()
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`ReadError`] says what is wrong with the file.
    pub async fn read(&self, path: &Path) -> Result<Document, ReadError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let _turn = self.turns.acquire().await;
        let bytes = self.load(&name, path).await?;
        self.read_loaded(&name, &bytes).await
    }

    /// Reads bytes that came from elsewhere: pasted, dropped, from standard input. `name` is shown to
    /// people, and decides among text formats.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_bytes(&self, name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
        let _turn = self.turns.acquire().await;
        self.read_loaded(name, bytes).await
    }

    async fn read_loaded(&self, name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
        if bytes.is_empty() {
            return Err(ReadError::Empty { name: name.to_owned() });
        }
        if bytes.len() as u64 > self.limits.input {
            return Err(self.too_large(name));
        }
        match self.ask(name, bytes, Wanted::Text).await? {
            Reply::Read(document) => *document,
            Reply::Page(_) | Reply::Recognize { .. } => Err(confused(name)),
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
        let _turn = self.turns.acquire().await;
        match self.ask(name, bytes, Wanted::Page { number, scale }).await? {
            Reply::Page(page) => *page,
            Reply::Read(_) | Reply::Recognize { .. } => Err(confused(name)),
        }
    }

    /// Asks a warm worker, or a new one. The worker is out of the team while it works, so that
    /// neither an error nor a dropped future leaves one behind that is half-way through an answer.
    async fn ask(&self, name: &str, bytes: &[u8], wanted: Wanted) -> Result<Reply, ReadError> {
        let warm = self.team().warm();
        let mut process = match warm {
            Ok(process) => process,
            Err(recognizer) => {
                Process::start(&self.command, &self.limits, recognizer, name).await?
            }
        };
        let answer = process.ask(name, bytes, wanted, &self.limits).await?;
        self.team().idle.push(process);
        Ok(answer)
    }

    fn team(&self) -> MutexGuard<'_, Team> {
        self.team.lock().unwrap_or_else(PoisonError::into_inner)
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

impl Team {
    /// A worker that waits, or the recognizer that a new one is to be started with.
    fn warm(&mut self) -> Result<Process, Option<Arc<Tesseract>>> {
        // A worker was told at its start whether it may ask, and asks the recognizer of that time.
        self.idle.retain(|process| process.recognizes_with(self.recognizer.as_ref()));
        self.idle.pop().ok_or_else(|| self.recognizer.clone())
    }
}

/// The worker answered something else than it was asked.
fn confused(name: &str) -> ReadError {
    let how = "it answered another question".to_owned();
    ReadError::WorkerDied { name: name.to_owned(), how }
}
