//! One task on all items: answers in their order, failures beside them, everything counted.

use std::{
    collections::VecDeque,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::StreamExt;
use tokio_util::sync::CancellationToken;
use winnow_app::{
    App, AskOptions,
    wire::{
        error::{ApiError, Code},
        run::RunEvent,
    },
};
use winnow_documents::Document;
use winnow_engine::Priority;
use winnow_tasks::{Outcome, Task, validate};

use crate::{
    arguments::Format,
    ending::{Ending, Failure},
    input::{Item, Origin, Plan, items},
    output::{Answered, Sink, sink},
    progress::Progress,
};

/// What is to be done.
pub struct Work<'a> {
    pub app: &'a App,
    pub task: &'a Task,
    pub plan: Plan,
    pub save: bool,
    pub format: Format,
    pub cancel: &'a CancellationToken,
}

/// How many items came to which end. Those in are those done, failed or left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    done: u64,
    failed: u64,
    left: u64,
}

/// An item on its way through the models.
struct Pending {
    origin: Origin,
    document: Option<Document>,
}

/// Does it.
pub async fn work(work: Work<'_>) -> Result<Ending, Failure> {
    validate(work.task)?;
    let mut out = sink(work.format, work.task);
    let progress = Progress::new(work.plan.count());
    let stop = work.cancel;
    let tally = if work.plan.is_one_by_one() {
        one(work, out.as_mut(), &progress).await
    } else {
        each(work, out.as_mut(), &progress).await
    };
    progress.clear();
    let tally = tally?;
    out.finish()?;
    Ok(if stop.is_cancelled() { tally.stopped() } else { tally.end() })
}

impl Tally {
    fn count(
        &mut self,
        pending: &Pending,
        result: Result<Outcome, ApiError>,
        out: &mut dyn Sink,
        progress: &Progress,
    ) -> Result<(), Failure> {
        let origin = &pending.origin;
        match (result, &pending.document) {
            (Err(error), _) if error.code == Code::Cancelled => self.left += 1,
            (Err(error), _) => {
                self.failed += 1;
                progress.say(&origin.complaint(&error));
                progress.beside(|| out.failed(origin, &error))?;
            }
            (Ok(outcome), Some(document)) => {
                self.done += 1;
                let answered = Answered { origin, document, outcome: &outcome };
                progress.beside(|| out.answered(&answered))?;
            }
            // An answer needs a document that was read.
            (Ok(_), None) => self.left += 1,
        }
        progress.item();
        Ok(())
    }

    /// Says what was done until Ctrl-C.
    fn stopped(self) -> Ending {
        let Self { done, failed, left } = self;
        eprintln!(
            "winnow: stopped: {done} done, {failed} failed, {left} begun and left, others not begun"
        );
        Ending::Stopped
    }

    /// Says what was done, if not simply everything.
    fn end(self) -> Ending {
        let Self { done, failed, left } = self;
        let failed = failed + left;
        if failed == 0 {
            return Ending::Done;
        }
        if done + failed > 1 {
            eprintln!("winnow: {done} done, {failed} failed");
        }
        Ending::SomeFailed
    }
}

/// One document after the other: a person waits for it, and sees how far it is.
async fn one(work: Work<'_>, out: &mut dyn Sink, progress: &Progress) -> Result<Tally, Failure> {
    let Work { app, task, plan, save, cancel, .. } = work;
    let mut tally = Tally::default();
    let mut items = items(plan, app, cancel);
    while let Some(Item { origin, document }) = items.next().await {
        let options = AskOptions { save, ..AskOptions::default() };
        let bar = progress.clone();
        let events = move |event: RunEvent| bar.event(&event);
        let (result, document) = match document {
            Ok(document) => {
                (app.ask(task, &document, options, events, cancel).await, Some(document))
            }
            Err(error) => (Err(error), None),
        };
        tally.count(&Pending { origin, document }, result, out, progress)?;
    }
    Ok(tally)
}

/// Many documents: as many in flight as the engine takes together.
async fn each(work: Work<'_>, out: &mut dyn Sink, progress: &Progress) -> Result<Tally, Failure> {
    let Work { app, task, plan, save, cancel, .. } = work;
    let mut tally = Tally::default();
    // Answers come in the order of the items, so the oldest pending one is the one answered.
    let pending = Arc::new(Mutex::new(VecDeque::new()));
    let queue = |pending: &Mutex<VecDeque<Pending>>| -> Option<Pending> {
        pending.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    };
    let asked = pending.clone();
    let documents = items(plan, app, cancel).map(move |Item { origin, document }| {
        let begun = Pending { origin, document: document.as_ref().ok().cloned() };
        asked.lock().unwrap_or_else(PoisonError::into_inner).push_back(begun);
        document
    });
    let options = AskOptions { save, priority: Priority::batch() };
    let mut answers = pin!(app.ask_each(task, documents, options, cancel));
    while let Some(result) = answers.next().await {
        if let Some(pending) = queue(&pending) {
            tally.count(&pending, result, out, progress)?;
        }
    }
    while queue(&pending).is_some() {
        tally.left += 1;
    }
    Ok(tally)
}
