//! Names that a web or e-mail address of the same document spells: who owns the address.
//!
//! A company without a legal form looks like any other words with a capital; that
//! "www.harbour-tools.example" stands at the foot of the page tells that "Harbour Tools" is one.

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use super::contact::{emails, urls};
use super::name_runs::has_legal_form;
use crate::Span;
use crate::text::pattern;

/// What names the program that made a page.
static MADE_WITH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:powered|generated|created|made|designed)\s+(?:by|with)\s+$")
});

/// Hosts of other people's mail.
const MAIL_HOSTS: &str = "gmail googlemail yahoo ymail hotmail outlook live msn aol gmx web icloud me mail proton protonmail";
/// Parts of an address that name nobody.
const GENERIC: &str = "www com co org net gov edu ac info biz shop store online";
/// Letters that an address must have to spell a name.
const LEAST_LETTERS: usize = 3;
/// How sure one is that words which an address spells are a name.
const SPELT: f32 = 0.9;

/// Where the document writes the names that its addresses spell, outside of the addresses and of
/// those of `named` that have a legal form: "Amazon" is no name in "Amazon Web Services, Inc.".
pub(super) fn owners(text: &str, named: &[Proposal]) -> Vec<Proposal> {
    let addresses: Vec<Span> =
        emails(text).into_iter().chain(urls(text)).map(|address| address.span).collect();
    let mut hosts: Vec<String> =
        addresses.iter().filter_map(|address| owner_of(address.of(text))).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let outside = |span: &Span| !addresses.iter().any(|address| address.overlaps(*span));
    let full: Vec<Span> =
        named.iter().map(|name| name.span).filter(|name| has_legal_form(name.of(text))).collect();
    hosts
        .iter()
        .flat_map(|host| spelt(text, host))
        .filter(|span| outside(span) && !full.iter().any(|name| name.overlaps(*span)))
        .filter(|span| !MADE_WITH.is_match(&text[..span.start as usize]))
        .map(|span| Proposal::new(span, SPELT))
        .collect()
}

/// The letters of the part of an address that was registered: "info@my.harbour-tools.co.uk" →
/// "harbourtools".
fn owner_of(address: &str) -> Option<String> {
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = address.split(['/', '?', '#', ':']).next()?;
    let host = host.rsplit('@').next()?.to_lowercase();
    let mut parts: Vec<&str> = host.split('.').collect();
    // The last part is the country's or "com".
    parts.pop()?;
    let is_among = |list: &str, part: &str| list.split(' ').any(|one| one == part);
    let name = parts.iter().rev().find(|part| !is_among(GENERIC, part))?;
    let letters: String = name.chars().filter(|sign| sign.is_alphanumeric()).collect();
    let long = letters.chars().filter(|sign| sign.is_alphabetic()).count() >= LEAST_LETTERS;
    (long && !is_among(MAIL_HOSTS, name)).then_some(letters)
}

/// Whole words of a line that spell these letters, the first with a capital.
fn spelt(text: &str, letters: &str) -> Vec<Span> {
    let mut before = ' ';
    let mut found = Vec::new();
    for (start, sign) in text.char_indices() {
        if sign.is_uppercase()
            && !before.is_alphanumeric()
            && let Some(end) = spelt_from(text, start, letters)
        {
            found.push(Span::new(start..end));
        }
        before = sign;
    }
    found
}

/// Where the words end that spell these letters from here.
fn spelt_from(text: &str, start: usize, letters: &str) -> Option<usize> {
    let mut wanted = letters.chars().peekable();
    for (at, sign) in text[start..].char_indices() {
        if wanted.peek().is_none() {
            return (!sign.is_alphanumeric()).then_some(start + at);
        }
        if sign.is_alphanumeric() {
            let spells = sign.to_lowercase().all(|sign| wanted.next() == Some(sign));
            if !spells {
                return None;
            }
        } else if !matches!(sign, ' ' | '-' | '&' | '.' | '\'' | '’') {
            return None;
        }
    }
    wanted.peek().is_none().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        owners(text, &[]).iter().map(|name| name.span.of(text)).collect()
    }

    #[test]
    fn words_that_an_address_spells_are_a_name() {
        let text = "Harbour Tools\n12 Quay Road\nBill to: Linden\n\
                    info@harbour-tools.example, https://my.harbour-tools.co.uk/pay, At Harbour Tools we";
        assert_eq!(names(text), ["Harbour Tools", "Harbour Tools"]);
        assert_eq!(names("QUAYSIDE\nwww.quayside.example"), ["QUAYSIDE"]);
    }

    #[test]
    fn hosts_of_mail_and_pieces_of_words_name_nobody() {
        assert!(names("Web, Gmail: amara@gmail.com, jonas@web.de").is_empty());
        assert!(names("Quaysides and Quay Sider, www.quayside.example").is_empty());
        assert!(names("the free offer, free.example").is_empty(), "no name without a capital");
        assert!(names("www.quayside.example").is_empty(), "the address itself");
        assert!(names("Powered by Quayside (www.quayside.example)").is_empty(), "a program");
    }

    #[test]
    fn the_beginning_of_a_name_in_full_is_no_name() {
        let text = "Quayside Stores Ltd. At Quayside we care: www.quayside.example";
        let full = [Proposal::new(Span::new(0..20), 1.0)];
        assert_eq!(owners(text, &full).len(), 1);
        assert_eq!(owners(text, &[]).len(), 2);
    }
}
