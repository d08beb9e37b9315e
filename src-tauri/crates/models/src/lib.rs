//! Which GGUF: what could be had, what is here, what a file holds, whether it fits, how one is
//! fetched, and which format of it runs best here.
//!
//! This crate reads and downloads model files; only [`optimize`] has one loaded, to measure it. It
//! knows nothing of tasks, of the database or of windows. The network is reached by [`download`] alone, and only when it is
//! called.

mod catalog;
pub mod download;
mod fit;
mod hardware;
mod hash;
mod inspect;
pub mod optimize;
mod places;
mod registry;

pub use catalog::{Catalog, CatalogEntry, CatalogError};
pub use fit::{Fit, MemoryNeed};
pub use hardware::Hardware;
pub use hash::{HashCache, HashError};
pub use inspect::{InspectError, ModelInfo, inspect};
pub use places::Places;
pub use registry::{ModelFile, ModelProblem, OpenedModel, Origin, Registry, StandIn};
