//! The engine's thread: it owns every context and does all computing.
//!
//! Messages come in through one channel and are handled between steps; while there is work, each
//! busy model takes a step in turn. It never waits for anything but the next message.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        mpsc::{self, Receiver, TryRecvError},
    },
    thread::{self, JoinHandle},
};

use tokio::sync::oneshot;

use crate::{
    EngineError, EngineStatus, ModelId, ModelStatus, Purpose,
    backend::Backend,
    context::{Context, Shape},
    embedder::{self, EmbedJob, Embedder},
    load::BATCH,
    loaded::Loaded,
    scheduler::{self, Job, Scheduler},
    self_test,
};

/// A message to the thread.
pub(crate) enum Command {
    /// Make a context for a model, test it and take it into service.
    Adopt { loaded: Box<Loaded>, threads: u32, reply: oneshot::Sender<Result<Loaded, EngineError>> },
    /// Let go of a model; what it was doing is cancelled.
    Unload { id: ModelId, reply: oneshot::Sender<Result<(), EngineError>> },
    /// Write or score.
    Submit { id: ModelId, job: Box<Job> },
    /// Embed.
    Embed { id: ModelId, job: Box<EmbedJob> },
    /// Say what is going on.
    Status { reply: oneshot::Sender<EngineStatus> },
}

enum Worker {
    Generate(Box<Scheduler>),
    Embed(Box<Embedder>),
}

/// Runs until every sender is gone.
pub(crate) fn run(backend: &'static Backend, commands: &Receiver<Command>) {
    let mut actor = Actor { backend, workers: BTreeMap::new() };
    loop {
        let command = if actor.is_idle() {
            match commands.recv() {
                Ok(command) => Some(command),
                Err(_) => return,
            }
        } else {
            match commands.try_recv() {
                Ok(command) => Some(command),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => return,
            }
        };
        match command {
            Some(command) => actor.handle(command),
            None => actor.step(),
        }
    }
}

struct Actor {
    backend: &'static Backend,
    workers: BTreeMap<ModelId, Worker>,
}

impl Actor {
    fn is_idle(&self) -> bool {
        self.workers.values().all(|worker| match worker {
            Worker::Generate(scheduler) => scheduler.is_idle(),
            Worker::Embed(embedder) => embedder.is_idle(),
        })
    }

    fn step(&mut self) {
        for worker in self.workers.values_mut() {
            match worker {
                Worker::Generate(scheduler) if !scheduler.is_idle() => scheduler.step(),
                Worker::Embed(embedder) if !embedder.is_idle() => embedder.step(),
                _ => {}
            }
        }
    }

    /// Answers go to whoever still waits; who has gone away needs none.
    fn handle(&mut self, command: Command) {
        match command {
            Command::Adopt { loaded, threads, reply } => {
                let _ = reply.send(self.adopt(*loaded, threads));
            }
            Command::Unload { id, reply } => {
                let _ = reply.send(self.unload(&id));
            }
            Command::Submit { id, job } => match self.workers.get_mut(&id) {
                Some(Worker::Generate(scheduler)) => scheduler.submit(*job),
                _ => job.fail(EngineError::ModelNotLoaded(id)),
            },
            Command::Embed { id, job } => match self.workers.get_mut(&id) {
                Some(Worker::Embed(embedder)) => embedder.submit(*job),
                _ => job.fail(EngineError::ModelNotLoaded(id)),
            },
            Command::Status { reply } => {
                let _ = reply.send(self.status());
            }
        }
    }

