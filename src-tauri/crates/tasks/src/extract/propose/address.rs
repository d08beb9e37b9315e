//! Postal addresses: runs of lines, told by what each line looks like.
//!
//! Sums of a model's log-probabilities cannot find where an address ends (model-notes.md), so each
//! line gets a sign of its own, and the runs with the highest sums are proposed, together with the
//! runs one line shorter or longer for the ranker to choose from.

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use crate::Span;
use crate::text::{Line, line_at, lines, pattern};

static STREET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:street|st\.|road|rd\b|avenue|ave\b|lane|ln\b|drive|boulevard|blvd|way\b|square|court|crescent|terrace|close|highway|hwy|suite|ste\.|floor|flr|unit|block|blk|lot\b|level|lvl|tingkat|bangunan|building|bldg|tower|plaza|mall|centre|center|complex|park\b|industrial|p\.?\s?o\.?\s?box|jalan|jln|taman|tmn|lorong|kampung|kampong|kg\.|bandar|persiaran|lebuh|leboh|seksyen|desa|wisma|menara|kawasan|platz|weg\b|gasse|allee|ring\b|rue\b|chemin|impasse|quai|calle|avenida|plaza|paseo|via\b|viale|piazza|corso|laan|plein|gracht|rua\b|ulica|ul\.|gata|vej\b)|\p{L}(?:straße|strasse|str\.|straat|gatan|weg|platz|gasse|allee)\b",
    )
});
static HOUSE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:no|lot|unit|nr|g|pt|b|a)?[.:# -]{0,3}\d+[\p{L}\d]{0,3}(?:[-/,&]\s?\d*\w*)*[,. ]\s?\p{L})|^(?:no|lot|unit|nr)[.:# -]{1,3}\d+\w?\W*$|\p{L}\.? \d{1,4}[a-z]?$",
    )
});
static POSTCODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:\d{5,6}(?:-\d{4})?[,. ]+\p{L}{3,}|\p{L}{2,}[,. ]+\d{5,6}(?:-\d{4})?$|[A-Z]{2} \d{5}(?:-\d{4})?\b|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|[A-Z]\d[A-Z] \d[A-Z]\d\b|\d{4}(?: [A-Z]{2})?\s\p{Lu}\p{L}{2,})",
    )
});
/// A number of a postcode's length beside letters.
static HOLDS_POSTCODE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\p{L}.*\b\d{4,6}\b|\b\d{4,6}\b.*\p{L}"));
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:tel|telephone|phone|fax|mobile|e-?mail|www|http|gst|vat|tax|reg|registration|roc|(?:tax)?invoice|inv|receipt|bill|date|time|cashier|total|subtotal|amount|qty|quantity|price|cash|change|item|description|order|table|thank|open|hours|hrs|customer|account|iban|dear|re:|subject|agreement|page)\b|@|\d{1,2}:\d{2}|\d\.\d{2}\b|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|[€$£]\s?\d",
    )
});
/// A telephone number alone on its line, or as one is dialled from elsewhere: "T. 0123 496 7713".
static NUMBER_ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[a-z]{1,3}[.:] ?)?\+?[(]?\d[\d ()/.-]{5,}\d$|(?:^|[^\d-])(?:\+\d{1,3}|\(?0\d{1,3}\)?)[- ]\d{3,4}[- ]?\d{3,4}\b",
    )
});
static COMPANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:inc|llc|ltd|limited|corp|corporation|gmbh|sdn|bhd|s/b|plc|company|enterprise|trading|restaurant|restoran)\b\.?",
    )
});
static REGISTRATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\(?(?:CO\.?|[A-Z-]{2,6})?[ :.#-]*\(?\d{5,}[ -]*[A-Z0-9]?\)?$"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\p{L} /.-]{2,24}:\s+"));
/// What looks like a label and is a part of the address: "Lot: 12, Mill Lane".
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:no|nr|num|number|lot|unit|suite|ste|shop|door|plot|house|block|blk|floor|level|room|apt|apartment|building|p\.?\s?o\.?\s?box)\b",
    )
});
/// An address in running text: from a house number to a postcode.
static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b\d{1,5}[A-Za-z]?,? \p{Lu}[\p{L}.'’-]*(?:[ ,]+(?:\p{Lu}[\p{L}.'’-]*|\d{1,5}\w{0,2}|of|de|la)){1,14}?,?\s+(?:\p{Lu}{2}\s+)?(?:\d{5}(?:-\d{4})?|\p{Lu}{1,2}\d\w?\s\d\p{Lu}{2})\b",
    )
});

