//! What a person's corrections teach about the fields of a task.
//!
//! For each field a maximum a posteriori ranker: the prior's weights, moved towards what explains
//! the examples, and weights for the signs that the examples share. A field keeps its head only
//! where cross-validation on the examples shows that it is better than the prior.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::contender::Contender;
use super::fit::{Case, Hold, fit};
use super::learn::{Observed, decided, platt};
use super::measures::{OF_CONTENDER, OF_NONE};
use super::weights::{Prior, Weights, Witnesses};

/// How strongly a weight of the prior is held, and one of a sign at zero, in units of examples.
const HOLD: Hold = Hold { known: 1.0, fresh: 1.0 };
/// A sign is kept when this many examples share it.
const SHARED: usize = 2;
/// Signs that a field keeps.
const MOST_SIGNS: usize = 150;
/// Parts into which the examples are split for cross-validation.
const FOLDS: usize = 5;

/// What was learned about the fields of a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldHead {
    /// By path; fields without are ranked by the prior.
    pub fields: IndexMap<String, TaughtField>,
}

/// What was learned about one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaughtField {
    /// The signs that have a weight, in the order of the weights behind those of the measures.
    pub signs: Vec<String>,
    /// Weights before any witness is heard.
    pub shape: Weights,
    /// Weights with the witnesses that are worth hearing.
    pub heard: Weights,
    /// Whether the embedder is worth hearing, and the language model.
    pub embedder: bool,
    /// See [`Self::embedder`].
    pub model: bool,
}

impl FieldHead {
    /// Whether every field has as many weights as there are measures and signs.
    pub(crate) fn is_whole(&self) -> bool {
        let whole = |weights: &Weights, signs: usize| {
            weights.contender.len() == OF_CONTENDER.len() + signs
                && weights.none.len() == OF_NONE.len()
        };
        self.fields.values().all(|field| {
            [&field.shape, &field.heard].iter().all(|weights| whole(weights, field.signs.len()))
        })
    }
}

impl TaughtField {
    /// The weights for contenders on which these witnesses were heard, and the witnesses that they
    /// were taught with.
    pub(super) fn weights(&self, heard: Witnesses) -> (&Weights, Witnesses) {
        let wanted = Witnesses { embedder: self.embedder, model: self.model };
        let all_heard = (heard.embedder || !wanted.embedder) && (heard.model || !wanted.model);
        if all_heard { (&self.heard, wanted) } else { (&self.shape, Witnesses::default()) }
    }

    /// A row for each contender: 1 where it has the sign.
    pub(super) fn marks(&self, contenders: &[Contender]) -> Vec<Vec<f32>> {
        marks(&self.signs, contenders)
    }
}

fn marks(signs: &[String], contenders: &[Contender]) -> Vec<Vec<f32>> {
    let mark = |held: bool| if held { 1.0 } else { 0.0 };
    contenders
        .iter()
        .map(|one| signs.iter().map(|sign| mark(one.signs.binary_search(sign).is_ok())).collect())
        .collect()
}

/// A head that answers no better than the prior is kept only if it is this much surer of it.
const CLEARLY_LESS: f64 = 0.9;

/// How good a field was on the examples that it was not taught by.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FieldWorth {
    /// Share of the examples that the prior answers right.
    pub before: f64,
    /// The same for the head.
    pub after: f64,
}

/// A head that might be taught: which witnesses it hears, and how it did.
struct Trial {
    wanted: Witnesses,
    worth: FieldWorth,
    loss: f64,
    /// The probability of each answer and whether it was right; empty where the prior is as good.
    judged: Vec<(f64, bool)>,
}

/// Answers to examples: the probability of each and whether it is right.
#[derive(Debug, Default)]
struct Judged {
    answers: Vec<(f64, bool)>,
    /// Right answers to examples that hold the value.
    found: usize,
}

impl Judged {
    fn add(&mut self, one: &Observed, answers: Vec<(f64, bool)>) {
        if one.expected > 0 {
            self.found += answers.iter().filter(|answer| answer.1).count();
        }
        self.answers.extend(answers);
    }
}

