//! The words of trade in other languages, read as English ones.
//!
//! Fields are named and described in English more often than the documents are written in it, and
//! the default embedding model reads no other language. A few dozen nouns announce nearly all that
//! people look for in letters and invoices; where a document holds several of a language, its
//! "Rechnungsnr." is read as an "invoice number".

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::words::{content_words, words};

/// A line for each English word: what it is called elsewhere, by ISO 639-1 codes. A question mark
/// stands behind what may be a word of another language, or of English.
const LISTED: &str = include_str!("trade.txt");

/// Different words of a language from which on a document is taken to be in it.
const ENOUGH: usize = 2;

/// Languages that write nouns in one.
const COMPOUNDING: [&str; 2] = ["de", "nl"];
/// Letters that a noun in a compound has at least.
const SHORTEST: usize = 4;

/// What a word of another language is.
struct Meaning {
    english: &'static str,
    /// Whether the word tells which language it is of.
    tells: bool,
}

type Vocabulary = HashMap<&'static str, Meaning>;

/// The words of each language.
static LANGUAGES: LazyLock<HashMap<&str, Vocabulary>> = LazyLock::new(|| {
    let mut languages: HashMap<&str, Vocabulary> = HashMap::new();
    for line in LISTED.lines() {
        let mut parts = line.split_whitespace();
        let Some(english) = parts.next() else { continue };
        for (code, word) in parts.filter_map(|part| part.split_once(':')) {
            let plain = word.trim_end_matches('?');
            let meaning = Meaning { english, tells: plain == word };
            languages.entry(code).or_default().insert(plain, meaning);
        }
    }
    languages
});

/// The languages of a document beside English.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Trade(Vec<&'static str>);

impl Trade {
    /// Those of which the document holds several words of trade.
    pub fn of(text: &str) -> Self {
        let all: HashSet<String> = words(text).map(|(_, word)| word.to_lowercase()).collect();
        let tells = |code: &&&str| {
            let telling = all.iter().filter(|word| tells_language(code, word));
            telling.take(ENOUGH).count() == ENOUGH
        };
        let mut found: Vec<&'static str> = LANGUAGES.keys().filter(tells).copied().collect();
        found.sort_unstable();
        Self(found)
    }

    /// The content words of a part of the document, those of trade in English.
    pub fn content_words(&self, text: &str) -> Vec<String> {
        content_words(&self.english(text))
    }

    /// A part of the document with its words of trade in English.
    pub fn english<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut said = String::new();
        let mut from = 0;
        for (span, word) in words(text) {
            let Some(english) = self.english_of(&word.to_lowercase()) else { continue };
            said.push_str(&text[from..span.start as usize]);
            said.push_str(&english.join(" "));
            from = span.end as usize;
        }
        if from == 0 {
            return text.into();
        }
        said.push_str(&text[from..]);
        said.into()
    }

    fn english_of(&self, word: &str) -> Option<Vec<&'static str>> {
        self.0.iter().find_map(|code| in_language(code, word))
    }
}

/// What a word, or the two nouns of a compound, are in English.
fn in_language(code: &str, word: &str) -> Option<Vec<&'static str>> {
    let known = LANGUAGES.get(code)?;
    if let Some(meaning) = known.get(word) {
        return Some(vec![meaning.english]);
    }
    let (first, second) = compound(code, word)?;
    Some(vec![known.get(first)?.english, known.get(second)?.english])
}

fn tells_language(code: &str, word: &str) -> bool {
    let Some(known) = LANGUAGES.get(code) else { return false };
    known.get(word).is_some_and(|meaning| meaning.tells) || compound(code, word).is_some()
}

/// The two known nouns that a word is made of: "rechnungs" and "datum".
fn compound<'a>(code: &str, word: &'a str) -> Option<(&'a str, &'a str)> {
    if !COMPOUNDING.contains(&code) {
        return None;
    }
    let known = LANGUAGES.get(code)?;
    word.char_indices().map(|(at, _)| word.split_at(at)).find(|(first, second)| {
        first.len() >= SHORTEST && known.contains_key(first) && known.contains_key(second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_trade_are_read_in_english() {
        let bill = "Rechnung\nRechnungsnr. 30064443  Kundennr. 47774\nRechnungsdatum 7. Mai 2014";
        let trade = Trade::of(bill);
        assert_eq!(
            trade.english(bill),
            "invoice\ninvoice number. 30064443  customer number. 47774\ninvoice date 7. Mai 2014"
        );
        assert_eq!(trade.content_words("Rechnungsdatum"), content_words("invoice date"));
        let facture = "Facture n° 2022089083\nTotal TTC : 56,02 €\nTVA 20%";
        assert_eq!(
            Trade::of(facture).english(facture),
            "invoice number° 2022089083\ntotal grand : 56,02 €\nvat 20%"
        );
    }

    #[test]
    fn english_stays_as_it_is() {
        for text in [
            "Data on the total order, no. 7 of the client, termin net",
            "NO 15 JALAN BANDAR RAWANG 10, TOTAL RM 9.00, NAME: KONTO",
        ] {
            assert_eq!(Trade::of(text), Trade::default(), "{text}");
            assert_eq!(Trade::of(text).content_words(text), content_words(text));
        }
    }

    #[test]
    fn every_listed_word_is_one_lower_case_word() {
        for (code, known) in LANGUAGES.iter() {
            assert_eq!(code.len(), 2);
            for word in known.keys() {
                assert_eq!(*word, word.to_lowercase());
                assert!(words(word).count() >= 1, "{word}");
            }
        }
    }
}