/// A run of lines whose signs add up to this is as sure as not.
const HALF_SURE: f32 = 4.0;
/// No address has more lines than this.
const MAX_LINES: usize = 7;

/// Bytes of a label before what a line says, 0 without one.
pub(in crate::extract) fn label_end(line: &str) -> usize {
    let label = LABEL.find(line).filter(|_| !NUMBERED.is_match(line));
    label.map_or(0, |label| label.end())
}

/// The span of the lines from the first to the last, without a label before them and a comma behind.
pub(in crate::extract) fn span_of_lines(
    text: &str,
    lines: &[Line],
    (first, last): (usize, usize),
) -> Option<Span> {
    let line = lines.get(first)?.span;
    let start = line.start as usize + label_end(line.of(text));
    let end = lines.get(last)?.span.end as usize;
    let kept = text.get(start..end)?.trim_end_matches([',', ' ', ';']);
    Span::new(start..start + kept.len()).trimmed(text)
}

/// How much more a line looks like one of an address than like any other; 0 is undecided.
///
/// Hand-made weights: what is nearly proof counts 2 and more, what many lines have counts less than 1.
pub(super) fn address_sign(line: &str) -> f32 {
    let body = &line[label_end(line)..];
    let mut sign = -1.0;
    let mut add = |holds: bool, weight: f32| {
        if holds {
            sign += weight;
        }
    };
    add(STREET.is_match(body), 1.8);
    add(HOUSE_NUMBER.is_match(body), 1.2);
    add(POSTCODE.is_match(body), 1.8);
    add(body.ends_with(','), 1.0);
    add(body.matches(',').count() >= 2, 0.6);
    add(OTHER.is_match(line) || NUMBER_ALONE.is_match(line), -4.0);
    add(COMPANY.is_match(body), -2.0);
    add(REGISTRATION.is_match(body), -3.0);
    add(body.chars().count() > 90, -3.0);
    add(!HOUSE_NUMBER.is_match(body) && !body.chars().any(char::is_alphabetic), -2.0);
    add(body.starts_with('('), -2.0);
    add(body.chars().any(char::is_lowercase) && body.ends_with('.') && body.len() > 50, -1.5);
    sign
}

/// The sign of each line beside its neighbours: a line behind a comma, and a short line without
/// digits behind a postcode (a town, a region), go on with the address.
fn signs(text: &str, lines: &[Line]) -> Vec<f32> {
    let sign = |index: usize| {
        let line = lines[index].span.of(text);
        let alone = address_sign(line);
        let Some(before) = index.checked_sub(1).map(|before| lines[before].span.of(text)) else {
            return alone;
        };
        if is_other_line(line) || lines[index].after_gap {
            return alone;
        }
        let behind_comma = before.ends_with(',') && address_sign(before) > -0.5;
        let short = line.split_whitespace().count() <= 3;
        let place = short && !line.contains(|c: char| c.is_ascii_digit() || c == '(');
        let behind_postcode = place && HOLDS_POSTCODE.is_match(before) && !before.ends_with('.');
        let gain = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
        alone + gain(behind_comma, 1.5) + gain(behind_postcode, 1.3)
    };
    (0..lines.len()).map(sign).collect()
}

/// Whether a line is of a kind that neither an address nor a name has: a telephone number, a
/// price, a heading of a form.
pub(super) fn is_other_line(line: &str) -> bool {
    OTHER.is_match(line) || NUMBER_ALONE.is_match(line) || REGISTRATION.is_match(line)
}

