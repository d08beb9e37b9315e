//! Spans of time: "two (2) years", "18 months", "a period of ninety days".

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::Proposal;
use crate::Span;
use crate::text::pattern;

static DURATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:(?P<word>{WORDS})(?:[\s-]+\(\s?(?P<inner>\d+)\s?\))?|(?P<digits>\d+(?:[.,]\d+)?)(?:\s?\(\w+(?:-\w+)?\))?)[\s-]+(?:full |calendar |consecutive |business |working )?(?P<unit>years?|months?|weeks?|days?|hours?|minutes?|jahren?|jahr|monaten?|monat|wochen?|tagen?|tag|stunden?|ans?|années?|mois|semaines?|jours?|heures?)\b"
    ))
});

/// "until the third anniversary of the date hereof": as many years.
static ANNIVERSARY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:(?P<word>{})|(?P<digits>\d{{1,2}})(?:st|nd|rd|th))(?:\s+\(\s?\d{{1,2}}(?:st|nd|rd|th)?\s?\))?\s+anniversary\b",
        ORDINALS.join("|")
    ))
});

const ORDINALS: [&str; 10] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

const WORDS: &str = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\\s-](?:one|two|three|four|five|six|seven|eight|nine))?|one hundred(?:(?: and)? (?:twenty|eighty|fifty))?|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine|ten|an?";

/// All durations; `normalized` is a number and a unit: "2 years", "1 month".
pub(super) fn durations(text: &str) -> Vec<Proposal> {
    lengths(text).into_iter().chain(anniversaries(text)).collect()
}

/// The years that have passed at an anniversary.
fn anniversaries(text: &str) -> Vec<Proposal> {
    let found = ANNIVERSARY.captures_iter(text).filter_map(|captures| {
        let group = |name| captures.name(name).map(|part| part.as_str().to_lowercase());
        let years = match (group("digits"), group("word")) {
            (Some(digits), _) => digits.parse().ok()?,
            (None, word) => ORDINALS.iter().position(|one| Some(*one) == word.as_deref())? + 1,
        };
        let span = Span::new(captures.get(0)?.range());
        Some(Proposal {
            normalized: Some(counted(&years.to_string(), "year")),
            ..Proposal::new(span, 1.0)
        })
    });
    found.collect()
}

/// "2 years" of "2" and "year".
fn counted(number: &str, unit: &str) -> Value {
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {unit}{plural}").into()
}

fn lengths(text: &str) -> Vec<Proposal> {
    DURATION
        .captures_iter(text)
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            let group = |name| captures.name(name).map(|part| part.as_str().to_lowercase());
            let number = match (group("inner").or(group("digits")), group("word")) {
                (Some(digits), _) => digits.replace(',', "."),
                (None, Some(word)) => number_of(&word)?.to_string(),
                (None, None) => return None,
            };
            let unit = unit_of(&group("unit")?);
            // "a day" is a way of speaking more often than a length of time.
            let shape = match group("word").as_deref() {
                Some("a" | "an") => 0.4,
                _ if matches!(unit, "hour" | "minute") => 0.6,
                _ => 1.0,
            };
            let normalized = Some(counted(&number, unit));
            Some(Proposal { normalized, ..Proposal::new(Span::new(whole.range()), shape) })
        })
        .collect()
}

/// The English unit of a unit in one of three languages.
fn unit_of(word: &str) -> &'static str {
    let starts: [(&str, &[&str]); 6] = [
        ("year", &["year", "jahr", "an"]),
        ("month", &["month", "monat", "mois"]),
        ("week", &["week", "woche", "semaine"]),
        ("hour", &["hour", "stunde", "heure"]),
        ("minute", &["minute"]),
        ("day", &["day", "tag", "jour"]),
    ];
    starts
        .iter()
        .find(|(_, forms)| forms.iter().any(|form| word.starts_with(form)))
        .map_or("day", |(unit, _)| unit)
}

/// The value of a number in words, up to 180.
fn number_of(words: &str) -> Option<u32> {
    words.split([' ', '-']).filter(|word| *word != "and").try_fold(0, |sum, word| {
        let ones = [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ];
        let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        let place = |list: &[&str]| list.iter().position(|other| *other == word);
        match word {
            "a" | "an" => Some(sum + 1),
            "hundred" => Some(sum * 100),
            "" => Some(sum),
            _ => {
                let value = place(&ones).or_else(|| place(&tens).map(|ten| (ten + 2) * 10))?;
                Some(sum + u32::try_from(value).ok()?)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_words_and_digits_are_read() {
        for (text, value, normalized) in [
            ("a period of two (2) years from", "two (2) years", "2 years"),
            ("for 18 months after", "18 months", "18 months"),
            ("within ninety days of", "ninety days", "90 days"),
            ("a twenty-four (24) month term", "twenty-four (24) month", "24 months"),
            ("one year thereafter", "one year", "1 year"),
            ("a one-year term", "one-year", "1 year"),
            ("für zwei Jahre; 3 Jahre", "3 Jahre", "3 years"),
            ("one hundred and eighty days", "one hundred and eighty days", "180 days"),
            ("until the third anniversary of", "third anniversary", "3 years"),
            ("on the second (2nd)\nanniversary", "second (2nd)\nanniversary", "2 years"),
            ("its 1st anniversary", "1st anniversary", "1 year"),
        ] {
            let found = durations(text);
            assert_eq!(found.len(), 1, "in {text:?}");
            assert_eq!(found[0].span.of(text), value);
            assert_eq!(found[0].normalized, Some(normalized.into()));
        }
    }
}
