//! The crate as its users see it: real model files, a real folder, a real server on this computer.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod download;
mod embedding;
mod optimize;
mod registry;
mod support;
