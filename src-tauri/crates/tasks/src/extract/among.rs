//! What a contender is among the others: first or last, the largest, the sum of two of them.

use serde_json::Value;

use super::contender::Contender;
use super::question::Question;
use crate::FieldType;

/// Numbers of which sums are looked for.
const MOST_SUMMED: usize = 60;

/// More often than this, how often a value stands there says how long the document is; names of
/// bystanders too stand twice and more in a long one.
const fn most_repeats(kind: FieldType) -> u32 {
    match kind {
        FieldType::Name | FieldType::Organization => 2,
        _ => 4,
    }
}

/// Fills in what each contender is among the others, which stand in the order of their first
/// places; `counts` says how often each stands in the document. Where a town is asked for, only
/// towns are counted.
pub(super) fn complete(contenders: &mut [Contender], counts: &[u32], question: &Question) {
    let (town, most) = (question.role.town, most_repeats(question.kind));
    let numbers: Vec<f64> = contenders.iter().map(|one| number(one.normalized.as_ref())).collect();
    let largest = numbers.iter().copied().fold(0.0, f64::max);
    let counted = |one: &Contender| !town || one.features.town > 0.0;
    let count = contenders.iter().filter(|one| counted(one)).count();
    let mut before = 0;
    let places: Vec<Vec<u32>> =
        contenders.iter().map(|one| one.places().map(|place| place.start).collect()).collect();
    let sums = sums(&numbers, &places);
    for (index, (contender, parts)) in contenders.iter_mut().zip(sums).enumerate() {
        if counted(contender) {
            contender.features.first = 1.0 / (before + 1) as f32;
            contender.features.last = 1.0 / (count - before) as f32;
            before += 1;
        }
        contender.features.repeats = (counts[index].min(most) as f32).ln();
        contender.features.sum = parts.sum;
        contender.features.summand = parts.summand;
        contender.features.settled = parts.settled;
        contender.features.tendered = parts.tendered;
        if largest > 0.0 {
            contender.features.magnitude = (numbers[index] / largest).max(0.0) as f32;
        }
    }
}

/// What a number is in sums of two others; each 1 or 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Parts {
    sum: f32,
    summand: f32,
    settled: f32,
    tendered: f32,
}

/// Which numbers are the sum of two others, and which make a third together with another; in
/// hundredths, since money has two decimals. Only so many numbers are tried.
///
/// A sum below one of its parts with the other part below it is a payment: what was owed stands
/// above it, and the change, which is named nowhere before, below.
fn sums(numbers: &[f64], places: &[Vec<u32>]) -> Vec<Parts> {
    let mut parts = vec![Parts::default(); numbers.len()];
    let hundredths: Vec<i64> =
        numbers.iter().take(MOST_SUMMED).map(|number| (number * 100.0).round() as i64).collect();
    for (i, a) in hundredths.iter().enumerate() {
        for (j, b) in hundredths.iter().enumerate().skip(i + 1).filter(|_| *a > 0) {
            let sums = |k: &usize| *b > 0 && hundredths[*k] == a + b;
            for k in (0..hundredths.len()).filter(sums) {
                parts[k].sum = 1.0;
                parts[i].summand = 1.0;
                parts[j].summand = 1.0;
                // Numbers come in the order of their first places, so that only the later one can
                // be the change.
                let between = |place: &u32| (places[i][0]..places[j][0]).contains(place);
                if places[k].iter().any(between) {
                    parts[i].settled = 1.0;
                    parts[k].tendered = 1.0;
                }
            }
        }
    }
    parts
}

fn number(normalized: Option<&Value>) -> f64 {
    match normalized {
        Some(Value::Number(number)) => number.as_f64().unwrap_or(0.0),
        Some(Value::Object(amount)) => amount
            .get("amount")
            .and_then(Value::as_str)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0.0),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field;
    use crate::extract::contender::Reading;

    fn amounts(text: &str) -> Vec<Contender> {
        let field = Field { kind: FieldType::Amount, ..Field::default() };
        Reading::of(text).contenders(FieldType::Amount, &Question::of("total", &field), &[])
    }

    #[test]
    fn a_payment_is_told_from_a_total() {
        let receipt = "Net 9.00\nTax 0.50\nTotal 9.50\nCash 20.00\nChange 10.50\nSR 9.00 0.50";
        let marked = |of: fn(&Contender) -> f32| -> Vec<String> {
            let found = amounts(receipt);
            found.iter().filter(|one| of(one) > 0.0).map(|one| one.text.clone()).collect()
        };
        assert_eq!(marked(|one| one.features.sum), ["9.50", "20.00"]);
        assert_eq!(marked(|one| one.features.settled), ["9.50"]);
        assert_eq!(marked(|one| one.features.tendered), ["20.00"]);
    }
}
