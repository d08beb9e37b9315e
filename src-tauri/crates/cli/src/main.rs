//! `winnow`: what Winnow does, in a terminal.
//!
//! Reads arguments, calls [`winnow_app::App`] and prints: answers to standard output, everything
//! else to standard error. Decides nothing about documents, tasks or models itself.
//!
//! Exit status: 0 done, 1 some items failed, 2 wrong use, 130 stopped by Ctrl-C.

mod arguments;
mod asking;
mod batch;
mod commands;
mod ending;
mod input;
mod output;
mod progress;
mod stop;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::{arguments::Arguments, ending::Failure};

fn main() -> ExitCode {
    if let Some(code) = winnow_app::run_as_read_worker() {
        return code;
    }
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("WINNOW_LOG").unwrap_or_else(|_| EnvFilter::new("error"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let ended = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => {
            let ended = runtime.block_on(commands::run(arguments));
            // After Ctrl-C a thread may still wait for standard input.
            runtime.shutdown_background();
            ended
        }
        Err(error) => Err(Failure::from(error)),
    };
    ending::exit_code(ended)
}
