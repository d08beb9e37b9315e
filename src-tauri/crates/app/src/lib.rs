//! Use cases: what a window and a terminal both do.
//!
//! [`App`] has one method for each command, in one file for each verb group. It knows the engine,
//! the models, the readers, the tasks and the store; never a window, and it never prints. Errors
//! leave as [`wire::error::ApiError`], data as [`wire`] types; for the terminal also in the core's
//! own types, whose spans count bytes ([`App::ask`], [`App::ask_each`], [`App::evaluate`]).

mod app;
mod ask;
mod batch;
mod choose;
mod convert;
mod doctor;
mod documents;
mod endpoints;
mod evaluation;
mod export;
mod failure;
mod folders;
mod history;
mod home;
mod keys;
mod library;
mod models;
mod operations;
mod optimize;
mod pages;
mod probe;
mod prompts;
mod recognition;
mod runs;
mod samples;
mod settings;
mod shelf;
mod tasks;
mod teaching;
pub mod wire;

pub use app::{App, AppConfig, run_as_read_worker};
pub use ask::AskOptions;
pub use convert::task::{spec_of, task_of};
pub use export::inert;
pub use home::Home;
pub use teaching::TaughtTask;
pub use winnow_documents::WorkerCommand;
