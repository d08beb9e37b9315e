//! Learning a prior: what decides, over many documents whose answers are known.

use std::collections::BTreeMap;

use serde_json::Value;

use super::contender::Contender;
use super::contract::Contract;
use super::fit::{Case, fit};
use super::measures::{Measures, OF_CONTENDER, OF_NONE};
use super::point::{Asked, asked_of, gather};
use super::rank::{scores, witnesses};
use super::role::Role;
use super::weights::{Prior, Weights, Witnesses, family};
use crate::eval::{expected_values, plain_forms};
use crate::evidence::distribution::softmax;
use crate::{Context, FieldType, Task, TaskError};

/// How strongly learned weights are held at zero, in units of cases.
const HOLD: f64 = 2.0;

/// A field of a document, with its contenders and the evidence on each.
#[derive(Clone, Debug)]
pub struct Observed {
    pub(super) path: String,
    pub(super) kind: FieldType,
    pub(super) many: bool,
    pub(super) role: Role,
    pub(super) contenders: Vec<Contender>,
    /// Places of the contenders that hold the right value.
    pub(super) right: Vec<usize>,
    /// How many values the document holds.
    pub(super) expected: usize,
}

impl Observed {
    /// The field's path and type.
    #[must_use]
    pub fn name(&self) -> (&str, FieldType) {
        (&self.path, self.kind)
    }

    /// Values that the document holds, and how many of them are among the contenders.
    #[must_use]
    pub fn recall(&self) -> (usize, usize) {
        (self.expected, self.right.len().min(self.expected))
    }

    /// What a ranker learns from it with these witnesses; `None` where it teaches nothing: another
    /// witness was not heard, or the right value is not among the contenders.
    pub(super) fn case(&self, wanted: Witnesses) -> Option<Case> {
        let had = witnesses(&self.contenders);
        if wanted.embedder && !had.embedder || wanted.model && !had.model {
            return None;
        }
        let heard = |one: &Contender| !wanted.model || one.features.logprob.is_some();
        let mut right = Vec::new();
        let mut shown = Vec::new();
        for (index, one) in self.contenders.iter().enumerate().filter(|(_, one)| heard(one)) {
            let mut one = one.clone();
            if !wanted.embedder {
                one.features.similarity = None;
            }
            if !wanted.model {
                one.features.logprob = None;
            }
            if self.right.contains(&index) {
                right.push(shown.len());
            }
            shown.push(one);
        }
        if right.is_empty() && self.expected > 0 && !self.many {
            return None;
        }
        let measures = Measures::of(&shown, self.role);
        Some(Case { measures, right, many: self.many })
    }
}

/// The evidence on every pointed field of a document whose answer is known.
///
/// # Errors
/// An invalid task; a missing model; the engine's.
pub async fn observe(
    task: &Task,
    document: &str,
    answer: &Value,
    context: &Context,
) -> Result<Vec<Observed>, TaskError> {
    let contract = Contract::of(task)?;
    let asked = asked_of(&contract.root);
    let pointed: Vec<&Asked<'_>> = asked
        .iter()
        .filter(|one| !matches!(one.leaf.field.kind, FieldType::Enum | FieldType::Boolean))
        .collect();
    let gathered = gather(&pointed, document, context).await?;
    let expected: BTreeMap<String, Vec<String>> = expected_values(answer).into_iter().collect();
    Ok(pointed
        .into_iter()
        .zip(gathered)
        .map(|(one, contenders)| {
            let wanted = expected.get(&one.path).cloned().unwrap_or_default();
            let holds = |one: &Contender| {
                let forms = plain_forms(&Value::from(one.text.clone()), one.normalized.as_ref());
                wanted.iter().any(|value| forms.contains(value))
            };
            let right = (0..contenders.len()).filter(|&index| holds(&contenders[index])).collect();
            Observed {
                path: one.path.clone(),
                kind: one.leaf.field.kind,
                many: one.many,
                role: one.question.role,
                right,
                expected: wanted.len(),
                contenders,
            }
        })
        .collect())
}

/// The prior that explains the observations best.
#[must_use]
pub fn learn(observed: &[Observed]) -> Prior {
    let mut prior = Prior::plain();
    let mut kinds: BTreeMap<(&str, bool), Vec<&Observed>> = BTreeMap::new();
    for one in observed {
        kinds.entry((family(one.kind), one.many)).or_default().push(one);
    }
    for ((_, many), fields) in kinds {
        for wanted in Witnesses::ALL {
            let cases: Vec<Case> = fields.iter().filter_map(|one| one.case(wanted)).collect();
            if cases.is_empty() {
                continue;
            }
            let start = Weights {
                contender: vec![0.0; OF_CONTENDER.len()],
                none: vec![0.0; OF_NONE.len()],
                calibration: None,
            };
            let weights = fit(&cases.iter().collect::<Vec<_>>(), &start, HOLD);
            prior.weights.insert(Prior::key(fields[0].kind, many, wanted), weights);
        }
    }
    prior
}

/// Whether the best contender under these weights is right, and its probability; for a field with
/// one value.
pub(super) fn decided(case: &Case, weights: &Weights) -> (f64, bool) {
    let probabilities = softmax(&scores(weights, &case.measures), 1.0);
    let best = (0..probabilities.len())
        .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]))
        .unwrap_or(0);
    let none = best == case.measures.contenders.len();
    let right = if none { case.right.is_empty() } else { case.right.contains(&best) };
    (probabilities[best], right)
}
