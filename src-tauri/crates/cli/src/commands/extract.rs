//! `winnow extract`

use std::path::PathBuf;

use clap::Args;
use winnow_tasks::TaskKind;

use super::Desk;
use crate::{
    arguments::OutputArgs,
    asking::{FieldArg, SaveArgs, TaskArgs, parse_field, read_schema},
    ending::{Ending, Failure},
    input::InputArgs,
};

const EXAMPLES: &str = "\
Examples:
  winnow extract --field \"number: identifier = invoice number\" \\
                 --field \"total: amount = total to pay\" invoice.pdf
  winnow extract --schema invoice.schema.json --format json invoices/
  winnow extract --task lease.toml --format csv leases/ > leases.csv

Types: text, date, amount, number, name, organization, address, duration, email, phone, url,
identifier, boolean, enum(a|b), list(TYPE).

With --format json each item has file (and index of a record), value, and for every field
fields {name: {value, confidence, span, place, verified, normalized, decided_by, alternatives
[{text, span, place, normalized, probability}]}}. A span is bytes {start, end} of the text that
\"winnow read\" prints, or null; verified says whether the value stands in the document; confidence
and probability are null where the model tells none. An item that failed has file and error {code,
message}.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ExtractArgs {
    #[command(flatten)]
    input: InputArgs,
    /// A value to find: its name, type and description; repeat for each
    #[arg(long = "field", value_name = "NAME: TYPE = DESCRIPTION", value_parser = parse_field)]
    fields: Vec<FieldArg>,
    /// A file with the JSON Schema of the answer, instead of fields
    #[arg(long, value_name = "FILE", conflicts_with = "fields")]
    schema: Option<PathBuf>,
    #[command(flatten)]
    task: TaskArgs,
    /// Answer null when a value is less probable than this (0 to 1)
    #[arg(long, value_name = "P")]
    threshold: Option<f64>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    save: SaveArgs,
}

pub async fn run(desk: &Desk, arguments: ExtractArgs) -> Result<Ending, Failure> {
    let mut task = arguments.task.task(&desk.app, TaskKind::Extract).await?;
    for FieldArg { name, field } in arguments.fields {
        if task.fields.insert(name.clone(), field).is_some() {
            return Err(Failure::Usage(format!("the field \"{name}\" is there twice")));
        }
    }
    if let Some(path) = &arguments.schema {
        task.schema = Some(read_schema(path)?);
    }
    task.threshold = arguments.threshold.or(task.threshold);
    let plan = arguments.input.plan()?;
    desk.work(&task, plan, &arguments.save, arguments.output).await
}