    fn adopt(&mut self, mut loaded: Loaded, threads: u32) -> Result<Loaded, EngineError> {
        let window = loaded.info.context;
        let model = loaded.model.clone();
        let worker = match loaded.info.purpose {
            Purpose::Generate => {
                let shape = Shape {
                    tokens: window,
                    batch: BATCH,
                    sequences: scheduler::SEQUENCES,
                    threads,
                    pooling: None,
                    kv: loaded.info.kv,
                };
                let divisible = !(model.is_recurrent() || model.is_hybrid());
                let context = Context::new(self.backend, model, shape)?;
                let mut scheduler = Scheduler::new(context, divisible);
                loaded.info.self_test =
                    self_test::generate(scheduler.context(), &loaded.tokenizer)?;
                loaded.info.context = scheduler.context().tokens() as u32;
                if let Err(error) = loaded.check_template() {
                    loaded.info.notice = Some(error.to_string());
                }
                Worker::Generate(Box::new(scheduler))
            }
            Purpose::Embed => {
                let budget = window.max(BATCH);
                let shape = Shape {
                    tokens: budget,
                    batch: budget,
                    sequences: embedder::SEQUENCES,
                    threads,
                    pooling: loaded.info.pooling,
                    kv: loaded.info.kv,
                };
                let mut context = Context::new(self.backend, model, shape)?;
                loaded.info.self_test =
                    self_test::embed(&mut context, &loaded.tokenizer, window as usize)?;
                Worker::Embed(Box::new(Embedder::new(context, budget as usize)))
            }
        };
        // A model loaded before under the same name is let go, with whatever it was doing.
        if self.workers.contains_key(&loaded.info.id) {
            self.unload(&loaded.info.id)?;
        }
        self.workers.insert(loaded.info.id.clone(), worker);
        Ok(loaded)
    }

    fn unload(&mut self, id: &ModelId) -> Result<(), EngineError> {
        match self.workers.remove(id) {
            Some(Worker::Generate(mut scheduler)) => scheduler.fail_all(&EngineError::Cancelled),
            Some(Worker::Embed(mut embedder)) => embedder.fail_all(&EngineError::Cancelled),
            None => return Err(EngineError::ModelNotLoaded(id.clone())),
        }
        Ok(())
    }

    fn status(&self) -> EngineStatus {
        let model = |(id, worker): (&ModelId, &Worker)| match worker {
            Worker::Generate(scheduler) => {
                let load = scheduler.load();
                ModelStatus {
                    id: id.clone(),
                    queued: load.waiting as u32,
                    active: load.active as u32,
                    sequences: load.sequences as u32,
                    busy_sequences: load.busy_sequences as u32,
                    cells: load.cells as u32,
                    busy_cells: load.busy_cells as u32,
                    context: load.context as u32,
                }
            }
            Worker::Embed(embedder) => {
                let (queued, active) = embedder.load();
                ModelStatus {
                    id: id.clone(),
                    queued: queued as u32,
                    active: active as u32,
                    sequences: 0,
                    busy_sequences: 0,
                    cells: 0,
                    busy_cells: 0,
                    context: embedder.budget() as u32,
                }
            }
        };
        EngineStatus { models: self.workers.iter().map(model).collect() }
    }
}

/// The thread as others hold it. It ends with this value, or when it is told to, and has freed its
/// contexts by then: a graphics card's driver that ends first brings the whole process down.
pub(crate) struct Thread {
    /// None once it was told to end.
    commands: RwLock<Option<mpsc::Sender<Command>>>,
    running: Mutex<Option<JoinHandle<()>>>,
}

impl Thread {
    /// # Errors
    /// [`EngineError::Compute`] where the system gives no thread.
    pub(crate) fn start(backend: &'static Backend) -> Result<Self, EngineError> {
        let (commands, inbox) = mpsc::channel();
        let running = thread::Builder::new()
            .name("winnow-engine".to_owned())
            .spawn(move || run(backend, &inbox))
            .map_err(|error| EngineError::Compute(format!("the engine's thread: {error}")))?;
        Ok(Self { commands: RwLock::new(Some(commands)), running: Mutex::new(Some(running)) })
    }

    /// # Errors
    /// [`EngineError::Stopped`] once it has ended.
    pub(crate) fn send(&self, command: Command) -> Result<(), EngineError> {
        let commands = self.commands.read().unwrap_or_else(PoisonError::into_inner);
        let commands = commands.as_ref().ok_or(EngineError::Stopped)?;
        commands.send(command).map_err(|_| EngineError::Stopped)
    }

    /// Ends the thread and waits until it has ended: for the step under way, mostly.
    pub(crate) fn end(&self) {
        self.commands.write().unwrap_or_else(PoisonError::into_inner).take();
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(running) = running.filter(|one| one.thread().id() != thread::current().id()) {
            // A panic was told to everyone who waited for an answer.
            let _ = running.join();
        }
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.end();
    }
}

/// What a finished load gives to the rest of the process.
pub(crate) type Shelf = BTreeMap<ModelId, Arc<Loaded>>;
