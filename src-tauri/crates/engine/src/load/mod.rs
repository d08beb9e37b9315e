//! From a file to a model in memory: checks first, then llama.cpp, then memory for its context.
//!
//! Runs on a thread of its own, so that a long load never holds up the engine's. The context and
//! the self-test come later, on the engine's thread.

mod memory;
mod placement;
mod weights;

pub(crate) use memory::BATCH;
pub(crate) use weights::load;
