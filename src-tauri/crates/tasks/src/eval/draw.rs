//! Drawing a few examples from a pool, the same ones for the same seed.

use std::collections::HashMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::LabelledItem;
use crate::{Example, TaskKind};

/// Draws `shots` examples: for a classification so many of each label (of several labels the
/// scarcest counts), else so many in all.
///
/// The order of the pool does not matter beyond equal texts, so that a pool that grows keeps most
/// of its draw.
#[must_use]
pub fn draw_examples(
    kind: TaskKind,
    pool: &[LabelledItem],
    shots: usize,
    seed: u64,
) -> Vec<Example> {
    let mut order: Vec<&LabelledItem> = pool.iter().collect();
    order.sort_by_cached_key(|item| lot(&item.text, seed));
    let mut drawn: HashMap<String, usize> = HashMap::new();
    order
        .into_iter()
        .filter(|item| {
            let groups: Vec<&str> = match (kind, &item.answer) {
                (TaskKind::Classify, Value::String(label)) => vec![label],
                (TaskKind::Classify, Value::Array(labels)) if !labels.is_empty() => {
                    labels.iter().filter_map(Value::as_str).collect()
                }
                _ => vec![""],
            };
            let taken = groups.iter().any(|group| drawn.get(*group).is_none_or(|n| *n < shots));
            for group in groups.into_iter().filter(|_| taken) {
                *drawn.entry(group.to_owned()).or_insert(0) += 1;
            }
            taken
        })
        .map(|item| Example { input: item.text.clone(), output: item.answer.clone() })
        .collect()
}

fn lot(text: &str, seed: u64) -> [u8; 32] {
    Sha256::new().chain_update(seed.to_le_bytes()).chain_update(text).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool() -> Vec<LabelledItem> {
        (0..60)
            .map(|index| LabelledItem {
                text: format!("message {index}"),
                answer: ["billing", "technical", "other"][index % 3].into(),
            })
            .collect()
    }

    #[test]
    fn every_label_gets_its_share() {
        let drawn = draw_examples(TaskKind::Classify, &pool(), 5, 0);
        for label in ["billing", "technical", "other"] {
            assert_eq!(drawn.iter().filter(|example| example.output == label).count(), 5);
        }
    }

    #[test]
    fn of_several_labels_the_scarcest_counts() {
        let mut pool = pool();
        for (index, item) in pool.iter_mut().enumerate() {
            item.answer = if index == 7 {
                serde_json::json!(["billing", "rare"])
            } else {
                serde_json::json!(["billing"])
            };
        }
        let drawn = draw_examples(TaskKind::Classify, &pool, 5, 0);
        assert!(drawn.iter().any(|example| example.output[1] == "rare"));
        assert!((5..=6).contains(&drawn.len()), "{}", drawn.len());
    }

    #[test]
    fn a_seed_names_its_draw() {
        let draw = |seed| draw_examples(TaskKind::Extract, &pool(), 10, seed);
        assert_eq!(draw(1), draw(1), "the same seed draws the same");
        assert_ne!(draw(1), draw(2), "another seed draws others");
        assert_eq!(draw(1).len(), 10, "an extraction draws so many in all");
    }
}
