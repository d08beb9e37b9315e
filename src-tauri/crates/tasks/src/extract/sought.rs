//! What kind of span a field asks for whose type was left at text.
//!
//! People name a field "total" or "invoice number" and leave its type alone. Its words tell what is
//! looked for all the same; the promise stays a text. The words are a hand-made list of English
//! nouns: a field that uses none of them is looked for among all passages.

use crate::{Field, FieldType};

/// Nouns by the type of what they name, as the last word of a phrase: "due date".
const NOUNS: [(FieldType, &str); 10] = [
    (FieldType::Date, "date deadline birthday expiry"),
    (
        FieldType::Amount,
        "amount total subtotal price sum cost fee rent salary wage balance tax vat gst discount premium deposit",
    ),
    (FieldType::Number, "quantity count"),
    (FieldType::Duration, "duration period"),
    (FieldType::Identifier, "no nr id identifier reference ref iban"),
    (FieldType::Phone, "phone telephone tel mobile fax"),
    (FieldType::Email, "email mail"),
    (FieldType::Url, "url website homepage"),
    (FieldType::Address, "address"),
    (
        FieldType::Organization,
        "company organization organisation firm vendor supplier merchant employer manufacturer \
         insurer bank university",
    ),
];
/// Words before a noun that make another thing of it: an "e-mail address", a "phone number".
const COMPOUNDS: [(&str, &str, Option<FieldType>); 4] = [
    ("email mail", "address", Some(FieldType::Email)),
    ("web site internet", "address", Some(FieldType::Url)),
    ("ip mac", "address", None),
    ("phone telephone tel mobile fax cell", "number", Some(FieldType::Phone)),
];
/// How a question asks for a type.
const ASKED: [(&str, FieldType); 5] = [
    ("when ", FieldType::Date),
    ("until when ", FieldType::Date),
    ("how much ", FieldType::Amount),
    ("how many ", FieldType::Number),
    ("how long ", FieldType::Duration),
];
/// What ends the phrase that names a thing.
const BEHIND: &str =
    "of that which who whom whose in on for to from by with at where when as is was are were has";
/// What may follow its noun: "the amount due".
const PARTICIPLES: &str = "due paid payable given included requested";
/// What makes one thing of a number: the number "of the invoice", but a number "of items".
const SINGLE: &str = "the this that a an";

fn is_among(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|one| one == word)
}

/// The type of span that a field asks for: its own, or what its name (in words) and description
/// name where it is any text.
pub(super) fn sought(name: &str, field: &Field) -> FieldType {
    if field.kind != FieldType::Text {
        return field.kind;
    }
    let description = field.description.trim().to_lowercase();
    if let Some((_, kind)) = ASKED.iter().find(|(asked, _)| description.starts_with(asked)) {
        return *kind;
    }
    // "Company: what the company does" asks for no company.
    let by_name = || {
        let open =
            ["what ", "why ", "how ", "whether "].iter().any(|word| description.starts_with(word));
        named(&name.to_lowercase()).filter(|kind| !open || *kind != FieldType::Organization)
    };
    named(&description).or_else(by_name).unwrap_or(FieldType::Text)
}

/// The type of what a phrase names, if its noun tells.
fn named(phrase: &str) -> Option<FieldType> {
    let words: Vec<&str> =
        phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let end = words.iter().position(|word| is_among(BEHIND, word)).unwrap_or(words.len());
    let (mut head, behind) = words.split_at(end);
    while let Some((_, before)) = head.split_last().filter(|(word, _)| is_among(PARTICIPLES, word))
    {
        head = before;
    }
    // Of two things at once one type is not enough.
    if head.iter().any(|word| is_among("and or", word)) {
        return None;
    }
    let (noun, before) = head.split_last()?;
    for (first, second, kind) in COMPOUNDS {
        if is_among(second, noun) && before.iter().any(|word| is_among(first, word)) {
            return kind;
        }
    }
    if is_among("number num", noun) {
        return number(behind);
    }
    NOUNS.iter().find(|(_, nouns)| is_among(nouns, noun)).map(|(kind, _)| *kind)
}

/// A number by what stands behind the word: one that tells a thing from others, or how many.
fn number(behind: &[&str]) -> Option<FieldType> {
    match behind {
        [] => Some(FieldType::Identifier),
        ["of", next, ..] if is_among(SINGLE, next) => Some(FieldType::Identifier),
        ["of", ..] => Some(FieldType::Number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, description: &str) -> FieldType {
        sought(name, &Field { description: description.to_owned(), ..Field::default() })
    }

    #[test]
    fn the_noun_of_a_name_or_description_tells_the_type() {
        for (name, description, kind) in [
            ("invoice date", "", FieldType::Date),
            ("date of birth", "", FieldType::Date),
            ("issued", "when the invoice was issued", FieldType::Date),
            ("due", "the amount due", FieldType::Amount),
            ("total", "what has to be paid in all", FieldType::Amount),
            ("invoice", "number of the invoice", FieldType::Identifier),
            ("vat number", "", FieldType::Identifier),
            ("staff", "number of employees", FieldType::Number),
            ("contact", "e-mail address", FieldType::Email),
            ("phone number", "", FieldType::Phone),
            ("billing address", "", FieldType::Address),
            ("company", "the company that issued the receipt", FieldType::Organization),
        ] {
            assert_eq!(of(name, description), kind, "{name}: {description}");
        }
    }

    #[test]
    fn what_the_words_do_not_tell_is_any_text() {
        for (name, description) in [
            ("subject", "what it is about"),
            ("place of birth", ""),
            ("ip address", ""),
            ("name and address", ""),
            ("customer", "the customer's name"),
            ("hotline", "number to call"),
            ("company", "what the company does"),
        ] {
            assert_eq!(of(name, description), FieldType::Text, "{name}: {description}");
        }
        let typed = Field { kind: FieldType::Name, ..Field::default() };
        assert_eq!(sought("total", &typed), FieldType::Name, "a given type stays");
    }
}
