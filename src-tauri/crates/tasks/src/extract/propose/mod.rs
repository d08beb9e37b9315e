//! Spans of the document that could be the value of a field, by the field's type.
//!
//! Recognizers know how a date, an amount or an address looks, not which one is asked for: they
//! aim at missing none, and the ranker decides. Each file owns one family of types.

mod address;
mod amount;
mod contact;
mod date;
mod duration;
mod identifier;
mod legal_name;
mod letterhead;
mod name_runs;
mod names;
mod number;
mod owner;
mod passage;
mod place;
mod town;

use std::collections::HashSet;

use serde_json::Value;

pub(super) use address::{label_end, span_of_lines};
pub(super) use place::is_place;

use crate::{FieldType, Span};

/// A span that could be a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Proposal {
    /// Where it stands.
    pub span: Span,
    /// Its value in the standard form of its type, where that differs from its text.
    pub normalized: Option<Value>,
    /// How sure the recognizer is of the type, 0 to 1.
    pub shape: f32,
    /// Whether a postal code or a street stands beside it, as beside a town.
    pub town: bool,
}

impl Proposal {
    pub(super) fn new(span: Span, shape: f32) -> Self {
        Self { span, normalized: None, shape, town: false }
    }
}

/// All spans of the document that look like a value of this type, in order of place.
///
/// Enums, booleans, lists and objects have no spans of their own.
pub(crate) fn propose(kind: FieldType, text: &str) -> Vec<Proposal> {
    let mut found = match kind {
        FieldType::Date => date::dates(text),
        FieldType::Amount => amount::amounts(text),
        FieldType::Number => number::numbers(text),
        FieldType::Duration => duration::durations(text),
        FieldType::Email => contact::emails(text),
        FieldType::Url => contact::urls(text),
        FieldType::Phone => contact::phones(text),
        FieldType::Identifier => identifier::identifiers(text),
        FieldType::Name => names::persons(text),
        FieldType::Organization => names::organizations(text),
        FieldType::Address => address::addresses(text),
        FieldType::Text => passage::passages(text),
        FieldType::Boolean | FieldType::Enum | FieldType::List | FieldType::Object => Vec::new(),
    };
    found.sort_by(|a, b| {
        (a.span.start, a.span.end)
            .cmp(&(b.span.start, b.span.end))
            .then(b.shape.total_cmp(&a.shape))
    });
    let towns: HashSet<Span> =
        found.iter().filter(|proposal| proposal.town).map(|proposal| proposal.span).collect();
    let mut seen = HashSet::new();
    found.retain_mut(|proposal| {
        proposal.town = towns.contains(&proposal.span);
        seen.insert(proposal.span)
    });
    found
}

/// These spans of whole lines, which something else than a recognizer has found.
pub(super) fn given(kind: FieldType, text: &str, spans: &[Span]) -> Vec<Proposal> {
    match kind {
        // The signs of all lines are read for it.
        FieldType::Address if !spans.is_empty() => address::given(text, spans),
        _ => spans.iter().map(|span| Proposal::new(*span, UNTOLD)).collect(),
    }
}

/// How sure one is of the type of a span that nobody has looked at.
const UNTOLD: f32 = 0.5;

/// How much a line looks like one of an address rather than any other, -3 to 3, and whether it is
/// of a kind that no address has: a telephone number, a price, a heading of a form.
pub(super) fn line_sign(line: &str) -> (f32, bool) {
    (address::address_sign(line).clamp(-3.0, 3.0), address::is_other_line(line))
}

/// Whether a match is not a piece of a longer word or number.
fn stands_alone(text: &str, span: Span) -> bool {
    !touches(text, span, char::is_alphanumeric)
}

/// Whether a match is not a piece of a longer number; words may be stuck to it, as readers of scans
/// and of PDF do ("21/05/2018TIME").
fn is_whole_number(text: &str, span: Span) -> bool {
    !touches(text, span, char::is_numeric)
}

/// Whether one of these characters stands beside it, or a digit behind punctuation.
fn touches(text: &str, span: Span, joining: impl Fn(char) -> bool) -> bool {
    let joins = |next: Option<char>, beyond: Option<char>| match next {
        Some('.' | ',' | '/' | '-' | ':') => beyond.is_some_and(|c| c.is_ascii_digit()),
        Some(other) => joining(other),
        None => false,
    };
    let mut before = text[..span.start as usize].chars().rev();
    let mut behind = text[span.end as usize..].chars();
    joins(before.next(), before.next()) || joins(behind.next(), behind.next())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TYPES: [FieldType; 12] = [
        FieldType::Text,
        FieldType::Date,
        FieldType::Amount,
        FieldType::Number,
        FieldType::Name,
        FieldType::Organization,
        FieldType::Address,
        FieldType::Duration,
        FieldType::Email,
        FieldType::Phone,
        FieldType::Url,
        FieldType::Identifier,
    ];

    fn assert_sound(text: &str) {
        for kind in TYPES {
            for proposal in propose(kind, text) {
                let value = text.get(proposal.span.range());
                assert!(value.is_some(), "{kind:?}: a proposal sits on character boundaries");
                let value = value.unwrap();
                assert!(!value.trim().is_empty(), "{kind:?}: a proposal holds something");
                assert_eq!(value, value.trim(), "{kind:?}: a proposal has no blanks at its ends");
                assert!((0.0..=1.0).contains(&proposal.shape), "{kind:?}: shape is a share");
            }
        }
    }

    proptest! {
        #[test]
        fn proposals_sit_on_characters_of_any_text(text in "\\PC{0,300}") {
            assert_sound(&text);
        }

        #[test]
        fn proposals_sit_on_characters_of_documents(
            text in "(([A-Z][a-zé]{1,6}|[0-9]{1,5}[./-]|€|RM|\\$|, |\\. |: | |\n|Inc|Street|two \\(2\\) years|12 March 2020|@x\\.org|№|’){0,60})"
        ) {
            assert_sound(&text);
        }
    }
}
