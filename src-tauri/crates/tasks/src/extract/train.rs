//! Teaching one field by what was observed of it, and judging honestly whether that helps.

use std::collections::{BTreeMap, BTreeSet};

use super::contender::Contender;
use super::fit::{Case, fit};
use super::head::{Extras, TaughtField};
use super::learn::{decided, platt};
use super::likeness::{Lessons, Likeness};
use super::lists::Empty;
use super::observe::Observed;
use super::rank::silenced;
use super::tagger::{Tagger, recognized, tagged};
use super::trial::{FieldWorth, Judged, Manner, Trial};
use super::weights::{Prior, Weights, Witnesses};

/// A sign is kept when this many examples share it.
const SHARED: usize = 2;
/// Parts into which the examples are split for cross-validation.
const FOLDS: usize = 5;

/// The examples as a head meets such documents, and the tagger that it has.
struct Examples {
    observed: Vec<Observed>,
    tagger: Option<Tagger>,
}

impl Examples {
    /// Without a tagger, and with one where there is something to tag.
    fn ways(observed: &[&Observed]) -> Vec<Self> {
        let plain = Self { observed: recognized(observed), tagger: None };
        let told = tagged(observed, FOLDS)
            .map(|(tagger, observed)| Self { observed, tagger: Some(tagger) });
        [plain].into_iter().chain(told).collect()
    }

    /// The examples of a fold, or the others.
    fn part(&self, fold: usize, folds: usize, held: bool) -> Vec<&Observed> {
        let all = self.observed.iter().enumerate();
        all.filter(|(index, _)| (index % folds == fold) == held).map(|(_, one)| one).collect()
    }

    fn all(&self) -> Vec<&Observed> {
        self.observed.iter().collect()
    }
}

/// What a head weighs beside the measures, as these examples teach it.
struct More {
    tagged: bool,
    signs: Vec<String>,
    lessons: Lessons,
    likeness: Option<Likeness>,
}

impl More {
    fn of(observed: &[&Observed], tagged: bool, manner: Manner) -> Self {
        let lessons = Lessons::of(observed);
        let likeness = lessons.learn(None);
        Self { tagged, signs: shared_signs(observed, manner.signs), lessons, likeness }
    }

    fn extras<'a>(&'a self, likeness: Option<&'a Likeness>) -> Extras<'a> {
        Extras { tagged: self.tagged, likeness, signs: &self.signs }
    }

    fn columns(&self) -> usize {
        self.extras(self.likeness.as_ref()).columns()
    }

    /// A document that is none of the examples.
    fn add_to(&self, case: Case, one: &Observed, wanted: Witnesses) -> Case {
        with_extras(self.extras(self.likeness.as_ref()), case, one, wanted)
    }

    /// The example at this place, which is not judged by what it shows itself.
    fn add_to_own(&self, at: usize, case: Case, one: &Observed, wanted: Witnesses) -> Case {
        let others = self.lessons.learn(Some(at));
        let likeness = self.likeness.as_ref().map(|all| others.as_ref().unwrap_or(all));
        with_extras(self.extras(likeness), case, one, wanted)
    }
}

fn with_extras(extras: Extras<'_>, mut case: Case, one: &Observed, wanted: Witnesses) -> Case {
    let heard: Vec<Contender> = one.heard_contenders(wanted).cloned().collect();
    let extras = extras.of(&silenced(&heard, wanted));
    for (row, extras) in case.measures.contenders.iter_mut().zip(extras) {
        row.extend(extras);
    }
    case
}

