//! A request in the scheduler: its prompt, how much of it stands in the cache, and its work.

use std::time::Instant;

use tokio::sync::OwnedSemaphorePermit;
use tokio_util::sync::CancellationToken;

use super::{Generation, Scoring, batch::Slice};
use crate::{EngineError, Priority, Timings, Usage, prefix_cache::SeqId, tokens::Token};

/// Who waits for a request, since when, and how they would call it off.
pub(crate) struct Ticket {
    pub(crate) priority: Priority,
    pub(crate) cancel: CancellationToken,
    pub(crate) submitted: Instant,
    /// A place in the bounded queue, given back when the request ends.
    pub(crate) _place: OwnedSemaphorePermit,
}

/// What is done once the prompt is read.
pub(crate) enum Work {
    /// Write a text.
    Generate(Box<Generation>),
    /// Score continuations.
    Score(Box<Scoring>),
}

/// A request.
pub(crate) struct Job {
    pub(crate) ticket: Ticket,
    /// The prompt, and behind it what was written.
    pub(crate) tokens: Vec<Token>,
    /// Tokens of the prompt.
    pub(crate) prompt: usize,
    /// Tokens at the beginning that stand in the cache.
    pub(crate) held: usize,
    /// The sequence that holds them; meaningless before admission.
    pub(crate) sequence: SeqId,
    /// Whether it goes on from a text that was kept in the cache for it alone.
    pub(super) goes_on: bool,
    pub(crate) work: Work,
    pub(crate) usage: Usage,
    timings: Timings,
    /// Whether the prompt is still being read.
    reading: bool,
    mark: Instant,
}

impl Job {
    pub(crate) fn new(ticket: Ticket, tokens: Vec<Token>, work: Work) -> Self {
        let prompt = tokens.len();
        let usage = Usage { prompt: prompt as u32, ..Usage::default() };
        let mark = ticket.submitted;
        Self {
            ticket,
            tokens,
            prompt,
            held: 0,
            sequence: 0,
            goes_on: false,
            work,
            usage,
            timings: Timings::default(),
            reading: true,
            mark,
        }
    }

    /// Cells that it will need, its prompt included.
    pub(crate) fn need(&self) -> usize {
        self.prompt
            + match &self.work {
                Work::Generate(generation) => generation.most_tokens(),
                Work::Score(scoring) => scoring.branch_room(),
            }
    }

    /// Tokens computed behind the prompt.
    pub(super) fn spent(&self) -> usize {
        match &self.work {
            Work::Generate(_) => self.tokens.len() - self.prompt,
            Work::Score(scoring) => scoring.branch_room(),
        }
    }

    /// Cells that it may still come to need.
    pub(super) fn still_needs(&self) -> usize {
        self.need().saturating_sub(self.held)
    }

    /// Refuses what is longer than the whole context.
    pub(crate) fn check_fit(&self, context: usize) -> Result<(), EngineError> {
        if self.need() <= context {
            return Ok(());
        }
        let answer = self.need() - self.prompt;
        Err(EngineError::PromptTooLong {
            tokens: self.prompt as u32,
            limit: context.saturating_sub(answer) as u32,
        })
    }

    /// Whether the prompt, and all that was written, stands in the cache.
    pub(crate) fn is_read(&self) -> bool {
        self.held == self.tokens.len()
    }

    /// Whether the prompt itself is still being read.
    pub(crate) fn is_reading(&self) -> bool {
        self.reading
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.ticket.cancel.is_cancelled()
            || match &self.work {
                Work::Generate(generation) => generation.is_abandoned(),
                Work::Score(scoring) => scoring.is_abandoned(),
            }
    }

    /// Notes that work begins, with `cached` tokens of the prompt already there.
    pub(crate) fn admit(&mut self, sequence: SeqId, cached: usize) {
        self.sequence = sequence;
        self.held = cached;
        self.usage.cached = cached.min(self.prompt) as u32;
        self.timings.queue_ms = self.lap();
    }

    /// Takes the rows that were computed. Gives how many guesses were right.
    pub(super) fn absorb<'a>(
        &mut self,
        slice: &Slice,
        logits: impl Fn(i32) -> &'a [f32],
    ) -> Result<usize, EngineError> {
        let was_reading = self.reading;
        if was_reading && let Work::Generate(generation) = &self.work {
            let done = self.held.min(self.prompt) as u32;
            generation.report_prefill(done, self.usage.prompt, self.usage.cached);
        }
        if !self.is_read() {
            return Ok(0);
        }
        if was_reading {
            self.reading = false;
            self.timings.prefill_ms = self.lap();
        } else {
            self.usage.steps += 1;
        }
        match (&mut self.work, slice) {
            (Work::Generate(generation), Slice::Feed { guesses, rows, .. }) => {
                generation.absorb(&mut self.tokens, guesses, |index| logits(rows[index]))
            }
            (Work::Score(scoring), Slice::Feed { rows, .. }) => {
                if let Some(&row) = rows.first() {
                    scoring.read_root(logits(row));
                }
                Ok(0)
            }
            (Work::Score(scoring), Slice::Branches { branches, rows, .. }) => {
                scoring.read(branches, |index| logits(rows[index]));
                Ok(0)
            }
            (Work::Generate(_), Slice::Branches { .. }) => Ok(0),
        }
    }

    /// Sends the answer.
    pub(crate) fn finish(mut self) {
        self.timings.decode_ms = self.lap();
        match self.work {
            Work::Generate(generation) => generation.finish(self.usage, self.timings),
            Work::Score(scoring) => scoring.finish(self.usage, self.timings),
        }
    }

    /// Sends a failure.
    pub(crate) fn fail(self, error: EngineError) {
        match self.work {
            Work::Generate(generation) => generation.fail(error),
            Work::Score(scoring) => scoring.fail(error),
        }
    }

    fn lap(&mut self) -> f64 {
        let now = Instant::now();
        let elapsed = now - self.mark;
        self.mark = now;
        elapsed.as_secs_f64() * 1000.0
    }
}

impl Work {
    pub(crate) fn is_finished(&self) -> bool {
        match self {
            Self::Generate(generation) => generation.is_finished(),
            Self::Score(scoring) => scoring.is_finished(),
        }
    }

    /// Recurrent models cannot take a wrong guess back.
    pub(crate) fn forbid_guessing(&mut self) {
        if let Self::Generate(generation) = self {
            generation.forbid_guessing();
        }
    }
}
