//! The radix tree itself: nodes, their tokens, and who ends where.

use std::collections::{BTreeMap, HashSet};

use super::SeqId;
use crate::tokens::Token;

pub(super) type NodeId = usize;

/// No tokens.
pub(super) const ROOT: NodeId = 0;

#[derive(Debug, Default)]
struct Node {
    /// Tokens between the parent and this node; empty only at the root.
    edge: Vec<Token>,
    parent: NodeId,
    /// Tokens from the root to the end of this node.
    depth: usize,
    children: BTreeMap<Token, NodeId>,
    /// Sequences that end here.
    holders: Vec<SeqId>,
    used: u64,
    alive: bool,
}

/// A node that nobody holds and nothing follows does not exist.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    free: Vec<NodeId>,
    tokens: usize,
}

impl Default for Tree {
    fn default() -> Self {
        let root = Node { alive: true, ..Node::default() };
        Self { nodes: vec![root], free: Vec::new(), tokens: 0 }
    }
}

impl Tree {
    /// Tokens on all edges.
    pub(super) fn tokens(&self) -> usize {
        self.tokens
    }

    pub(super) fn depth(&self, node: NodeId) -> usize {
        self.nodes[node].depth
    }

    pub(super) fn parent(&self, node: NodeId) -> NodeId {
        self.nodes[node].parent
    }

    pub(super) fn used(&self, node: NodeId) -> u64 {
        self.nodes[node].used
    }

    /// How far the paths below `from` agree with `tokens`, and a node at or below that point.
    pub(super) fn descend(&self, from: NodeId, tokens: &[Token]) -> (NodeId, usize) {
        let mut node = from;
        let mut length = 0;
        while let Some(&child) = tokens.get(length).and_then(|t| self.nodes[node].children.get(t)) {
            let shared = common(&self.nodes[child].edge, &tokens[length..]);
            length += shared;
            node = child;
            if shared < self.nodes[child].edge.len() {
                break;
            }
        }
        (node, length)
    }

    /// A sequence that ends at this node or below it, and so holds all of it.
    pub(super) fn any_holder(&self, node: NodeId) -> Option<SeqId> {
        let mut at = node;
        loop {
            let here = &self.nodes[at];
            if let Some(&seq) = here.holders.first() {
                return Some(seq);
            }
            at = *here.children.values().next()?;
        }
    }

    /// Who ends at this node, where nothing follows it.
    pub(super) fn leaf_holders(&self, node: NodeId) -> Option<&[SeqId]> {
        let here = &self.nodes[node];
        here.children.is_empty().then_some(&here.holders[..])
    }

    /// Adds a path below `from`. Gives its end and how many of its tokens were new.
    pub(super) fn insert(&mut self, from: NodeId, tokens: &[Token]) -> (NodeId, usize) {
        let mut node = from;
        let mut rest = tokens;
        while let Some(first) = rest.first() {
            let Some(&child) = self.nodes[node].children.get(first) else {
                let leaf = self.add(node, rest.to_vec());
                self.tokens += rest.len();
                return (leaf, rest.len());
            };
            let shared = common(&self.nodes[child].edge, rest);
            node = if shared < self.nodes[child].edge.len() {
                self.split(child, shared)
            } else {
                child
            };
            rest = &rest[shared..];
        }
        (node, 0)
    }

    /// Lengthens a leaf that only this sequence holds; says whether it could.
    pub(super) fn grow(&mut self, node: NodeId, seq: SeqId, tokens: &[Token]) -> bool {
        let here = &mut self.nodes[node];
        if node == ROOT || here.holders != [seq] || !here.children.is_empty() {
            return false;
        }
        here.edge.extend_from_slice(tokens);
        here.depth += tokens.len();
        self.tokens += tokens.len();
        true
    }

    pub(super) fn hold(&mut self, node: NodeId, seq: SeqId) {
        self.nodes[node].holders.push(seq);
    }

    /// The sequence no longer ends here; what nobody needs is dropped.
    pub(super) fn release(&mut self, node: NodeId, seq: SeqId) {
        let holders = &mut self.nodes[node].holders;
        if let Some(index) = holders.iter().position(|&holder| holder == seq) {
            holders.swap_remove(index);
        }
        let mut at = node;
        while at != ROOT && self.nodes[at].holders.is_empty() && self.nodes[at].children.is_empty()
        {
            let dropped = std::mem::take(&mut self.nodes[at]);
            self.tokens -= dropped.edge.len();
            self.nodes[dropped.parent].children.remove(&dropped.edge[0]);
            self.free.push(at);
            at = dropped.parent;
        }
    }

    /// Marks a node and all above it as used.
    pub(super) fn touch(&mut self, node: NodeId, clock: u64) {
        let mut at = node;
        loop {
            self.nodes[at].used = clock;
            if at == ROOT {
                return;
            }
            at = self.nodes[at].parent;
        }
    }

    /// Whether somebody but `seq` holds all of this node.
    pub(super) fn is_covered(&self, node: NodeId, seq: SeqId) -> bool {
        let here = &self.nodes[node];
        !here.children.is_empty() || here.holders.iter().any(|&holder| holder != seq)
    }

    /// Whether a sequence ends here, or several paths go on from here.
    pub(super) fn is_fork(&self, node: NodeId) -> bool {
        let here = &self.nodes[node];
        !here.holders.is_empty() || here.children.len() > 1
    }

    /// The leaf that was used longest ago, among those whose holders please.
    pub(super) fn oldest_leaf(&self, pleases: impl Fn(&[SeqId]) -> bool) -> Option<NodeId> {
        let leaves = self.nodes.iter().enumerate().filter(|&(id, node)| {
            node.alive && id != ROOT && node.children.is_empty() && pleases(&node.holders)
        });
        leaves.min_by_key(|&(id, node)| (node.used, id)).map(|(id, _)| id)
    }

    /// Tokens of the union of the paths to these nodes.
    pub(super) fn tokens_above(&self, ends: impl Iterator<Item = NodeId>) -> usize {
        let mut seen = HashSet::new();
        let mut tokens = 0;
        for end in ends {
            let mut at = end;
            while at != ROOT && seen.insert(at) {
                tokens += self.nodes[at].edge.len();
                at = self.nodes[at].parent;
            }
        }
        tokens
    }

    /// Puts a node into the edge above `node`, after `length` of its tokens.
    fn split(&mut self, node: NodeId, length: usize) -> NodeId {
        let lower = self.nodes[node].edge.split_off(length);
        let upper = std::mem::replace(&mut self.nodes[node].edge, lower);
        let (parent, used) = (self.nodes[node].parent, self.nodes[node].used);
        let middle = self.add(parent, upper);
        self.nodes[middle].used = used;
        let next = self.nodes[node].edge[0];
        self.nodes[middle].children.insert(next, node);
        self.nodes[node].parent = middle;
        middle
    }

    /// A node below `parent`, in place of what stood there with the same first token.
    fn add(&mut self, parent: NodeId, edge: Vec<Token>) -> NodeId {
        let first = edge[0];
        let depth = self.nodes[parent].depth + edge.len();
        let node = Node { edge, parent, depth, alive: true, ..Node::default() };
        let id = if let Some(id) = self.free.pop() {
            self.nodes[id] = node;
            id
        } else {
            self.nodes.push(node);
            self.nodes.len() - 1
        };
        self.nodes[parent].children.insert(first, id);
        id
    }
}

fn common(a: &[Token], b: &[Token]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}
