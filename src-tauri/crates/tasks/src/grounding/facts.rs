//! Numbers, dates and names of a written text that do not stand in the document.

use std::collections::HashSet;

use crate::extract::{Proposal, propose};
use crate::text::{is_stop_word, sentences, words};
use crate::{FieldType, Span};

/// The claims of `written` that `document` does not support, each as it is written; in order.
///
/// A number is supported by the same digits, a date by the same day in any form, a name by its
/// words anywhere in the document.
pub(crate) fn invented(written: &str, document: &str) -> Vec<String> {
    let known_words: HashSet<String> = words(document).map(|(_, word)| fold(word)).collect();
    let known_dates: HashSet<String> = dates(document).filter_map(|date| standard(&date)).collect();
    let written_dates: Vec<Proposal> = dates(written).collect();
    let openers: HashSet<u32> = sentences(written).into_iter().map(|span| span.start).collect();
    let mut found = Vec::new();
    let mut settled: Vec<Span> = Vec::new();
    for date in &written_dates {
        let supported = standard(date).is_some_and(|day| known_dates.contains(&day));
        if supported {
            settled.push(date.span);
        }
    }
    for (span, word) in words(written) {
        if settled.iter().any(|date| date.contains(span)) || known_words.contains(&fold(word)) {
            continue;
        }
        let number = word.contains(|c: char| c.is_ascii_digit());
        let opens = openers.contains(&span.start);
        let name = word.starts_with(char::is_uppercase)
            && !opens
            && word.chars().count() > 1
            && !is_stop_word(&word.to_lowercase());
        if number || name {
            found.push(word.to_owned());
        }
    }
    found
}

fn dates(text: &str) -> impl Iterator<Item = Proposal> {
    propose(FieldType::Date, text).into_iter()
}

fn standard(date: &Proposal) -> Option<String> {
    date.normalized.as_ref()?.as_str().map(str::to_owned)
}

/// A word without case, grouping of digits, and the genitive's s.
fn fold(word: &str) -> String {
    if word.contains(|c: char| c.is_ascii_digit()) {
        return word
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == '.')
            .flat_map(char::to_lowercase)
            .collect();
    }
    let lower = word.to_lowercase();
    lower.strip_suffix("'s").or(lower.strip_suffix("’s")).unwrap_or(&lower).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_document_says_is_not_invented() {
        let document = "On 3 March 2024 Amara signed for 14,200 lights of Airwell.";
        assert_eq!(
            invented("Amara's signature of 2024-03-03 is for 14200 lights.", document),
            Vec::<String>::new()
        );
    }

    #[test]
    fn other_numbers_dates_and_names_are() {
        let document = "On 3 March 2024 Amara signed for 14,200 lights.";
        assert_eq!(
            invented("Dear Hugging Face, 15,000 lights were signed on 4 March 2024.", document),
            ["Hugging", "Face", "15,000", "4"]
        );
    }
}
