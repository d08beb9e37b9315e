//! Asking a language model about some documents of a batch: those that are worth it.

use futures_util::{StreamExt, stream};
use winnow_engine::EngineError;

use super::{
    IN_FLIGHT,
    batch::{Baselines, Bench},
    juror::Said,
    model::Reading,
    panel::Role,
    worth::Sway,
};
use crate::{Decide, Doubt, Progress, Source, Stage, TaskError};

/// Documents asked about so far, and how the caller is told.
struct Tally<'a> {
    asked: usize,
    on_done: &'a mut (dyn FnMut(usize) + Send),
}

impl Bench<'_> {
    /// Asks a language model about the documents that are worth it, the most doubtful first.
    ///
    /// # Errors
    /// The small model's; the larger one's failures are noted on the documents that it would have
    /// been asked about. A cancelled or stopped engine.
    pub(super) async fn consult(
        &mut self,
        role: Role,
        on_done: &mut (dyn FnMut(usize) + Send),
    ) -> Result<(), TaskError> {
        let Some(mut sway) = self.supposed_sway(role) else { return Ok(()) };
        let mut tally = Tally { asked: 0, on_done };
        loop {
            let waiting = self.waiting(role);
            let next = if self.asks_all(role) {
                waiting.len()
            } else {
                let doubts: Vec<f64> = waiting.iter().map(|one| one.doubt).collect();
                sway.next_round(&doubts, self.cases.len(), self.task.labels.len())
            };
            if next == 0 {
                return Ok(());
            }
            let round: Vec<usize> = waiting[..next].iter().map(|one| one.index).collect();
            if let Err(error) = self.panel.call(role, self.task, self.context).await {
                return self.excuse(role, &round, error);
            }
            if self.panel.juror(role).is_none() {
                // The larger model could not be reached before the run, or the labels do not fit.
                self.miss(role, &round);
                return Ok(());
            }
            let failed = self.ask(role, &round, &mut tally).await?;
            if failed == round.len() && role == Role::Larger {
                let labels = self.task.labels.len();
                let rest = waiting[next..].iter().filter(|one| sway.is_worth(one.doubt, labels));
                let rest: Vec<usize> = rest.map(|one| one.index).collect();
                self.miss(role, &rest);
                return Ok(());
            }
            self.measure(role, &waiting[..next], &mut sway);
        }
    }

    /// What is supposed of a model's word before it was heard; `None` where it is not to be asked.
    fn supposed_sway(&self, role: Role) -> Option<Sway> {
        let there = match role {
            Role::Model => self.context.models.generator.is_some(),
            Role::Larger => self.task.fallback.is_some(),
        };
        if !there || self.task.decide == Decide::Embedder {
            return None;
        }
        self.panel.supposed_sway(role, self.task.multi).map(Sway::supposed)
    }

    fn asks_all(&self, role: Role) -> bool {
        role == Role::Model && (self.task.decide != Decide::Cascade || self.panel.reader.is_none())
    }

    /// The documents that the model was not asked about, the most doubtful first.
    fn waiting(&self, role: Role) -> Vec<Waiting> {
        let baselines = self.baselines();
        let mut waiting: Vec<Waiting> = self
            .cases
            .iter()
            .enumerate()
            .filter_map(|(index, case)| {
                let case = case.as_ref().ok()?;
                let open = role.said(case).is_none() && !case.doubts.contains(&role.missing());
                open.then(|| {
                    let verdict = self.verdict(case, &baselines);
                    let chosen = self.chosen(&verdict);
                    let stranger = case.foreign.is_some() && case.model.is_none();
                    let doubt = if stranger { 1.0 } else { 1.0 - self.trust(&verdict, &chosen) };
                    Waiting { index, doubt, chosen }
                })
            })
            .collect();
        waiting.sort_by(|a, b| b.doubt.total_cmp(&a.doubt));
        waiting
    }

    /// Counts in what the model's answers to a round have mended.
    fn measure(&self, role: Role, round: &[Waiting], sway: &mut Sway) {
        let baselines: Baselines = self.baselines();
        let heard = round.iter().filter_map(|one| {
            let case = self.cases[one.index].as_ref().ok()?;
            // One that only names labels does not tell what it has mended.
            role.said(case).and_then(Said::scores)?;
            if case.foreign.is_some() {
                return None;
            }
            let verdict = self.verdict(case, &baselines);
            let now = self.trust(&verdict, &self.chosen(&verdict));
            Some((one.doubt, now - self.trust(&verdict, &one.chosen)))
        });
        let (doubts, gains): (Vec<f64>, Vec<f64>) = heard.unzip();
        sway.hear(doubts, gains.iter().sum());
    }

    /// Asks about these documents, many at a time; says of how many it failed.
    async fn ask(
        &mut self,
        role: Role,
        round: &[usize],
        tally: &mut Tally<'_>,
    ) -> Result<usize, TaskError> {
        let Some(juror) = self.panel.juror(role) else { return Ok(0) };
        let spoken = self.panel.spoken(self.task);
        let (task, context, documents) = (&*spoken, self.context, self.documents);
        let may_split = self.panel.reader.is_some();
        let read = |index: usize| async move {
            let reading = Reading { task, document: &documents[index], may_split };
            (index, juror.read(reading, context).await)
        };
        let mut answers = stream::iter(round.iter().copied()).map(read).buffer_unordered(IN_FLIGHT);
        let (mut failed, before) = (0, tally.asked);
        while let Some((index, said)) = answers.next().await {
            match (said, &mut self.cases[index]) {
                (Ok(said), Ok(case)) => *role.place(case) = Some(said),
                (
                    Err(TaskError::Engine(error @ (EngineError::Cancelled | EngineError::Stopped))),
                    _,
                ) => return Err(error.into()),
                (Err(error), Ok(case)) if role == Role::Larger => {
                    tracing::warn!(%error, "the larger model did not answer");
                    case.doubts.push(role.missing());
                    failed += 1;
                }
                (Err(error), case) => *case = Err(error),
                (Ok(_), Err(_)) => {}
            }
            tally.asked += 1;
            (tally.on_done)(tally.asked.min(self.documents.len()));
            (context.progress)(Progress::Stage {
                stage: Stage::Score,
                done: tally.asked as u32,
                total: (before + round.len()) as u32,
            });
        }
        Ok(failed)
    }

    /// A model that cannot be seated: the larger one is done without.
    fn excuse(&mut self, role: Role, round: &[usize], error: TaskError) -> Result<(), TaskError> {
        let over =
            matches!(&error, TaskError::Engine(EngineError::Cancelled | EngineError::Stopped));
        if role == Role::Model || over {
            return Err(error);
        }
        tracing::warn!(%error, "the larger model takes no part");
        self.miss(role, round);
        Ok(())
    }

    fn miss(&mut self, role: Role, round: &[usize]) {
        for &index in round {
            if let Ok(case) = &mut self.cases[index]
                && !self.panel.doubts.contains(&role.missing())
            {
                case.doubts.push(role.missing());
            }
        }
    }
}

impl Role {
    fn missing(self) -> Doubt {
        let source = match self {
            Self::Model => Source::Model,
            Self::Larger => Source::Larger,
        };
        Doubt::SourceMissing { source }
    }
}

/// A document that may be asked about.
struct Waiting {
    index: usize,
    /// The probability that its answer is wrong.
    doubt: f64,
    /// The labels of that answer.
    chosen: Vec<bool>,
}
