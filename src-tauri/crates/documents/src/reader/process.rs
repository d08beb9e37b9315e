//! One worker process and the pipes to it.

use std::{
    io,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use serde::de::DeserializeOwned;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::{Child, ChildStdin, ChildStdout, Command},
    time::timeout,
};

use crate::{
    Limits, ReadError, Tesseract, WorkerCommand,
    recognize::{Bitmap, PIXELS},
    worker::{
        TOOK_TOO_LONG,
        walls::Walls,
        wire::{LENGTH, Recognition, Reply, Request, Setup, Wanted, frame},
    },
};

/// Variables that a program needs to start. The rest of the environment may hold secrets.
const KEPT: [&str; 5] = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot", "LANG"];
/// A worker greets within this time, on the slowest disk.
const GREETING: Duration = Duration::from_secs(20);
/// How much of the worker's last words is kept, in bytes.
const LAST_WORDS: usize = 4096;

/// A running worker.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    last_words: Arc<Mutex<String>>,
    command: WorkerCommand,
    recognizer: Option<Arc<Tesseract>>,
}

/// A process of `command` with pipes and hardly any environment, to be started.
pub(crate) fn bare(command: &WorkerCommand) -> Command {
    let mut start = Command::new(&command.program);
    start
        .args(&command.arguments)
        .env_clear()
        .envs(KEPT.iter().filter_map(|key| std::env::var_os(key).map(|value| (key, value))))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(windows)]
    {
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        start.creation_flags(CREATE_NO_WINDOW);
    }
    start
}

impl Process {
    /// Starts a worker and waits for its greeting. `name` is the document that it is started for.
    pub(super) async fn start(
        command: &WorkerCommand,
        limits: &Limits,
        recognizer: Option<Arc<Tesseract>>,
        name: &str,
    ) -> Result<Self, ReadError> {
        let missing = |why: String| ReadError::WorkerMissing { name: name.to_owned(), why };
        let recognizes = recognizer.is_some();
        let mut process =
            Self::spawn(command, recognizer).map_err(|error| missing(error.to_string()))?;
        let greet = async {
            let setup = Setup::Read { limits: limits.clone(), recognizes };
            process.input.write_all(&frame(&setup)?).await?;
            read_frame::<Walls>(&mut process.output).await
        };
        match timeout(GREETING, greet).await {
            Ok(Ok(walls)) => tracing::debug!(?walls, "reading process started"),
            Ok(Err(error)) => {
                let how = process.end().await.1;
                return Err(missing(format!("{error}; {how}")));
            }
            Err(_) => return Err(missing("it does not answer".to_owned())),
        }
        Ok(process)
    }

