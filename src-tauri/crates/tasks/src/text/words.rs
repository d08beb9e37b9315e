//! Words, and those that carry meaning.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation;

use crate::Span;

/// Words and numbers of a text (Unicode Standard Annex 29), in order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (Span, &str)> {
    text.unicode_word_indices().map(|(start, word)| (Span::new(start..start + word.len()), word))
}

/// How many words a person would count: runs between white space that hold a letter or digit.
pub(crate) fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|run| run.chars().any(char::is_alphanumeric)).count()
}

/// The lower-cased words that are not stop words, cut to a crude stem so that "invoices" meets
/// "invoice" and "payable" meets "pay".
pub(crate) fn content_words(text: &str) -> Vec<String> {
    words(text)
        .map(|(_, word)| word.to_lowercase())
        .filter(|word| !is_stop_word(word))
        .map(|word| stem(&word).to_owned())
        .collect()
}

/// Whether a lower-cased word says nothing by itself.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word)
}

/// A word without its commonest English endings; at least three letters stay.
fn stem(word: &str) -> &str {
    for ending in ["ing", "able", "ed", "ies", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= 3
            && stem.chars().all(char::is_alphabetic)
        {
            return stem;
        }
    }
    word.strip_suffix('e').filter(|stem| stem.len() >= 3).unwrap_or(word)
}

static STOP_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "a about above after again all also am an and any are as at be because been before being \
     between both but by can could did do does doing down during each few for from further had \
     has have having he her here hers him his how i if in into is it its just me more most my no \
     nor not now of off on once only or other our out over own same shall she should so some such \
     than that the their them then there these they this those through to too under until up very \
     was we were what when where which while who whom why will with would you your yours"
        .split_whitespace()
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_joins_the_forms_of_a_word() {
        assert_eq!(content_words("The invoices, an invoice"), ["invoic", "invoic"]);
        assert_eq!(content_words("dates date dated"), ["dat", "dat", "dat"]);
    }

    #[test]
    fn numbers_with_separators_are_one_word() {
        let found: Vec<_> = words("some 14,200 lights at 19.90").map(|(_, word)| word).collect();
        assert_eq!(found, ["some", "14,200", "lights", "at", "19.90"]);
    }
}
