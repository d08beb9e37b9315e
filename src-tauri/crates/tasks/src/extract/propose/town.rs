//! Towns, told by the postal code or the street that stands beside them.
//!
//! Forms of postal codes as the countries' posts print them (Universal Postal Union, addressing
//! systems): behind the town, with or without a region ("Austin, TX 78701", "Leeds LS1 4AB",
//! "Pune - 411001"), or before it ("10115 Berlin", "1012 AB Amsterdam", "CH-8001 Zürich").

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use super::place::is_place;
use crate::Span;
use crate::text::pattern;

/// A code of letters and digits, or of five or six digits; four could be a year.
const CODE: &str = r"(?:\p{Lu}{1,2}\d[\p{Lu}\d]? ?\d\p{Lu}{2}|\p{Lu}\d\p{Lu} ?\d\p{Lu}\d|\d{5}-\d{4}|\d{3} ?\d{3}|\d{5})";
const WORD: &str = r"\p{Lu}[\p{L}’']*\.?(?:-\p{L}+)*";
/// Words within names of towns: "Frankfurt am Main".
const WITHIN: &str = r"of|de|la|le|am|an|der|upon";

/// Words with capitals, perhaps a region, and a code: on one line, or the code below.
static BEFORE_CODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b({WORD}(?: (?:{WORD}|{WITHIN})){{0,4}})(?:(?:,? (?:-|–) ?|[,.]? |,?\n)(?:(\p{{Lu}}{{2,3}}|\p{{Lu}}\p{{Ll}}+(?: \p{{Lu}}\p{{Ll}}+)?)\.?,? (?:{CODE}|\d{{4}}))(?:[\s,.;)]|$)|(?:,? (?:-|–) ?|[,.]? ){CODE}(?:[\s,.;)]|$)|,?\n{CODE}(?:\n|$))"
    ))
});
/// A code and words with capitals.
static BEHIND_CODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?m)(?:(?:^|,\s?)(?:\p{{Lu}}{{1,2}}-)?\d{{4}}(?: \p{{Lu}}{{2}})?|(?:^|[\s,(])(?:\p{{Lu}}{{1,2}}-)?\d{{5,6}}),? ({WORD}(?: (?:{WORD}|{WITHIN})){{0,3}})"
    ))
});

/// A house number with a street, a comma, and words with capitals that end the part.
static BEHIND_STREET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?:\b\d{{1,5}}\p{{L}}?,? {WORD}(?: {WORD}){{0,3}}|\b{WORD}(?: {WORD}){{0,2}} \d{{1,4}}\p{{L}}?),\s({WORD}(?: (?:{WORD}|{WITHIN})){{0,2}})(?:[,.;)\n]|$)"
    ))
});

/// A town behind a street, without a code.
const LIKELY: f32 = 0.8;
/// A town beside a code, and a piece of the words there, which may hold a street or a region too.
const WHOLE: f32 = 0.95;
const PIECE: f32 = 0.7;

/// All towns; of several words beside a code, the last of those before it, the first of those
/// behind it and all of them.
pub(super) fn towns(text: &str) -> Vec<Proposal> {
    let mut found = Vec::new();
    for captures in BEFORE_CODE.captures_iter(text) {
        let Some(words) = captures.get(1) else { continue };
        // What stands where a region may and is none, or begins a line, is the town: "Mill Lane,
        // New Haven 06510".
        let region = captures.get(2).filter(|region| {
            let short = region.as_str().chars().all(char::is_uppercase);
            let begins = text[words.end()..region.start()].contains('\n');
            !short && (begins || !is_place(region.as_str()))
        });
        let words = region.unwrap_or(words);
        for (start, _) in capitalized(words.as_str()) {
            let shape = if start == 0 { WHOLE } else { PIECE };
            found.extend(town(text, words.start() + start..words.end(), shape));
        }
    }
    for words in BEHIND_CODE.captures_iter(text).filter_map(|captures| captures.get(1)) {
        let whole = before_region(words.as_str());
        for (_, end) in capitalized(words.as_str()) {
            let shape = if end == whole { WHOLE } else { PIECE };
            found.extend(town(text, words.start()..words.start() + end, shape));
        }
    }
    for words in BEHIND_STREET.captures_iter(text).filter_map(|captures| captures.get(1)) {
        found.extend(town(text, words.range(), LIKELY));
    }
    found
}

