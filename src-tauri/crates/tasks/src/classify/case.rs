//! One document before the panel: what has been said of it so far, and its outcome.

use super::{chooser::Choice, embedder::Point, model::Opinion, panel::Panel};
use crate::{
    Answer, Classification, Coverage, Decider, Doubt, LabelScore, Outcome, Source, Task,
    cost::Cost,
    evidence::{Verdict, distribution::ranking},
};

/// Best and second best answer closer than this are worth a second look.
const CLOSE_CALL: f64 = 0.15;

/// What the sources have said of a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Case {
    pub(super) point: Option<Point>,
    pub(super) opinion: Option<Opinion>,
    /// A label without probabilities; it stands above them.
    pub(super) choice: Option<Choice>,
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
        let order = ranking(&verdict.probabilities);
        let scores: Vec<LabelScore> = order
            .iter()
            .map(|&index| LabelScore {
                label: task.labels[index].name.clone(),
                probability: verdict.probabilities[index],
            })
            .collect();
        let confidence = scores.first().map_or(0.0, |best| best.probability);
        let learnt = panel.head().and_then(|head| head.none_below);
        let known = confidence >= task.threshold.or(learnt).unwrap_or(0.0);
        let label = scores.first().filter(|_| known).map(|best| best.label.clone());
        let mut doubts = panel.doubts.clone();
        if verdict.margin < CLOSE_CALL {
            doubts.push(Doubt::CloseCall);
        }
        let cost = self.cost();
        let answer = match &self.choice {
            None => Classification {
                label,
                confidence: Some(confidence),
                scores,
                decided_by: Decider { sources: verdict.sources, margin: verdict.margin },
                evidence: verdict.evidence,
            },
            Some(choice) => {
                doubts.retain(|doubt| *doubt != Doubt::CloseCall);
                doubts.push(Doubt::NoProbabilities);
                Classification {
                    label: Some(task.labels[choice.label].name.clone()),
                    confidence: None,
                    scores: Vec::new(),
                    decided_by: Decider { sources: vec![Source::Model], margin: 0.0 },
                    evidence: verdict.evidence,
                }
            }
        };
        let named = self.choice.as_ref().and(panel.chooser.as_ref()).map(|by| by.model.clone());
        Outcome {
            answer: Answer::Classify(answer),
            coverage: self.coverage(),
            doubts,
            usage: cost.usage,
            timings: cost.timings,
            model: self
                .opinion
                .as_ref()
                .and(panel.speaker.as_ref())
                .map(|(by, _)| by.model.clone())
                .or(named),
            embedder: self
                .point
                .as_ref()
                .and(panel.reader.as_ref())
                .map(|(by, _)| by.model.clone()),
            ran_on: None,
            task: version.to_owned(),
        }
    }

    fn coverage(&self) -> Coverage {
        let of_choice = self.choice.as_ref().map(|choice| choice.coverage);
        let of_model = of_choice.or(self.opinion.as_ref().map(|opinion| opinion.coverage));
        of_model.or(self.point.as_ref().map(|point| point.coverage)).unwrap_or_default()
    }

    fn cost(&self) -> Cost {
        let mut cost = Cost::default();
        let parts = [
            self.point.as_ref().map(|p| p.cost),
            self.opinion.as_ref().map(|o| o.cost),
            self.choice.as_ref().map(|c| c.cost),
        ];
        for part in parts.into_iter().flatten() {
            cost.add(&part.usage, &part.timings);
        }
        cost
    }
}
