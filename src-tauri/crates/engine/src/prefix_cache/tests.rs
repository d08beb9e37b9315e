use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

/// What the cache must agree with: each sequence's tokens, nothing shared, nothing clever.
#[derive(Default)]
struct Plain {
    tokens: HashMap<SeqId, Vec<Token>>,
    busy: HashMap<SeqId, bool>,
}

impl Plain {
    fn longest(&self, tokens: &[Token]) -> usize {
        let shared =
            |held: &Vec<Token>| held.iter().zip(tokens).take_while(|(a, b)| a == b).count();
        self.tokens.values().map(shared).max().unwrap_or(0)
    }

    fn distinct(&self) -> usize {
        let prefixes = self.tokens.values().flat_map(|held| (1..=held.len()).map(|n| &held[..n]));
        prefixes.collect::<std::collections::HashSet<_>>().len()
    }

    fn forget(&mut self, seq: SeqId) {
        self.tokens.remove(&seq);
        self.busy.remove(&seq);
    }

    fn follow(&mut self, eviction: Eviction) {
        match eviction {
            Eviction::Forget(seq) => self.forget(seq),
            Eviction::Trim(seq, keep) => {
                let tokens = self.tokens.get_mut(&seq).expect("only known sequences are trimmed");
                assert!(keep < tokens.len(), "trimming must free something");
                tokens.truncate(keep);
            }
        }
    }
}

#[derive(Clone, Debug)]
enum Act {
    Begin(Vec<Token>),
    Extend(SeqId, Vec<Token>),
    Rest(SeqId),
    Cancel(SeqId),
    Evict,
    EvictSequence,
}

fn act() -> impl Strategy<Value = Act> {
    let tokens = || prop::collection::vec(0_i32..3, 1..8);
    prop_oneof![
        4 => tokens().prop_map(Act::Begin),
        4 => (0_i32..8, tokens()).prop_map(|(seq, tokens)| Act::Extend(seq, tokens)),
        3 => (0_i32..8).prop_map(Act::Rest),
        1 => (0_i32..8).prop_map(Act::Cancel),
        2 => Just(Act::Evict),
        1 => Just(Act::EvictSequence),
    ]
}

proptest! {
    #[test]
    fn any_interleaving_agrees_with_plain_lists(acts in prop::collection::vec(act(), 1..80)) {
        let mut cache = PrefixCache::default();
        let mut plain = Plain::default();
        for act in acts {
            match act {
                Act::Begin(tokens) => {
                    let found = cache.longest(&tokens);
                    let length = found.map_or(0, |(_, length)| length);
                    prop_assert_eq!(length, plain.longest(&tokens), "the longest beginning is found");
                    if let Some((seq, length)) = found {
                        prop_assert_eq!(&plain.tokens[&seq][..length], &tokens[..length],
                            "the sequence named does hold that beginning");
                    }
                    if let Some(seq) = (0..8).find(|seq| !plain.tokens.contains_key(seq)) {
                        cache.begin(seq, &tokens, length);
                        plain.tokens.insert(seq, tokens[..length].to_vec());
                        plain.busy.insert(seq, true);
                    }
                }
                Act::Extend(seq, tokens) => {
                    if plain.busy.get(&seq) == Some(&true) {
                        cache.extend(seq, &tokens);
                        plain.tokens.get_mut(&seq).unwrap().extend(tokens);
                    }
                }
                Act::Rest(seq) => {
                    if plain.busy.get(&seq) == Some(&true) {
                        plain.busy.insert(seq, false);
                        if let Some(eviction) = cache.rest(seq) {
                            let before = plain.distinct();
                            plain.follow(eviction);
                            prop_assert_eq!(plain.distinct(), before,
                                "a sequence goes at once only where others hold all of it");
                        }
                    }
                }
                Act::Cancel(seq) => {
                    cache.remove(seq);
                    plain.forget(seq);
                }
                Act::Evict => {
                    if let Some(eviction) = cache.evict() {
                        let (Eviction::Forget(seq) | Eviction::Trim(seq, _)) = eviction;
                        prop_assert_eq!(plain.busy[&seq], false, "a busy sequence is never evicted");
                        plain.follow(eviction);
                    } else {
                        let idle = plain.busy.iter().filter(|&(seq, &busy)| {
                            !busy && !plain.tokens.iter().any(|(other, tokens)| {
                                other != seq && tokens.starts_with(&plain.tokens[seq])
                            })
                        });
                        prop_assert_eq!(idle.count(), 0, "an idle sequence of its own can be evicted");
                    }
                }
                Act::EvictSequence => {
                    if let Some(seq) = cache.evict_sequence() {
                        prop_assert_eq!(plain.busy[&seq], false, "a busy sequence is never evicted");
                        plain.forget(seq);
                    }
                }
            }
            let busy = plain.busy.values().filter(|busy| **busy).count();
            prop_assert_eq!(cache.sequences(), (plain.tokens.len(), busy));
            prop_assert!(cache.cells() >= plain.distinct(), "cells are never counted too few");
        }
        for seq in 0..8 {
            cache.remove(seq);
        }
        prop_assert_eq!(cache.cells(), 0, "nothing is left when every sequence is gone");
    }
}

#[test]
fn a_shared_beginning_outlives_the_documents_behind_it() {
    let mut cache = PrefixCache::default();
    for (seq, document) in [(0, 100), (1, 200), (2, 300)] {
        let tokens: Vec<_> = (0..5).chain(document..document + 10).collect();
        let length = cache.longest(&tokens).map_or(0, |(_, length)| length);
        assert_eq!(length, if seq == 0 { 0 } else { 5 }, "the instructions are shared");
        cache.begin(seq, &tokens, length);
        cache.extend(seq, &tokens[length..]);
        assert_eq!(cache.rest(seq), None, "each holds a document of its own");
    }
    assert_eq!(cache.cells(), 35);
    assert_eq!(cache.evict(), Some(Eviction::Forget(0)), "the oldest document goes first");
    assert_eq!(cache.evict(), Some(Eviction::Forget(1)));
    assert_eq!(cache.evict(), Some(Eviction::Trim(2, 5)), "the instructions stay");
    assert_eq!(cache.cells(), 5);
    assert_eq!(cache.evict(), Some(Eviction::Forget(2)));
    assert_eq!(cache.evict(), None, "nothing is left to evict");
}
