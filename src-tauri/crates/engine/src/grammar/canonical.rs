//! The vocabulary as llguidance sees it, with llama.cpp's own tokenizer behind it.
//!
//! llguidance forces tokens only if it can trust the tokenizer to be the one that the model was
//! trained with; over a greedy one, jump-forward silently does nothing.

use std::sync::Arc;

use llama_cpp_2::model::LlamaModel;
use toktrie::{TokEnv, TokRxInfo, TokTrie, TokenId, TokenizerEnv};

use crate::tokens::{Token, Tokenizer};

struct Canonical {
    trie: TokTrie,
    tokenizer: Tokenizer,
}

/// Walks the whole vocabulary: once for each model.
pub(super) fn environment(model: &LlamaModel, tokenizer: Tokenizer) -> TokEnv {
    let vocab = model.vocab();
    let size = vocab.n_tokens().max(0);
    let end = if vocab.eot().0 < 0 { vocab.eos().0 } else { vocab.eot().0 };
    let mut ends = vec![end as TokenId];
    ends.extend((0..size).filter(|&token| token != end && tokenizer.ends(token)).map(|t| t as u32));
    let words: Vec<_> = (0..size).map(|token| word(&tokenizer, token)).collect();
    let trie = TokTrie::from(&TokRxInfo::new(size as u32, end as TokenId), &words);
    Arc::new(Canonical { trie: trie.with_eos_tokens(&ends), tokenizer })
}

/// A token's bytes; those of a control token are marked as such.
fn word(tokenizer: &Tokenizer, token: Token) -> Vec<u8> {
    let bytes = tokenizer.piece(token);
    if !bytes.is_empty() {
        return bytes;
    }
    let mut marked = tokenizer.control_text(token).into_bytes();
    if !marked.is_empty() {
        marked.insert(0, TokTrie::SPECIAL_TOKEN_MARKER);
    }
    marked
}

impl TokenizerEnv for Canonical {
    fn tok_trie(&self) -> &TokTrie {
        &self.trie
    }

    fn tokenize_bytes(&self, bytes: &[u8]) -> Vec<TokenId> {
        self.trie.tokenize_with_greedy_fallback(bytes, |text| {
            let tokens = self.tokenizer.plain(text).unwrap_or_default();
            tokens.into_iter().map(|token| token as TokenId).collect()
        })
    }

    fn tokenize_is_canonical(&self) -> bool {
        true
    }
}
