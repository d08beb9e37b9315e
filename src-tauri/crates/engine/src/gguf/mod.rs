//! The header of a GGUF file, read by ourselves, so that a damaged or hostile file gets a typed
//! error before llama.cpp, or anything else, believes a word of it.
//!
//! Lengths in the file are never trusted: nothing is allocated for them, and reading stops where
//! the file does. Knows nothing of loading or running. Layout: the GGUF specification, versions 2
//! and 3, in ggml's `docs/gguf.md`.

mod header;
mod reader;
mod tensors;

pub use header::GgufHeader;
pub use reader::Value;
