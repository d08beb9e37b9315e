//! Continuations of a prompt as a trie, so that shared beginnings are computed once.
//!
//! Pure. A node stands for a token after the tokens of its ancestors. Its log-probability comes
//! from the distribution at its parent, so only nodes with children need to be computed at all.

use std::collections::{HashMap, HashSet};

use crate::{Reach, tokens::Token};

/// Index of a node; the root, index 0, stands for the prompt.
pub(crate) type NodeId = usize;

/// The end of the prompt.
pub(crate) const ROOT: NodeId = 0;

#[derive(Debug)]
struct Node {
    token: Token,
    parent: NodeId,
    depth: usize,
    children: Vec<NodeId>,
}

/// A trie of continuations.
#[derive(Debug)]
pub(crate) struct ContinuationTrie {
    nodes: Vec<Node>,
    /// Where each continuation ends, in the order given.
    ends: Vec<NodeId>,
}

impl ContinuationTrie {
    pub(crate) fn new(continuations: &[Vec<Token>], reach: Reach) -> Self {
        let mut nodes = vec![Node { token: 0, parent: ROOT, depth: 0, children: Vec::new() }];
        let mut known = HashMap::<(NodeId, Token), NodeId>::new();
        let mut ends = Vec::with_capacity(continuations.len());
        for continuation in continuations {
            let mut at = ROOT;
            for &token in continuation {
                at = *known.entry((at, token)).or_insert_with(|| {
                    let id = nodes.len();
                    let depth = nodes[at].depth + 1;
                    nodes.push(Node { token, parent: at, depth, children: Vec::new() });
                    nodes[at].children.push(id);
                    id
                });
            }
            ends.push(at);
        }
        let whole = Self { nodes, ends };
        match reach {
            Reach::Whole => whole,
            Reach::Parting => whole.parted(continuations),
        }
    }

    /// The trie of what parts each continuation from the others.
    fn parted(&self, continuations: &[Vec<Token>]) -> Self {
        let mut texts = vec![HashSet::new(); self.len()];
        for &end in &self.ends {
            for node in self.path(end) {
                texts[node].insert(end);
            }
        }
        let parting: Vec<Vec<Token>> = continuations
            .iter()
            .zip(&self.ends)
            .map(|(continuation, &end)| {
                let alone = self.path(end).iter().position(|&node| texts[node].len() == 1);
                let length = alone.map_or(continuation.len(), |place| place + 1);
                continuation[..length].to_vec()
            })
            .collect();
        Self::new(&parting, Reach::Whole)
    }

    /// Nodes, the root included.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn token(&self, node: NodeId) -> Token {
        self.nodes[node].token
    }

    /// Tokens from the prompt's end to this node.
    pub(crate) fn depth(&self, node: NodeId) -> usize {
        self.nodes[node].depth
    }

    pub(crate) fn children(&self, node: NodeId) -> &[NodeId] {
        &self.nodes[node].children
    }

    /// The path to this node, from the first token on.
    pub(crate) fn path(&self, node: NodeId) -> Vec<NodeId> {
        let mut path = Vec::with_capacity(self.nodes[node].depth);
        let mut at = node;
        while at != ROOT {
            path.push(at);
            at = self.nodes[at].parent;
        }
        path.reverse();
        path
    }

    /// The nodes to be computed last: they have children, none of which has any. The paths to
    /// them, in depth-first order, cover every node that has to be computed.
    pub(crate) fn tips(&self) -> Vec<NodeId> {
        let mut tips = Vec::new();
        let mut stack = vec![ROOT];
        while let Some(node) = stack.pop() {
            let inner = |&&child: &&NodeId| !self.nodes[child].children.is_empty();
            let deeper: Vec<_> = self.nodes[node].children.iter().filter(inner).copied().collect();
            if deeper.is_empty() && node != ROOT {
                tips.push(node);
            }
            stack.extend(deeper.into_iter().rev());
        }
        tips
    }

    /// Sums the log-probabilities along each continuation, with its number of tokens.
    pub(crate) fn sums(&self, logprobs: &[f64]) -> Vec<(f64, u32)> {
        let sum = |&end: &NodeId| {
            let path = self.path(end);
            (path.iter().map(|&node| logprobs[node]).sum(), path.len() as u32)
        };
        self.ends.iter().map(sum).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_nodes_with_children_are_computed() {
        let trie = ContinuationTrie::new(
            &[vec![1, 2, 3], vec![1, 2, 4], vec![5], vec![6, 7]],
            Reach::Whole,
        );
        let tips: Vec<_> = trie.tips().iter().map(|&tip| trie.path(tip)).collect();
        let tokens = |path: &Vec<NodeId>| path.iter().map(|&n| trie.token(n)).collect::<Vec<_>>();
        let tips: Vec<_> = tips.iter().map(tokens).collect();
        assert_eq!(tips, [vec![1, 2], vec![6]], "leaves need no computation of their own");
    }

    #[test]
    fn what_parts_continuations_is_enough_to_tell_them_apart() {
        let continuations =
            [vec![1, 2, 3, 9], vec![1, 2, 4], vec![5], vec![6, 7, 8], vec![6, 7, 8], vec![5, 3, 1]];
        let trie = ContinuationTrie::new(&continuations, Reach::Parting);
        let ends = trie.ends.iter().map(|&end| trie.path(end));
        let kept: Vec<Vec<_>> =
            ends.map(|path| path.iter().map(|&node| trie.token(node)).collect()).collect();
        let equal = vec![6];
        assert_eq!(kept, [vec![1, 2, 3], vec![1, 2, 4], vec![5], equal.clone(), equal, vec![5, 3]]);
    }

    proptest! {
        #[test]
        fn tips_cover_every_inner_node_and_sums_follow_the_paths(
            continuations in prop::collection::vec(prop::collection::vec(0_i32..4, 1..6), 1..20)
        ) {
            let trie = ContinuationTrie::new(&continuations, Reach::Whole);
            let covered: BTreeSet<_> =
                trie.tips().into_iter().flat_map(|tip| trie.path(tip)).collect();
            let inner: BTreeSet<_> = (1..trie.len())
                .filter(|&node| !trie.children(node).is_empty())
                .collect();
            prop_assert_eq!(covered, inner, "each node with children is computed, no other");
            let logprobs: Vec<f64> = (0..trie.len()).map(|node| f64::from(trie.token(node))).collect();
            for (sum, tokens) in trie.sums(&logprobs).iter().zip(&continuations) {
                let expected: i32 = tokens.iter().sum();
                prop_assert_eq!(sum.0, f64::from(expected), "a sum runs along its own path");
                prop_assert_eq!(sum.1 as usize, tokens.len());
            }
        }
    }
}
