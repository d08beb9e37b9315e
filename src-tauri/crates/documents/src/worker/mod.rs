//! The child process that parses: one request after the other from standard input, each answer to
//! standard output.

pub(crate) mod walls;
pub(crate) mod wire;

use std::{
    io::{self, BufReader, BufWriter, Read, Write},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    Document, Limits, ReadError,
    read::{Source, read_source},
};
use wire::{Request, Setup, read_frame, write_frame};

/// Exit status of a worker that stopped itself because a document took too long.
pub(crate) const TOOK_TOO_LONG: u8 = 124;

/// Deep but honest documents fit; endless recursion meets its end soon.
const STACK: usize = 64 << 20;

/// The main loop of the reading process, to be called first thing by an executable that was started
/// as a worker. Walls itself in, then reads documents until its standard input ends.
pub fn worker_main() -> ExitCode {
    let (mut input, mut output) =
        (BufReader::new(io::stdin().lock()), BufWriter::new(io::stdout().lock()));
    match serve(&mut input, &mut output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("reading process: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(input: &mut impl Read, output: &mut impl Write) -> io::Result<()> {
    let Some(setup) = read_frame::<Setup>(input)? else { return Ok(()) };
    let limits = setup.limits;
    let watch = Watch::start(limits.wall)?;
    let walls = walls::raise(&limits);
    write_frame(output, &walls)?;
    output.flush()?;
    while let Some(request) = read_frame::<Request>(input)? {
        let mut bytes = Vec::new();
        input.by_ref().take(request.bytes).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != request.bytes {
            return Ok(());
        }
        let answer = watch.during(|| read(&request, &bytes, &limits));
        write_frame(output, &answer)?;
        output.flush()?;
    }
    Ok(())
}

/// Reads in a thread of its own, which has the stack for it and whose panic is an answer.
fn read(request: &Request, bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let attempt = |simpler| {
        let source = Source { simpler, ..Source::whole(&request.name, bytes, limits) };
        thread::scope(|scope| {
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, || read_source(&source))
                .map_err(|_| ReadError::OutOfMemory {
                    name: request.name.clone(),
                    mebibytes: limits.memory >> 20,
                })?
                .join()
                .unwrap_or_else(|_| {
                    let name = request.name.clone();
                    Err(ReadError::WorkerDied { name, how: "the reader panicked".to_owned() })
                })
        })
    };
    match attempt(request.simpler) {
        Err(ReadError::WorkerDied { .. }) if !request.simpler && has_simpler(bytes) => {
            attempt(true)
        }
        answer => answer,
    }
}

/// Whether there is a second way to read these bytes.
pub(crate) fn has_simpler(bytes: &[u8]) -> bool {
    crate::format::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some()
}

/// Ends the process when a document takes too long, in case the parent is no longer there to do it.
struct Watch {
    began: Instant,
    /// Milliseconds since `began` at which the open document's time is up; zero when none is open.
    due: Arc<AtomicU64>,
    wall: Duration,
}

impl Watch {
    fn start(wall: Duration) -> io::Result<Self> {
        let watch = Self { began: Instant::now(), due: Arc::default(), wall };
        let (began, due) = (watch.began, Arc::clone(&watch.due));
        thread::Builder::new().name("watch".to_owned()).stack_size(64 << 10).spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(250));
                let due = due.load(Ordering::Relaxed);
                if due > 0 && began.elapsed() > Duration::from_millis(due) {
                    std::process::exit(i32::from(TOOK_TOO_LONG));
                }
            }
        })?;
        Ok(watch)
    }

    fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        let due = self.began.elapsed() + self.wall + Duration::from_secs(1);
        self.due.store(due.as_millis() as u64, Ordering::Relaxed);
        let done = work();
        self.due.store(0, Ordering::Relaxed);
        done
    }
}
