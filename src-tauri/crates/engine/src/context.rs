//! A llama.cpp context with its batch: the only place where tokens are computed.
//!
//! Thin and without policy: what is computed, shared and forgotten is decided elsewhere.

use std::{num::NonZeroU32, ops::Range, sync::Arc};

use llama_cpp_2::{
    context::{
        LlamaContext,
        params::{KvCacheType, LlamaContextParams, LlamaPoolingType},
    },
    llama_batch::LlamaBatch,
    model::LlamaModel,
    token::LlamaToken,
};
use self_cell::self_cell;

use crate::{EngineError, KvFormat, Pooling, backend::Backend, prefix_cache::SeqId, tokens::Token};

self_cell!(
    /// A context and the model that it borrows from.
    struct Cell {
        owner: Arc<LlamaModel>,
        #[covariant]
        dependent: LlamaContext,
    }
);

/// The size of a context.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Tokens that its cache holds, or for an embedder, tokens computed at once.
    pub(crate) tokens: u32,
    /// Tokens of one batch.
    pub(crate) batch: u32,
    /// Sequences told apart.
    pub(crate) sequences: u32,
    /// Compute threads.
    pub(crate) threads: u32,
    /// Set for an embedder.
    pub(crate) pooling: Option<Pooling>,
    /// How keys and values are kept.
    pub(crate) kv: KvFormat,
}

/// A context and the batch that is being filled for it.
pub(crate) struct Context {
    cell: Cell,
    batch: LlamaBatch<'static>,
}

impl Context {
    /// # Errors
    /// [`EngineError::Compute`] where llama.cpp cannot make it, for want of memory mostly.
    pub(crate) fn new(
        backend: &Backend,
        model: Arc<LlamaModel>,
        shape: Shape,
    ) -> Result<Self, EngineError> {
        let threads = i32::try_from(shape.threads).unwrap_or(1).max(1);
        let mut params = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(shape.tokens))
            .with_n_batch(shape.batch)
            .with_n_ubatch(shape.batch)
            .with_n_seq_max(shape.sequences)
            .with_n_threads(threads)
            .with_n_threads_batch(threads)
            .with_kv_unified(true)
            .with_no_perf(true);
        if shape.kv == KvFormat::Q8 {
            params = params.with_type_k(KvCacheType::Q8_0).with_type_v(KvCacheType::Q8_0);
        }
        if let Some(pooling) = shape.pooling {
            params = params.with_embeddings(true).with_pooling_type(match pooling {
                Pooling::Mean => LlamaPoolingType::Mean,
                Pooling::Cls => LlamaPoolingType::Cls,
                Pooling::Last => LlamaPoolingType::Last,
            });
        }
        let cell = Cell::try_new(model, |model| model.new_context(&backend.llama, params))
            .map_err(|error| EngineError::Compute(error.to_string()))?;
        let sequences = i32::try_from(shape.sequences).unwrap_or(1);
        let batch = LlamaBatch::new(shape.batch as usize, sequences);
        Ok(Self { cell, batch })
    }

    /// Tokens that the cache holds.
    pub(crate) fn tokens(&self) -> usize {
        self.cell.borrow_dependent().n_ctx() as usize
    }

    /// Empties the batch.
    pub(crate) fn clear_batch(&mut self) {
        self.batch.clear();
    }

    /// Tokens in the batch.
    pub(crate) fn batched(&self) -> usize {
        usize::try_from(self.batch.n_tokens()).unwrap_or(0)
    }

    /// Adds a token at a position of some sequences. Gives its row, from which logits can be read
    /// after [`Self::compute`] if they were asked for.
    ///
    /// # Errors
    /// [`EngineError::Compute`] when the batch is full.
    pub(crate) fn add(
        &mut self,
        token: Token,
        position: usize,
        sequences: &[SeqId],
        logits: bool,
    ) -> Result<i32, EngineError> {
        let row = self.batch.n_tokens();
        self.batch
            .add(LlamaToken(token), position as i32, sequences, logits)
            .map_err(|error| EngineError::Compute(error.to_string()))?;
        Ok(row)
    }

    /// Computes the batch.
    ///
    /// # Errors
    /// [`EngineError::Compute`].
    pub(crate) fn compute(&mut self) -> Result<(), EngineError> {
        let batch = &mut self.batch;
        self.cell
            .with_dependent_mut(|_, context| context.decode(batch))
            .map_err(|error| EngineError::Compute(error.to_string()))
    }

    /// Logits over the vocabulary after the token in this row.
    pub(crate) fn logits(&self, row: i32) -> &[f32] {
        self.cell.borrow_dependent().get_logits_ith(row)
    }

    /// The pooled vector of a sequence of the last batch.
    ///
    /// # Errors
    /// [`EngineError::Compute`].
    pub(crate) fn pooled(&self, sequence: SeqId) -> Result<&[f32], EngineError> {
        let pooled = self.cell.borrow_dependent().embeddings_seq_ith(sequence);
        pooled.map_err(|error| EngineError::Compute(error.to_string()))
    }

    /// Lets a sequence share a range of positions of another, without copying them.
    pub(crate) fn share(&mut self, from: SeqId, to: SeqId, range: Range<usize>) {
        let [start, end] = bounds(range);
        let shared = self
            .cell
            .with_dependent_mut(|_, context| context.copy_kv_cache_seq(from, to, start, end));
        debug_assert!(shared.is_ok(), "a length that fits the context fits 31 bits");
    }

    /// Lets a sequence share a range of positions of another in place of its own cells.
    pub(crate) fn replace(&mut self, with: SeqId, own: SeqId, range: Range<usize>) {
        let [start, end] = bounds(range.clone());
        self.cell.with_dependent_mut(|_, context| {
            // Only models that can do so share at all.
            let _ = context.kv_cache_seq_rm(own, start, end);
        });
        self.share(with, own, range);
    }

    /// Forgets all but the first `length` tokens of a sequence. Says whether the model can do so.
    pub(crate) fn keep(&mut self, sequence: SeqId, length: usize) -> bool {
        let from = u32::try_from(length).unwrap_or(u32::MAX);
        self.cell.with_dependent_mut(|_, context| {
            context.kv_cache_seq_rm(sequence, Some(from), None).is_ok()
        })
    }

    /// Forgets a sequence.
    pub(crate) fn forget(&mut self, sequence: SeqId) {
        self.cell.with_dependent_mut(|_, context| {
            // Removing a whole sequence cannot fail.
            let _ = context.kv_cache_seq_rm(sequence, None, None);
        });
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.cell.with_dependent_mut(|_, context| context.clear_kv_cache());
    }
}

fn bounds(range: Range<usize>) -> [Option<u32>; 2] {
    [range.start, range.end].map(|place| Some(u32::try_from(place).unwrap_or(u32::MAX)))
}
