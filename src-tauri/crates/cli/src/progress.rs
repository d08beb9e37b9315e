//! Progress on standard error: only where a person watches, never in a log or a pipe.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use winnow_app::wire::{
    model::TransferEvent,
    run::{RunEvent, StageName},
};

use crate::output::printable;

/// A bar with rate and time left; a spinner while the number of items is unknown.
#[derive(Clone, Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// For so many items.
    pub fn new(items: Option<u64>) -> Self {
        let bar = match items {
            Some(items) => ProgressBar::new(items)
                .with_style(style("{bar:24} {pos}/{len} {msg} {per_sec} {eta} left")),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {pos} {msg} {per_sec}")),
        };
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// One more item is finished.
    pub fn item(&self) {
        self.0.inc(1);
    }

    /// Shows what happens within an item.
    pub fn event(&self, event: &RunEvent) {
        self.0.set_message(match event {
            RunEvent::Loading { model, fraction } => {
                format!("loading {} {:.0} %", printable(model), fraction * 100.0)
            }
            RunEvent::Prefill { done, total, .. } => format!("reading {done}/{total} tokens"),
            RunEvent::Stage { stage, done, total } => {
                let stage = match stage {
                    StageName::Embed => "comparing",
                    StageName::Score => "weighing",
                    StageName::Write => "writing",
                };
                format!("{stage} {done}/{total}")
            }
            RunEvent::Text { tokens, .. } => format!("{tokens} tokens"),
        });
    }

    /// Prints something while the bar is out of the way.
    pub fn beside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.0.suspend(print)
    }

    /// Says something on standard error, above the bar.
    pub fn say(&self, text: &str) {
        self.beside(|| eprintln!("winnow: {}", printable(text)));
    }

    /// Removes the bar.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

/// A bar over steps of different kinds.
#[derive(Clone, Debug)]
pub struct Steps(ProgressBar);

impl Steps {
    /// Before the first step.
    pub fn new() -> Self {
        let bar = ProgressBar::new(0).with_style(style("{bar:24} {pos}/{len} {msg} {elapsed}"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// So many are done, and this is going on.
    pub fn at(&self, done: u32, total: u32, doing: String) {
        self.0.set_length(u64::from(total));
        self.0.set_position(u64::from(done));
        self.0.set_message(doing);
    }

    /// Removes the bar.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

/// A bar over bytes.
#[derive(Clone, Debug)]
pub struct Transfer(ProgressBar);

impl Transfer {
    /// Before the first byte.
    pub fn new() -> Self {
        Self(
            ProgressBar::new(0)
                .with_style(style("{bar:24} {bytes}/{total_bytes} {bytes_per_sec} {eta} left")),
        )
    }

    /// So far it has come.
    pub fn event(&self, event: &TransferEvent) {
        if let Some(total) = event.total {
            self.0.set_length(total);
        }
        self.0.set_position(event.done);
    }

    /// Removes the bar.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
