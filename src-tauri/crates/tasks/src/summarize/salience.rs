//! What makes a sentence worth keeping, apart from its likeness to the others.

use std::sync::LazyLock;

use regex::Regex;

use crate::Span;
use crate::text::{pattern, word_count, words};

/// A sentence with fewer words says too little by itself.
const FEWEST_WORDS: usize = 4;
/// Beyond this many, more numbers or signal words do not count.
const CAP: usize = 3;
/// What a number is worth beside a centrality of 1.
const NUMBER: f32 = 0.06;
/// What a signal word is worth.
const SIGNAL: f32 = 0.045;

/// Words of asking, deciding, owing and changing.
static SIGNALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:please|must|needs?|should|shall|will|asks?|asked|agreed?|decided?|decision|proposes?|recommends?|due|deadline|until|before|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|from \d|at the latest|costs?|prices?|order|stop|return|important|urgent|instead|cancel|changes?|moved|increase|rises?|falls?|because|therefore|so that|result|only)\b",
    )
});
/// A line of a letter that names who speaks, greets or takes leave.
static COURTESY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:from|to|cc|subject|date|sent):|^(?:dear|hello|hi|good (?:morning|day|afternoon|evening))\b[^.]{0,40}[,.!]?$|^(?:(?:best|kind|warm) regards|yours|sincerely|thanks?(?: you)?)\b[^.]{0,30}[,.!]?$",
    )
});

/// Whether a sentence may stand in a summary: a sentence with an end, no heading and no greeting.
pub(super) fn may_stand(sentence: &str) -> bool {
    let ends = sentence.trim_end().ends_with(['.', '!', '?', '"', '”', '»', ')', '。', '！', '？']);
    ends && word_count(sentence) >= FEWEST_WORDS && !COURTESY.is_match(sentence)
        || sentence.chars().filter(|c| !c.is_ascii()).count() > 8 && ends
}

/// Numbers and signal words of a sentence, as far as they count.
pub(super) fn tokens_of_weight(sentence: &str) -> (usize, usize) {
    let numbers = words(sentence).filter(|(_, word)| word.contains(|c: char| c.is_ascii_digit()));
    (numbers.count().min(CAP), SIGNALS.find_iter(sentence).count().min(CAP))
}

/// What numbers and signal words add to a sentence's centrality.
pub(super) fn salience(sentence: &str) -> f32 {
    let (numbers, signals) = tokens_of_weight(sentence);
    NUMBER * numbers as f32 + SIGNAL * signals as f32
}

/// The document's title: its first sentence, if that has no end.
pub(super) fn title<'a>(document: &'a str, sentences: &[Span]) -> Option<&'a str> {
    let first = sentences.first()?.of(document);
    let is_title = !first.ends_with(['.', '!', '?', ':', ';']) && word_count(first) >= 2;
    is_title.then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_greetings_do_not_stand_in_a_summary() {
        for heading in
            ["Looking after the dehumidifier", "From: Tomasz", "Dear all,", "Kind regards.", "Yes."]
        {
            assert!(!may_stand(heading), "{heading}");
        }
        assert!(may_stand("The battery cover can come loose."));
    }

    #[test]
    fn numbers_and_what_is_asked_count() {
        assert!(
            salience("Please return all 14,200 lights by Friday.")
                > salience("The weather was fine.")
        );
    }
}
