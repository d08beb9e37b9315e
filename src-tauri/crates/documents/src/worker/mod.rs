//! The child process that parses: one request after the other from standard input, each answer to
//! standard output.

pub(crate) mod walls;
pub(crate) mod wire;

use std::{
    io::{self, BufReader, BufWriter, Read, Write},
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    Limits, ReadError,
    read::{Source, pdf::view, read_source},
    recognize::{Bitmap, Recognized, Recognizer, launch, tesseract::PATIENCE},
};
use wire::{Recognition, Reply, Request, Setup, Wanted, read_frame, write_frame};

/// Exit status of a worker that stopped itself because a document took too long.
pub(crate) const TOOK_TOO_LONG: u8 = 124;

/// Deep but honest documents fit; endless recursion meets its end soon.
const STACK: usize = 64 << 20;

/// The main loop of the reading process, to be called first thing by an executable that was started
/// as a worker. Walls itself in, then reads documents until its standard input ends. Where it is
/// asked to, it becomes the program that recognizes text instead.
pub fn worker_main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("reading process: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> io::Result<()> {
    // Unbuffered: what follows the first frame may be meant for the program that this one becomes.
    let mut input = standard_input()?;
    let (limits, recognizes) = match read_frame::<Setup>(&mut input)? {
        None => return Ok(()),
        Some(Setup::Read { limits, recognizes }) => (limits, recognizes),
        Some(Setup::Launch(program)) => return Err(launch::become_program(&program)),
    };
    let mut input = BufReader::new(input);
    let mut output = BufWriter::new(io::stdout());
    let watch = Watch::start(limits.wall)?;
    let walls = walls::raise(&limits);
    write_frame(&mut output, &walls)?;
    output.flush()?;
    while let Some(request) = read_frame::<Request>(&mut input)? {
        let mut bytes = Vec::new();
        input.by_ref().take(request.bytes).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != request.bytes {
            return Ok(());
        }
        let parent = Parent { pipes: Mutex::new((&mut input, &mut output)), watch: &watch };
        let recognizer: Option<&dyn Recognizer> = if recognizes { Some(&parent) } else { None };
        let name = &request.name;
        let source = Source { recognizer, ..Source::whole(name, &bytes, &limits) };
        let reply = watch.during(|| match request.wanted {
            Wanted::Text => Reply::Read(Box::new(apart(name, &limits, || read_source(&source)))),
            Wanted::Page { number, scale } => {
                Reply::Page(Box::new(apart(name, &limits, || view::page(&source, number, scale))))
            }
        });
        write_frame(&mut output, &reply)?;
        output.flush()?;
    }
    Ok(())
}

#[cfg(unix)]
fn standard_input() -> io::Result<impl Read + Send> {
    use std::os::fd::AsFd;

    Ok(std::fs::File::from(io::stdin().as_fd().try_clone_to_owned()?))
}

#[cfg(not(unix))]
fn standard_input() -> io::Result<impl Read + Send> {
    Ok(io::stdin())
}

/// The parent as a recognizer of text: this process may start no program.
struct Parent<'a, I, O> {
    pipes: Mutex<(&'a mut I, &'a mut O)>,
    watch: &'a Watch,
}

impl<I: Read + Send, O: Write + Send> Recognizer for Parent<'_, I, O> {
    fn recognize(&self, bitmap: &Bitmap) -> Result<Recognized, String> {
        let mut pipes = self.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        let (input, output) = &mut *pipes;
        self.watch.extend(PATIENCE);
        let mut exchange = || -> io::Result<Option<Recognition>> {
            let (width, height) = (bitmap.width, bitmap.height);
            write_frame(output, &Reply::Recognize { width, height })?;
            output.write_all(&bitmap.grey)?;
            output.flush()?;
            read_frame(input)
        };
        let answer = exchange();
        self.watch.extend(Duration::ZERO);
        match answer {
            Ok(Some(answer)) => answer,
            // Without a parent there is nobody left to answer.
            Ok(None) | Err(_) => std::process::exit(1),
        }
    }
}

/// Works in a thread of its own, which has the stack for it and whose panic is an answer.
fn apart<T: Send>(
    name: &str,
    limits: &Limits,
    work: impl FnOnce() -> Result<T, ReadError> + Send,
) -> Result<T, ReadError> {
    let name = || name.to_owned();
    thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .map_err(|_| ReadError::OutOfMemory { name: name(), mebibytes: limits.memory >> 20 })?
            .join()
            .unwrap_or_else(|_| {
                Err(ReadError::WorkerDied { name: name(), how: "the reader panicked".to_owned() })
            })
    })
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

    /// Sets the end of the open document's time: its wall from now, and `more`.
    fn extend(&self, more: Duration) {
        let due = self.began.elapsed() + self.wall + more + Duration::from_secs(1);
        self.due.store(due.as_millis() as u64, Ordering::Relaxed);
    }

    fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        self.extend(Duration::ZERO);
        let done = work();
        self.due.store(0, Ordering::Relaxed);
        done
    }
}
