//! Which GGUF: what could be had, what is here, what a file holds, whether it fits, and how one is
//! fetched.
//!
//! This crate reads and downloads model files; it never loads one. It knows nothing of tasks, of
//! the database or of windows. The network is reached by [`download`] alone, and only when it is
//! called.

mod catalog;
pub mod download;
mod fit;
mod hardware;
mod hash;
mod inspect;
mod places;
mod registry;

pub use catalog::{Catalog, CatalogEntry, CatalogError};
pub use fit::{Fit, MemoryNeed};
pub use hardware::Hardware;
pub use hash::{HashCache, HashError};
pub use inspect::{InspectError, ModelInfo, inspect};
pub use places::Places;
pub use registry::{ModelFile, ModelProblem, OpenedModel, Origin, Registry};