/// Runs of lines whose signs say address, the same one line longer or shorter, and addresses in
/// running text.
pub(super) fn addresses(text: &str) -> Vec<Proposal> {
    let lines = lines(text);
    let signs = signs(text, &lines);
    let mut found: Vec<Proposal> = Vec::new();
    for (first, last) in runs(&lines, &signs) {
        for start in first.saturating_sub(1)..=(first + 1).min(last) {
            for end in last.saturating_sub(1).max(start)..=(last + 1).min(lines.len() - 1) {
                if end - start < MAX_LINES {
                    found.extend(run_proposal(text, &lines, &signs, start, end));
                }
            }
        }
    }
    for place in INLINE.find_iter(text) {
        found.push(Proposal::new(Span::new(place.range()), 0.8));
    }
    found
}

/// These spans of whole lines as proposals, whatever their signs say.
pub(super) fn given(text: &str, spans: &[Span]) -> Vec<Proposal> {
    let lines = lines(text);
    let signs = signs(text, &lines);
    let shape = |span: &Span| {
        let (first, last) = (line_at(&lines, span.start), line_at(&lines, span.end - 1));
        signs.get(first..=last).map_or(0.0, shape_of)
    };
    spans.iter().map(|span| Proposal::new(*span, shape(span))).collect()
}

/// How sure a run is with these signs.
fn shape_of(signs: &[f32]) -> f32 {
    let sum = signs.iter().sum::<f32>().max(0.0);
    sum / (sum + HALF_SURE)
}

/// Disjoint runs with a positive sum, a weak line allowed between two strong ones.
fn runs(lines: &[Line], signs: &[f32]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        if signs[index] <= 0.0 {
            index += 1;
            continue;
        }
        let mut last = index;
        for next in index + 1..lines.len().min(index + MAX_LINES) {
            let bridged: f32 = signs[last + 1..=next].iter().sum();
            if lines[next].after_gap || signs[next] < -2.5 {
                break;
            }
            if signs[next] > 0.0 && bridged > -0.5 {
                last = next;
            }
        }
        found.push((index, last));
        index = last + 1;
    }
    found
}

fn run_proposal(
    text: &str,
    lines: &[Line],
    signs: &[f32],
    first: usize,
    last: usize,
) -> Option<Proposal> {
    let span = span_of_lines(text, lines, (first, last))?;
    Some(Proposal::new(span, shape_of(&signs[first..=last])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(text: &str) -> &str {
        let found = addresses(text);
        let best = found.iter().max_by(|a, b| a.shape.total_cmp(&b.shape)).unwrap();
        best.span.of(text)
    }

    #[test]
    fn the_run_of_address_lines_is_found_in_a_letterhead() {
        let text = "SIN THYE & COMPANY\nREG. NO:00168397-H\nNO.54, BATU 5,JALAN IPOH,\nKG.BATU,\n51200 KUALA LUMPUR\nTEL: 03-6258 0869\nTOTAL 110.00";
        assert_eq!(best(text), "NO.54, BATU 5,JALAN IPOH,\nKG.BATU,\n51200 KUALA LUMPUR");
    }

    #[test]
    fn a_telephone_number_ends_an_address_even_without_its_name() {
        let text = "CITY BOOKS\n73 Mill Close\nNorwich NR2 1TF\nT. 0123 496 7713\nTOTAL 110.00";
        assert_eq!(best(text), "73 Mill Close\nNorwich NR2 1TF");
    }

    #[test]
    fn a_house_number_is_no_label() {
        let text =
            "CITY BOOKS\nNo : 73, Mill Close,\nNorwich NR2 1TF\nShop:03-8062 6265\nTOTAL 110.00";
        assert_eq!(best(text), "No : 73, Mill Close,\nNorwich NR2 1TF");
        assert_eq!(best(&text.replace("No :", "Address: ")), "73, Mill Close,\nNorwich NR2 1TF");
    }

    #[test]
    fn addresses_of_other_countries_are_found() {
        assert_eq!(
            best("Airwell GmbH\nHauptstraße 12\n10115 Berlin\nTel. 030 1234"),
            "Hauptstraße 12\n10115 Berlin"
        );
        assert_eq!(
            best(
                "it is located at 6450 Cameron Street, Suite 113, Las Vegas, NV 89118 (the “Place”) and there it stays for all the time that we know of."
            ),
            "6450 Cameron Street, Suite 113, Las Vegas, NV 89118"
        );
    }
}
