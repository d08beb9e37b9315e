//! Measures of an extraction.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use super::LabelledItem;
use super::labels::calibration_error;
use crate::extract::inner_path;
use crate::{Answer, Extraction, FieldAnswer, Outcome, TaskError};

/// How well values were found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldMeasures {
    /// For each field, the share of documents where exactly its values were found (none, where
    /// there is none). Equal means equal after lower-casing and dropping everything but letters,
    /// digits and dots within; the value as it stands or in its standard form.
    pub fields: IndexMap<String, f64>,
    /// Mean of these.
    pub mean_exact: f64,
    /// For each field, F1 over its single values.
    pub field_f1: IndexMap<String, f64>,
    /// F1 over all single values.
    pub f1: f64,
    /// For each field with single values, the share of documents where the right value is the
    /// answer or one of the next best, three in all; null counts as offered where it is the answer.
    pub offered: IndexMap<String, f64>,
    /// Mean of these.
    pub mean_offered: f64,
    /// Expected calibration error: how far confidence is from the share of right answers, over 15
    /// bins; answers whose confidence was not measured are left out.
    pub ece: f64,
    /// Share of the found values that stand in their document.
    pub grounded: f64,
}

/// Values that are offered: the answer and the next best.
const OFFERED: usize = 3;

/// Values right, found and expected.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    documents: usize,
    exact: usize,
    right: usize,
    found: usize,
    expected: usize,
    /// Documents that ask for one value, and those where it is offered.
    single: usize,
    offered: usize,
}

impl Tally {
    fn exact(self) -> f64 {
        self.exact as f64 / self.documents.max(1) as f64
    }

    fn f1(self) -> f64 {
        match self.found + self.expected {
            0 => 1.0,
            both => 2.0 * self.right as f64 / both as f64,
        }
    }
}

pub(super) fn measure(
    items: &[LabelledItem],
    outcomes: &[Result<Outcome, TaskError>],
) -> FieldMeasures {
    let mut tallies: IndexMap<String, Tally> = IndexMap::new();
    let (mut values, mut grounded) = (0_u32, 0_u32);
    let mut judged = Vec::new();
    for (item, outcome) in items.iter().zip(outcomes) {
        let found = match outcome {
            Ok(Outcome { answer: Answer::Extract(found), .. }) => Some(found),
            _ => None,
        };
        for (path, expected) in expected_values(&item.answer) {
            let answers = found.map(|found| answers_at(found, &path)).unwrap_or_default();
            let tally = tallies.entry(path.clone()).or_default();
            count(tally, &expected, &answers, found.is_some());
            if expected.len() <= 1
                && let Some(answer) = found.and_then(|found| found.fields.get(&path))
            {
                tally.single += 1;
                tally.offered += usize::from(offered(&expected, answer));
                judged.extend(judgement(&expected, answer));
            } else {
                judged.extend(answers.iter().filter_map(|answer| judgement(&expected, answer)));
            }
        }
        for answer in found.iter().flat_map(|found| found.fields.values()) {
            if !answer.value.is_null() {
                values += 1;
                grounded += u32::from(answer.verified);
            }
        }
    }
    let mut all = Tally::default();
    for tally in tallies.values() {
        all.right += tally.right;
        all.found += tally.found;
        all.expected += tally.expected;
    }
    let fields: IndexMap<String, f64> =
        tallies.iter().map(|(name, tally)| (name.clone(), tally.exact())).collect();
    let offered: IndexMap<String, f64> = tallies
        .iter()
        .filter(|(_, tally)| tally.single > 0)
        .map(|(name, tally)| (name.clone(), tally.offered as f64 / tally.single as f64))
        .collect();
    FieldMeasures {
        mean_offered: offered.values().sum::<f64>() / offered.len().max(1) as f64,
        offered,
        ece: calibration_error(&judged),
        mean_exact: fields.values().sum::<f64>() / fields.len().max(1) as f64,
        fields,
        field_f1: tallies.iter().map(|(name, tally)| (name.clone(), tally.f1())).collect(),
        f1: all.f1(),
        grounded: if values == 0 { 1.0 } else { f64::from(grounded) / f64::from(values) },
    }
}

fn count(tally: &mut Tally, expected: &[String], answers: &[&FieldAnswer], answered: bool) {
    let mut open: Vec<&String> = expected.iter().collect();
    for answer in answers {
        let forms = plain_forms(&answer.value, answer.normalized.as_ref());
        if let Some(place) = open.iter().position(|expected| forms.contains(expected)) {
            open.swap_remove(place);
            tally.right += 1;
        }
    }
    tally.documents += 1;
    tally.found += answers.len();
    tally.expected += expected.len();
    tally.exact += usize::from(answered && open.is_empty() && answers.len() == expected.len());
}

/// Whether an answer is one of the expected values; null is right where none is expected.
fn is_right(expected: &[String], answer: &FieldAnswer) -> bool {
    if answer.value.is_null() {
        return expected.is_empty();
    }
    let forms = plain_forms(&answer.value, answer.normalized.as_ref());
    expected.iter().any(|expected| forms.contains(expected))
}

/// How sure an answer was, and whether it is right; none where nothing was measured.
fn judgement(expected: &[String], answer: &FieldAnswer) -> Option<(f64, bool)> {
    Some((answer.confidence?, is_right(expected, answer)))
}

/// Whether the right value is the answer or one of the next best.
fn offered(expected: &[String], answer: &FieldAnswer) -> bool {
    let others = OFFERED - usize::from(!answer.value.is_null());
    is_right(expected, answer)
        || answer.alternatives.iter().take(others).any(|other| {
            let forms = plain_forms(&Value::from(other.text.clone()), other.normalized.as_ref());
            expected.iter().any(|expected| forms.contains(expected))
        })
}

