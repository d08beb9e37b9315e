//! What a document with a known answer shows of each field.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::contender::Contender;
use super::contract::Contract;
use super::fit::Case;
use super::measures::Measures;
use super::point::{Asked, EMBEDDED, asked_of, gather};
use super::propose;
use super::rank::{silenced, witnesses};
use super::role::Role;
use super::tagger::{Run, Tagged, run_of};
use super::weights::{Prior, Witnesses};
use crate::eval::{expected_values, plain_forms};
use crate::text::lines;
use crate::{Context, FieldType, Span, Task, TaskError};

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
            let wanted = wanted_of(one);
            let tagged = look.shows && may_be_long(one);
            let tagged =
                tagged.then(|| Tagged::of(document, &lines, wanted.first().map(String::as_str)));
            // Most texts are no lines of their own, and long documents have many lines.
            let kept = |tagged: &Tagged| {
                one.question.kind == FieldType::Address || !tagged.right.is_empty()
            };
            tagged.filter(kept).unwrap_or_default()
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
                propose(one.question.kind, document).iter().map(|found| found.span).collect()
            });
            let unknown = |one: &Contender| {
                recognized.as_ref().is_some_and(|known| !known.contains(&one.span))
            };
            Observed {
                path: one.path.clone(),
                kind: one.question.kind,
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
    !one.many && matches!(one.question.kind, FieldType::Address | FieldType::Text)
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

/// Whether a case tells which contender is right.
pub(super) const fn teaches(case: &Case) -> bool {
    !case.missed || case.many
}
