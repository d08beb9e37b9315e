//! Learning a prior: what decides, over many documents whose answers are known.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::contender::Contender;
use super::contract::Contract;
use super::fit::{Case, Hold, fit};
use super::measures::{Measures, OF_CONTENDER, OF_NONE};
use super::point::{Asked, EMBEDDED, asked_of, gather};
use super::propose;
use super::rank::{scores, silenced, witnesses};
use super::role::Role;
use super::tagger::{Run, Tagged, run_of};
use super::weights::{Prior, Weights, Witnesses, family};
use crate::eval::{expected_values, plain_forms};
use crate::evidence::distribution::{sigmoid, softmax};
use crate::text::lines;
use crate::{Context, FieldType, Span, Task, TaskError};

/// How strongly learned weights are held where they start, in units of cases.
const HOLD: Hold = Hold { known: 1.0, fresh: 1.0 };
/// Answers that calibration needs.
const LEAST_TO_CALIBRATE: usize = 20;
/// Parts into which the observations are split to calibrate what is learned.
const FOLDS: usize = 5;

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
    /// The lines that the document has, for a tagger to learn from; none where it has nothing to.
    pub(super) tagged: Tagged,
    /// The run of lines that each contender covers.
    pub(super) runs: Vec<Option<Run>>,
    /// Places of the contenders that no recognizer proposed: the answer shows them.
    pub(super) shown: Vec<usize>,
    /// How many values the document holds.
    pub(super) expected: usize,
    /// Whether the answer says anything of this field; one that it leaves out is unknown, which is
    /// not the same as null.
    pub(super) known: bool,
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

    /// Whether these witnesses were heard.
    pub(super) fn heard(&self, wanted: Witnesses) -> bool {
        let had = witnesses(&self.contenders);
        (had.embedder || !wanted.embedder) && (had.model || !wanted.model)
    }

    /// The contenders on which the wanted witnesses were heard.
    pub(super) fn heard_contenders(&self, wanted: Witnesses) -> impl Iterator<Item = &Contender> {
        self.contenders.iter().filter(move |one| !wanted.model || one.features.logprob.is_some())
    }

    /// What a ranker with these witnesses has to decide; `None` where one was not heard.
    pub(super) fn judged(&self, wanted: Witnesses) -> Option<Case> {
        if !self.heard(wanted) {
            return None;
        }
        let shown: Vec<Contender> = self.heard_contenders(wanted).cloned().collect();
        let is_right = |one: &Contender| {
            self.right.iter().any(|&index| self.contenders[index].span == one.span)
        };
        let right: Vec<usize> = (0..shown.len()).filter(|&index| is_right(&shown[index])).collect();
        let shown = silenced(&shown, wanted);
        let measures = Measures::of(&shown, self.role);
        let missed = right.is_empty() && self.expected > 0;
        Some(Case { measures, right, many: self.many, missed })
    }

    /// What a ranker learns from it; `None` where it teaches nothing: a witness was not heard, or
    /// the right value is not among the contenders.
    pub(super) fn case(&self, wanted: Witnesses) -> Option<Case> {
        self.judged(wanted).filter(teaches)
    }
}

/// The evidence on every pointed field of a document whose answer is known, on the contenders that
/// common sense speaks for: what is learned must not depend on what was learned before.
///
/// # Errors
/// An invalid task; a missing model; the engine's.
pub async fn observe(
    task: &Task,
    document: &str,
    answer: &Value,
    context: &Context,
) -> Result<Vec<Observed>, TaskError> {
    let look = Look { prior: &Prior::plain(), most: EMBEDDED, shows: false };
    observe_most(task, document, answer, look, context).await
}

/// How an example is looked at.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    /// Who says which contenders are looked at closely.
    pub prior: &'a Prior,
    /// How many of each field are.
    pub most: usize,
    /// Whether lines that the answer shows contend, though no recognizer proposed them.
    pub shows: bool,
}