/// Words without a full stop behind them.
fn town(text: &str, range: std::ops::Range<usize>, shape: f32) -> Option<Proposal> {
    let kept = text[range.clone()].trim_end_matches('.').len();
    let span = Span::new(range.start..range.start + kept).trimmed(text)?;
    Some(Proposal { town: true, ..Proposal::new(span, shape) })
}

/// Where a town ends that its region may follow: "KAJANG SELANGOR".
fn before_region(words: &str) -> usize {
    let ends = capitalized(words).map(|(_, end)| end);
    let mut ends = ends.filter(|&end| is_place(words[end..].trim_end_matches('.')));
    ends.next().unwrap_or(words.len())
}

/// Where the words of a text with a capital begin and end.
fn capitalized(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let placed = text.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    });
    placed
        .filter(|(_, word)| word.starts_with(char::is_uppercase))
        .map(|(start, word)| (start, start + word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(text: &str) -> Vec<&str> {
        let found = towns(text);
        let most = found.iter().map(|town| town.shape).fold(0.0, f32::max);
        let best = found.iter().filter(|town| town.shape == most);
        best.map(|town| town.span.of(text)).collect()
    }

    #[test]
    fn towns_stand_beside_their_codes_and_streets() {
        for (text, town) in [
            ("73 Mill Close\nNorwich NR2 1TF", "Norwich"),
            ("73 Mill Close,\nMilton Keynes, MK9 2AB", "Milton Keynes"),
            ("Norwich\nNR2 1TF", "Norwich"),
            ("1 Main Street, Springfield, IL 62704", "Springfield"),
            ("1 Main Street\nNew Haven, Connecticut 06510-1234", "New Haven"),
            ("1 Main Street, New Haven 06510", "New Haven"),
            ("Hauptstr. 5\n10115 Berlin", "Berlin"),
            ("CH-8001 Zürich", "Zürich"),
            ("Herengracht 1, 1012 AB Amsterdam", "Amsterdam"),
            ("KG.BATU,\n51200 KUALA LUMPUR", "KUALA LUMPUR"),
            ("12, MG Road\nPune - 411001", "Pune"),
            ("1 Yonge St, Toronto, ON M5V 2T6", "Toronto"),
            ("10 Orchard Road\nSingapore 238841", "Singapore"),
            ("60311 Frankfurt am Main", "Frankfurt am Main"),
            ("Issued to Lena Lindqvist, 17 Mill Lane, Uppsala.", "Uppsala"),
            ("wohnhaft Lindenweg 4, Bad Homburg, zahlbar sofort", "Bad Homburg"),
        ] {
            assert_eq!(sure(text), [town], "{text}");
        }
    }

    #[test]
    fn a_month_before_a_year_is_none() {
        assert!(towns("Leeds, 12 March 2024").is_empty());
    }

    #[test]
    fn pieces_are_proposed_where_a_street_or_a_region_stands_beside_the_town() {
        let texts = |text| towns(text).iter().map(|town| town.span.of(text)).collect::<Vec<_>>();
        assert_eq!(
            texts("5 High Street Leeds LS1 4AB"),
            ["High Street Leeds", "Street Leeds", "Leeds"]
        );
        assert_eq!(texts("43000 KAJANG SELANGOR"), ["KAJANG", "KAJANG SELANGOR"]);
        assert_eq!(sure("43000 KAJANG SELANGOR"), ["KAJANG"]);
    }
}
