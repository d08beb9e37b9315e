//! E-mail addresses, web addresses and telephone numbers.

use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use regex::Regex;

use super::{Proposal, date::dates, stands_alone};
use crate::Span;
use crate::text::pattern;

/// What stands between blanks; a web address has none, of whichever kind (RFC 3987).
static UNBROKEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\S+"));
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:\+|\(\+?)?\d[\d()]*(?:[ ./-]{1,3}\(?[\dA-Z][\dA-Z)]*){1,7}|\+?\d{7,14}")
});
static PHONE_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:tel|phone|fax|mobile|cell|call|hotline|whatsapp|ring|hp|handy|telefon|téléphone)[a-z]*(?:\s?(?:no|number|line))?[.:# ]{0,4}$",
    )
});

/// All e-mail addresses.
pub(super) fn emails(text: &str) -> Vec<Proposal> {
    links(text, LinkKind::Email, false)
}

/// All web addresses, with or without a scheme.
pub(super) fn urls(text: &str) -> Vec<Proposal> {
    links(text, LinkKind::Url, true)
}

fn links(text: &str, kind: LinkKind, bare: bool) -> Vec<Proposal> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[kind]).url_must_have_scheme(!bare);
    UNBROKEN
        .find_iter(text)
        .flat_map(|part| {
            finder.links(part.as_str()).map(move |link| {
                let at = part.start();
                Proposal::new(Span::new(at + link.start()..at + link.end()), 1.0)
            })
        })
        .collect()
}

/// All telephone numbers: 7 to 15 digits (ITU-T E.164) in groups, no date among them.
pub(super) fn phones(text: &str) -> Vec<Proposal> {
    let dates = dates(text);
    PHONE
        .find_iter(text)
        .filter_map(|found| {
            let kept = found.as_str().trim_end_matches(|c: char| !c.is_ascii_digit() && c != ')');
            let span = Span::new(found.start()..found.start() + kept.len());
            let digits = kept.chars().filter(char::is_ascii_digit).count();
            let announced =
                PHONE_WORD.is_match(&text[line_start(text, found.start())..found.start()]);
            let letters = kept.chars().any(|c| c.is_ascii_alphabetic());
            let possible = (7..=15).contains(&(digits + if letters { 4 } else { 0 }))
                && stands_alone(text, span)
                && !dates.iter().any(|date| date.span.overlaps(span))
                && (!letters || announced);
            let shape = match (announced, kept.starts_with('+'), kept.contains([' ', '-', '/'])) {
                (true, ..) => 1.0,
                (_, true, _) => 0.95,
                (_, _, true) => 0.5,
                _ => 0.1,
            };
            possible.then(|| Proposal {
                normalized: (!letters).then(|| digits_only(kept).into()),
                ..Proposal::new(span, shape)
            })
        })
        .collect()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

/// The digits, behind a plus sign where there was one.
fn digits_only(written: &str) -> String {
    let plus = written.trim_start_matches('(').starts_with('+');
    let digits = written.chars().filter(char::is_ascii_digit);
    plus.then_some('+').into_iter().chain(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_found_and_dates_are_not() {
        let text = "Tel: 03-6258 0869, fax +49 (30) 123 45-67; on 18/04/2018 call 555-0142-11";
        let found: Vec<_> = phones(text).iter().map(|phone| phone.span.of(text)).collect();
        assert_eq!(found, ["03-6258 0869", "+49 (30) 123 45-67", "555-0142-11"]);
        assert_eq!(phones(text)[1].normalized, Some("+49301234567".into()));
    }

    #[test]
    fn mail_and_web_addresses_are_found_without_the_full_stop() {
        let text = "Write to info@example.org, see www.example.org/a.";
        assert_eq!(emails(text)[0].span.of(text), "info@example.org");
        assert_eq!(urls(text)[0].span.of(text), "www.example.org/a");
    }

    #[test]
    fn no_blank_of_any_kind_belongs_to_an_address() {
        for blank in ['\u{a0}', '\u{2028}', '\u{3000}', '\t'] {
            let text = format!("at{blank}www.example.org{blank}info@example.org{blank}.aA0");
            assert_eq!(urls(&text)[0].span.of(&text), "www.example.org", "{blank:?}");
            assert_eq!(emails(&text)[0].span.of(&text), "info@example.org", "{blank:?}");
            assert!(urls(&text).iter().all(|url| !url.span.of(&text).contains(blank)), "{blank:?}");
        }
    }
}
