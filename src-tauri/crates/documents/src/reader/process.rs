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
    Document, Limits, ReadError, WorkerCommand,
    worker::{
        TOOK_TOO_LONG,
        walls::Walls,
        wire::{LENGTH, Request, Setup, frame},
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
}

impl Process {
    /// Starts a worker and waits for its greeting. `name` is the document that it is started for.
    pub(super) async fn start(
        command: &WorkerCommand,
        limits: &Limits,
        name: &str,
    ) -> Result<Self, ReadError> {
        let missing = |why: String| ReadError::WorkerMissing { name: name.to_owned(), why };
        let mut process = Self::spawn(command).map_err(|error| missing(error.to_string()))?;
        let greet = async {
            process.input.write_all(&frame(&Setup { limits: limits.clone() })?).await?;
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

    fn spawn(command: &WorkerCommand) -> io::Result<Self> {
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
        let mut child = start.spawn()?;
        let last_words = Arc::default();
        let (Some(input), Some(output), Some(errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("the system gave no pipes"));
        };
        tokio::spawn(keep_last_words(errors, Arc::clone(&last_words)));
        Ok(Self { child, input, output, last_words })
    }

    /// Has a document read. The outer error means that this worker is gone.
    pub(super) async fn ask(
        &mut self,
        name: &str,
        bytes: &[u8],
        simpler: bool,
        limits: &Limits,
    ) -> Result<Result<Document, ReadError>, ReadError> {
        let exchange = async {
            let request = Request { name: name.to_owned(), bytes: bytes.len() as u64, simpler };
            self.input.write_all(&frame(&request)?).await?;
            self.input.write_all(bytes).await?;
            self.input.flush().await?;
            read_frame(&mut self.output).await
        };
        let name = name.to_owned();
        let timed_out = ReadError::TimedOut { name: name.clone(), seconds: limits.wall.as_secs() };
        match timeout(limits.wall, exchange).await {
            Ok(Ok(answer)) => Ok(answer),
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
