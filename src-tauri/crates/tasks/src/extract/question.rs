//! How a field is asked for: as the beginning of a line that its value would end.

use super::ordinal::ordinal;
use super::role::{Announcers, Role};
use super::sought::sought;
use crate::text::content_words;
use crate::{Field, FieldType};

/// A field's question, its cue words, and the text that an embedder compares places with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Question {
    /// The type of span that is looked for.
    pub kind: FieldType,
    /// What stands behind the document and is continued by the value: "The total amount to pay:".
    pub continued: String,
    /// What is asked, for an embedder: "total: the total amount to pay".
    pub described: String,
    /// Stems of the words that would announce the value.
    pub cues: Vec<String>,
    /// The part that the value plays in the document.
    pub role: Role,
    /// Which of those whom the document introduces it is, from 0, if the field counts them.
    pub ordinal: Option<usize>,
    /// Stems of the words that announce a value of this role, or of the opposite one.
    pub announcers: Announcers,
}

impl Question {
    /// The question of the field at `path` ("buyer.address").
    pub fn of(path: &str, field: &Field) -> Self {
        let name = readable(path);
        let description = field.description.trim().trim_end_matches(['.', ':', '?']).trim();
        let asked = if description.is_empty() { name.as_str() } else { description };
        let mut cues = content_words(&name);
        for cue in content_words(description) {
            if !cues.contains(&cue) {
                cues.push(cue);
            }
        }
        let described = match description {
            "" => name.clone(),
            text if text.to_lowercase().contains(&name.to_lowercase()) => text.to_owned(),
            text => format!("{name}: {text}"),
        };
        let role = Role::of(&name, description);
        let kind = sought(&name, field);
        Self {
            kind,
            continued: format!("{}:", with_article(asked)),
            described,
            cues,
            role,
            announcers: role.announcers(kind),
            ordinal: ordinal(&name, description),
        }
    }
}

/// What is looked for to answer the field at this path ("buyer.address"): spans of its own type, or
/// of the one that its words name where that was left at text.
#[must_use]
pub fn sought_type(path: &str, field: &Field) -> FieldType {
    sought(&readable(path), field)
}

/// "buyer.due_date" → "buyer due date".
fn readable(path: &str) -> String {
    let mut words = String::new();
    let mut after_lower = false;
    for character in path.chars() {
        if matches!(character, '.' | '_' | '-' | ' ') {
            words.push(' ');
        } else if character.is_uppercase() && after_lower {
            words.push(' ');
            words.extend(character.to_lowercase());
        } else {
            words.push(character);
        }
        after_lower = character.is_lowercase();
    }
    words
        .split_whitespace()
        .filter(|word| word.parse::<u32>().is_err())
        .collect::<Vec<_>>()
        .join(" ")
}

fn with_article(asked: &str) -> String {
    let lower = asked.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or_default();
    let determined = matches!(
        first,
        "the"
            | "a"
            | "an"
            | "all"
            | "each"
            | "who"
            | "what"
            | "which"
            | "when"
            | "where"
            | "how"
            | "whether"
            | "name"
            | "is"
            | "list"
    );
    let mut letters = asked.chars();
    let head = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let capitalized = format!("{head}{}", letters.as_str());
    if determined {
        return capitalized;
    }
    // A word in capitals is a name or an abbreviation and stays so.
    let abbreviation = asked.chars().take(2).all(char::is_uppercase);
    if abbreviation {
        format!("The {asked}")
    } else {
        format!("The {}{}", head.to_lowercase(), &capitalized[head.len()..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(name: &str, description: &str) -> Question {
        Question::of(name, &Field { description: description.to_owned(), ..Field::default() })
    }

    #[test]
    fn a_field_becomes_the_beginning_of_a_line() {
        assert_eq!(question("total", "total amount to pay.").continued, "The total amount to pay:");
        assert_eq!(question("due_date", "").continued, "The due date:");
        assert_eq!(question("x", "Who signed it?").continued, "Who signed it:");
        assert_eq!(question("id", "VAT number").continued, "The VAT number:");
    }

    #[test]
    fn the_name_joins_the_description_where_it_adds_something() {
        assert_eq!(question("company", "who issued it").described, "company: who issued it");
        assert_eq!(question("total", "The total to pay").described, "The total to pay");
        assert_eq!(question("dueDate", "").cues, ["due", "dat"]);
    }
}
