//! Many documents at once: read together, calibrated on each other, decided one by one.

use super::{
    case::Case,
    juror::{Juror, Said},
    panel::{Knowledge, Panel, Role, Standing},
};
use crate::{
    Context, Doubt, Outcome, Task, TaskError,
    evidence::{Baseline, Verdict, Voices},
    text::stranger,
    validate,
};

/// Documents from which on a batch calibrates a language model. Fewer say little about each other.
const CALIBRATING_BATCH: usize = 8;

/// Chooses labels for each of many documents; outcomes in their order.
///
/// A document that fails, fails alone; `on_done` is told how many are finished. From 8 documents
/// on the sources are calibrated on the batch too, so that an outcome may depend on its batch.
///
/// # Errors
/// An invalid task, a missing model, a cancelled or broken engine.
pub async fn classify_batch(
    task: &Task,
    documents: &[String],
    context: &Context,
    on_done: &mut (dyn FnMut(usize) + Send),
) -> Result<Vec<Result<Outcome, TaskError>>, TaskError> {
    validate(task)?;
    let version = task.content_hash();
    // What a head was taught by is in the head: the prompt need not say it again.
    let plain = context.head.as_ref().map(|_| Task { examples: Vec::new(), ..task.clone() });
    let task = plain.as_ref().unwrap_or(task);
    let panel = Panel::seat(task, context).await?;
    let mut bench = Bench::new(task, documents, context, panel);
    bench.embed().await?;
    bench.settle();
    bench.consult(Role::Model, on_done).await?;
    bench.consult(Role::Larger, on_done).await?;
    on_done(documents.len());
    let mut outcomes = bench.decide(&version);
    for outcome in outcomes.iter_mut().flatten() {
        outcome.ran_on = context.host_of_run(outcome).await?;
    }
    Ok(outcomes)
}

/// The documents of a batch and what is known of each.
pub(super) struct Bench<'a> {
    pub(super) task: &'a Task,
    pub(super) documents: &'a [String],
    pub(super) context: &'a Context,
    pub(super) panel: Panel,
    pub(super) cases: Vec<Result<Case, TaskError>>,
    thresholds: Vec<f64>,
}

impl<'a> Bench<'a> {
    fn new(task: &'a Task, documents: &'a [String], context: &'a Context, panel: Panel) -> Self {
        let cases = documents
            .iter()
            .map(|document| match document.trim() {
                "" => Err(TaskError::EmptyDocument),
                _ => Ok(Case::default()),
            })
            .collect();
        let thresholds = panel.thresholds(task);
        Self { task, documents, context, panel, cases, thresholds }
    }

    /// Lets the embedder read every document.
    async fn embed(&mut self) -> Result<(), TaskError> {
        let Some((embedder, knowledge)) = &self.panel.reader else { return Ok(()) };
        let readable: Vec<usize> =
            (0..self.cases.len()).filter(|&index| self.cases[index].is_ok()).collect();
        let texts: Vec<&str> =
            readable.iter().map(|&index| self.documents[index].as_str()).collect();
        let points = embedder.read(&texts, self.context).await?;
        // A head has learnt from texts like these, whatever their language.
        let reads = &self.context.models.embedder_languages;
        let strange = |text: &str| match knowledge {
            Knowledge::Taught(_) => None,
            _ => stranger(text, reads),
        };
        for (index, point) in readable.into_iter().zip(points) {
            let foreign = strange(&self.documents[index]);
            self.cases[index] =
                point.map(|point| Case { point: Some(point), foreign, ..Case::default() });
        }
        Ok(())
    }

    /// Lets the labels' words settle to where the batch's documents are.
    fn settle(&mut self) {
        let points: Vec<&[f32]> = self
            .cases
            .iter()
            .flatten()
            .filter_map(|case| case.point.as_ref().map(|point| point.vector.as_slice()))
            .collect();
        if let Some((_, knowledge)) = &mut self.panel.reader
            && self.task.calibrate
        {
            knowledge.settle(&points);
        }
    }

