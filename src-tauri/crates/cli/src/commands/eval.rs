//! `winnow eval`

use std::{collections::BTreeSet, path::PathBuf};

use clap::Args;
use serde_json::Value;
use winnow_tasks::{
    Label, Task, TaskKind,
    eval::{LabelledItem, draw_examples},
};

use super::Desk;
use crate::{
    arguments::{Format, OutputArgs},
    asking::{self, TaskArgs, labelled_items},
    ending::{Ending, Failure},
    output::{Objects, print_line, printable, table},
    progress::Progress,
};

const EXAMPLES: &str = "\
Examples:
  winnow eval --task post.toml --data answered.jsonl
  winnow eval --task post.toml --data test.jsonl --examples pool.jsonl --shots 5 --seed 1 \\
              --format json

Data is JSONL: {\"text\": …, \"label\": …} for a classification ({\"text\": …, \"labels\": […]} where
several may apply), {\"text\": …, \"value\": {field: …}} for an extraction, {\"text\": …, \"facts\":
[[pattern, …], …]} for a summary. Without labels in the task, those of the data are taken. Prints
accuracy, macro_f1 and ece, or exact_match, micro_f1, macro_f1 and ece where several labels may
apply, or fields {name: exact}, mean_exact and grounded, and items_per_second and decided_by.
Nothing is kept in the history.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct EvalArgs {
    /// Texts with known answers, JSONL
    #[arg(long, value_name = "FILE")]
    data: PathBuf,
    /// Draw few-shot examples from here, JSONL like the data
    #[arg(long = "examples", value_name = "FILE", requires = "shots")]
    pool: Option<PathBuf>,
    /// Examples to draw: of each label, or in all for other kinds
    #[arg(long, value_name = "K", requires = "pool")]
    shots: Option<usize>,
    /// The same seed draws the same examples
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// The larger model of a classification: a GGUF file, a model's name, or ENDPOINT/MODEL
    #[arg(long, value_name = "PATH|NAME")]
    fallback: Option<String>,
    #[command(flatten)]
    task: TaskArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub async fn run(desk: &Desk, arguments: EvalArgs) -> Result<Ending, Failure> {
    let Some(named) = &arguments.task.task else {
        return Err(Failure::Usage("a --task is missing: what should be measured?".to_owned()));
    };
    let kind = asking::load(&desk.app, named).await?.kind;
    let mut task = arguments.task.task(&desk.app, kind).await?;
    task.fallback = arguments.fallback.or(task.fallback);
    let items = labelled_items(&arguments.data, kind)?;
    if let (Some(pool), Some(shots)) = (&arguments.pool, arguments.shots) {
        let pool = labelled_items(pool, kind)?;
        task.examples.extend(draw_examples(kind, &pool, shots, arguments.seed));
    }
    if kind == TaskKind::Classify && task.labels.is_empty() {
        task.labels = labels_of(&items);
    }
    let progress = Progress::new(Some(items.len() as u64));
    let bar = progress.clone();
    let mut told = 0;
    let mut on_item = move |finished: usize| {
        for _ in told..finished {
            bar.item();
        }
        told = finished;
    };
    let measured = desk.app.evaluate(&task, &items, &mut on_item, &desk.cancel).await;
    progress.clear();
    let measured = measured?;
    let failed = measured.failed;
    print(&task, &serde_json::to_value(&measured)?, arguments.output.format)?;
    Ok(if failed > 0 { Ending::SomeFailed } else { Ending::Done })
}

/// The labels that occur, by name.
fn labels_of(items: &[LabelledItem]) -> Vec<Label> {
    let named = |item: &LabelledItem| match &item.answer {
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
        }
        answer => answer.as_str().map(str::to_owned).into_iter().collect(),
    };
    let names: BTreeSet<String> = items.iter().flat_map(named).collect();
    names.into_iter().map(|name| Label { name, description: String::new() }).collect()
}

fn print(task: &Task, measured: &Value, format: Format) -> Result<(), Failure> {
    match format {
        Format::Json | Format::Jsonl => Objects::new(format).print(measured),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            writer.write_record(["measure", "value"])?;
            for (name, value) in flat(measured) {
                writer.write_record([name, value])?;
            }
            Ok(writer.flush()?)
        }
        Format::Table => {
            let mut rows = table([asking::verb(task.kind), ""]);
            for (name, value) in flat(measured) {
                rows.add_row([printable(&name).into_owned(), printable(&value).into_owned()]);
            }
            print_line(&rows.to_string())
        }
    }
}

/// Every number of a JSON object under its path.
fn flat(value: &Value) -> Vec<(String, String)> {
    fn collect(path: &str, value: &Value, into: &mut Vec<(String, String)>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let path =
                        if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    collect(&path, member, into);
                }
            }
            Value::Number(number) if number.is_f64() => {
                into.push((path.to_owned(), format!("{:.3}", number.as_f64().unwrap_or_default())));
            }
            Value::String(text) => into.push((path.to_owned(), text.clone())),
            other => into.push((path.to_owned(), other.to_string())),
        }
    }
    let mut into = Vec::new();
    collect("", value, &mut into);
    into
}