/// Teaches one field by what was observed of it, an observation for each example. `None` where
/// the prior is as good.
pub(super) fn teach_field(
    observed: &[&Observed],
    prior: &Prior,
) -> (Option<TaughtField>, FieldWorth) {
    let mut best: Option<Trial> = None;
    for wanted in Witnesses::ALL {
        let by_prior = judged_by_prior(observed, prior, wanted);
        if by_prior.answers.is_empty() {
            continue;
        }
        let judged = cross_validated(observed, prior, wanted);
        // Where most examples lack the value, a head that never finds it would be right most often.
        let keeps_finding = judged.found >= by_prior.found;
        let (by_prior, judged) = (by_prior.answers, judged.answers);
        let worth = FieldWorth { before: score(&by_prior), after: score(&judged) };
        let loss = log_loss(&judged);
        let helps = keeps_finding
            && (worth.after > worth.before
                || worth.after == worth.before && loss < log_loss(&by_prior) * CLEARLY_LESS);
        let worth = FieldWorth { after: if helps { worth.after } else { worth.before }, ..worth };
        let better =
            best.as_ref().is_none_or(|best| (worth.after, -loss) > (best.worth.after, -best.loss));
        if better {
            let judged = if helps { judged } else { Vec::new() };
            best = Some(Trial { wanted, worth, loss, judged });
        }
    }
    let Some(Trial { worth, wanted, judged, .. }) = best else {
        return (None, FieldWorth::default());
    };
    if judged.is_empty() {
        return (None, worth);
    }
    let signs = shared_signs(observed);
    let shape = learned(observed, prior, Witnesses::default(), &signs);
    let mut heard = learned(observed, prior, wanted, &signs);
    heard.calibration = platt(&judged);
    let taught =
        TaughtField { signs, shape, heard, embedder: wanted.embedder, model: wanted.model };
    (Some(taught), worth)
}

/// Share of right answers.
fn score(judged: &[(f64, bool)]) -> f64 {
    judged.iter().filter(|one| one.1).count() as f64 / judged.len().max(1) as f64
}

fn log_loss(judged: &[(f64, bool)]) -> f64 {
    let loss = |(probability, right): &(f64, bool)| {
        -(if *right { *probability } else { 1.0 - probability }).max(1e-6).ln()
    };
    judged.iter().map(loss).sum::<f64>() / judged.len().max(1) as f64
}

/// What the prior answers, with these witnesses.
fn judged_by_prior(observed: &[&Observed], prior: &Prior, wanted: Witnesses) -> Judged {
    let mut judged = Judged::default();
    for one in observed {
        if let Some(case) = one.judged(wanted) {
            judged.add(one, decided(&case, &prior.of(one.kind, one.role, one.many, wanted)));
        }
    }
    judged
}

/// What a head answers on each part of the examples, taught by the others.
fn cross_validated(observed: &[&Observed], prior: &Prior, wanted: Witnesses) -> Judged {
    let folds = FOLDS.min(observed.len());
    let mut judged = Judged::default();
    for fold in 0..folds {
        let part = |held: bool| -> Vec<&Observed> {
            let of_fold = observed.iter().enumerate();
            of_fold
                .filter(|(index, _)| (index % folds == fold) == held)
                .map(|(_, one)| *one)
                .collect()
        };
        let (others, own) = (part(false), part(true));
        if others.is_empty() {
            continue;
        }
        let signs = shared_signs(&others);
        let weights = learned(&others, prior, wanted, &signs);
        for one in own {
            if let Some(case) = one.judged(wanted) {
                judged.add(one, decided(&marked(case, one, wanted, &signs), &weights));
            }
        }
    }
    judged
}

fn marked(mut case: Case, one: &Observed, wanted: Witnesses, signs: &[String]) -> Case {
    let heard: Vec<Contender> = one.heard_contenders(wanted).cloned().collect();
    for (row, marks) in case.measures.contenders.iter_mut().zip(marks(signs, &heard)) {
        row.extend(marks);
    }
    case
}

