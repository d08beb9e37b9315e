//! What crosses to the window and to machine-readable output: plain data, camelCase, no behaviour.
//!
//! Byte spans of the core become UTF-16 spans here, because that is how JavaScript counts.
//! Every type is exported to `ui/src/generated` (a test fails when the committed files are stale).

pub mod commands;
pub mod document;
pub mod endpoint;
pub mod error;
pub mod folder;
pub mod model;
pub mod outcome;
pub mod run;
pub mod settings;
pub mod task;
pub mod teaching;
