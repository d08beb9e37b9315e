//! What the tests stand on.

pub mod gguf;
pub mod server;

use std::path::{Path, PathBuf};

/// The folder of the default models.
pub fn cache() -> PathBuf {
    let cache = std::env::var_os("WINNOW_MODELS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models/cache"),
        PathBuf::from,
    );
    assert!(cache.join("manifest.json").is_file(), "run `make models` first");
    cache
}

/// A default model.
pub fn default_model(id: &str) -> PathBuf {
    cache().join(format!("{id}.gguf"))
}
