//! One document before the panel: what has been said of it so far, and its outcome.

use winnow_engine::ModelId;

use super::{
    embedder::Point,
    juror::{Juror, Said},
    panel::Panel,
};
use crate::{
    Answer, Classification, Coverage, Decider, Doubt, LabelScore, Outcome, Source, Task,
    cost::Cost,
    evidence::{Verdict, distribution::ranking},
};

/// Best and second best answer closer than this are worth a second look; half of it where each
/// label has a threshold of its own.
const CLOSE_CALL: f64 = 0.15;

/// What the sources have said of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Case {
    pub(super) point: Option<Point>,
    pub(super) model: Option<Said>,
    pub(super) larger: Option<Said>,
    /// What this document's answer had to do without.
    pub(super) doubts: Vec<Doubt>,
    /// The document's language, where it is not the embedder's.
    pub(super) foreign: Option<&'static str>,
}

impl Case {
    /// The outcome under a verdict.
    pub(super) fn outcome(
        &self,
        task: &Task,
        version: &str,
        panel: &Panel,
        verdict: Verdict,
    ) -> Outcome {
        let mut doubts = [&panel.doubts[..], &self.doubts].concat();
        let close = if task.multi { CLOSE_CALL / 2.0 } else { CLOSE_CALL };
        if verdict.margin < close {
            doubts.push(Doubt::CloseCall);
        }
        let answer = match self.named() {
            None => weighed_answer(task, panel, verdict),
            Some((source, labels)) => {
                doubts.retain(|doubt| *doubt != Doubt::CloseCall);
                doubts.push(Doubt::NoProbabilities);
                named_answer(task, source, labels, verdict)
            }
        };
        let cost = self.cost();
        Outcome {
            answer: Answer::Classify(answer),
            coverage: self.coverage(),
            doubts,
            usage: cost.usage,
            timings: cost.timings,
            model: asked(self.model.as_ref(), panel.model.as_ref()),
            fallback: asked(self.larger.as_ref(), panel.larger.as_ref()),
            embedder: self
                .point
                .as_ref()
                .and(panel.reader.as_ref())
                .map(|(by, _)| by.model.clone()),
            ran_on: None,
            task: version.to_owned(),
        }
    }

    /// Labels that were named without probabilities: the larger model's word stands above the
    /// other's.
    fn named(&self) -> Option<(Source, &[usize])> {
        let (source, said) = match (&self.larger, &self.model) {
            (Some(larger), _) => (Source::Larger, larger),
            (None, Some(model)) => (Source::Model, model),
            (None, None) => return None,
        };
        Some((source, &said.choice()?.labels))
    }

    fn coverage(&self) -> Coverage {
        let said = self.larger.as_ref().or(self.model.as_ref()).map(Said::coverage);
        said.or(self.point.as_ref().map(|point| point.coverage)).unwrap_or_default()
    }

    fn cost(&self) -> Cost {
        let mut cost = Cost::default();
        let parts = [
            self.point.as_ref().map(|point| point.cost),
            self.model.as_ref().map(Said::cost),
            self.larger.as_ref().map(Said::cost),
        ];
        for part in parts.into_iter().flatten() {
            cost.add(&part.usage, &part.timings);
        }
        cost
    }
}

/// The model that has spoken, if it has.
fn asked(said: Option<&Said>, juror: Option<&Juror>) -> Option<ModelId> {
    said.and(juror).map(|juror| juror.model().clone())
}

fn weighed_answer(task: &Task, panel: &Panel, verdict: Verdict) -> Classification {
    let order = ranking(&verdict.probabilities);
    let scores: Vec<LabelScore> = order
        .iter()
        .map(|&index| LabelScore {
            label: task.labels[index].name.clone(),
            probability: verdict.probabilities[index],
        })
        .collect();
    let decided_by = Decider { sources: verdict.sources.clone(), margin: verdict.margin };
    if task.multi {
        let bounds = panel.thresholds(task);
        let chosen = verdict.chosen(&bounds);
        let labels = order.iter().filter(|&&index| chosen[index]);
        let labels: Vec<String> = labels.map(|&index| task.labels[index].name.clone()).collect();
        return Classification {
            label: labels.first().cloned(),
            labels: Some(labels),
            confidence: Some(verdict.trust_in_set(&chosen)),
            scores,
            decided_by,
            evidence: verdict.evidence,
        };
    }
    let confidence = scores.first().map_or(0.0, |best| best.probability);
    let known = confidence >= task.threshold.or(panel.none_below()).unwrap_or(0.0);
    Classification {
        label: scores.first().filter(|_| known).map(|best| best.label.clone()),
        labels: None,
        confidence: Some(confidence),
        scores,
        decided_by,
        evidence: verdict.evidence,
    }
}

fn named_answer(task: &Task, source: Source, labels: &[usize], verdict: Verdict) -> Classification {
    let names: Vec<String> = labels.iter().map(|&label| task.labels[label].name.clone()).collect();
    Classification {
        label: names.first().cloned(),
        labels: task.multi.then_some(names),
        confidence: None,
        scores: Vec::new(),
        decided_by: Decider { sources: vec![source], margin: 0.0 },
        evidence: verdict.evidence,
    }
}
