//! What a task has spent so far.

use winnow_engine::{EmbedOutcome, ScoreOutcome, Timings, Usage};

/// Tokens and time of all requests of one outcome, added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Cost {
    pub(crate) usage: Usage,
    pub(crate) timings: Timings,
}

impl Cost {
    pub(crate) fn add(&mut self, usage: &Usage, timings: &Timings) {
        self.usage.prompt += usage.prompt;
        self.usage.cached += usage.cached;
        self.usage.generated += usage.generated;
        self.usage.forced += usage.forced;
        self.usage.drafted += usage.drafted;
        self.usage.steps += usage.steps;
        self.timings.queue_ms += timings.queue_ms;
        self.timings.prefill_ms += timings.prefill_ms;
        self.timings.decode_ms += timings.decode_ms;
    }

    /// An equal share for each of `count` texts that were read together; tokens are rounded down.
    pub(crate) fn shared_by(self, count: usize) -> Self {
        let count = count.max(1);
        let tokens = count as u32;
        let Usage { prompt, cached, generated, forced, drafted, steps } = self.usage;
        let Timings { queue_ms, prefill_ms, decode_ms } = self.timings;
        let time = count as f64;
        Self {
            usage: Usage {
                prompt: prompt / tokens,
                cached: cached / tokens,
                generated: generated / tokens,
                forced: forced / tokens,
                drafted: drafted / tokens,
                steps: steps / tokens,
            },
            timings: Timings {
                queue_ms: queue_ms / time,
                prefill_ms: prefill_ms / time,
                decode_ms: decode_ms / time,
            },
        }
    }
}

impl From<&ScoreOutcome> for Cost {
    fn from(outcome: &ScoreOutcome) -> Self {
        Self { usage: outcome.usage, timings: outcome.timings }
    }
}

impl From<&EmbedOutcome> for Cost {
    fn from(outcome: &EmbedOutcome) -> Self {
        Self { usage: outcome.usage, timings: outcome.timings }
    }
}
