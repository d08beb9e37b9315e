//! Which tokens the KV cache holds, and in which sequence: a radix tree, as in RadixAttention
//! (Zheng et al. 2023, arXiv 2312.07104).
//!
//! Pure bookkeeping: it knows tokens and sequence numbers, and nothing of llama.cpp. A path from
//! the root is a run of tokens from position 0; each sequence ends at a node. A sequence is busy
//! while a request works on it and idle afterwards; only idle ones are evicted, least recently
//! used leaf first, and a leaf gives up only what it does not share. No tokens are held twice:
//! where two requests computed the same, the second shares the cells of the first.

mod tree;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::tokens::Token;
use tree::{NodeId, ROOT, Tree};

/// A sequence of the KV cache.
pub(crate) type SeqId = i32;

/// What to do to the KV cache to make room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Eviction {
    /// Forget the whole sequence; its number is free again.
    Forget(SeqId),
    /// Keep only this many tokens of the sequence.
    Trim(SeqId, usize),
}

/// A beginning of a prompt that the cache holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) seq: SeqId,
    pub(crate) length: usize,
    /// Tokens of it that only one text holds, on which nobody works: what idle cells saved.
    pub(crate) idle: usize,
}

/// Tokens that a sequence computed while another one held them already: it must forget its own
/// cells of these positions and share those of `with`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Twin {
    pub(crate) with: SeqId,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

#[derive(Debug)]
struct Held {
    end: NodeId,
    busy: bool,
    /// Tokens that can be shared with nobody, and so stand outside the tree.
    apart: usize,
}

/// The tokens in the KV cache.
#[derive(Debug)]
pub(crate) struct PrefixCache {
    tree: Tree,
    held: HashMap<SeqId, Held>,
    clock: u64,
    shares: bool,
}

impl PrefixCache {
    /// `shares`: whether sequences of this model can hold cells together.
    pub(crate) fn new(shares: bool) -> Self {
        Self { tree: Tree::default(), held: HashMap::new(), clock: 0, shares }
    }

    /// The longest beginning of `tokens` that the cache holds.
    pub(crate) fn longest(&self, tokens: &[Token]) -> Option<Known> {
        let (node, length) = self.tree.descend(ROOT, tokens);
        let seq = if length > 0 { self.tree.any_holder(node) } else { None }?;
        let above = self.tree.depth(self.tree.parent(node));
        let busy = |seq: &SeqId| self.held.get(seq).is_some_and(|held| held.busy);
        let alone = self.tree.leaf_holders(node).is_some_and(|holders| !holders.iter().any(busy));
        Some(Known { seq, length, idle: if alone { length - above } else { 0 } })
    }

    /// A busy sequence that holds nothing of its own yet, only the first `length` of `tokens`,
    /// which it shares.
    pub(crate) fn begin(&mut self, seq: SeqId, tokens: &[Token], length: usize) {
        self.clock += 1;
        let (end, added) = self.tree.insert(ROOT, &tokens[..length]);
        debug_assert_eq!(added, 0, "a sequence begins with what it shares");
        self.tree.touch(end, self.clock);
        self.tree.hold(end, seq);
        self.held.insert(seq, Held { end, busy: true, apart: 0 });
    }

    /// Notes that a sequence now holds these tokens as well. Those that another one held already
    /// are to be shared with it.
    pub(crate) fn extend(&mut self, seq: SeqId, tokens: &[Token]) -> Option<Twin> {
        let held = self.held.get_mut(&seq)?;
        if !self.shares {
            held.apart += tokens.len();
            return None;
        }
        self.clock += 1;
        let before = held.end;
        if self.tree.grow(before, seq, tokens) {
            self.tree.touch(before, self.clock);
            return None;
        }
        let from = self.tree.depth(before);
        let (node, known) = self.tree.descend(before, tokens);
        let with = if known > 0 { self.tree.any_holder(node) } else { None };
        let (end, _) = self.tree.insert(before, tokens);
        held.end = end;
        self.tree.hold(end, seq);
        self.tree.release(before, seq);
        self.tree.touch(end, self.clock);
        with.map(|with| Twin { with, from, to: from + known })
    }

    /// A busy sequence becomes idle: it stays until room is needed. Where another sequence holds
    /// all of it, it is of no use, and the caller is told to forget it.
    pub(crate) fn rest(&mut self, seq: SeqId) -> Option<Eviction> {
        self.clock += 1;
        let held = self.held.get_mut(&seq)?;
        held.busy = false;
        let end = held.end;
        self.tree.touch(end, self.clock);
        if end == ROOT || self.tree.is_covered(end, seq) {
            self.remove(seq);
            return Some(Eviction::Forget(seq));
        }
        None
    }

    /// Forgets a sequence, busy or not.
    pub(crate) fn remove(&mut self, seq: SeqId) {
        if let Some(held) = self.held.remove(&seq) {
            self.tree.release(held.end, seq);
        }
    }

    /// Frees the least recently used tokens that no request works on; `None` if there are none.
    pub(crate) fn evict(&mut self) -> Option<Eviction> {
        let held = &self.held;
        let idle = |seq: &SeqId| held.get(seq).is_some_and(|held| !held.busy);
        let leaf = self.tree.oldest_leaf(|holders| holders.iter().all(idle))?;
        // A leaf has a holder: a node that nobody holds and nothing follows is dropped at once.
        let seq = self.tree.any_holder(leaf)?;
        let parent = self.tree.parent(leaf);
        if parent == ROOT || self.tree.is_covered(leaf, seq) || self.tree.is_fork(parent) {
            self.remove(seq);
            return Some(Eviction::Forget(seq));
        }
        // Nobody else holds the beginning, which others once shared: it stays, for the next one.
        let keep = self.tree.depth(parent);
        self.tree.hold(parent, seq);
        self.tree.release(leaf, seq);
        if let Some(held) = self.held.get_mut(&seq) {
            held.end = parent;
        }
        Some(Eviction::Trim(seq, keep))
    }

    /// Forgets the least recently used idle sequence whole, so that its number can be used.
    pub(crate) fn evict_sequence(&mut self) -> Option<SeqId> {
        let idle = self.held.iter().filter(|(_, held)| !held.busy);
        let (&seq, _) = idle.min_by_key(|&(&seq, held)| (self.tree.used(held.end), seq))?;
        self.remove(seq);
        Some(seq)
    }

    /// Cells of the KV cache in use.
    pub(crate) fn cells(&self) -> usize {
        self.tree.tokens() + self.held.values().map(|held| held.apart).sum::<usize>()
    }

    /// Cells that requests work on now.
    pub(crate) fn busy_cells(&self) -> usize {
        let busy = || self.held.values().filter(|held| held.busy);
        self.tree.tokens_above(busy().map(|held| held.end))
            + busy().map(|held| held.apart).sum::<usize>()
    }

    /// Sequences in the cache, and how many of them are busy.
    pub(crate) fn sequences(&self) -> (usize, usize) {
        (self.held.len(), self.held.values().filter(|held| held.busy).count())
    }
}
