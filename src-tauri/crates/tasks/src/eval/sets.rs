//! Measures of a classification where several labels may apply.

use indexmap::IndexMap;
use serde::Serialize;

use super::{
    LabelMeasure, LabelledItem,
    labels::{calibration_error, share},
};
use crate::{Answer, Outcome, Task, TaskError};

/// How well sets of labels were chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetMeasures {
    /// Share of documents whose labels are all right and no other was named; one that failed is
    /// wrong. The same as accuracy where one label is right.
    pub exact_match: f64,
    /// F1 over all labels of all documents together.
    pub micro_f1: f64,
    /// Mean F1 over the labels that occur.
    pub macro_f1: f64,
    /// Expected calibration error of each label's probability, over 15 bins.
    pub ece: f64,
    /// Label by label.
    pub labels: IndexMap<String, LabelMeasure>,
}

/// Documents of one label by right and chosen.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    found: usize,
    missed: usize,
    wrong: usize,
}

impl Counts {
    fn f1(self) -> f64 {
        share(2 * self.found, 2 * self.found + self.missed + self.wrong)
    }

    /// `None` for a label that no document has and that was never chosen.
    fn measure(self) -> Option<LabelMeasure> {
        let Self { found, missed, wrong } = self;
        (found + missed + wrong > 0).then(|| LabelMeasure {
            precision: share(found, found + wrong),
            recall: share(found, found + missed),
            f1: self.f1(),
            documents: found + missed,
        })
    }
}

pub(super) fn measure(
    task: &Task,
    items: &[LabelledItem],
    outcomes: &[Result<Outcome, TaskError>],
) -> SetMeasures {
    let mut counts = vec![Counts::default(); task.labels.len()];
    let mut judged = Vec::new();
    let mut exact = 0;
    for (item, outcome) in items.iter().zip(outcomes) {
        let expected = task.places_of(&item.answer);
        let chosen = match outcome.as_ref().map(|outcome| &outcome.answer) {
            Ok(Answer::Classify(chosen)) => Some(chosen),
            _ => None,
        };
        let named = chosen.and_then(|chosen| chosen.labels.as_deref());
        let mut whole = named.is_some();
        for (label, count) in counts.iter_mut().enumerate() {
            let name = &task.labels[label].name;
            let right = expected.contains(&label);
            let said = named.is_some_and(|named| named.contains(name));
            whole &= right == said;
            match (right, said) {
                (true, true) => count.found += 1,
                (true, false) => count.missed += 1,
                (false, true) => count.wrong += 1,
                (false, false) => {}
            }
            let scores = chosen.map(|chosen| &chosen.scores[..]).unwrap_or_default();
            let score = scores.iter().find(|score| score.label == *name);
            judged.extend(score.map(|score| (score.probability, right)));
        }
        exact += usize::from(whole);
    }
    let all = counts.iter().fold(Counts::default(), |sum, one| Counts {
        found: sum.found + one.found,
        missed: sum.missed + one.missed,
        wrong: sum.wrong + one.wrong,
    });
    let labels: IndexMap<String, LabelMeasure> = task
        .labels
        .iter()
        .zip(&counts)
        .filter_map(|(label, count)| Some((label.name.clone(), count.measure()?)))
        .collect();
    SetMeasures {
        exact_match: share(exact, items.len()),
        micro_f1: all.f1(),
        macro_f1: labels.values().map(|label| label.f1).sum::<f64>() / labels.len().max(1) as f64,
        ece: calibration_error(&judged),
        labels,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{Classification, Decider, Label, LabelScore, TaskKind, outcome::tests::outcome};

    fn chosen(labels: &[&str]) -> Result<Outcome, TaskError> {
        let score = |label: &str| LabelScore {
            label: label.to_owned(),
            probability: if labels.contains(&label) { 1.0 } else { 0.0 },
        };
        Ok(outcome(Answer::Classify(Classification {
            label: labels.first().map(|&label| label.to_owned()),
            labels: Some(labels.iter().map(|&label| label.to_owned()).collect()),
            confidence: Some(1.0),
            scores: ["a", "b", "c"].map(score).to_vec(),
            decided_by: Decider { sources: Vec::new(), margin: 0.5 },
            evidence: Vec::new(),
        })))
    }

    fn item(answer: Value) -> LabelledItem {
        LabelledItem { text: "x".to_owned(), answer }
    }

    #[test]
    fn every_label_of_every_document_counts() {
        let mut task = Task::new(TaskKind::Classify);
        task.multi = true;
        task.labels = ["a", "b", "c"]
            .map(|name| Label { name: name.to_owned(), description: String::new() })
            .to_vec();
        let items =
            [item(json!(["a", "b"])), item(json!([])), item(json!("a")), item(json!(["b"]))];
        let outcomes =
            [chosen(&["a", "b"]), chosen(&[]), chosen(&["a", "b"]), Err(TaskError::NoLabels)];
        let measured = measure(&task, &items, &outcomes);
        // a: 2 found; b: 1 found, 1 wrong, 1 missed by the failure.
        assert!((measured.exact_match - 0.5).abs() < 1e-12, "{measured:?}");
        assert!((measured.micro_f1 - 6.0 / 8.0).abs() < 1e-12, "{measured:?}");
        assert!((measured.labels["a"].f1 - 1.0).abs() < 1e-12);
        assert!((measured.labels["b"].f1 - 0.5).abs() < 1e-12);
        assert!(!measured.labels.contains_key("c"), "it does not occur");
        assert!((measured.macro_f1 - 0.75).abs() < 1e-12);
        // Of nine yes and no, all certain, one is wrong.
        assert!((measured.ece - 1.0 / 9.0).abs() < 1e-12, "{measured:?}");
    }
}
