//! Winnow in a window.
//!
//! The shell turns commands of the web UI into calls of [`winnow_app::App`] and streams events
//! back. It decides nothing: a command unpacks, makes one call, returns.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod commands;
mod desk;
mod window;

use std::process::ExitCode;

use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    if let Some(code) = winnow_app::run_as_read_worker() {
        return code;
    }
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("WINNOW_LOG").unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    if let Some(complaint) = window::missing_display() {
        eprintln!("{complaint}");
        return ExitCode::from(2);
    }
    match window::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Winnow could not open its window: {error}");
            ExitCode::FAILURE
        }
    }
}
