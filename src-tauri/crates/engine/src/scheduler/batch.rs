//! What goes into the next batch.

use std::time::Duration;

use super::{JobId, Scheduler, Work, scoring::Branches};
use crate::{EngineError, load::BATCH, panic::contained, tokens::Token};

/// Tokens of one step. Larger steps compute no faster and make a newcomer wait longer.
const STEP: usize = 256;
/// The same while a person asks now and then: whoever comes next waits less, at a little of the
/// batch's speed.
const STEP_BESIDE_PERSON: usize = 64;
/// How long a person is thought to be there after a request.
const PERSON_STAYS: Duration = Duration::from_secs(20);
/// Tokens of prompts that nobody waits for, in a step that somebody does wait for.
const BATCH_SHARE: usize = 8;
/// Tokens of branches that nobody waits for, in such a step; a longer branch goes alone.
const BRANCH_SHARE: usize = 16;
/// Rows of logits that a request may ask for in one step.
const MOST_ROWS: usize = 128;
/// Sequences that branches get, even if idle ones must be forgotten for them.
const BRANCH_SEQUENCES: usize = 16;
/// Guesses of one request in one step.
const MOST_GUESSES: usize = 12;
/// Tokens of a step in which guesses are worth it. A small step takes hardly longer with a few
/// tokens more; in a large one each token costs its share, and a wrong guess is lost work.
const GUESSING_STEP: usize = 16;

/// A request's part of a batch.
pub(super) enum Slice {
    /// The next `count` tokens of the request, then guesses. `rows` are those of the last token
    /// and of each guess, or none where tokens of the prompt are still missing.
    Feed { job: JobId, count: usize, guesses: Vec<Token>, rows: Vec<i32> },
    /// Continuations behind the prompt, each inner node with its row.
    Branches { job: JobId, branches: Branches, rows: Vec<i32> },
}

impl Slice {
    pub(super) fn job(&self) -> JobId {
        match self {
            Self::Feed { job, .. } | Self::Branches { job, .. } => *job,
        }
    }
}

/// Tokens that a step still has room for, and those of them that batch requests may take.
struct Room {
    left: usize,
    share: usize,
}

impl Room {
    fn most(&self, is_batch: bool) -> usize {
        if is_batch { self.left.min(self.share) } else { self.left }
    }

    /// A branch that goes alone may be longer than the room.
    fn take(&mut self, tokens: usize, is_batch: bool) {
        self.left = self.left.saturating_sub(tokens);
        self.share = self.share.saturating_sub(if is_batch { tokens } else { 0 });
    }
}

impl Scheduler {
    /// Fills the batch: first the tokens of requests that write, then branches of scores, then
    /// prompts.
    pub(super) fn fill_batch(&mut self) -> Result<Vec<Slice>, EngineError> {
        self.context.clear_batch();
        let order = self.order();
        let mut slices = Vec::new();
        let waits = self.someone_waits();
        // A step for a person is theirs; one without them is short where they may be back.
        let step = if !waits && self.person_is_near() { STEP_BESIDE_PERSON } else { STEP };
        let left = step.min(BATCH as usize);
        let mut room = Room { left, share: left };
        for &id in &order {
            if self.active.get(&id).is_none_or(|job| job.is_reading() || job.is_read()) {
                continue;
            }
            if let Some(slice) = self.feed(id, room.left)? {
                room.take(slice.tokens(), false);
                slices.push(slice);
            }
        }
        room.share = if waits { BRANCH_SHARE } else { room.left };
        for &id in &order {
            let is_batch = self.is_batch(id);
            if let Some(slice) = self.branch(id, room.most(is_batch))? {
                room.take(slice.tokens(), is_batch);
                slices.push(slice);
            }
        }
        room.share = if waits { BATCH_SHARE } else { room.left };
        for &id in &order {
            let Some(job) = self.active.get(&id) else { continue };
            if !job.is_reading() || job.is_read() {
                continue;
            }
            let is_batch = self.is_batch(id);
            if let Some(slice) = self.feed(id, room.most(is_batch))? {
                room.take(slice.tokens(), is_batch);
                slices.push(slice);
            }
        }
        Ok(slices)
    }

