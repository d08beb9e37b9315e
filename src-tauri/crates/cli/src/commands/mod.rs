//! The commands, one file each: what they take, what they call, what they print.

pub mod classify;
mod demo;
mod doctor;
pub mod embed;
pub mod endpoints;
pub mod eval;
pub mod extract;
pub mod generate;
pub mod history;
pub mod models;
pub mod read;
pub mod run;
pub mod summarize;
pub mod teach;

use std::pin::pin;

use tokio_util::sync::CancellationToken;
use winnow_app::{
    App, AppConfig, Home,
    wire::{error::ApiError, run::RunRecord},
};
use winnow_tasks::Task;

use crate::{
    arguments::{Arguments, Command, OutputArgs},
    asking::SaveArgs,
    batch::{Work, work},
    ending::{Ending, Failure},
    input::Plan,
    stop,
};

/// What every command works with.
pub struct Desk {
    pub app: App,
    pub cancel: CancellationToken,
}

impl Desk {
    /// Does one task on all the items that a person named.
    async fn work(
        &self,
        task: &Task,
        plan: Plan,
        save: &SaveArgs,
        output: OutputArgs,
    ) -> Result<Ending, Failure> {
        let (save, format) = (save.keep(), output.format);
        work(Work { app: &self.app, task, plan, save, format, cancel: &self.cancel }).await
    }

    /// Waits for a run that the app knows as `operation`, and stops it on Ctrl-C; what it had
    /// written until then is in its record.
    async fn watch(
        &self,
        operation: &str,
        running: impl Future<Output = Result<RunRecord, ApiError>>,
    ) -> Result<RunRecord, ApiError> {
        let mut running = pin!(running);
        tokio::select! {
            ran = &mut running => ran,
            () = self.cancel.cancelled() => {
                self.app.cancel(operation);
                running.await
            }
        }
    }
}

/// Runs what was typed.
pub async fn run(arguments: Arguments) -> Result<Ending, Failure> {
    let Arguments { everywhere, command } = arguments;
    let config = AppConfig {
        model: everywhere.model,
        threads: everywhere.threads,
        kv: everywhere.kv.map(Into::into),
        recognition: everywhere.ocr,
        ..AppConfig::default()
    };
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
        Command::Teach(arguments) => teach::run(&desk, arguments).await,
        Command::Eval(arguments) => eval::run(&desk, arguments).await,
        Command::History(arguments) => history::run(&desk, arguments).await,
        Command::Models(arguments) => models::run(&desk, arguments).await,
        Command::Endpoints(arguments) => endpoints::run(&desk, arguments).await,
        Command::Doctor(output) => doctor::run(&desk, output).await,
        Command::Demo => demo::run(&desk).await,
    }
}
