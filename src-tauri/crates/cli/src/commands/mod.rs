//! The commands, one file each: what they take, what they call, what they print.

pub mod classify;
mod demo;
mod doctor;
pub mod embed;
pub mod eval;
pub mod extract;
pub mod generate;
pub mod history;
pub mod models;
pub mod read;
pub mod run;
pub mod summarize;

use tokio_util::sync::CancellationToken;
use winnow_app::{App, AppConfig, Home};

use crate::{
    arguments::{Arguments, Command},
    ending::{Ending, Failure},
    stop,
};

/// What every command works with.
pub struct Desk {
    pub app: App,
    pub cancel: CancellationToken,
}

/// Runs what was typed.
pub async fn run(arguments: Arguments) -> Result<Ending, Failure> {
    let Arguments { everywhere, command } = arguments;
    let config =
        AppConfig { model: everywhere.model, threads: everywhere.threads, ..AppConfig::default() };
    let app = App::open(Home::find(everywhere.home), config).await?;
    let desk = Desk { app, cancel: stop::on_ctrl_c() };
    match command {
        Command::Classify(arguments) => classify::run(&desk, arguments).await,
        Command::Extract(arguments) => extract::run(&desk, arguments).await,
        Command::Summarize(arguments) => summarize::run(&desk, arguments).await,
        Command::Generate(arguments) => generate::run(&desk, arguments).await,
        Command::Run(arguments) => run::run(&desk, arguments).await,
        Command::Embed(arguments) => embed::run(&desk, arguments).await,
        Command::Read(arguments) => read::run(&desk, arguments).await,
        Command::Eval(arguments) => eval::run(&desk, arguments).await,
        Command::History(arguments) => history::run(&desk, arguments).await,
        Command::Models(arguments) => models::run(&desk, arguments).await,
        Command::Doctor(output) => doctor::run(&desk, output).await,
        Command::Demo => demo::run(&desk).await,
    }
}
