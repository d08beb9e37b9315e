//! `winnow teach`

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use serde_json::json;
use winnow_app::TaughtTask;
use winnow_tasks::{
    Example, Task,
    teach::{TeachNote, TeachReport},
};

use super::Desk;
use crate::{
    arguments::{Format, OutputArgs},
    asking::{self, labelled_items, read_text},
    ending::{Ending, Failure},
    output::{Objects, percent, print_line, printable, table},
    progress::Progress,
};

const EXAMPLES: &str = "\
Examples:
  winnow teach post.toml --examples answered.jsonl
  winnow teach post.toml --list
  winnow teach post.toml --drop 0199…
  winnow teach post.toml --export taught.json && winnow teach --import taught.json

Examples are JSONL: {\"text\": …, \"label\": …}; a label of null is none of these, and
{\"text\": …, \"labels\": […]} names all where several may apply.
{\"text\": …, \"value\": {…}} gives the values of fields; rows of a table and other fields that are not
learned stand for their own document alone, which is said.
They are kept with the task's question (its labels or fields), and every later run of a task with that question uses what was learnt, if cross-validation on the
examples shows that it helps. Prints examples, before and after (the share of examples that is
right, each judged without having been learnt), used, curve and seconds.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct TeachArgs {
    /// A task file (TOML or JSON), or the name of a saved task
    #[arg(value_name = "TASK", required_unless_present = "import")]
    task: Option<String>,
    /// Texts with their right answers, JSONL
    #[arg(long = "examples", value_name = "FILE")]
    pool: Option<PathBuf>,
    /// Show what the task was taught by
    #[arg(long, conflicts_with_all = ["pool", "drop", "restore", "export", "import"])]
    list: bool,
    /// Take an example back, by the id that --list shows
    #[arg(long, value_name = "ID", conflicts_with_all = ["pool", "restore", "export", "import"])]
    drop: Option<String>,
    /// Put a dropped or corrected example back
    #[arg(long, value_name = "ID", conflicts_with_all = ["pool", "export", "import"])]
    restore: Option<String>,
    /// Write the task and what it has learnt to a file, without the texts
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pool", "import"])]
    export: Option<PathBuf>,
    /// Write the texts of the examples too
    #[arg(long, requires = "export")]
    with_text: bool,
    /// Take in what --export has written
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pool", "task"])]
    import: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

pub async fn run(desk: &Desk, arguments: TeachArgs) -> Result<Ending, Failure> {
    if let Some(file) = &arguments.import {
        return import(desk, file).await;
    }
    let Some(named) = &arguments.task else {
        return Err(Failure::Usage("a task is missing: what should be taught?".to_owned()));
    };
    let task = asking::load(&desk.app, named).await?;
    let format = arguments.output.format;
    if let Some(id) = &arguments.drop {
        desk.app.drop_example(id).await?;
    } else if let Some(id) = &arguments.restore {
        desk.app.restore_example(id).await?;
    } else if let Some(file) = &arguments.export {
        let taught = desk.app.export_taught(&task, arguments.with_text, &desk.cancel).await?;
        std::fs::write(file, serde_json::to_vec(&taught)?)?;
        return Ok(Ending::Done);
    } else if arguments.list {
        return list(desk, &task, format).await;
    }
    let examples = match &arguments.pool {
        Some(pool) => labelled_items(pool, task.kind)?
            .into_iter()
            .map(|item| Example { input: item.text, output: item.answer })
            .collect(),
        None => Vec::new(),
    };
    let progress = Progress::new(None);
    let bar = progress.clone();
    let events = Arc::new(move |event| bar.event(&event));
    let report = desk.app.teach(&task, &examples, events, &desk.cancel).await;
    progress.clear();
    print(&report?, format)?;
    Ok(Ending::Done)
}

async fn import(desk: &Desk, file: &Path) -> Result<Ending, Failure> {
    let taught: TaughtTask = serde_json::from_str(&read_text(file)?).map_err(|error| {
        Failure::Usage(format!(
            "\"{}\" is not what \"winnow teach --export\" writes: {error}",
            file.display()
        ))
    })?;
    desk.app.import_taught(taught, &desk.cancel).await?;
    Ok(Ending::Done)
}

async fn list(desk: &Desk, task: &Task, format: Format) -> Result<Ending, Failure> {
    let examples = desk.app.list_examples(task).await?;
    match format {
        Format::Json | Format::Jsonl => {
            let objects = Objects::new(format);
            for row in &examples {
                objects.print(&json!({
                    "id": row.id, "text": row.input, "answer": row.output, "created_at": row.created_at
                }))?;
            }
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            writer.write_record(["id", "answer", "text"])?;
            for row in &examples {
                let answer = answer(&row.output);
                writer.write_record([row.id.as_str(), answer.as_str(), row.input.as_str()])?;
            }
            writer.flush()?;
        }
        Format::Table => {
            let mut rows = table(["id", "answer", "text"]);
            for row in &examples {
                let (answer, text) = (answer(&row.output), row.input.as_str());
                rows.add_row([row.id.as_str(), &printable(&answer), &printable(text)]);
            }
            print_line(&rows.to_string())?;
        }
    }
    Ok(Ending::Done)
}

fn answer(output: &serde_json::Value) -> String {
    output.as_str().map_or_else(|| output.to_string(), str::to_owned)
}

fn print(report: &TeachReport, format: Format) -> Result<(), Failure> {
    if matches!(format, Format::Json | Format::Jsonl) {
        return Objects::new(format).print(report);
    }
    let used = match (report.used, report.more_needed) {
        (true, _) => "yes".to_owned(),
        (false, Some(more)) => format!("no: about {more} more examples are likely needed"),
        (false, None) => "no".to_owned(),
    };
    let curve: Vec<String> = report
        .curve
        .iter()
        .map(|point| format!("{}: {}", point.examples, percent(point.score)))
        .collect();
    let rows = [
        ("examples", report.examples.to_string()),
        ("before", percent(report.before)),
        ("after", percent(report.after)),
        ("used", used),
        ("curve", curve.join(", ")),
        ("seconds", format!("{:.2}", report.seconds)),
        ("reading_seconds", format!("{:.2}", report.reading_seconds)),
    ];
    if format == Format::Csv {
        let mut writer = csv::Writer::from_writer(std::io::stdout());
        writer.write_record(["measure", "value"])?;
        for (name, value) in &rows {
            writer.write_record([*name, value])?;
        }
        writer.flush()?;
    } else {
        let mut shown = table(["teach", ""]);
        for (name, value) in &rows {
            shown.add_row([*name, value.as_str()]);
        }
        print_line(&shown.to_string())?;
    }
    for note in &report.notes {
        eprintln!("winnow: {}", printable(&said(note)));
    }
    Ok(())
}

fn said(note: &TeachNote) -> String {
    match note {
        TeachNote::Contradiction { numbers } => {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            format!(
                "examples {} are one text with several answers: the last counts",
                numbers.join(", ")
            )
        }
        TeachNote::Repeated { count } => {
            format!("{count} examples are there again: they count once")
        }
        TeachNote::Untaught { labels } => {
            format!("no examples of {}: known by their words alone", labels.join(", "))
        }
        TeachNote::Standing { fields } => {
            format!(
                "{} {} not learned: the answers are kept and stand for their own documents",
                fields.join(", "),
                if fields.len() == 1 { "is" } else { "are" }
            )
        }
        TeachNote::Unfound { field, numbers } => {
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            format!(
                "the value of {field} was not found in examples {}: nothing is learnt from it there",
                numbers.join(", ")
            )
        }
    }
}
