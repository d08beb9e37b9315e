//! The walk of a new user through the real window: every step is one that a person takes.

mod errors;
mod harness;
mod history;
mod pictures;
mod playground;
mod tasks;
