//! How much memory a model will take, and how long a context that leaves.

use crate::{EngineError, KvFormat, LoadSpec, Purpose, gguf::GgufHeader};

/// Context for a generative model that asks for nothing else, in tokens.
const USUAL_CONTEXT: u32 = 8192;
/// The longest text that an embedder takes, if its file allows that much and nothing else was
/// asked. Its buffers hold the whole text.
const USUAL_WINDOW: u32 = 2048;
/// No context is useful below this.
const LEAST_CONTEXT: u32 = 512;
/// llama.cpp wants a multiple of this.
const CONTEXT_STEP: u32 = 256;
/// Tokens computed at once.
pub(crate) const BATCH: u32 = 512;
/// Left to the rest of the system, in bytes.
const HEADROOM: u64 = 256 << 20;
/// Everything beside weights, cache and compute buffers.
const OVERHEAD: u64 = 48 << 20;

/// What to load with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Tokens of context.
    pub(crate) context: u32,
    /// How its keys and values are kept.
    pub(crate) kv: KvFormat,
    /// Bytes that weights, cache and buffers will take.
    pub(crate) needed: u64,
}

impl Plan {
    /// Chooses the context: what was asked, or as much as the model was trained for and memory
    /// allows, up to [`USUAL_CONTEXT`]. Keys and values of a shape that the asked format does not
    /// take stay in 16 bits.
    ///
    /// `available` is the memory free now, in bytes, where the model will be.
    ///
    /// # Errors
    /// [`EngineError::NotEnoughMemory`].
    pub(crate) fn new(
        spec: &LoadSpec,
        header: &GgufHeader,
        available: u64,
    ) -> Result<Self, EngineError> {
        if spec.purpose == Purpose::Embed {
            let window = spec.context.unwrap_or(USUAL_WINDOW).min(header.context_train).max(1);
            return Self::with_context(header, window, KvFormat::F16, available);
        }
        let kv = if header.takes(spec.kv) { spec.kv } else { KvFormat::F16 };
        let per_token = header.kv_bytes_per_token(kv);
        if let Some(context) = spec.context {
            let context = context.max(CONTEXT_STEP).checked_next_multiple_of(CONTEXT_STEP);
            return Self::with_context(header, context.unwrap_or(u32::MAX), kv, available);
        }
        let most = header.context_train.clamp(LEAST_CONTEXT, USUAL_CONTEXT);
        let fixed = fixed_bytes(header);
        let left = available.saturating_sub(fixed + HEADROOM);
        let fits = left.checked_div(per_token).unwrap_or(u64::from(most));
        let context = u32::try_from(fits).unwrap_or(most).clamp(LEAST_CONTEXT, most);
        Self::with_context(header, context / CONTEXT_STEP * CONTEXT_STEP, kv, available)
    }

    fn with_context(
        header: &GgufHeader,
        context: u32,
        kv: KvFormat,
        available: u64,
    ) -> Result<Self, EngineError> {
        let cache = header.kv_bytes_per_token(kv).saturating_mul(u64::from(context));
        let needed = fixed_bytes(header).saturating_add(cache);
        if needed.saturating_add(HEADROOM) > available {
            return Err(EngineError::NotEnoughMemory { needed, available });
        }
        Ok(Self { context, kv, needed })
    }
}

/// Weights, compute buffers and the rest. Compute buffers hold, for each token of a batch, a few
/// hidden vectors, the feed-forward layer and, for the rows that are read, the vocabulary.
fn fixed_bytes(header: &GgufHeader) -> u64 {
    let row = u64::from(header.embedding_length) * 16 + u64::from(header.vocabulary);
    let buffers = u64::from(BATCH).saturating_mul(row).saturating_mul(4);
    header.bytes_expected.saturating_add(buffers).saturating_add(OVERHEAD)
}
