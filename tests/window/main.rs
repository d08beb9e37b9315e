//! The walk of a new user through the real window: every step is one that a person takes.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod errors;
mod harness;
mod history;
mod pictures;
mod playground;
mod tasks;
mod teaching;
