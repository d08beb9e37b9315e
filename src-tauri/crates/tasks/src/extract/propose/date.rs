//! Calendar dates, written in digits or with the name of a month.

use std::cmp::Ordering;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::{Captures, Regex};
use serde_json::Value;

use super::{Proposal, is_whole_number, stands_alone};
use crate::Span;
use crate::text::pattern;

/// Two digits of a year below this are of this century (POSIX `strptime` draws the line at 69).
const CENTURY_PIVOT: i32 = 69;
/// How sure a date is that letters are stuck to.
const STUCK: f32 = 0.9;

static NUMERIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(\d{1,4})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})"));
/// "20180428": year, month and day without anything between.
static COMPACT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\b"));
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(\d{{1,2}})(?:\s?(?:st|nd|rd|th|er|º)\b)?[\s.\-/]{{0,2}}(?:day\s+of\s+|of\s+|de\s+)?({MONTHS})\b\.?(?:(?:,?\s+|[-/.'’]\s?|,)(?:de\s+)?(\d{{4}}|'?\d{{2}})\b)?"
    ))
});
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b({MONTHS})\b\.?[\s\-]{{0,3}}(\d{{1,2}})(?:\s?(?:st|nd|rd|th)\b)?(?:\s?,\s*|\s+|-)(\d{{4}})\b"
    ))
});
static MONTH_DAY_BARE: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)\b({MONTHS})\b\.?\s(\d{{1,2}})(?:st|nd|rd|th)?\b")));
static MONTH_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)\b({MONTHS})\b\.?,?[\s\-]+(\d{{4}})\b")));

/// Names of the months and their short forms in six languages, longest first for the leftmost match.
const MONTHS: &str = "january|february|march|april|may|june|july|august|september|october|november|december|\
januar|februar|märz|maerz|mai|juni|juli|oktober|dezember|\
janvier|février|fevrier|mars|avril|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|\
enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|\
gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|\
januari|februari|maart|mei|augustus|\
jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|okt|nov|dec|dez";

/// Dollars, a state with its postal code, or the country itself.
static AMERICAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\$|\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b|\bUnited States\b|\bU\.\s?S\.")
});

/// The month that a name begins: the first letters of its forms are enough in all six languages.
fn month_number(name: &str) -> Option<u32> {
    let name = name.to_lowercase();
    let starts = [
        (1, &["jan", "ene", "gen"][..]),
        (2, &["feb", "fév", "fev"]),
        (5, &["may", "mai", "mei", "mag"]),
        (3, &["mar", "mär", "mae", "maa"]),
        (4, &["apr", "avr", "abr"]),
        (6, &["jun", "juin", "giu"]),
        (7, &["jul", "juil", "lug"]),
        (8, &["aug", "aoû", "aou", "ago"]),
        (9, &["sep", "set"]),
        (10, &["oct", "okt", "ott"]),
        (11, &["nov"]),
        (12, &["dec", "dez", "déc", "dic"]),
    ];
    starts.iter().find(|(_, forms)| forms.iter().any(|form| name.starts_with(form))).map(|m| m.0)
}

/// In which order a document writes day and month in digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    DayFirst,
    MonthFirst,
}

/// All dates; `normalized` is the ISO date where day, month and year are known.
pub(super) fn dates(text: &str) -> Vec<Proposal> {
    let order = written_order(text);
    let mut found = Vec::new();
    for captures in NUMERIC.captures_iter(text) {
        if let Some((date, shape)) = numeric(text, &captures, order) {
            found.push(proposal(whole(&captures), Some(date), shape));
        }
    }
    for captures in COMPACT.captures_iter(text) {
        let number = |group| captures.get(group).and_then(|part| part.as_str().parse::<u32>().ok());
        let date = number(1).zip(number(2)).zip(number(3)).and_then(|((year, month), day)| {
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        });
        if let Some(date) = date.filter(|_| stands_alone(text, whole(&captures))) {
            found.push(proposal(whole(&captures), Some(date), 0.4));
        }
    }
    for captures in DAY_MONTH.captures_iter(text) {
        let year = captures.get(3).and_then(|year| full_year(year.as_str()));
        add_named(text, &captures, (1, 2), year, &mut found);
    }
    for captures in MONTH_DAY.captures_iter(text) {
        let year = captures.get(3).and_then(|year| full_year(year.as_str()));
        add_named(text, &captures, (2, 1), year, &mut found);
    }
    for captures in MONTH_DAY_BARE.captures_iter(text) {
        add_named(text, &captures, (2, 1), None, &mut found);
    }
    for captures in MONTH_YEAR.captures_iter(text) {
        let span = whole(&captures);
        if !found.iter().any(|other: &Proposal| other.span.overlaps(span)) {
            found.push(proposal(span, None, 0.5));
        }
    }
    found
}