    fn is_batch(&self, id: JobId) -> bool {
        self.active.get(&id).is_some_and(|job| !job.ticket.priority.is_interactive())
    }

    fn person_is_near(&self) -> bool {
        self.person.is_some_and(|asked| asked.elapsed() < PERSON_STAYS)
    }

    /// The next tokens of a request, `most` at most.
    fn feed(&mut self, id: JobId, most: usize) -> Result<Option<Slice>, EngineError> {
        let Some(job) = self.active.get_mut(&id) else {
            return Ok(None);
        };
        let count = (job.tokens.len() - job.held).min(most);
        if count == 0 {
            return Ok(None);
        }
        let is_last = job.held + count == job.tokens.len();
        let small = GUESSING_STEP.saturating_sub(self.context.batched() + count);
        let guesses = match &mut job.work {
            Work::Generate(generation) if is_last => {
                let most = MOST_GUESSES.min(most - count).min(small);
                contained(|| Ok(generation.guess(&job.tokens[job.prompt..], most)))
            }
            _ => Ok(Vec::new()),
        };
        let guesses = match guesses {
            Ok(guesses) => guesses,
            Err(error) => {
                self.end(id, Err(error));
                return Ok(None);
            }
        };
        let (held, sequence) = (job.held, job.sequence);
        self.make_room(self.context.batched() + count + guesses.len());
        let Some(job) = self.active.get(&id) else {
            return Ok(None);
        };
        let mut rows = Vec::new();
        for (index, &token) in job.tokens[held..held + count].iter().enumerate() {
            let logits = is_last && index + 1 == count;
            let row = self.context.add(token, held + index, &[sequence], logits)?;
            if logits {
                rows.push(row);
            }
        }
        for (index, &guess) in guesses.iter().enumerate() {
            rows.push(self.context.add(guess, held + count + index, &[sequence], true)?);
        }
        Ok(Some(Slice::Feed { job: id, count, guesses, rows }))
    }

    /// Branches of a request that scores, as many as sequences and `most` tokens allow.
    fn branch(&mut self, id: JobId, most: usize) -> Result<Option<Slice>, EngineError> {
        let (wanted, sequence, held) = match self.active.get(&id) {
            Some(job) if job.is_read() => match &job.work {
                Work::Score(scoring) => (scoring.tips_left(), job.sequence, job.held),
                Work::Generate(_) => return Ok(None),
            },
            _ => return Ok(None),
        };
        let room = self.room_beside(id);
        let mut sequences = Vec::new();
        while sequences.len() < wanted.min(most) {
            if self.free.is_empty() && sequences.len() >= BRANCH_SEQUENCES {
                break;
            }
            let Some(taken) = self.take_sequence() else {
                break;
            };
            sequences.push(taken);
        }
        let Some(Work::Score(scoring)) = self.active.get_mut(&id).map(|job| &mut job.work) else {
            return Ok(None);
        };
        let branches = scoring.branch(&mut sequences, most.min(MOST_ROWS).min(room));
        self.free.append(&mut sequences);
        if branches.tokens.is_empty() {
            self.free.extend(branches.sequences);
            return Ok(None);
        }
        self.make_room(self.context.batched() + branches.tokens.len());
        for &branch in &branches.sequences {
            self.context.share(sequence, branch, 0..held);
        }
        let mut rows = Vec::with_capacity(branches.tokens.len());
        for token in &branches.tokens {
            let position = held + token.depth - 1;
            rows.push(self.context.add(token.token, position, &token.sequences, true)?);
        }
        Ok(Some(Slice::Branches { job: id, branches, rows }))
    }

    /// Forgets the sequences that a slice used for its branches.
    pub(super) fn release_branches(&mut self, slice: &Slice) {
        if let Slice::Branches { branches, .. } = slice {
            for &sequence in &branches.sequences {
                self.context.forget(sequence);
                self.free.push(sequence);
            }
        }
    }
}

impl Slice {
    fn tokens(&self) -> usize {
        match self {
            Self::Feed { count, guesses, .. } => count + guesses.len(),
            Self::Branches { branches, .. } => branches.tokens.len(),
        }
    }
}
