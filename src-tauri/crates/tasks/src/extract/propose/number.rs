//! Numbers, and how people group their digits.

use std::str::FromStr;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;
use serde_json::Value;

use super::{Proposal, stands_alone};
use crate::Span;
use crate::text::pattern;

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\d{1,3}(?:[ ,.'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"));

/// All numbers; `normalized` is the decimal number.
pub(super) fn numbers(text: &str) -> Vec<Proposal> {
    figures(text)
        .filter(|(span, _)| stands_alone(text, *span) && !ends_code(text, *span))
        .map(|(span, value)| {
            let signed = signed(text, span);
            let normalized = if signed == span { value } else { -value };
            Proposal { normalized: Some(plain(normalized)), ..Proposal::new(signed, 0.8) }
        })
        .collect()
}

/// All runs of digits that are a number, perhaps within a word, a date or a code, with their values.
pub(super) fn figures(text: &str) -> impl Iterator<Item = (Span, Decimal)> + '_ {
    NUMBER
        .find_iter(text)
        .filter_map(|found| Some((Span::new(found.range()), decimal(found.as_str())?)))
}

/// A decimal as a JSON number.
fn plain(value: Decimal) -> Value {
    serde_json::from_str(&value.to_string()).unwrap_or(Value::Null)
}

/// Takes in a minus sign that stands directly before the number and behind a blank.
fn signed(text: &str, span: Span) -> Span {
    let before = &text[..span.start as usize];
    let Some(rest) = before.strip_suffix(['-', '−']) else { return span };
    if rest.chars().next_back().is_none_or(char::is_whitespace) {
        Span { start: Span::new(rest.len()..rest.len()).start, end: span.end }
    } else {
        span
    }
}

/// Whether a hyphen joins it to letters before it, as in "DM-2": it is a part of that name.
fn ends_code(text: &str, span: Span) -> bool {
    let before = text[..span.start as usize].strip_suffix('-');
    before.is_some_and(|rest| rest.ends_with(char::is_alphabetic))
}

/// The value of digits grouped in the English, the continental or the Swiss way.
///
/// The last separator is the decimal mark unless exactly three digits follow it and it is a comma
/// or it repeats; with one separator of each kind, the second is the decimal mark.
pub(crate) fn decimal(written: &str) -> Option<Decimal> {
    let marks: Vec<(usize, char)> =
        written.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let fraction = marks.last().filter(|(at, mark)| {
        let behind = written.len() - at - 1;
        let repeats = marks.iter().filter(|(_, other)| other == mark).count() > 1;
        let mixed = marks.iter().any(|(_, other)| other != mark);
        !repeats && (mixed || behind != 3 || *mark == '.' && written.starts_with("0."))
    });
    let plain: String = written
        .char_indices()
        .filter_map(|(at, c)| match fraction {
            Some((mark, _)) if *mark == at => Some('.'),
            _ => c.is_ascii_digit().then_some(c),
        })
        .collect();
    Decimal::from_str(&plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_in_many_ways() {
        for (written, value) in [
            ("1,007.50", "1007.50"),
            ("1.007,50", "1007.50"),
            ("12,50", "12.50"),
            ("14,200", "14200"),
            ("14.200", "14200"),
            ("0.125", "0.125"),
            ("1'234'567.8", "1234567.8"),
            ("1 234,5", "1234.5"),
            ("7", "7"),
        ] {
            assert_eq!(decimal(written).unwrap().to_string(), value, "for {written}");
        }
    }

    #[test]
    fn pieces_of_codes_and_dates_are_no_numbers() {
        let text = "SH01, DM-2 on 18/04/2018: 12 lamps at -3.50";
        let found: Vec<_> = numbers(text).iter().map(|number| number.span.of(text)).collect();
        assert_eq!(found, ["12", "-3.50"]);
    }
}
