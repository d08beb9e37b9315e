//! Scoring continuations: a trie of them behind one prompt, computed in as few batches as the
//! free sequences and rows allow.

use std::collections::HashMap;

use tokio::sync::oneshot;

use crate::{
    EngineError, Reach, Score, ScoreOutcome, Timings, Usage,
    logits::log_sum_exp,
    prefix_cache::SeqId,
    tokens::Token,
    trie::{ContinuationTrie, NodeId, ROOT},
};

/// Where the answer goes.
pub(crate) type ScoringReply = oneshot::Sender<Result<ScoreOutcome, EngineError>>;

/// The longest continuation, in tokens: it must fit into one batch.
pub(crate) const LONGEST_CONTINUATION: usize = 256;

/// Continuations being scored.
pub(crate) struct Scoring {
    trie: ContinuationTrie,
    /// Log-probability of each node after its parent.
    logprobs: Vec<f64>,
    root_read: bool,
    tips: Vec<NodeId>,
    /// Tips computed so far.
    done: usize,
    /// Tips in the batch that is being computed.
    pending: usize,
    reply: Option<ScoringReply>,
}

/// Branches of one batch.
pub(super) struct Branches {
    pub(super) tokens: Vec<BranchToken>,
    /// The sequences that hold them.
    pub(super) sequences: Vec<SeqId>,
}

/// An inner node of the trie, in the sequences of all branches that run through it.
pub(super) struct BranchToken {
    pub(super) node: NodeId,
    pub(super) token: Token,
    /// Tokens from the prompt's end, this one included.
    pub(super) depth: usize,
    pub(super) sequences: Vec<SeqId>,
}

impl Scoring {
    /// # Errors
    /// [`EngineError::InvalidRequest`].
    pub(crate) fn new(
        continuations: &[Vec<Token>],
        reach: Reach,
        reply: ScoringReply,
    ) -> Result<Self, EngineError> {
        let refuse = |reason: String| Err(EngineError::InvalidRequest(reason));
        if continuations.is_empty() {
            return refuse("no continuations to score".to_owned());
        }
        for (index, tokens) in continuations.iter().enumerate() {
            if tokens.is_empty() {
                return refuse(format!("continuation {} is empty", index + 1));
            }
            if tokens.len() > LONGEST_CONTINUATION {
                let reason = format!(
                    "continuation {} has {} tokens; at most {LONGEST_CONTINUATION} can be scored",
                    index + 1,
                    tokens.len()
                );
                return refuse(reason);
            }
        }
        let trie = ContinuationTrie::new(continuations, reach);
        let tips = trie.tips();
        Ok(Self {
            logprobs: vec![f64::NEG_INFINITY; trie.len()],
            trie,
            root_read: false,
            tips,
            done: 0,
            pending: 0,
            reply: Some(reply),
        })
    }

    /// Cells for the longest branch: the least that must be free behind the prompt.
    pub(crate) fn branch_room(&self) -> usize {
        self.tips.iter().map(|&tip| self.trie.depth(tip)).max().unwrap_or(0)
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.root_read && self.done == self.tips.len()
    }

    /// Whether nobody waits for the answer any more.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.reply.as_ref().is_none_or(ScoringReply::is_closed)
    }

    pub(super) fn tips_left(&self) -> usize {
        self.tips.len() - self.done
    }

    /// The next branches: one for each sequence, within `most` tokens, or one alone where it is
    /// longer than that. Sequences that are not needed stay in `sequences`.
    pub(super) fn branch(&mut self, sequences: &mut Vec<SeqId>, most: usize) -> Branches {
        let mut branches = Branches { tokens: Vec::new(), sequences: Vec::new() };
        let mut known = HashMap::<NodeId, usize>::new();
        self.pending = 0;
        for &tip in &self.tips[self.done..] {
            let path = self.trie.path(tip);
            let fresh = path.iter().filter(|node| !known.contains_key(node)).count();
            if !branches.tokens.is_empty() && branches.tokens.len() + fresh > most {
                break;
            }
            let Some(sequence) = sequences.pop() else {
                break;
            };
            for node in path {
                let index = *known.entry(node).or_insert_with(|| {
                    branches.tokens.push(BranchToken {
                        node,
                        token: self.trie.token(node),
                        depth: self.trie.depth(node),
                        sequences: Vec::new(),
                    });
                    branches.tokens.len() - 1
                });
                branches.tokens[index].sequences.push(sequence);
            }
            branches.sequences.push(sequence);
            self.pending += 1;
        }
        branches
    }

    /// Takes the logits after the prompt.
    pub(super) fn read_root(&mut self, logits: &[f32]) {
        self.root_read = true;
        self.spread(ROOT, logits);
    }

    /// Takes the logits after every node of the last branches, in their order.
    pub(super) fn read<'a>(&mut self, branches: &Branches, logits: impl Fn(usize) -> &'a [f32]) {
        for (index, branch) in branches.tokens.iter().enumerate() {
            self.spread(branch.node, logits(index));
        }
        self.done += self.pending;
        self.pending = 0;
    }

    fn spread(&mut self, node: NodeId, logits: &[f32]) {
        let total = f64::from(log_sum_exp(logits));
        for &child in self.trie.children(node) {
            let logit = logits.get(self.trie.token(child) as usize).copied();
            self.logprobs[child] = logit.map_or(f64::NEG_INFINITY, f64::from) - total;
        }
    }

    /// Sends the answer.
    pub(crate) fn finish(mut self, usage: Usage, timings: Timings) {
        let sums = self.trie.sums(&self.logprobs);
        let scores: Vec<_> =
            sums.into_iter().map(|(logprob, tokens)| Score { logprob, tokens }).collect();
        self.answer(match scores.iter().all(|score| score.logprob.is_finite()) {
            true => Ok(ScoreOutcome { scores, usage, timings }),
            false => Err(EngineError::Compute("a score is not a finite number".to_owned())),
        });
    }

    /// Sends a failure.
    pub(crate) fn fail(mut self, error: EngineError) {
        self.answer(Err(error));
    }

    /// Says that the request was cancelled.
    pub(crate) fn call_off(&mut self) {
        self.answer(Err(EngineError::Cancelled));
    }

    fn answer(&mut self, result: Result<ScoreOutcome, EngineError>) {
        if let Some(reply) = self.reply.take() {
            // Whoever has gone away needs no answer.
            let _ = reply.send(result);
        }
    }
}
