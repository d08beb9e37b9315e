//! Many documents at once: read together, calibrated on each other, decided one by one.

use futures_util::{StreamExt, stream};
use winnow_engine::EngineError;

use super::{
    IN_FLIGHT,
    case::Case,
    panel::{Knowledge, Panel},
    weighed, worth,
};
use crate::{
    Context, Decide, Outcome, Progress, Stage, Task, TaskError,
    evidence::{Baseline, Prototypes, Verdict, Voices, distribution::ranking},
    validate,
};

/// Documents from which on a batch calibrates the language model. Fewer say little about each other.
const CALIBRATING_BATCH: usize = 16;

/// Chooses a label for each of many documents; outcomes in their order.
///
/// A document that fails, fails alone; `on_done` is told how many are finished. From 16 documents
/// on both sources are calibrated on the batch too, so that an outcome may depend on its batch.
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
    bench.pull();
    let asked = bench.doubtful();
    if !asked.is_empty() {
        bench.panel.call(task, context).await?;
    }
    bench.ask(&asked, on_done).await?;
    let mut outcomes = bench.decide(&version);
    for outcome in outcomes.iter_mut().flatten() {
        outcome.ran_on = context.host_of(outcome.model.as_ref()).await?;
    }
    Ok(outcomes)
}

/// The documents of a batch and what is known of each.
struct Bench<'a> {
    task: &'a Task,
    documents: &'a [String],
    context: &'a Context,
    panel: Panel,
    /// The labels' prototypes, pulled to the batch where it is one; none where a head decides.
    prototypes: Option<Prototypes>,
    cases: Vec<Result<Case, TaskError>>,
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
        Self { task, documents, context, panel, prototypes: None, cases }
    }

    /// Lets the embedder read every document.
    async fn embed(&mut self) -> Result<(), TaskError> {
        let Some((embedder, _)) = &self.panel.reader else { return Ok(()) };
        let readable: Vec<usize> =
            (0..self.cases.len()).filter(|&index| self.cases[index].is_ok()).collect();
        let texts: Vec<&str> =
            readable.iter().map(|&index| self.documents[index].as_str()).collect();
        let points = embedder.read(&texts, self.context).await?;
        for (index, point) in readable.into_iter().zip(points) {
            self.cases[index] = point.map(|point| Case { point: Some(point), ..Case::default() });
        }
        Ok(())
    }

    /// Moves the labels' prototypes to where the batch's documents are.
    fn pull(&mut self) {
        let Some((_, Knowledge::Words(prototypes))) = &self.panel.reader else { return };
        let points: Vec<&[f32]> = self
            .cases
            .iter()
            .flatten()
            .filter_map(|case| case.point.as_ref().map(|point| point.vector.as_slice()))
            .collect();
        let may = self.task.calibrate && prototypes.may_be_pulled_by(points.len());
        self.prototypes =
            Some(if may { prototypes.pulled(&points) } else { Prototypes::clone(prototypes) });
    }

    /// The documents that the language model must look at.
    fn doubtful(&self) -> Vec<usize> {
        let (head, labels) = (self.panel.head(), self.task.labels.len());
        let open = |case: &Case| match self.task.decide {
            Decide::Embedder => false,
            Decide::Model => true,
            // A head that the language model adds nothing to is best alone.
            Decide::Best => head.is_none_or(|head| head.model.is_some()),
            Decide::Cascade if self.panel.reader.is_none() => true,
            Decide::Cascade => {
                let probabilities = self.verdict(case, None).probabilities;
                let best = ranking(&probabilities).first().map_or(0.0, |&best| probabilities[best]);
                worth::asking(best, labels, head)
            }
        };
        (0..self.cases.len()).filter(|&index| self.cases[index].as_ref().is_ok_and(open)).collect()
    }

    /// Asks the language model about these documents, many at a time.
    async fn ask(
        &mut self,
        asked: &[usize],
        on_done: &mut (dyn FnMut(usize) + Send),
    ) -> Result<(), TaskError> {
        let mut done = self.cases.len() - asked.len();
        on_done(done);
        if self.panel.chooser.is_some() {
            return self.have_chosen(asked, on_done).await;
        }
        let Some((speaker, _)) = &self.panel.speaker else { return Ok(()) };
        let spoken = self.panel.spoken(self.task);
        let (task, context, documents) = (&*spoken, self.context, self.documents);
        let may_split = self.panel.reader.is_some();
        let mut opinions = stream::iter(asked.iter().copied())
            .map(|index| async move {
                (index, speaker.read(task, &documents[index], may_split, context).await)
            })
            .buffer_unordered(IN_FLIGHT);
        while let Some((index, opinion)) = opinions.next().await {
            match opinion {
                Ok(opinion) => {
                    if let Ok(case) = &mut self.cases[index] {
                        case.opinion = Some(opinion);
                    }
                }
                Err(TaskError::Engine(error @ (EngineError::Cancelled | EngineError::Stopped))) => {
                    return Err(error.into());
                }
                Err(error) => self.cases[index] = Err(error),
            }
            done += 1;
            on_done(done);
            (context.progress)(Progress::Stage {
                stage: Stage::Score,
                done: (done + asked.len() - self.cases.len()) as u32,
                total: asked.len() as u32,
            });
        }
        Ok(())
    }

    /// Has a model that can only name labels name those of these documents.
    async fn have_chosen(
        &mut self,
        asked: &[usize],
        on_done: &mut (dyn FnMut(usize) + Send),
    ) -> Result<(), TaskError> {
        let Some(chooser) = &self.panel.chooser else { return Ok(()) };
        let (task, context, documents) = (self.task, self.context, self.documents);
        let settled = self.cases.len() - asked.len();
        let mut choices =
            stream::iter(asked.iter().copied())
                .map(|index| async move {
                    (index, chooser.choose(task, &documents[index], context).await)
                })
                .buffer_unordered(IN_FLIGHT);
        let mut done = 0;
        while let Some((index, choice)) = choices.next().await {
            match choice {
                Ok(choice) => {
                    if let Ok(case) = &mut self.cases[index] {
                        case.choice = Some(choice);
                    }
                }
                Err(TaskError::Engine(error @ (EngineError::Cancelled | EngineError::Stopped))) => {
                    return Err(error.into());
                }
                Err(error) => self.cases[index] = Err(error),
            }
            done += 1;
            on_done(settled + done);
            let total = asked.len() as u32;
            (context.progress)(Progress::Stage { stage: Stage::Score, done: done as u32, total });
        }
        Ok(())
    }

    fn decide(self, version: &str) -> Vec<Result<Outcome, TaskError>> {
        let baseline = self.baseline();
        self.cases
            .iter()
            .map(|case| {
                let case = case.as_ref().map_err(TaskError::clone)?;
                let verdict = self.verdict(case, baseline.as_ref());
                Ok(case.outcome(self.task, version, &self.panel, verdict))
            })
            .collect()
    }

    /// The language model's prejudice, as content-free texts and the batch tell it.
    fn baseline(&self) -> Option<Baseline> {
        let (_, contextual) = self.panel.speaker.as_ref()?;
        let heard: Vec<&Case> =
            self.cases.iter().flatten().filter(|case| case.opinion.is_some()).collect();
        if !self.task.calibrate || heard.len() < CALIBRATING_BATCH {
            return Some(contextual.clone());
        }
        let rows: Vec<Vec<f64>> = heard
            .iter()
            .filter_map(|case| case.opinion.as_ref().map(|opinion| opinion.scores.clone()))
            .collect();
        let belief: Vec<Vec<f64>> =
            heard.iter().map(|case| self.verdict(case, Some(contextual)).probabilities).collect();
        Some(contextual.batch(&rows, &belief))
    }

    fn verdict(&self, case: &Case, baseline: Option<&Baseline>) -> Verdict {
        let vector = case.point.as_ref().map(|point| &point.vector);
        let head = self.panel.head();
        let learnt = head.map(|head| head.model.map_or(0.0, |share| share.weight));
        Voices {
            embedder: vector
                .zip(self.prototypes.as_ref())
                .map(|(vector, known)| known.scores(vector)),
            head: vector.zip(head).map(|(vector, head)| head.scores(vector)),
            model: case.opinion.as_ref().zip(baseline).map(|(opinion, baseline)| {
                let scores = weighed(&baseline.apply(&opinion.scores));
                let share = learnt.unwrap_or(opinion.weight);
                scores.into_iter().map(|score| share * score).collect()
            }),
        }
        .verdict(self.task.labels.len())
    }
}
