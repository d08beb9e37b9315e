//! Guesses at what comes next, copied from the document or from what was written: prompt lookup.
//!
//! An extracted value is a piece of the document, so once its first token is written, the rest
//! stands there to be read; lists, and models that repeat themselves, go on as they went before.
//! Guesses cost nothing to make and are always checked by the model.
//! Pure. Method: prompt lookup decoding (Saxena 2023), as in llama.cpp's `lookup` example.

use std::collections::HashMap;

use crate::tokens::Token;

/// Tokens of the written text that are looked up, at most.
const LONGEST_KEY: usize = 8;
/// Guesses at first, and the bounds between which success and failure move their number.
const FIRST_GUESSES: usize = 4;
const FEWEST_GUESSES: usize = 2;
const MOST_GUESSES: usize = 12;

/// A document to guess from.
#[derive(Debug)]
pub(crate) struct Drafter {
    document: Vec<Token>,
    /// Where each token stands in the document.
    places: HashMap<Token, Vec<usize>>,
    /// Tokens that differ only in a leading space count as the same in a lookup.
    alike: HashMap<Token, Token>,
    /// The first token with these bytes, a leading space taken off.
    stems: HashMap<Vec<u8>, Token>,
    guesses: usize,
}

impl Drafter {
    /// `piece` gives the bytes of a token.
    pub(crate) fn new(document: Vec<Token>, piece: impl Fn(Token) -> Vec<u8>) -> Self {
        let mut stems = HashMap::new();
        let mut alike = HashMap::new();
        let mut places = HashMap::<Token, Vec<usize>>::new();
        for (index, &token) in document.iter().enumerate() {
            let stem = *alike
                .entry(token)
                .or_insert_with(|| *stems.entry(stem(piece(token))).or_insert(token));
            places.entry(stem).or_default().push(index);
        }
        Self { document, places, alike, stems, guesses: FIRST_GUESSES }
    }

    /// Makes the tokens of other texts comparable with the document's.
    pub(crate) fn learn(&mut self, token: Token, piece: impl Fn(Token) -> Vec<u8>) {
        if !self.alike.contains_key(&token) {
            let stem = *self.stems.entry(stem(piece(token))).or_insert(token);
            self.alike.insert(token, stem);
        }
    }

    /// Tokens that follow where the document, or an earlier part of `written`, agrees longest with
    /// its end.
    pub(crate) fn guess(&self, written: &[Token], most: usize) -> Vec<Token> {
        let most = most.min(self.guesses);
        let Some(last) = written.last() else {
            return Vec::new();
        };
        let places = self.places.get(&self.stem_of(*last)).map_or(&[][..], Vec::as_slice);
        let best = places.iter().map(|&place| (self.agreement(written, place), place));
        let best = best.max_by_key(|&(length, place)| (length, usize::MAX - place));
        // A single token that was written before tells nothing.
        let length = best.map_or(1, |(length, _)| length);
        if let Some((_, period)) = repetition(written).filter(|&(longer, _)| longer > length) {
            return repeated(written, period, most);
        }
        let behind = best.and_then(|(_, place)| self.document.get(place + 1..));
        behind.unwrap_or_default().iter().copied().take(most).collect()
    }

    /// Guesses more after success, fewer after failure.
    pub(crate) fn judge(&mut self, guessed: usize, confirmed: usize) {
        if guessed == 0 {
            return;
        }
        self.guesses = if confirmed == guessed {
            (self.guesses * 2).min(MOST_GUESSES)
        } else {
            (confirmed + 1).clamp(FEWEST_GUESSES, MOST_GUESSES)
        };
    }

    /// How many tokens before and at `place` agree with the end of `written`.
    fn agreement(&self, written: &[Token], place: usize) -> usize {
        let before = self.document[..=place].iter().rev();
        let pairs = written.iter().rev().zip(before).take(LONGEST_KEY);
        pairs.take_while(|&(a, b)| self.stem_of(*a) == self.stem_of(*b)).count()
    }

    fn stem_of(&self, token: Token) -> Token {
        self.alike.get(&token).copied().unwrap_or(token)
    }
}

/// The longest agreement of the end of `written` with an earlier part of it, and how many tokens
/// lie between the two; the nearest of equals.
fn repetition(written: &[Token]) -> Option<(usize, usize)> {
    let agreement = |period: usize| {
        let pairs = written.iter().rev().zip(written.iter().rev().skip(period));
        pairs.take(LONGEST_KEY).take_while(|(a, b)| a == b).count()
    };
    let each = (1..written.len()).map(|period| (agreement(period), period));
    each.max_by_key(|&(length, period)| (length, usize::MAX - period))
}

/// `most` tokens that go on with this period.
fn repeated(written: &[Token], period: usize, most: usize) -> Vec<Token> {
    let pattern = &written[written.len() - period..];
    pattern.iter().copied().cycle().take(most).collect()
}

fn stem(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.first() == Some(&b' ') {
        bytes.remove(0);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(token: Token) -> Vec<u8> {
        // Odd tokens are their even neighbours with a space before.
        let word = token / 2;
        if token % 2 == 1 { format!(" w{word}").into_bytes() } else { format!("w{word}").into() }
    }

    #[test]
    fn the_longest_agreement_decides_where_to_copy_from() {
        let drafter = Drafter::new(vec![2, 4, 6, 8, 4, 6, 10, 12], piece);
        assert_eq!(drafter.guess(&[8, 4, 6], 2), [10, 12], "8 4 6 stands only at the second place");
        assert_eq!(drafter.guess(&[6], 1), [8], "the first place is taken where nothing tells");
        assert!(drafter.guess(&[99], 4).is_empty(), "no place, no guess");
        assert!(drafter.guess(&[12], 4).is_empty(), "nothing follows the last token");
    }

    #[test]
    fn what_repeats_itself_is_expected_to_go_on() {
        let drafter = Drafter::new(vec![2, 4, 6], piece);
        assert_eq!(drafter.guess(&[8, 2, 4, 8, 2, 4, 8, 2, 4], 4), [8, 2, 4, 8], "not 6");
        assert_eq!(drafter.guess(&[30, 32, 34, 30, 32], 2), [34, 30], "none of it in the document");
        assert!(drafter.guess(&[30, 32, 30], 2).is_empty(), "a single token tells nothing");
    }

    #[test]
    fn a_leading_space_does_not_hide_a_place() {
        let mut drafter = Drafter::new(vec![3, 5, 7], piece);
        drafter.learn(2, piece);
        assert_eq!(drafter.guess(&[2], 2), [5, 7], "a value begins without the space before it");
    }
}
