//! Texts to unit vectors, many at once.
//!
//! Texts of all waiting requests are packed into batches, those of similar length together.
//! A batch holds few enough tokens that attention between texts, which is computed and thrown
//! away, stays cheap. Knows nothing of what the vectors are for.

use std::{collections::VecDeque, time::Instant};

use tokio::sync::oneshot;

use crate::{
    EmbedOutcome, EngineError, Timings, Usage,
    context::Context,
    scheduler::{Ticket, Turns},
    tokens::Token,
};

/// Where the answer goes.
pub(crate) type EmbeddingReply = oneshot::Sender<Result<EmbedOutcome, EngineError>>;

/// Texts of one batch.
pub(crate) const SEQUENCES: u32 = 64;

/// A request.
pub(crate) struct EmbedJob {
    ticket: Ticket,
    /// Tokens of each text and its place in the request, the longest last.
    left: Vec<(usize, Vec<Token>)>,
    vectors: Vec<Vec<f32>>,
    usage: Usage,
    timings: Timings,
    mark: Instant,
    begun: bool,
    reply: EmbeddingReply,
}

impl EmbedJob {
    pub(crate) fn new(ticket: Ticket, texts: Vec<Vec<Token>>, reply: EmbeddingReply) -> Self {
        let prompt = texts.iter().map(|tokens| tokens.len() as u32).sum();
        let vectors = vec![Vec::new(); texts.len()];
        let mut left: Vec<_> = texts.into_iter().enumerate().collect();
        left.sort_by_key(|(_, tokens)| tokens.len());
        Self {
            mark: ticket.submitted,
            ticket,
            left,
            vectors,
            usage: Usage { prompt, ..Usage::default() },
            timings: Timings::default(),
            begun: false,
            reply,
        }
    }

    fn is_cancelled(&self) -> bool {
        self.ticket.cancel.is_cancelled() || self.reply.is_closed()
    }

    fn lap(&mut self) -> f64 {
        let now = Instant::now();
        let elapsed = now - self.mark;
        self.mark = now;
        elapsed.as_secs_f64() * 1000.0
    }

    fn finish(mut self) {
        self.timings.prefill_ms = self.lap();
        let outcome =
            EmbedOutcome { vectors: self.vectors, usage: self.usage, timings: self.timings };
        // Whoever has gone away needs no answer.
        let _ = self.reply.send(Ok(outcome));
    }

    pub(crate) fn fail(self, error: EngineError) {
        // Whoever has gone away needs no answer.
        let _ = self.reply.send(Err(error));
    }
}

/// One embedder at work.
pub(crate) struct Embedder {
    context: Context,
    jobs: VecDeque<EmbedJob>,
    turns: Turns,
    /// Tokens of one batch; no text is longer.
    budget: usize,
}

impl Embedder {
    pub(crate) fn new(context: Context, budget: usize) -> Self {
        Self { context, jobs: VecDeque::new(), turns: Turns::default(), budget }
    }

    pub(crate) fn submit(&mut self, job: EmbedJob) {
        self.jobs.push_back(job);
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.jobs.is_empty()
    }

    /// Tokens of one batch.
    pub(crate) fn budget(&self) -> usize {
        self.budget
    }

    /// Requests waiting, and at work.
    pub(crate) fn load(&self) -> (usize, usize) {
        let active = self.jobs.iter().filter(|job| job.begun).count();
        (self.jobs.len() - active, active)
    }

    pub(crate) fn fail_all(&mut self, error: &EngineError) {
        for job in self.jobs.drain(..) {
            job.fail(error.clone());
        }
    }

    /// Embeds the next batch.
    pub(crate) fn step(&mut self) {
        for index in (0..self.jobs.len()).rev() {
            if self.jobs[index].is_cancelled()
                && let Some(job) = self.jobs.remove(index)
            {
                job.fail(EngineError::Cancelled);
            }
        }
        let placed = match self.fill() {
            Ok(placed) => placed,
            Err(error) => return self.fail_all(&error),
        };
        if !placed.is_empty() {
            let computed = self.context.compute().and_then(|()| self.collect(&placed));
            self.context.clear();
            if let Err(error) = computed {
                return self.fail_all(&error);
            }
        }
        while let Some(done) = self.jobs.iter().position(|job| job.left.is_empty())
            && let Some(job) = self.jobs.remove(done)
        {
            job.finish();
        }
    }

    /// Packs texts into the batch. Gives each one's request and place in it.
    fn fill(&mut self) -> Result<Vec<(usize, usize)>, EngineError> {
        self.context.clear_batch();
        let mut placed = Vec::new();
        let mut tokens = 0;
        let mut order = Vec::new();
        while let Some(index) = self.next(&order) {
            order.push(index);
            let job = &mut self.jobs[index];
            if !job.begun {
                job.begun = true;
                job.timings.queue_ms = job.lap();
            }
            let before = tokens;
            while placed.len() < SEQUENCES as usize
                && job.left.last().is_some_and(|(_, text)| tokens + text.len() <= self.budget)
                && let Some((place, text)) = job.left.pop()
            {
                let sequence = placed.len() as i32;
                for (position, &token) in text.iter().enumerate() {
                    self.context.add(token, position, &[sequence], true)?;
                }
                tokens += text.len();
                placed.push((index, place));
            }
            self.turns.serve(job.ticket.priority, tokens - before);
            if !job.left.is_empty() {
                break;
            }
        }
        Ok(placed)
    }

    /// The request that is next, apart from those in this batch already.
    fn next(&self, taken: &[usize]) -> Option<usize> {
        let left: Vec<_> = (0..self.jobs.len()).filter(|index| !taken.contains(index)).collect();
        let queue = left.iter().map(|&index| self.jobs[index].ticket.priority);
        self.turns.first(queue).map(|place| left[place])
    }

    fn collect(&mut self, placed: &[(usize, usize)]) -> Result<(), EngineError> {
        for (sequence, &(job, place)) in placed.iter().enumerate() {
            let vector = unit(self.context.pooled(sequence as i32)?)?;
            self.jobs[job].vectors[place] = vector;
        }
        Ok(())
    }
}

/// The vector with length one.
///
/// # Errors
/// [`EngineError::Compute`] for a vector without a direction.
pub(crate) fn unit(vector: &[f32]) -> Result<Vec<f32>, EngineError> {
    let length = vector.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>().sqrt();
    if !(length.is_finite() && length > 0.0) {
        return Err(EngineError::Compute(
            "the embedder gave a vector without direction".to_owned(),
        ));
    }
    Ok(vector.iter().map(|&x| (f64::from(x) / length) as f32).collect())
}