    /// Whether it was started to ask `recognizer`.
    pub(super) fn recognizes_with(&self, recognizer: Option<&Arc<Tesseract>>) -> bool {
        match (&self.recognizer, recognizer) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (own, other) => own.is_none() && other.is_none(),
        }
    }

    fn spawn(command: &WorkerCommand, recognizer: Option<Arc<Tesseract>>) -> io::Result<Self> {
        let mut child = bare(command).spawn()?;
        let last_words = Arc::default();
        let (Some(input), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("the system gave no pipes"));
        };
        tokio::spawn(keep_last_words(errors, Arc::clone(&last_words)));
        Ok(Self { child, input, output, last_words, command: command.clone(), recognizer })
    }

    /// Has a document read or shown; never answers with [`Reply::Recognize`]. An error means that
    /// this worker is gone.
    pub(super) async fn ask(
        &mut self,
        name: &str,
        bytes: &[u8],
        wanted: Wanted,
        limits: &Limits,
    ) -> Result<Reply, ReadError> {
        let owned = name.to_owned();
        let timed_out = ReadError::TimedOut { name: owned.clone(), seconds: limits.wall.as_secs() };
        let request = Request { name: owned.clone(), bytes: bytes.len() as u64, wanted };
        let mut answer = timeout(limits.wall, self.exchange(&request, bytes)).await;
        // Each picture has a time of its own, and the pages behind it a new one.
        while let Ok(Ok(Reply::Recognize { width, height })) = answer {
            let picture = timeout(limits.wall, self.picture(width, height)).await;
            answer = match picture {
                Ok(Ok(bitmap)) => {
                    let recognition = self.recognize(&bitmap).await;
                    timeout(limits.wall, self.go_on(&recognition)).await
                }
                Ok(Err(error)) => Ok(Err(error)),
                Err(elapsed) => Err(elapsed),
            };
        }
        let name = owned;
        match answer {
            Ok(Ok(reply)) => Ok(reply),
            Err(_) => {
                let _ = self.child.kill().await;
                Err(timed_out)
            }
            Ok(Err(_)) => {
                let (status, how) = self.end().await;
                // What Rust says when an allocation fails, with and without a chance to go on.
                let out_of_memory =
                    how.contains("memory allocation of") || how.contains("out of memory");
                Err(if status.and_then(|s| s.code()) == Some(i32::from(TOOK_TOO_LONG)) {
                    timed_out
                } else if out_of_memory {
                    ReadError::OutOfMemory { name, mebibytes: limits.memory >> 20 }
                } else {
                    ReadError::WorkerDied { name, how }
                })
            }
        }
    }

    async fn exchange(&mut self, request: &Request, bytes: &[u8]) -> io::Result<Reply> {
        self.input.write_all(&frame(request)?).await?;
        self.input.write_all(bytes).await?;
        self.input.flush().await?;
        read_frame(&mut self.output).await
    }

    /// The pixels that the worker sends behind its question.
    async fn picture(&mut self, width: u32, height: u32) -> io::Result<Bitmap> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels > PIXELS {
            return Err(io::Error::other("a picture larger than the reading process may send"));
        }
        let mut grey = Vec::new();
        (&mut self.output).take(pixels).read_to_end(&mut grey).await?;
        if grey.len() as u64 != pixels {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Bitmap { width, height, grey })
    }

    async fn recognize(&self, bitmap: &Bitmap) -> Recognition {
        match &self.recognizer {
            Some(tesseract) => tesseract.recognize(&self.command, bitmap).await,
            None => Err("there is no text recognition".to_owned()),
        }
    }

    async fn go_on(&mut self, recognition: &Recognition) -> io::Result<Reply> {
        self.input.write_all(&frame(recognition)?).await?;
        self.input.flush().await?;
        read_frame(&mut self.output).await
    }

    /// Waits for the end of a worker that no longer answers; how it ended, in words.
    async fn end(&mut self) -> (Option<ExitStatus>, String) {
        let status = match timeout(Duration::from_secs(2), self.child.wait()).await {
            Ok(status) => status.ok(),
            Err(_) => {
                let _ = self.child.kill().await;
                None
            }
        };
        // The last words may still be on their way through the pipe.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let words = self.last_words.lock().map(|words| words.trim().to_owned()).unwrap_or_default();
        let ended = status.map_or("killed".to_owned(), |status| status.to_string());
        let how = match words.lines().rev().find(|line| !line.starts_with("note: ")) {
            Some(words) => format!("{ended}: {words}"),
            None => ended,
        };
        (status, how)
    }
}

async fn read_frame<T: DeserializeOwned>(output: &mut ChildStdout) -> io::Result<T> {
    let mut length = [0; LENGTH];
    output.read_exact(&mut length).await?;
    let length = u64::from_le_bytes(length);
    let mut frame = Vec::new();
    output.take(length).read_to_end(&mut frame).await?;
    Ok(serde_json::from_slice(&frame)?)
}

async fn keep_last_words(mut errors: impl AsyncRead + Unpin, kept: Arc<Mutex<String>>) {
    let mut piece = [0; 1024];
    while let Ok(read @ 1..) = errors.read(&mut piece).await {
        let Ok(mut kept) = kept.lock() else { return };
        kept.push_str(&String::from_utf8_lossy(&piece[..read]));
        let surplus = kept.len().saturating_sub(LAST_WORDS);
        let cut = (surplus..=kept.len()).find(|at| kept.is_char_boundary(*at)).unwrap_or(0);
        kept.drain(..cut);
    }
}
