//! Will a model fit in memory?
//!
//! A judgement before anything is loaded, from what the file's header, or the catalog, says. The
//! engine makes its own, binding one when it loads.

use crate::{CatalogEntry, Hardware, ModelInfo};

/// Tokens of context that a judgement assumes, unless the model has fewer.
const USUAL_CONTEXT: u32 = 8192;
/// Tokens computed at once.
const BATCH: u64 = 512;
/// Everything beside weights, cache and compute buffers, in bytes.
const OVERHEAD: u64 = 48 << 20;

/// Whether a model fits in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// With room to spare now.
    Comfortable,
    /// Only just, or only once other programs give memory back.
    Tight,
    /// Not at all: the computer has too little memory.
    TooBig,
}

/// Bytes of memory that a model takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryNeed {
    /// For its weights.
    pub weights: u64,
    /// For the keys and values of its context.
    pub cache: u64,
    /// For computing.
    pub buffers: u64,
}

impl MemoryNeed {
    /// What a file at hand takes with `context` tokens, or with the usual number.
    ///
    /// Keys and values take [`ModelInfo::kv_bytes_per_token`]; compute buffers hold for every token
    /// of a batch some hidden vectors, and a row of the vocabulary where one is read.
    #[must_use]
    pub fn of_model(info: &ModelInfo, context: Option<u32>) -> Self {
        let tokens = context.unwrap_or_else(|| info.context_train.min(USUAL_CONTEXT));
        let row = u64::from(info.embedding_length) * 16 + u64::from(info.vocabulary);
        Self {
            weights: info.file_bytes,
            cache: info.kv_bytes_per_token.saturating_mul(u64::from(tokens)),
            buffers: (BATCH * 4).saturating_mul(row).saturating_add(OVERHEAD),
        }
    }

    /// What a model of the catalog would take, nearly: its shape is known only once it is here. The
    /// cache of small models at the usual context is between a tenth and a half of the weights.
    #[must_use]
    pub fn of_entry(entry: &CatalogEntry) -> Self {
        Self { weights: entry.bytes, cache: entry.bytes / 3, buffers: 256 << 20 }
    }

    /// All of it.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.weights.saturating_add(self.cache).saturating_add(self.buffers)
    }

    /// Whether it fits into this computer's memory. An eighth of the memory, at most 2 GiB, is left
    /// to the system; memory that graphics share is counted once, as what it is.
    #[must_use]
    pub fn fit(&self, hardware: &Hardware) -> Fit {
        let headroom = (hardware.memory_total / 8).min(2 << 30);
        let fits_into = |memory: u64| self.total().saturating_add(headroom) <= memory;
        if !fits_into(hardware.memory_total) {
            Fit::TooBig
        } else if fits_into(hardware.memory_available) {
            Fit::Comfortable
        } else {
            Fit::Tight
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    fn need(bytes: u64) -> MemoryNeed {
        MemoryNeed { weights: bytes, cache: 0, buffers: 0 }
    }

    #[test]
    fn a_label_follows_from_what_the_computer_has_and_what_is_free() {
        let hardware = Hardware { cores: 4, memory_total: 8 * GIB, memory_available: 4 * GIB };
        assert_eq!(need(2 * GIB).fit(&hardware), Fit::Comfortable, "half of what is free");
        assert_eq!(need(7 * GIB / 2).fit(&hardware), Fit::Tight, "the system would have to give");
        assert_eq!(need(15 * GIB / 2).fit(&hardware), Fit::TooBig, "nothing would be left");
        assert_eq!(need(u64::MAX).fit(&hardware), Fit::TooBig, "no sum may wrap around");
    }

    #[test]
    fn a_longer_context_needs_more() {
        let info = ModelInfo::example();
        let short = MemoryNeed::of_model(&info, Some(1024)).total();
        let usual = MemoryNeed::of_model(&info, None).total();
        assert_eq!(usual - short, info.kv_bytes_per_token * (8192 - 1024));
        assert!(short > info.file_bytes, "weights alone do not run");
    }
}
