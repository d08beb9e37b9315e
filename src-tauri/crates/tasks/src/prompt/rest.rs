//! Labels that stand for whatever the others do not: "other: anything else".
//!
//! Such a label has no subject of its own. Read as one, its words draw texts that happen to sound
//! like "anything"; so whoever reads labels by their meaning asks here first.

use super::callings::readable;
use crate::Label;

/// Names that mean the rest.
const NAMES: [&str; 24] = [
    "other",
    "others",
    "none",
    "none of these",
    "none of the above",
    "anything else",
    "everything else",
    "something else",
    "miscellaneous",
    "misc",
    "rest",
    "the rest",
    "unknown",
    "no label",
    "other topics",
    "sonstiges",
    "andere",
    "anderes",
    "autre",
    "autres",
    "otro",
    "otros",
    "altro",
    "overig",
];

/// Openings of a description that say so; what follows may name examples.
const OPENINGS: [&str; 12] = [
    "anything else",
    "everything else",
    "all the rest",
    "the rest",
    "whatever else",
    "something else",
    "none of these",
    "none of the above",
    "none of the others",
    "anything that does not fit",
    "everything that does not fit",
    "does not fit",
];

/// What a rest label names beside being the rest: "anything else, such as thanks" names thanks.
/// `None` for a label with a subject of its own.
pub(crate) fn rest_of(label: &Label) -> Option<String> {
    let name = readable(&label.name).to_lowercase();
    let description = readable(&label.description);
    let lower = description.to_lowercase();
    let opening = OPENINGS.iter().find(|opening| lower.starts_with(**opening));
    match opening {
        Some(opening) if description.is_char_boundary(opening.len()) => {
            Some(examples(&description[opening.len()..]))
        }
        // "other: letters to other departments" has a subject.
        _ if NAMES.contains(&name.as_str()) && description.is_empty() => Some(String::new()),
        _ => None,
    }
}

/// What stands behind "such as".
fn examples(rest: &str) -> String {
    let openings = ["such as ", "for example ", "for instance ", "like ", "including ", "e.g. "];
    let found = openings.iter().filter_map(|opening| Some((rest.find(opening)?, opening)));
    match found.min() {
        Some((at, opening)) => rest[at + opening.len()..].trim().to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(name: &str, description: &str) -> Option<String> {
        rest_of(&Label { name: name.to_owned(), description: description.to_owned() })
    }

    #[test]
    fn a_label_without_a_subject_is_the_rest() {
        for (name, description) in [
            ("other", ""),
            ("None", ""),
            ("other", "anything else"),
            ("misc", "Everything else."),
            ("spam_or_whatever", "none of the above"),
        ] {
            assert_eq!(rest(name, description).as_deref(), Some(""), "{name}: {description}");
        }
        assert_eq!(
            rest("other", "anything else, such as thanks, press or job enquiries").as_deref(),
            Some("thanks, press or job enquiries")
        );
    }

    #[test]
    fn a_label_with_a_subject_is_none() {
        for (name, description) in [
            ("billing", "anything about payments"),
            ("other", "letters for other departments"),
            ("restaurant", ""),
        ] {
            assert_eq!(rest(name, description), None, "{name}: {description}");
        }
    }
}