    fn decide(mut self, version: &str) -> Vec<Result<Outcome, TaskError>> {
        let baselines = self.baselines();
        for case in self.cases.iter_mut().flatten() {
            if let Some(language) = case.foreign {
                case.doubts.push(Doubt::ForeignLanguage { language: language.to_owned() });
            }
        }
        self.cases
            .iter()
            .map(|case| {
                let case = case.as_ref().map_err(TaskError::clone)?;
                let verdict = self.verdict(case, &baselines);
                Ok(case.outcome(self.task, version, &self.panel, verdict))
            })
            .collect()
    }

    /// The prejudices of the model and of the larger one.
    pub(super) fn baselines(&self) -> Baselines {
        let mut baselines = Baselines::default();
        baselines.model = self.baseline(Role::Model, &baselines);
        baselines.larger = self.baseline(Role::Larger, &baselines);
        baselines
    }

    /// A language model's prejudice, as content-free texts and the batch tell it.
    fn baseline(&self, role: Role, others: &Baselines) -> Option<Baseline> {
        let contextual = self.panel.juror(role).and_then(Juror::contextual)?;
        if let (Role::Model, Standing::Weighed(share)) = (role, self.panel.standing())
            && let (true, Some(told)) = (self.task.calibrate, &share.prejudice)
        {
            return Some(told.clone());
        }
        let heard: Vec<(&Case, &Vec<f64>)> = self
            .cases
            .iter()
            .flatten()
            .filter_map(|case| Some((case, role.said(case).and_then(Said::scores)?)))
            .collect();
        if !self.task.calibrate || heard.len() < CALIBRATING_BATCH {
            return Some(contextual.clone());
        }
        let mut supposed = others.clone();
        *supposed.of(role) = Some(contextual.clone());
        let rows: Vec<Vec<f64>> = heard.iter().map(|(_, scores)| (*scores).clone()).collect();
        let belief: Vec<Vec<f64>> =
            heard.iter().map(|(case, _)| self.verdict(case, &supposed).probabilities).collect();
        Some(contextual.batch(&rows, &belief))
    }

    /// What all that was said of a document comes to.
    pub(super) fn verdict(&self, case: &Case, baselines: &Baselines) -> Verdict {
        let vector = case.point.as_ref().map(|point| &point.vector);
        let known = self.panel.reader.as_ref().map(|(_, knowledge)| knowledge);
        let said = vector.zip(known).map(|(vector, known)| known.scores(vector));
        let taught = known.is_some_and(Knowledge::is_taught);
        // What an embedder says of a language that it does not know is left out where another speaks.
        let spoken = case.model.is_some() || case.larger.is_some();
        let (head, embedder) = if taught { (said, None) } else { (None, said) };
        let embedder = embedder.filter(|_| case.foreign.is_none() || !spoken);
        let share = match self.panel.standing() {
            Standing::Unknown => None,
            Standing::Dispensable => Some(0.0),
            Standing::Weighed(share) => Some(share.weight),
        };
        let beside = embedder.as_ref().map_or(1.0, |_| self.panel.beside_words());
        let voice = |said: &Option<Said>, baseline: &Option<Baseline>, share, beside| {
            said.as_ref()?.voice(baseline.as_ref()?, share, beside)
        };
        let voices = Voices {
            model: voice(&case.model, &baselines.model, share, beside),
            larger: voice(&case.larger, &baselines.larger, None, 1.0),
            embedder,
            head,
        };
        match self.task.multi {
            true => voices.ballot(&self.thresholds),
            false => voices.verdict(self.task.labels.len()),
        }
    }

    /// The labels that a verdict answers with.
    pub(super) fn chosen(&self, verdict: &Verdict) -> Vec<bool> {
        match self.task.multi {
            true => verdict.chosen(&self.thresholds),
            false => verdict.best(),
        }
    }

    /// How probable it is that these labels are the right answer.
    pub(super) fn trust(&self, verdict: &Verdict, chosen: &[bool]) -> f64 {
        match self.task.multi {
            true => verdict.trust_in_set(chosen),
            false => verdict.trust_in_one(chosen),
        }
    }
}

/// What the language models say of each label when a text says nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Baselines {
    model: Option<Baseline>,
    larger: Option<Baseline>,
}

impl Baselines {
    fn of(&mut self, role: Role) -> &mut Option<Baseline> {
        match role {
            Role::Model => &mut self.model,
            Role::Larger => &mut self.larger,
        }
    }
}
