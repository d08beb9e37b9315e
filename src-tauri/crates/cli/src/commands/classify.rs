//! `winnow classify`

use clap::Args;
use winnow_tasks::{Label, TaskKind};

use super::Desk;
use crate::{
    arguments::OutputArgs,
    asking::{SaveArgs, TaskArgs, parse_label},
    ending::{Ending, Failure},
    input::InputArgs,
};

const EXAMPLES: &str = "\
Examples:
  winnow classify --label \"billing: payment, charges, invoices\" \\
                  --label \"technical: bugs, errors\" --label other message.txt
  winnow classify --task post.toml --format csv inbox/ > labels.csv
  winnow classify --task post.toml --format jsonl --text-field text messages.jsonl

A label without a subject of its own, such as other or \"rest: anything else\", stands for what fits
none of the others. With --fallback a larger model is asked about what the others are unsure of.

With --format json each item has file (and index of a record), label, confidence,
scores {label: probability}, decided_by, doubts, coverage, usage, timings, model, embedder, task;
with --multi also labels, all that apply, and label is the most probable of them.
An item that failed has file and error {code, message}.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ClassifyArgs {
    #[command(flatten)]
    input: InputArgs,
    /// An answer to choose from, and what belongs to it; repeat for each
    #[arg(long = "label", value_name = "NAME: DESCRIPTION", value_parser = parse_label)]
    labels: Vec<Label>,
    #[command(flatten)]
    task: TaskArgs,
    /// Several labels may apply to one document, or none: each is judged by itself
    #[arg(long)]
    multi: bool,
    /// Answer nothing when the best label is less probable than this (0 to 1); with --multi, leave
    /// out labels below it [default there: 0.5, or as taught]
    #[arg(long, value_name = "P")]
    threshold: Option<f64>,
    /// A larger model that is asked where the others are unsure: a GGUF file, a model's name, or
    /// ENDPOINT/MODEL
    #[arg(long, value_name = "PATH|NAME")]
    fallback: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    save: SaveArgs,
}

pub async fn run(desk: &Desk, arguments: ClassifyArgs) -> Result<Ending, Failure> {
    let mut task = arguments.task.task(&desk.app, TaskKind::Classify).await?;
    task.labels.extend(arguments.labels);
    task.multi |= arguments.multi;
    task.fallback = arguments.fallback.or(task.fallback);
    task.threshold = arguments.threshold.or(task.threshold);
    let plan = arguments.input.plan()?;
    desk.work(&task, plan, &arguments.save, arguments.output).await
}