/// Teaches one field by what was observed of it, an observation for each example. `None` where
/// the prior is as good.
pub(super) fn teach_field(
    observed: &[&Observed],
    prior: &Prior,
) -> (Option<TaughtField>, FieldWorth) {
    let ways = Examples::ways(observed);
    let Some(plain) = ways.first() else { return (None, FieldWorth::default()) };
    let mut best: Option<Trial> = None;
    // What was said at no further cost is always heard.
    let read = Witnesses { embedder: true, model: false };
    let read = observed.iter().any(|one| one.heard(read));
    for wanted in Witnesses::ALL.into_iter().filter(|wanted| wanted.embedder || !read) {
        let by_prior = judged_by_prior(&plain.observed, prior, wanted);
        if by_prior.answers.is_empty() {
            continue;
        }
        for manner in Manner::all(ways.len(), wanted) {
            let judged = cross_validated(&ways[manner.way], prior, manner);
            let trial = Trial::of(manner, &by_prior, judged);
            if best.as_ref().is_none_or(|best| trial.beats(best)) {
                best = Some(trial);
            }
        }
    }
    let Some(Trial { manner, worth, judged, .. }) = best else {
        return (None, FieldWorth::default());
    };
    if judged.is_empty() {
        return (None, worth);
    }
    let (examples, wanted) = (&ways[manner.way], manner.wanted);
    let more = More::of(&examples.all(), examples.tagger.is_some(), manner);
    let alone = Manner { wanted: Witnesses::default(), ..manner };
    let shape = learned(&examples.all(), prior, alone, &more);
    let mut heard = learned(&examples.all(), prior, manner, &more);
    heard.calibration = platt(&judged);
    let taught = TaughtField {
        tagger: examples.tagger.clone(),
        likeness: more.likeness,
        signs: more.signs,
        shape,
        heard,
        embedder: wanted.embedder,
        model: wanted.model,
        never_empty: emptiness(&examples.all()) == Empty::Rarely,
    };
    (Some(taught), worth)
}

/// How often lists like those of the examples are empty: rarely, unless one of them is.
fn emptiness(observed: &[&Observed]) -> Empty {
    if observed.iter().any(|one| one.expected == 0) { Empty::AsLearned } else { Empty::Rarely }
}

/// What the prior answers, with these witnesses.
fn judged_by_prior(observed: &[Observed], prior: &Prior, wanted: Witnesses) -> Judged {
    let mut judged = Judged::default();
    for one in observed {
        if let Some(case) = one.judged(wanted) {
            judged.add(
                one,
                decided(&case, &prior.of(one.kind, one.role, one.many, wanted), Empty::Rarely),
            );
        }
    }
    judged
}

/// What a head answers on each part of the examples, taught by the others.
fn cross_validated(examples: &Examples, prior: &Prior, manner: Manner) -> Judged {
    let folds = FOLDS.min(examples.observed.len());
    let mut judged = Judged::default();
    for fold in 0..folds {
        let others = examples.part(fold, folds, false);
        if others.is_empty() {
            continue;
        }
        let more = More::of(&others, examples.tagger.is_some(), manner);
        let weights = learned(&others, prior, manner, &more);
        let empty = emptiness(&others);
        for one in examples.part(fold, folds, true) {
            if let Some(case) = one.judged(manner.wanted) {
                let case = more.add_to(case, one, manner.wanted);
                judged.add(one, decided(&case, &weights, empty));
            }
        }
    }
    judged
}

/// The prior's weights, moved towards what explains the examples.
fn learned(observed: &[&Observed], prior: &Prior, manner: Manner, more: &More) -> Weights {
    let Some(any) = observed.first() else { return Weights::default() };
    let mut start = prior.of(any.kind, any.role, any.many, manner.wanted);
    start.contender.extend(vec![0.0; more.columns()]);
    let wanted = manner.wanted;
    let cases: Vec<Case> = observed
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some(more.add_to_own(at, one.case(wanted)?, one, wanted)))
        .collect();
    fit(&cases.iter().collect::<Vec<_>>(), &start, manner.hold, more.columns())
}

/// The signs that several examples have on their right values or on their others, the commonest.
fn shared_signs(observed: &[&Observed], most: usize) -> Vec<String> {
    if most == 0 {
        return Vec::new();
    }
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
    shared.into_iter().take(most).map(|(sign, _)| sign.to_owned()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::features::Features;
    use super::super::role::Role;
    use super::super::tagger::{COLUMNS, Tagged};
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
            tagged: [0.0; COLUMNS],
            around: None,
        }
    }

    /// A document with a net amount and a gross one, of which `right` is asked for.
    pub(in crate::extract) fn observed(right: usize) -> Observed {
        Observed {
            path: "amount".to_owned(),
            kind: FieldType::Amount,
            many: false,
            role: Role::default(),
            contenders: vec![contender(0, 0.9, "before: net"), contender(5, 0.8, "before: gross")],
            right: vec![right],
            shown: Vec::new(),
            runs: Vec::new(),
            tagged: Tagged::default(),
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
        let prior = judged_by_prior(&examples, &Prior::plain(), Witnesses::default());
        assert!(
            prior.found() == 4 && prior.answers.len() == 20,
            "it always takes the first: {prior:?}"
        );
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