/// The same in a look of one's own.
///
/// # Errors
/// Those of [`observe`].
pub(super) async fn observe_most(
    task: &Task,
    document: &str,
    answer: &Value,
    look: Look<'_>,
    context: &Context,
) -> Result<Vec<Observed>, TaskError> {
    let contract = Contract::of(task)?;
    let asked = asked_of(&contract.root);
    let pointed: Vec<&Asked<'_>> = asked.iter().filter(|one| !one.is_chosen()).collect();
    let expected: BTreeMap<String, Vec<String>> = expected_values(answer).into_iter().collect();
    let wanted_of = |one: &Asked<'_>| expected.get(&one.path).cloned().unwrap_or_default();
    let lines = lines(document);
    let tagged: Vec<Tagged> = pointed
        .iter()
        .map(|one| {
            if look.shows && may_be_long(one) {
                let wanted = wanted_of(one);
                Tagged::of(document, &lines, wanted.first().map(String::as_str))
            } else {
                Tagged::default()
            }
        })
        .collect();
    let shown = tagged.iter().map(|one| one.spans(document, &lines)).collect();
    let gathered = gather(&pointed, document, (look.prior, look.most), shown, context).await?;
    Ok(pointed
        .into_iter()
        .zip(gathered)
        .zip(tagged)
        .map(|((one, contenders), tagged)| {
            let wanted = wanted_of(one);
            let holds = |one: &Contender| {
                let forms = plain_forms(&Value::from(one.text.clone()), one.normalized.as_ref());
                wanted.iter().any(|value| forms.contains(value))
            };
            let places = |holds: &dyn Fn(&Contender) -> bool| {
                (0..contenders.len()).filter(|&index| holds(&contenders[index])).collect()
            };
            let recognized: Option<HashSet<Span>> = (!tagged.right.is_empty()).then(|| {
                propose(one.leaf.field.kind, document).iter().map(|found| found.span).collect()
            });
            let unknown = |one: &Contender| {
                recognized.as_ref().is_some_and(|known| !known.contains(&one.span))
            };
            Observed {
                path: one.path.clone(),
                kind: one.leaf.field.kind,
                many: one.many,
                role: one.question.role,
                right: places(&holds),
                shown: places(&unknown),
                runs: contenders.iter().map(|one| run_of(document, &lines, one.span)).collect(),
                tagged,
                expected: wanted.len(),
                known: mentions(answer, &one.path),
                contenders,
            }
        })
        .collect())
}

/// Whether a field's value may be several whole lines.
fn may_be_long(one: &Asked<'_>) -> bool {
    !one.many && matches!(one.leaf.field.kind, FieldType::Address | FieldType::Text)
}

/// Whether an answer has a value, or null, for the field at this path.
pub(super) fn mentions(answer: &Value, path: &str) -> bool {
    let mut at = answer;
    for name in path.split('.') {
        match at {
            Value::Null => return true,
            Value::Object(members) => match members.get(name) {
                Some(member) => at = member,
                None => return false,
            },
            _ => return false,
        }
    }
    true
}

/// The prior that explains the observations best.
#[must_use]
pub fn learn(observed: &[Observed]) -> Prior {
    let mut prior = Prior::plain();
    let mut kinds: BTreeMap<(String, bool), Vec<&Observed>> = BTreeMap::new();
    for one in observed {
        let (family, role) = (family(one.kind), one.role.name(one.kind));
        kinds.entry((family.to_owned(), one.many)).or_default().push(one);
        if !role.is_empty() {
            kinds.entry((format!("{family}{role}"), one.many)).or_default().push(one);
        }
    }
    for ((family, many), fields) in kinds {
        for wanted in Witnesses::ALL {
            let lesson = Lesson::of(&fields, wanted);
            if lesson.is_empty() {
                continue;
            }
            let mut weights = lesson.learned(|_| true);
            weights.calibration = platt(&lesson.cross_validated());
            prior.weights.insert(Prior::key(&family, many, wanted), weights);
        }
    }
    prior
}

/// The fields that one ranker is learned from, as each stage of learning sees them.
///
/// The language model is heard on few documents. What it says is weighed on top of what all of
/// them taught without it.
struct Lesson {
    stages: Vec<Vec<Option<Case>>>,
}

