//! What the engine is busy with.

use serde::{Deserialize, Serialize};

use crate::ModelId;

/// The engine at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EngineStatus {
    /// Every loaded model.
    pub models: Vec<ModelStatus>,
}

/// A loaded model at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelStatus {
    /// The model.
    pub id: ModelId,
    /// Requests that wait for their turn.
    pub queued: u32,
    /// Requests at work.
    pub active: u32,
    /// Sequences in the KV cache, those of finished requests included.
    pub sequences: u32,
    /// Sequences that requests work on.
    pub busy_sequences: u32,
    /// Cells of the KV cache in use; one holds one token.
    pub cells: u32,
    /// Cells that requests work on; the others may be reused or forgotten.
    pub busy_cells: u32,
    /// Cells that there are.
    pub context: u32,
}