fn whole(captures: &Captures<'_>) -> Span {
    captures.get(0).map_or(Span::new(0..0), |all| Span::new(all.range()))
}

fn proposal(span: Span, date: Option<NaiveDate>, shape: f32) -> Proposal {
    let normalized = date.map(|date| Value::from(date.format("%Y-%m-%d").to_string()));
    Proposal { normalized, ..Proposal::new(span, shape) }
}

/// Adds a date with a named month, unless its day is impossible or a fuller one holds it.
fn add_named(
    text: &str,
    captures: &Captures<'_>,
    (day, month): (usize, usize),
    year: Option<i32>,
    found: &mut Vec<Proposal>,
) {
    let Some(span) = whole(captures).trimmed(text) else { return };
    if found.iter().any(|other| other.span.overlaps(span)) {
        return;
    }
    let part = |group| captures.get(group).map_or("", |part: regex::Match<'_>| part.as_str());
    let (Ok(day), Some(month)) = (part(day).parse::<u32>(), month_number(part(month))) else {
        return;
    };
    // A leap year, so that 29 February without a year stays possible.
    let Some(date) = NaiveDate::from_ymd_opt(year.unwrap_or(2024), month, day) else { return };
    found.push(proposal(span, year.map(|_| date), if year.is_some() { 1.0 } else { 0.6 }));
}

/// A date in digits and how sure its shape is, or nothing when it is part of something else or no
/// day of any calendar.
fn numeric(text: &str, captures: &Captures<'_>, order: Order) -> Option<(NaiveDate, f32)> {
    let span = whole(captures);
    if text[..span.start as usize].ends_with('/') {
        // A part of a number: "INV/2023/03/08".
        return None;
    }
    let shape = match stands_alone(text, span) {
        true => 1.0,
        // A time may follow ("2018-05-21T14:00"), or a word that lost its space.
        false if says_year_in_full(captures) && is_whole_number(text, span) => STUCK,
        false => return None,
    };
    let parts: Vec<&str> =
        [1, 3, 4].iter().filter_map(|&n| captures.get(n)).map(|m| m.as_str()).collect();
    let [first, second, third] = parts[..] else { return None };
    let number = |part: &str| part.parse::<u32>().ok();
    if first.len() == 3 || first.len() == 4 && third.len() == 4 {
        return None;
    }
    if first.len() == 4 {
        let date = NaiveDate::from_ymd_opt(first.parse().ok()?, number(second)?, number(third)?)?;
        return plausible(date).then_some((date, shape));
    }
    let year = full_year(third)?;
    let (a, b) = (number(first)?, number(second)?);
    let day_first = NaiveDate::from_ymd_opt(year, b, a);
    let month_first = NaiveDate::from_ymd_opt(year, a, b);
    let date = match order {
        Order::DayFirst => day_first.or(month_first),
        Order::MonthFirst => month_first.or(day_first),
    }?;
    plausible(date).then_some((date, shape))
}

/// Whether four digits give the year and no points stand between, as in the number of a version.
fn says_year_in_full(captures: &Captures<'_>) -> bool {
    let part = |group| captures.get(group).map_or("", |part: regex::Match<'_>| part.as_str());
    (part(1).len() == 4 || part(4).len() == 4) && part(2) != "."
}

fn plausible(date: NaiveDate) -> bool {
    (1800..2200).contains(&date.year())
}

fn full_year(digits: &str) -> Option<i32> {
    let digits = digits.trim_start_matches('\'');
    let year: i32 = digits.parse().ok()?;
    Some(match digits.len() {
        2 if year < CENTURY_PIVOT => 2000 + year,
        2 => 1900 + year,
        _ => year,
    })
}

/// What the document's own unambiguous dates say, those in digits before those with the name of a
/// month ("May 4, 2005"); otherwise the month comes first only where something is American.
fn written_order(text: &str) -> Order {
    let (mut day_first, mut month_first) = (0, 0);
    for captures in NUMERIC.captures_iter(text) {
        let number = |group| {
            captures.get(group).and_then(|m: regex::Match<'_>| m.as_str().parse::<u32>().ok())
        };
        match (number(1), number(3)) {
            (Some(13..=31), Some(1..=12)) => day_first += 1,
            (Some(1..=12), Some(13..=31)) => month_first += 1,
            _ => {}
        }
    }
    let said = month_first.cmp(&day_first).then_with(|| named_order(text));
    match said {
        Ordering::Greater => Order::MonthFirst,
        Ordering::Equal if AMERICAN.is_match(text) => Order::MonthFirst,
        _ => Order::DayFirst,
    }
}

/// Whether more dates name the month before the day than behind it. "4th day of May" is how deeds
/// are dated where the month otherwise comes first too, and says nothing.
fn named_order(text: &str) -> Ordering {
    let behind = DAY_MONTH.captures_iter(text).filter(|captures| {
        let whole = captures.get(0).map_or("", |all| all.as_str());
        captures.get(3).is_some() && !whole.contains("day")
    });
    MONTH_DAY.find_iter(text).count().cmp(&behind.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Option<Value>)> {
        dates(text).into_iter().map(|date| (date.span.of(text), date.normalized)).collect()
    }

    #[test]
    fn dates_of_many_forms_are_read() {
        for (text, value, iso) in [
            ("DATE: 18/04/2018 20:27", "18/04/2018", "2018-04-18"),
            ("22-04-16 13:13 SH01", "22-04-16", "2016-04-22"),
            ("2016/05/01 14:11", "2016/05/01", "2016-05-01"),
            ("at 2016-05-01T14:11:02Z", "2016-05-01", "2016-05-01"),
            ("DATE:21/05/2018TIME: 11:12", "21/05/2018", "2018-05-21"),
            ("DATE21/05/2018 11:12", "21/05/2018", "2018-05-21"),
            ("on 3 March 2024.", "3 March 2024", "2024-03-03"),
            ("as of the 4th day of May 2005 by", "4th day of May 2005", "2005-05-04"),
            ("dated February 10, 2017 (the", "February 10, 2017", "2017-02-10"),
            ("of December 9th, 2014", "December 9th, 2014", "2014-12-09"),
            ("28-APR-2018", "28-APR-2018", "2018-04-28"),
            ("December 11,2014", "December 11,2014", "2014-12-11"),
            ("le 14 juillet 2023", "14 juillet 2023", "2023-07-14"),
            ("am 3. März 2021", "3. März 2021", "2021-03-03"),
            ("el 5 de mayo de 2022", "5 de mayo de 2022", "2022-05-05"),
        ] {
            assert_eq!(found(text), [(value, Some(Value::from(iso)))], "in {text:?}");
        }
    }

    #[test]
    fn a_document_shows_its_own_order_of_day_and_month() {
        assert_eq!(found("04/05/2020 and 04/25/2020")[0].1, Some(Value::from("2020-04-05")));
        assert_eq!(found("04/05/2020 and 25/04/2020")[0].1, Some(Value::from("2020-05-04")));
        assert_eq!(found("04/05/2020, June 1, 2020")[0].1, Some(Value::from("2020-04-05")));
        assert_eq!(found("04/05/2020, 1 June 2020")[0].1, Some(Value::from("2020-05-04")));
        assert_eq!(found("Boulder, CO 80302\n04/05/2020")[0].1, Some(Value::from("2020-04-05")));
        assert_eq!(found("50480 KUALA LUMPUR\n04/05/2020")[0].1, Some(Value::from("2020-05-04")));
    }

    #[test]
    fn what_only_resembles_a_date_is_left_alone() {
        for text in [
            "TEL: 03-6258 0869",
            "99/99/2020",
            "1.2.3.4.5",
            "version 1.10.2018.7",
            "v1.10.2018",
            "INV12-05-18",
            "12/05/20189",
            "INV/2023/03/0008",
            "INV/2023/03/08",
        ] {
            assert_eq!(found(text), [], "in {text:?}");
        }
    }

    #[test]
    fn a_date_without_a_year_has_no_standard_form() {
        assert_eq!(found("until 28 August, then"), [("28 August", None)]);
    }
}