impl Lesson {
    fn of(fields: &[&Observed], wanted: Witnesses) -> Self {
        let without = Witnesses { model: false, ..wanted };
        let stages = if wanted.model { vec![without, wanted] } else { vec![wanted] };
        let judged = |witnesses| fields.iter().map(|one| one.judged(witnesses)).collect();
        Self { stages: stages.into_iter().map(judged).collect() }
    }

    /// The fields with all the evidence.
    fn last(&self) -> &[Option<Case>] {
        self.stages.last().map_or(&[], Vec::as_slice)
    }

    fn is_empty(&self) -> bool {
        !self.last().iter().flatten().any(teaches)
    }

    /// The weights that the fields at these places teach.
    fn learned(&self, holds: impl Fn(usize) -> bool) -> Weights {
        let nothing = Weights {
            contender: vec![0.0; OF_CONTENDER.len()],
            none: vec![0.0; OF_NONE.len()],
            calibration: None,
        };
        self.stages.iter().fold(nothing, |start, judged| {
            let among = judged.iter().enumerate().filter(|(index, _)| holds(*index));
            let cases: Vec<&Case> =
                among.filter_map(|(_, case)| case.as_ref()).filter(|case| teaches(case)).collect();
            fit(&cases, &start, HOLD, 0)
        })
    }

    /// What weights learned from the others answer on each part of the fields.
    fn cross_validated(&self) -> Vec<Decision> {
        let mut answers = Vec::new();
        // Parts by order among the fields with all the evidence, so that each has some of them.
        let mut order = 0;
        let parts: Vec<usize> = self
            .last()
            .iter()
            .map(|case| {
                order += usize::from(case.is_some());
                order % FOLDS
            })
            .collect();
        for fold in 0..FOLDS {
            let weights = self.learned(|index| parts[index] != fold);
            for (_, case) in self.last().iter().enumerate().filter(|(at, _)| parts[*at] == fold) {
                answers.extend(case.iter().flat_map(|case| decided(case, &weights)));
            }
        }
        answers
    }
}

/// Whether a case tells which contender is right.
const fn teaches(case: &Case) -> bool {
    !case.missed || case.many
}

/// An answer that a ranker gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision {
    pub probability: f64,
    pub right: bool,
    /// Whether it is a value, not "there is none".
    pub is_value: bool,
}

/// The answers that these weights give.
///
/// One for a field with one value; for a list one for each contender, right if it is a value.
pub(super) fn decided(case: &Case, weights: &Weights) -> Vec<Decision> {
    let scores = scores(weights, &case.measures);
    let last = case.measures.contenders.len();
    if case.many {
        let each = |index: usize| Decision {
            probability: sigmoid(scores[index] - scores[last]),
            right: case.right.contains(&index),
            is_value: true,
        };
        return (0..last).map(each).collect();
    }
    let probabilities = softmax(&scores, 1.0);
    let best =
        (0..=last).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b])).unwrap_or(last);
    let right = if best == last {
        case.right.is_empty() && !case.missed
    } else {
        case.right.contains(&best)
    };
    vec![Decision { probability: probabilities[best], right, is_value: best != last }]
}

/// Slope and offset that make probabilities honest (Platt 1999): a logistic regression of right
/// and wrong on log-odds. `None` for too few answers, or answers that are all alike.
pub(super) fn platt(answers: &[Decision]) -> Option<(f64, f64)> {
    let right = answers.iter().filter(|answer| answer.right).count();
    if answers.len() < LEAST_TO_CALIBRATE || right == 0 || right == answers.len() {
        return None;
    }
    let rows = answers.iter().map(|Decision { probability, right, .. }| {
        let kept = probability.clamp(1e-6, 1.0 - 1e-6);
        let odds = (kept / (1.0 - kept)).ln() as f32;
        Case {
            measures: Measures { contenders: vec![vec![odds]], none: vec![-1.0] },
            right: if *right { vec![0] } else { Vec::new() },
            many: true,
            missed: false,
        }
    });
    let cases: Vec<Case> = rows.collect();
    let start = Weights { contender: vec![1.0], none: vec![0.0], calibration: None };
    let hold = Hold { known: 1.0, fresh: 1.0 };
    let fitted = fit(&cases.iter().collect::<Vec<_>>(), &start, hold, 0);
    Some((*fitted.contender.first()?, *fitted.none.first()?))
}
