//! Countries and their first-level parts: states, provinces, territories.
//!
//! English short names of ISO 3166-1, and the states of countries whose papers name them.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use crate::Span;
use crate::text::pattern;

static NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("places.txt").lines().collect());
static KNOWN: LazyLock<HashSet<String>> =
    LazyLock::new(|| NAMES.iter().map(|name| name.to_lowercase()).collect());
/// Any of the names, the longest first; over a line break too.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    let mut names = NAMES.clone();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let names: Vec<String> =
        names.iter().map(|name| regex::escape(name).replace(' ', r"\s+")).collect();
    pattern(&format!(r"(?i)\b(?:{})\b", names.join("|")))
});

/// Whether a text is the name of a country, a state or a province.
pub(in crate::extract) fn is_place(text: &str) -> bool {
    KNOWN.contains(&text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}

/// All names of countries, states and provinces that are written as names.
pub(super) fn places(text: &str) -> Vec<Proposal> {
    PLACE
        .find_iter(text)
        .filter(|place| place.as_str().starts_with(char::is_uppercase))
        .map(|place| Proposal::new(Span::new(place.range()), 0.9))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_places_are_found_as_they_are_written() {
        let text =
            "laws of the STATE OF NEW YORK, of West\nVirginia, in england and Walesa; turkey";
        let found: Vec<_> = places(text).iter().map(|one| one.span.of(text)).collect();
        assert_eq!(found, ["NEW YORK", "West\nVirginia"]);
        assert!(is_place("West\nVirginia") && is_place("NEW YORK") && !is_place("New Yorker"));
    }
}
