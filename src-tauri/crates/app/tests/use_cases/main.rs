//! What people do with Winnow, through [`winnow_app::App`]: the real engine, models, readers and
//! database, in a data folder of its own for every test.

#![allow(clippy::expect_used, reason = "a test may panic")]

mod bad_documents;
mod bad_models;
mod bad_stores;
mod bad_tasks;
mod batches;
mod classify;
mod desk;
mod extract;
mod folders;
mod generate;
mod samples;
mod settings;
mod summarize;
mod teaching;
