//! `winnow run`

use clap::Args;

use super::Desk;
use crate::{
    arguments::OutputArgs,
    asking::{self, SaveArgs},
    ending::{Ending, Failure},
    input::InputArgs,
};

const EXAMPLES: &str = "\
Examples:
  winnow run --task post.toml inbox/
  winnow run --task \"Sort the post\" --format jsonl --text-field text messages.jsonl

A task file is TOML or JSON:
  name = \"Sort the post\"
  kind = \"classify\"                # or extract, summarize, generate
  instructions = \"Who should answer this letter?\"
  [[labels]]
  name = \"billing\"
  description = \"payment, charges, invoices\"
  [[labels]]
  name = \"other\"
An extraction has [fields.NAME] with type, description, required and free instead of labels.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct RunArgs {
    #[command(flatten)]
    input: InputArgs,
    /// A task file (TOML or JSON), or the name of a saved task
    #[arg(long, value_name = "FILE|NAME")]
    task: String,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    save: SaveArgs,
}

pub async fn run(desk: &Desk, arguments: RunArgs) -> Result<Ending, Failure> {
    let task = asking::load(&desk.app, &arguments.task).await?;
    let plan = arguments.input.plan()?;
    desk.work(&task, plan, &arguments.save, arguments.output).await
}
