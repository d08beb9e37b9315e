//! How many tokens stay cached when nobody works on them.
//!
//! Every cached token costs every step some attention time, and saves a later request from reading
//! it again, if one comes. Which of the two weighs more depends on what is asked: a thousand
//! letters come once each, three questions about one document come back twice. So the allowance
//! moves as in the adaptive replacement cache (Megiddo and Modha 2003): it shrinks while what is
//! kept is not asked for again, and grows when it is, or when something lately forgotten would
//! have been of use.

use std::collections::VecDeque;

use crate::tokens::Token;

/// The least allowance: a question and its answer, for the one that follows.
const LEAST: usize = 256;
/// Part of the context that idle tokens may take at most.
const MOST_SHARE: usize = 2;
/// Part of the allowance that one request takes or adds.
const SHRINKS: usize = 8;
const GROWS: usize = 4;
/// Prompts remembered, so that a second coming is noticed.
const REMEMBERED: usize = 64;
/// Tokens that make a beginning worth keeping.
pub(super) const WORTH: usize = 32;

/// The allowance, in tokens.
#[derive(Debug)]
pub(super) struct IdleAllowance {
    tokens: usize,
    most: usize,
    /// Prompts that came lately.
    seen: VecDeque<Vec<Token>>,
}

impl IdleAllowance {
    /// For a context of so many tokens.
    pub(super) fn new(context: usize) -> Self {
        let most = (context / MOST_SHARE).max(LEAST);
        Self { tokens: most, most, seen: VecDeque::new() }
    }

    pub(super) fn tokens(&self) -> usize {
        self.tokens
    }

    /// Learns from a prompt of which the cache held `known` tokens, `idle` of them for it alone.
    pub(super) fn learn(&mut self, prompt: &[Token], known: usize, idle: usize) {
        let missed = || {
            let again = |seen: &Vec<Token>| super::common(seen, prompt) >= known + WORTH;
            self.seen.iter().any(again)
        };
        self.tokens = if idle >= WORTH {
            self.tokens + self.tokens / GROWS
        } else if missed() {
            self.most
        } else {
            self.tokens - self.tokens / SHRINKS
        }
        .clamp(LEAST, self.most);
        if self.seen.len() == REMEMBERED {
            self.seen.pop_front();
        }
        self.seen.push_back(prompt.to_vec());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(document: i32) -> Vec<Token> {
        (0..50).chain(document * 100..document * 100 + 60).collect()
    }

    #[test]
    fn texts_that_never_come_back_are_not_kept() {
        let mut allowance = IdleAllowance::new(8192);
        assert_eq!(allowance.tokens(), 4096);
        for document in 1..60 {
            allowance.learn(&prompt(document), 50, 0);
        }
        assert_eq!(allowance.tokens(), LEAST);
    }

    #[test]
    fn one_that_comes_back_too_late_makes_room_for_the_next() {
        let mut allowance = IdleAllowance::new(8192);
        for document in 1..60 {
            allowance.learn(&prompt(document), 50, 0);
        }
        allowance.learn(&prompt(40), 50, 0);
        assert_eq!(allowance.tokens(), 4096, "it was read twice, and need not have been");
    }

    #[test]
    fn what_was_of_use_stays_allowed() {
        let mut allowance = IdleAllowance::new(8192);
        for document in 1..20 {
            allowance.learn(&prompt(document), 50, 0);
            allowance.learn(&prompt(document), 109, 59);
        }
        assert_eq!(allowance.tokens(), 4096, "every second question is about the same document");
    }
}
