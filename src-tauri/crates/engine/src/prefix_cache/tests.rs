use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

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

/// The cells of llama.cpp's unified cache: each holds a token at a position, for some sequences.
#[derive(Default)]
struct Cells(Vec<(usize, Token, HashSet<SeqId>)>);

impl Cells {
    fn compute(&mut self, seq: SeqId, from: usize, tokens: &[Token]) {
        let place = |(index, &token)| (from + index, token, HashSet::from([seq]));
        self.0.extend(tokens.iter().enumerate().map(place));
    }

    fn share(&mut self, from: SeqId, to: SeqId, range: Range<usize>) {
        for (position, _, seqs) in &mut self.0 {
            if range.contains(position) && seqs.contains(&from) {
                seqs.insert(to);
            }
        }
    }

    fn forget(&mut self, seq: SeqId, range: Range<usize>) {
        for (position, _, seqs) in &mut self.0 {
            if range.contains(position) {
                seqs.remove(&seq);
            }
        }
        self.0.retain(|(_, _, seqs)| !seqs.is_empty());
    }

    fn follow(&mut self, eviction: Eviction) {
        match eviction {
            Eviction::Forget(seq) => self.forget(seq, 0..usize::MAX),
            Eviction::Trim(seq, keep) => self.forget(seq, keep..usize::MAX),
        }
    }

    fn tokens(&self, seq: SeqId) -> Vec<Token> {
        let mut held: Vec<_> = self.0.iter().filter(|(_, _, seqs)| seqs.contains(&seq)).collect();
        held.sort_by_key(|(position, ..)| *position);
        assert!(
            held.iter().enumerate().all(|(index, (position, ..))| index == *position),
            "a sequence holds each position once, without gaps"
        );
        held.into_iter().map(|(_, token, _)| *token).collect()
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
        let mut cache = PrefixCache::new(true);
        let mut plain = Plain::default();
        let mut cells = Cells::default();
        for act in acts {
            match act {
                Act::Begin(tokens) => {
                    let found = cache.longest(&tokens);
                    let length = found.map_or(0, |known| known.length);
                    prop_assert_eq!(length, plain.longest(&tokens), "the longest beginning is found");
                    if let Some(Known { seq, length, idle }) = found {
                        let others = plain.tokens.iter().filter(|&(_, held)| {
                            idle > 0 && held.starts_with(&tokens[..length])
                        });
                        prop_assert!(others.clone().all(|(seq, _)| !plain.busy[seq]),
                            "nobody works on what idle cells are said to have saved");
                        prop_assert_eq!(&plain.tokens[&seq][..length], &tokens[..length],
                            "the sequence named does hold that beginning");
                    }
                    if let Some(seq) = (0..8).find(|seq| !plain.tokens.contains_key(seq)) {
                        if let Some(known) = found {
                            cells.share(known.seq, seq, 0..length);
                        }
                        cache.begin(seq, &tokens, length);
                        plain.tokens.insert(seq, tokens[..length].to_vec());
                        plain.busy.insert(seq, true);
                    }
                }
                Act::Extend(seq, tokens) => {
                    if plain.busy.get(&seq) == Some(&true) {
                        let held = plain.tokens.get_mut(&seq).unwrap();
                        cells.compute(seq, held.len(), &tokens);
                        if let Some(twin) = cache.extend(seq, &tokens) {
                            cells.forget(seq, twin.from..twin.to);
                            cells.share(twin.with, seq, twin.from..twin.to);
                        }
                        held.extend(tokens);
                    }
                }
                Act::Rest(seq) => {
                    if plain.busy.get(&seq) == Some(&true) {
                        plain.busy.insert(seq, false);
                        if let Some(eviction) = cache.rest(seq) {
                            let before = cells.0.len();
                            plain.follow(eviction);
                            cells.follow(eviction);
                            prop_assert_eq!(cells.0.len(), before,
                                "a sequence goes at once only where others hold all of it");
                        }
                    }
                }
                Act::Cancel(seq) => {
                    cache.remove(seq);
                    plain.forget(seq);
                    cells.follow(Eviction::Forget(seq));
                }
                Act::Evict => {
                    if let Some(eviction) = cache.evict() {
                        let (Eviction::Forget(seq) | Eviction::Trim(seq, _)) = eviction;
                        prop_assert_eq!(plain.busy[&seq], false, "a busy sequence is never evicted");
                        plain.follow(eviction);
                        cells.follow(eviction);
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
                        cells.follow(Eviction::Forget(seq));
                    }
                }
            }
            let busy = plain.busy.values().filter(|busy| **busy).count();
            prop_assert_eq!(cache.sequences(), (plain.tokens.len(), busy));
            prop_assert_eq!(cache.cells(), cells.0.len(), "cells are counted one by one");
            for (&seq, tokens) in &plain.tokens {
                prop_assert_eq!(&cells.tokens(seq), tokens, "every sequence keeps its tokens");
            }
        }
        for seq in 0..8 {
            cache.remove(seq);
        }
        prop_assert_eq!(cache.cells(), 0, "nothing is left when every sequence is gone");
    }
}

#[test]
fn a_shared_beginning_outlives_the_documents_behind_it() {
    let mut cache = PrefixCache::new(true);
    for (seq, document) in [(0, 100), (1, 200), (2, 300)] {
        let tokens: Vec<_> = (0..5).chain(document..document + 10).collect();
        let length = cache.longest(&tokens).map_or(0, |known| known.length);
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
