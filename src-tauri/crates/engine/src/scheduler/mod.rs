//! Many requests on one model at once: continuous batching over a shared prefix cache.
//!
//! Each step takes what the active requests need next (guesses and written tokens, branches of
//! scores, chunks of prompts), computes it in one batch and hands each request its rows.
//! Interactive requests come before batch ones; batches take turns, each in the order of arrival.
//! Knows tokens, logits and sequences, not what any of them mean.

mod admission;
mod batch;
mod generation;
mod idle;
mod job;
mod scoring;
mod turns;

use std::{
    collections::{BTreeMap, VecDeque},
    time::Instant,
};

use crate::{
    EngineError,
    context::Context,
    panic::contained,
    prefix_cache::{Eviction, PrefixCache, SeqId, Twin},
    tokens::Token,
};
use batch::Slice;
use idle::IdleAllowance;

pub(crate) use generation::{Generation, GenerationReply, Parts as GenerationParts};
pub(crate) use job::{Job, Ticket, Work};
pub(crate) use scoring::{Scoring, ScoringReply};
pub(crate) use turns::Turns;

/// Sequences that a context tells apart: active requests, cached prefixes and branches of scores.
/// llama.cpp keeps a row of logits for each.
pub(crate) const SEQUENCES: u32 = 64;

/// A request at work: they are numbered in the order in which they began.
pub(crate) type JobId = u64;

/// What a model is busy with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Load {
    pub(crate) waiting: usize,
    pub(crate) active: usize,
    pub(crate) sequences: usize,
    pub(crate) busy_sequences: usize,
    pub(crate) cells: usize,
    pub(crate) busy_cells: usize,
    pub(crate) context: usize,
}

/// One generative model at work.
pub(crate) struct Scheduler {
    context: Context,
    cache: PrefixCache,
    idle: IdleAllowance,
    free: Vec<SeqId>,
    waiting: VecDeque<Job>,
    turns: Turns,
    active: BTreeMap<JobId, Job>,
    begun: JobId,
    /// When a person last asked.
    person: Option<Instant>,
    /// Whether part of a sequence can be shared or forgotten. Recurrent models cannot do it.
    divisible: bool,
}

impl Scheduler {
    pub(crate) fn new(context: Context, divisible: bool) -> Self {
        Self {
            idle: IdleAllowance::new(context.tokens()),
            context,
            cache: PrefixCache::new(divisible),
            free: (0..SEQUENCES as SeqId).rev().collect(),
            waiting: VecDeque::new(),
            turns: Turns::default(),
            active: BTreeMap::new(),
            begun: 0,
            person: None,
            divisible,
        }
    }

    /// The context, for the self-test before the first request.
    pub(crate) fn context(&mut self) -> &mut Context {
        &mut self.context
    }

    /// Takes a request. One that can never fit is refused at once.
    pub(crate) fn submit(&mut self, mut job: Job) {
        if let Err(error) = job.check_fit(self.context.tokens()) {
            job.fail(error);
            return;
        }
        if !self.divisible {
            job.work.forbid_guessing();
        }
        if job.ticket.priority.is_interactive() {
            self.person = Some(Instant::now());
        }
        self.waiting.push_back(job);
    }

    /// Whether there is nothing to do.
    pub(crate) fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.active.is_empty()
    }

    pub(crate) fn load(&self) -> Load {
        let (sequences, busy_sequences) = self.cache.sequences();
        Load {
            waiting: self.waiting.len(),
            active: self.active.len(),
            sequences,
            busy_sequences,
            cells: self.cache.cells(),
            busy_cells: self.cache.busy_cells(),
            context: self.context.tokens(),
        }
    }

    /// Ends every request.
    pub(crate) fn fail_all(&mut self, error: &EngineError) {
        for job in self.waiting.drain(..) {
            job.fail(error.clone());
        }
        for id in self.active.keys().copied().collect::<Vec<_>>() {
            self.end(id, Err(error.clone()));
        }
    }

    /// Does the next piece of work.
    pub(crate) fn step(&mut self) {
        self.drop_cancelled();
        self.admit();
        self.trim_idle();
        let slices = match self.fill_batch() {
            Ok(slices) => slices,
            Err(error) => return self.fail_all(&error),
        };
        if slices.is_empty() {
            return;
        }
        if let Err(error) = self.context.compute() {
            // What the cache holds after a failure is not known for these requests.
            for slice in slices {
                self.release_branches(&slice);
                self.end(slice.job(), Err(error.clone()));
            }
            return;
        }
        for slice in slices {
            self.absorb(slice);
        }
    }

    fn drop_cancelled(&mut self) {
        self.waiting.retain_mut(|job| !job.answer_if_cancelled());
        let cancelled: Vec<_> =
            self.active.iter().filter(|(_, job)| job.is_cancelled()).map(|(&id, _)| id).collect();
        for id in cancelled {
            self.end(id, Err(EngineError::Cancelled));
        }
    }

    /// Hands a request the rows computed for it.
    fn absorb(&mut self, slice: Slice) {
        self.release_branches(&slice);
        let id = slice.job();
        let Some(job) = self.active.get_mut(&id) else {
            return;
        };
        if let &Slice::Feed { count, .. } = &slice {
            hold(&mut self.cache, &mut self.context, job, count);
        }
        let context = &self.context;
        let absorbed = contained(|| job.absorb(&slice, |row| context.logits(row)));
        let confirmed = match absorbed {
            Ok(confirmed) => confirmed,
            Err(error) => return self.end(id, Err(error)),
        };
        if let Slice::Feed { guesses, .. } = &slice
            && !guesses.is_empty()
        {
            hold(&mut self.cache, &mut self.context, job, confirmed);
            if confirmed < guesses.len() {
                self.context.keep(job.sequence, job.held);
            }
        }
        if job.work.is_finished() {
            self.end(id, Ok(()));
        }
    }

    /// Answers a request and gives back what it held.
    fn end(&mut self, id: JobId, result: Result<(), EngineError>) {
        let Some(job) = self.active.remove(&id) else {
            return;
        };
        let sequence = job.sequence;
        self.turns.charge(job.ticket.priority, job.spent());
        // A cancelled prompt's beginning is as good as any; a failed one's is not to be trusted.
        let keep = matches!(result, Ok(()) | Err(EngineError::Cancelled)) && self.divisible;
        match result {
            Ok(()) => job.finish(),
            Err(error) => job.fail(error),
        }
        if keep {
            if let Some(eviction) = self.cache.rest(sequence) {
                self.follow(eviction);
            }
        } else {
            self.cache.remove(sequence);
            self.follow(Eviction::Forget(sequence));
        }
    }

    fn follow(&mut self, eviction: Eviction) {
        match eviction {
            Eviction::Forget(sequence) => {
                self.context.forget(sequence);
                self.free.push(sequence);
            }
            Eviction::Trim(sequence, length) => {
                self.context.keep(sequence, length);
            }
        }
    }
}

/// Notes that the next `count` tokens of a request stand in the cache; once, if others hold them.
fn hold(cache: &mut PrefixCache, context: &mut Context, job: &mut Job, count: usize) {
    let fresh = &job.tokens[job.held..job.held + count];
    if let Some(Twin { with, from, to }) = cache.extend(job.sequence, fresh) {
        context.replace(with, job.sequence, from..to);
    }
    job.held += count;
}

/// Tokens at the beginning that two prompts have in common.
fn common(a: &[Token], b: &[Token]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}