/// The expected values of each field in their plain form; lists are sets of values, objects are
/// fields of their own.
pub(crate) fn expected_values(answer: &Value) -> Vec<(String, Vec<String>)> {
    fn collect(path: &str, value: &Value, into: &mut Vec<(String, Vec<String>)>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    collect(&inner_path(path, name), member, into);
                }
            }
            Value::Array(values) => {
                into.push((path.to_owned(), values.iter().filter_map(plain_value).collect()));
            }
            single => into.push((path.to_owned(), plain_value(single).into_iter().collect())),
        }
    }
    let mut into = Vec::new();
    collect("", answer, &mut into);
    into
}

/// The values found for a field: its own leaf, or the leaves of its list.
fn answers_at<'a>(found: &'a Extraction, path: &str) -> Vec<&'a FieldAnswer> {
    let within = format!("{path}.");
    found
        .fields
        .iter()
        .filter(|(leaf, answer)| {
            (leaf.as_str() == path || leaf.starts_with(&within)) && !answer.value.is_null()
        })
        .map(|(_, answer)| answer)
        .collect()
}

/// Everything that an answer may be called: as it stands, in its standard form, and the parts of
/// a standard form that has parts (an amount without its currency, "58.50" and the number 58.5).
pub(crate) fn plain_forms(value: &Value, normalized: Option<&Value>) -> Vec<String> {
    let mut forms: Vec<String> = plain_value(value).into_iter().collect();
    let parts: Vec<String> = match normalized {
        Some(Value::Object(parts)) => parts.values().filter_map(plain_value).collect(),
        Some(single) => plain_value(single).into_iter().collect(),
        None => Vec::new(),
    };
    forms.extend(parts.iter().map(|part| shortest(part).to_owned()));
    forms.extend(parts);
    forms
}

fn plain_value(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(plain(text)).filter(|text| !text.is_empty()),
        other => Some(shortest(&plain(&other.to_string())).to_owned()),
    }
}

/// A decimal number without zeros at its end.
fn shortest(plain: &str) -> &str {
    let is_decimal = plain.contains('.') && plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    if is_decimal { plain.trim_end_matches('0').trim_end_matches('.') } else { plain }
}

/// Lower case, letters and digits, and dots between them.
pub(super) fn plain(text: &str) -> String {
    let kept: String = text
        .to_lowercase()
        .chars()
        .filter(|character| character.is_alphanumeric() || *character == '.')
        .collect();
    kept.trim_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Decider;

    fn answer(value: Value, normalized: Option<Value>) -> FieldAnswer {
        FieldAnswer {
            verified: !value.is_null(),
            value,
            normalized,
            confidence: Some(1.0),
            span: None,
            decided_by: Decider { sources: Vec::new(), margin: 1.0 },
            alternatives: Vec::new(),
        }
    }

    fn tally(expected: &Value, answers: &[FieldAnswer]) -> Tally {
        let mut tally = Tally::default();
        let expected = expected_values(&json!({ "field": expected }));
        count(&mut tally, &expected[0].1, &answers.iter().collect::<Vec<_>>(), true);
        tally
    }

    #[test]
    fn spelling_does_not_matter_but_digits_do() {
        assert_eq!(plain("RM 9.00 ."), "rm9.00");
        assert_eq!(
            tally(&json!("ACME Sdn. Bhd."), &[answer(json!("Acme SDN.BHD"), None)]).exact,
            1
        );
        assert_eq!(tally(&json!("9.00"), &[answer(json!("9.80"), None)]).exact, 0);
    }

    #[test]
    fn the_standard_form_counts_too() {
        let date = answer(json!("January 3, 2018"), Some(json!("2018-01-03")));
        assert_eq!(tally(&json!("2018-01-03"), &[date]).exact, 1);
        let amount = json!({ "amount": "9.00", "currency": "MYR" });
        assert_eq!(tally(&json!("9.00"), &[answer(json!("RM9.00"), Some(amount))]).exact, 1);
    }

    #[test]
    fn nothing_is_the_right_answer_where_there_is_nothing() {
        assert_eq!(tally(&Value::Null, &[]).exact, 1);
        assert_eq!(tally(&Value::Null, &[answer(json!("invented"), None)]).exact, 0);
    }

    #[test]
    fn a_list_is_judged_value_by_value() {
        let found = [answer(json!("Acme"), None), answer(json!("Other"), None)];
        let tally = tally(&json!(["Acme", "Bolt"]), &found);
        assert_eq!((tally.exact, tally.right, tally.found, tally.expected), (0, 1, 2, 2));
        assert!((tally.f1() - 0.5).abs() < 1e-9);
    }

    #[test]
    fn what_was_not_measured_is_not_judged() {
        let right = answer(json!("Acme"), None);
        let written = FieldAnswer { confidence: None, ..answer(json!("Bolt"), None) };
        let expected = ["acme".to_owned()];
        assert_eq!(judgement(&expected, &right), Some((1.0, true)));
        assert_eq!(judgement(&expected, &written), None, "a wrong answer boasted of nothing");
    }

    #[test]
    fn objects_are_fields_of_their_own() {
        let paths: Vec<String> =
            expected_values(&json!({ "buyer": { "name": "A", "city": null }, "total": 3 }))
                .into_iter()
                .map(|(path, _)| path)
                .collect();
        assert_eq!(paths, ["buyer.name", "buyer.city", "total"]);
    }
}
