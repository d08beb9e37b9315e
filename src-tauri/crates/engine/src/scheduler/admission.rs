//! Which waiting requests may begin, what they share with others, and what is forgotten for them.

use super::{Job, JobId, Scheduler, Work, common, idle::WORTH};
use crate::{
    EngineError, Priority,
    prefix_cache::{Known, SeqId},
};

/// Requests at work at once. More share a batch no better, and hold more of the cache.
const MOST_ACTIVE: usize = 16;
/// Places that only interactive requests may take.
const INTERACTIVE_PLACES: usize = 8;
/// A request waits for another one to read their common beginning if that saves this many tokens.
const WORTH_WAITING: usize = 16;
/// Sequences that may stay cached, so that branches of scores find free ones.
const IDLE_SEQUENCES: usize = 24;
/// Waiting requests of a batch among which one is looked for that goes on from what is kept.
const LOOKED_AT: usize = 32;

impl Scheduler {
    /// Lets waiting requests begin while there is room for all that they may come to need.
    pub(super) fn admit(&mut self) {
        let priority = |job: &Job| job.ticket.priority;
        while let Some(next) = self.turns.first(self.waiting.iter().map(priority)) {
            let of = priority(&self.waiting[next]);
            let places = match of {
                Priority::Batch(_) => MOST_ACTIVE,
                Priority::Interactive => MOST_ACTIVE + INTERACTIVE_PLACES,
            };
            if self.active.len() >= places {
                return;
            }
            let place = self.going_on(of).unwrap_or(next);
            let job = &self.waiting[place];
            if !self.has_room(job) || self.should_wait(job) {
                return;
            }
            let Some(job) = self.waiting.remove(place) else {
                return;
            };
            self.begin(job);
        }
    }

    /// Gives a request a sequence, with the beginning of its prompt shared where it is known.
    fn begin(&mut self, mut job: Job) {
        if job.work.is_finished() {
            job.finish();
            return;
        }
        let Some(sequence) = self.take_sequence() else {
            let error = EngineError::Compute("no sequence is free".to_owned());
            job.fail(error);
            return;
        };
        let known = self.shared(&job);
        let length = known.map_or(0, |known| known.length);
        job.goes_on = known.is_some_and(|known| known.idle >= WORTH);
        if let Some(known) = known {
            self.context.share(known.seq, sequence, 0..length);
        }
        self.turns.serve(job.ticket.priority, job.prompt.saturating_sub(length));
        self.idle.learn(&job.tokens, length, known.map_or(0, |known| known.idle));
        self.cache.begin(sequence, &job.tokens, length);
        job.admit(sequence, length);
        self.begun += 1;
        self.active.insert(self.begun, job);
    }

    /// What the cache holds of a prompt's beginning. The last token is always computed, since what
    /// follows is read from it.
    fn shared(&self, job: &Job) -> Option<Known> {
        if !self.divisible {
            return None;
        }
        self.cache.longest(&job.tokens[..job.tokens.len() - 1])
    }

    /// The first waiting request of a batch whose text was kept for it. It is served before its
    /// turn, as in RadixAttention's order by what is shared: it costs little, and what it goes on
    /// from need not be kept any longer. What people wait for is served as it came.
    fn going_on(&self, batch: Priority) -> Option<usize> {
        if batch.is_interactive() {
            return None;
        }
        let kept = |job: &Job| self.shared(job).is_some_and(|known| known.idle >= WORTH);
        let waiting = self.waiting.iter().enumerate();
        let of_batch = waiting.filter(|(_, job)| job.ticket.priority == batch);
        of_batch.take(LOOKED_AT).find(|(_, job)| kept(job)).map(|(place, _)| place)
    }

    fn has_room(&self, job: &Job) -> bool {
        let promised = self.active.values().map(Job::still_needs).sum::<usize>();
        self.cache.busy_cells() + promised + job.need() <= self.context.tokens()
    }

    /// Cells that a request may take now without taking what others were promised.
    pub(super) fn room_beside(&self, id: JobId) -> usize {
        let others = self.active.iter().filter(|(other, _)| **other != id);
        let promised = others.map(|(_, job)| job.still_needs()).sum::<usize>();
        self.context.tokens().saturating_sub(self.cache.busy_cells() + promised)
    }

    /// Whether an active request is about to read a beginning that this one could share.
    fn should_wait(&self, job: &Job) -> bool {
        if !self.divisible {
            return false;
        }
        let known = self.shared(job).map_or(0, |known| known.length);
        self.active.values().any(|other| {
            let common = common(&job.tokens, &other.tokens).min(job.tokens.len() - 1);
            other.held < common && common >= known + WORTH_WAITING
        })
    }

    /// A free sequence, an idle one forgotten if need be.
    pub(super) fn take_sequence(&mut self) -> Option<SeqId> {
        if let Some(sequence) = self.free.pop() {
            return Some(sequence);
        }
        let sequence = self.cache.evict_sequence()?;
        self.context.forget(sequence);
        Some(sequence)
    }

    /// Forgets idle tokens until `cells` more fit into the cache.
    pub(super) fn make_room(&mut self, cells: usize) {
        while self.cache.cells() + cells > self.context.tokens() {
            let Some(eviction) = self.cache.evict() else {
                return;
            };
            self.follow(eviction);
        }
    }

    /// Forgets idle tokens beyond those worth keeping, once those that go on from them had their
    /// chance. While nobody is at work they cost nothing.
    pub(super) fn trim_idle(&mut self) {
        while !self.active.is_empty() {
            let (all, busy) = self.cache.sequences();
            let too_many = all - busy > IDLE_SEQUENCES;
            let too_much = self.cache.cells() > self.cache.busy_cells() + self.idle.tokens();
            if !(too_many || too_much) {
                return;
            }
            let Some(eviction) = self.cache.evict() else {
                return;
            };
            self.follow(eviction);
        }
    }

    /// Active requests: those that a person waits for first, then those that go on from what was
    /// kept, then as they began.
    pub(super) fn order(&self) -> Vec<JobId> {
        let mut order: Vec<_> = self.active.keys().copied().collect();
        order.sort_by_key(|id| {
            let job = &self.active[id];
            (!job.ticket.priority.is_interactive(), !job.goes_on, *id)
        });
        order
    }

    /// Whether a person waits for a request that is at work.
    pub(super) fn someone_waits(&self) -> bool {
        self.active.values().any(|job| job.ticket.priority.is_interactive())
    }
}

impl Job {
    /// Answers a waiting request that was called off; says whether it did.
    pub(super) fn answer_if_cancelled(&mut self) -> bool {
        if !self.is_cancelled() {
            return false;
        }
        match &mut self.work {
            Work::Generate(generation) => generation.call_off(),
            Work::Score(scoring) => scoring.call_off(),
        }
        true
    }
}
