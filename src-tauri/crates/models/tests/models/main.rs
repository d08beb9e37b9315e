//! The crate as its users see it: real model files, a real folder, a real server on this computer.

mod download;
mod embedding;
mod registry;
mod support;