/// The prior's weights, moved towards what explains the examples.
fn learned(observed: &[&Observed], prior: &Prior, wanted: Witnesses, signs: &[String]) -> Weights {
    let Some(any) = observed.first() else { return Weights::default() };
    let mut start = prior.of(any.kind, any.role, any.many, wanted);
    start.contender.extend(vec![0.0; signs.len()]);
    let cases: Vec<Case> = observed
        .iter()
        .filter_map(|one| Some(marked(one.case(wanted)?, one, wanted, signs)))
        .collect();
    fit(&cases.iter().collect::<Vec<_>>(), &start, HOLD, signs.len())
}

/// The signs that several examples have on their right values or on their others, the commonest.
fn shared_signs(observed: &[&Observed]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in observed {
        let own: BTreeSet<&str> =
            one.contenders.iter().flat_map(|one| one.signs.iter().map(String::as_str)).collect();
        for sign in own {
            *counts.entry(sign).or_default() += 1;
        }
    }
    let mut shared: Vec<(&str, usize)> =
        counts.into_iter().filter(|(_, count)| *count >= SHARED).collect();
    shared.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    shared.into_iter().take(MOST_SIGNS).map(|(sign, _)| sign.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::features::Features;
    use super::super::role::Role;
    use super::*;
    use crate::{FieldType, Span};

    fn contender(place: usize, early: f32, sign: &str) -> Contender {
        Contender {
            span: Span::new(place..place + 1),
            text: format!("{place}.00"),
            normalized: None,
            features: Features { shape: 1.0, early, ..Features::default() },
            elsewhere: Vec::new(),
            signs: vec![sign.to_owned()],
        }
    }

    /// A document with a net amount and a gross one, of which `right` is asked for.
    fn observed(right: usize) -> Observed {
        Observed {
            path: "amount".to_owned(),
            kind: FieldType::Amount,
            many: false,
            role: Role::default(),
            contenders: vec![contender(0, 0.9, "before: net"), contender(5, 0.8, "before: gross")],
            right: vec![right],
            expected: 1,
            known: true,
        }
    }

    #[test]
    fn corrections_teach_which_words_announce_the_value() {
        let examples: Vec<Observed> = (0..12).map(|_| observed(1)).collect();
        let rows: Vec<&Observed> = examples.iter().collect();
        let (taught, worth) = teach_field(&rows, &Prior::plain());
        let taught = taught.expect("the second amount is always right, the prior takes the first");
        assert!(taught.signs.contains(&"before: gross".to_owned()), "{:?}", taught.signs);
        assert!(worth.after > worth.before + 0.5, "{worth:?}");
    }

    #[test]
    fn a_field_that_the_prior_answers_right_keeps_it() {
        let examples: Vec<Observed> = (0..12).map(|index| observed(index % 2)).collect();
        let rows: Vec<&Observed> = examples.iter().collect();
        let (taught, worth) = teach_field(&rows, &Prior::plain());
        assert!(taught.is_none(), "there is nothing to learn where chance decides: {worth:?}");
    }

    #[test]
    fn a_head_that_finds_less_is_not_taken_for_saying_none_more_often() {
        let lacking = || Observed { right: Vec::new(), expected: 0, ..observed(0) };
        let examples: Vec<Observed> =
            (0..20).map(|index| if index % 5 == 0 { observed(0) } else { lacking() }).collect();
        let rows: Vec<&Observed> = examples.iter().collect();
        let prior = judged_by_prior(&rows, &Prior::plain(), Witnesses::default());
        assert_eq!((prior.found, prior.answers.len()), (4, 20), "it always takes the first");
        assert!(teach_field(&rows, &Prior::plain()).0.is_none(), "nothing tells the five apart");
    }

    #[test]
    fn the_same_examples_teach_the_same() {
        let examples: Vec<Observed> = (0..9).map(|_| observed(1)).collect();
        let rows: Vec<&Observed> = examples.iter().collect();
        let plain = Prior::plain();
        assert_eq!(teach_field(&rows, &plain).0, teach_field(&rows, &plain).0);
    }
}
