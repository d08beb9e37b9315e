//! Measures of a classification.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use super::LabelledItem;
use crate::{Answer, Outcome, Task, TaskError};

/// Bins of equal width over confidence, as usual since Guo et al. 2017 (arXiv 1706.04599).
const BINS: usize = 15;

/// What stands for "none of the labels" in the confusion table.
const NONE: &str = "(none)";

/// How well labels were chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelMeasures {
    /// Share of documents with the right label; a document that failed is wrong.
    pub accuracy: f64,
    /// Mean F1 over the labels that occur.
    pub macro_f1: f64,
    /// Expected calibration error: how far confidence is from accuracy, over 15 bins.
    pub ece: f64,
    /// Mean confidence: above the accuracy where answers are surer than they are right.
    pub mean_confidence: f64,
    /// Label by label.
    pub labels: IndexMap<String, LabelMeasure>,
    /// Documents by right label, then by chosen label; pairs that do not occur are left out.
    pub confusion: IndexMap<String, IndexMap<String, usize>>,
}

/// How well one label was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LabelMeasure {
    /// Share of its choices that were right.
    pub precision: f64,
    /// Share of its documents that were found.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// Documents that have it.
    pub documents: usize,
}

pub(super) fn measure(
    task: &Task,
    items: &[LabelledItem],
    outcomes: &[Result<Outcome, TaskError>],
) -> LabelMeasures {
    let mut confusion: IndexMap<String, IndexMap<String, usize>> = IndexMap::new();
    let mut judged = Vec::with_capacity(items.len());
    let mut right = 0;
    for (item, outcome) in items.iter().zip(outcomes) {
        let Ok(Outcome { answer: Answer::Classify(chosen), .. }) = outcome else { continue };
        let expected = match &item.answer {
            Value::String(name) => name.as_str(),
            _ => NONE,
        };
        let found = chosen.label.as_deref().unwrap_or(NONE);
        let is_right = expected == found;
        right += usize::from(is_right);
        judged.extend(chosen.confidence.map(|confidence| (confidence, is_right)));
        *confusion.entry(expected.to_owned()).or_default().entry(found.to_owned()).or_insert(0) +=
            1;
    }
    let chosen = chosen_counts(&confusion);
    let labels: IndexMap<String, LabelMeasure> = task
        .labels
        .iter()
        .filter_map(|label| Some((label.name.clone(), of_label(&label.name, &confusion, &chosen)?)))
        .collect();
    LabelMeasures {
        accuracy: share(right, items.len()),
        macro_f1: labels.values().map(|label| label.f1).sum::<f64>() / labels.len().max(1) as f64,
        ece: calibration_error(&judged),
        mean_confidence: judged.iter().map(|(confidence, _)| confidence).sum::<f64>()
            / judged.len().max(1) as f64,
        labels,
        confusion,
    }
}

/// How often each label was chosen.
fn chosen_counts(confusion: &IndexMap<String, IndexMap<String, usize>>) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for (label, count) in confusion.values().flatten() {
        *counts.entry(label.as_str()).or_insert(0) += count;
    }
    counts
}

/// `None` for a label that no document has and that was never chosen.
fn of_label(
    name: &str,
    confusion: &IndexMap<String, IndexMap<String, usize>>,
    chosen: &HashMap<&str, usize>,
) -> Option<LabelMeasure> {
    let row = confusion.get(name);
    let documents = row.map_or(0, |row| row.values().sum());
    let right = row.and_then(|row| row.get(name)).copied().unwrap_or(0);
    let chosen = chosen.get(name).copied().unwrap_or(0);
    (documents + chosen > 0).then(|| LabelMeasure {
        precision: share(right, chosen),
        recall: share(right, documents),
        f1: share(2 * right, documents + chosen),
        documents,
    })
}

/// Mean distance of confidence and accuracy over bins of confidence, weighted by their documents.
pub(super) fn calibration_error(judged: &[(f64, bool)]) -> f64 {
    let mut bins = [(0.0, 0.0); BINS];
    for &(confidence, right) in judged {
        let bin = ((confidence * BINS as f64) as usize).min(BINS - 1);
        bins[bin].0 += confidence;
        bins[bin].1 += f64::from(u8::from(right));
    }
    let distance: f64 = bins.iter().map(|(confidence, right)| (confidence - right).abs()).sum();
    distance / judged.len().max(1) as f64
}

pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn honest_confidence_has_no_calibration_error() {
        let mut judged = vec![(0.75, true); 75];
        judged.extend(vec![(0.75, false); 25]);
        assert!(calibration_error(&judged) < 1e-9, "three of four at 0.75 is honest");
        let boastful: Vec<(f64, bool)> = judged.iter().map(|(_, right)| (1.0, *right)).collect();
        assert!((calibration_error(&boastful) - 0.25).abs() < 1e-9, "it claims 1 and has 0.75");
    }

    #[test]
    fn a_labels_measures_follow_from_the_confusion() {
        let confusion = IndexMap::from([
            ("a".to_owned(), IndexMap::from([("a".to_owned(), 3), ("b".to_owned(), 1)])),
            ("b".to_owned(), IndexMap::from([("a".to_owned(), 1), ("b".to_owned(), 5)])),
        ]);
        let chosen = chosen_counts(&confusion);
        let a = of_label("a", &confusion, &chosen).expect("it occurs");
        assert_eq!((a.precision, a.recall, a.f1, a.documents), (0.75, 0.75, 0.75, 4));
        assert!(
            of_label("c", &confusion, &chosen).is_none(),
            "a label that does not occur has no F1"
        );
    }

    proptest! {
        #[test]
        fn a_calibration_error_is_a_share(judged in vec((0.0..=1.0_f64, any::<bool>()), 0..60)) {
            prop_assert!((0.0..=1.0).contains(&calibration_error(&judged)));
        }
    }
}
