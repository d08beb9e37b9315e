//! `winnow history`

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::Value;
use winnow_app::wire::{
    run::{ExportFormat, RunPage, RunQuery, RunRecord, RunSummary},
    task::TaskKind,
};

use super::Desk;
use crate::{
    arguments::{Format, OutputArgs},
    ending::{Ending, Failure},
    output::{Objects, byte_spans, percent, print_line, printable, table},
    progress::Progress,
};

const EXAMPLES: &str = "\
Examples:
  winnow history --search \"invoice müller\"
  winnow history show 019ab2f0-…
  winnow history export --search invoice --format csv runs.csv

A search finds runs that hold every word, as the beginning of a word, in the document, its name, the
answer or the task's name.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct HistoryArgs {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    query: QueryArgs,
    /// Continue behind this place, which the page before gave
    #[arg(long, value_name = "PLACE")]
    cursor: Option<String>,
    /// Runs at most, up to 200
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: u32,
    #[command(flatten)]
    output: OutputArgs,
}

/// Which runs.
#[derive(Args, Clone, Debug, Default)]
struct QueryArgs {
    /// Words to find
    #[arg(long, value_name = "WORDS", default_value = "", hide_default_value = true)]
    search: String,
    /// Only this kind
    #[arg(long, value_enum)]
    kind: Option<KindArg>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindArg {
    Classify,
    Extract,
    Summarize,
    Generate,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// A run in full
    Show {
        id: String,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Run its task on its document once more
    Rerun {
        id: String,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Take a run out of the history; restore brings it back for 30 days
    Delete { id: String },
    /// Bring a deleted run back
    Restore { id: String },
    /// Write all runs that match to a file
    Export {
        path: PathBuf,
        #[command(flatten)]
        query: QueryArgs,
        /// How to write
        #[arg(long, value_enum, default_value_t = ExportArg::Jsonl)]
        format: ExportArg,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportArg {
    Json,
    Jsonl,
    Csv,
    Markdown,
}

impl QueryArgs {
    fn query(self) -> RunQuery {
        let kind = self.kind.map(|kind| match kind {
            KindArg::Classify => TaskKind::Classify,
            KindArg::Extract => TaskKind::Extract,
            KindArg::Summarize => TaskKind::Summarize,
            KindArg::Generate => TaskKind::Generate,
        });
        RunQuery { search: self.search, kind, ..RunQuery::default() }
    }
}

pub async fn run(desk: &Desk, arguments: HistoryArgs) -> Result<Ending, Failure> {
    let HistoryArgs { verb, query, cursor, limit, output } = arguments;
    let app = &desk.app;
    match verb {
        None => {
            let query = RunQuery { cursor, limit: Some(limit), ..query.query() };
            list(&app.list_runs(query).await?, output.format)?;
        }
        Some(Verb::Show { id, output }) => show(&app.get_run(&id).await?, output.format)?,
        Some(Verb::Rerun { id, output }) => return rerun(desk, &id, output.format).await,
        Some(Verb::Delete { id }) => app.delete_run(&id).await?,
        Some(Verb::Restore { id }) => app.restore_run(&id).await?,
        Some(Verb::Export { path, query, format }) => {
            let format = match format {
                ExportArg::Json => ExportFormat::Json,
                ExportArg::Jsonl => ExportFormat::Jsonl,
                ExportArg::Csv => ExportFormat::Csv,
                ExportArg::Markdown => ExportFormat::Markdown,
            };
            let written = app.export_runs(query.query(), format, &path).await?;
            eprintln!("winnow: {written} runs are in {}", path.display());
        }
    }
    Ok(Ending::Done)
}

async fn rerun(desk: &Desk, id: &str, format: Format) -> Result<Ending, Failure> {
    const OPERATION: &str = "winnow history rerun";
    let progress = Progress::new(Some(1));
    let bar = progress.clone();
    let running = desk.app.rerun(id, OPERATION, move |event| bar.event(&event));
    let ran = desk.watch(OPERATION, running).await;
    progress.clear();
    let record = ran?;
    show(&record, format)?;
    Ok(match (desk.cancel.is_cancelled(), &record.error) {
        (true, _) => Ending::Stopped,
        (false, Some(_)) => Ending::SomeFailed,
        (false, None) => Ending::Done,
    })
}

fn list(page: &RunPage, format: Format) -> Result<(), Failure> {
    match format {
        Format::Json | Format::Jsonl => {
            page.runs.iter().try_for_each(|run| Objects::new(format).print(run))?;
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            writer.write_record(HEADER)?;
            for run in &page.runs {
                writer.write_record(row(run))?;
            }
            writer.flush()?;
        }
        Format::Table => {
            let mut table = table(HEADER);
            for run in &page.runs {
                table.add_row(row(run).map(|cell| printable(&cell).into_owned()));
            }
            print_line(&table.to_string())?;
        }
    }
    if let Some(next) = &page.next {
        eprintln!(
            "winnow: {} of {} runs; the next page: --cursor {next}",
            page.runs.len(),
            page.total
        );
    }
    Ok(())
}

const HEADER: [&str; 7] = ["id", "time", "kind", "document", "answer", "sure", "status"];

fn row(run: &RunSummary) -> [String; 7] {
    [
        run.id.clone(),
        run.created_at.clone(),
        word(&run.kind),
        run.document_name.clone(),
        run.answer.clone(),
        run.confidence.map(percent).unwrap_or_default(),
        word(&run.status),
    ]
}

fn show(record: &RunRecord, format: Format) -> Result<(), Failure> {
    match format {
        Format::Json | Format::Jsonl => {
            let value = byte_spans(serde_json::to_value(record)?, &record.document.text);
            Objects::new(format).print(&value)
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            writer.write_record(HEADER)?;
            writer.write_record(row(&record.summary))?;
            Ok(writer.flush()?)
        }
        Format::Table => {
            let mut table = table(["", ""]);
            for (name, cell) in HEADER.into_iter().zip(row(&record.summary)) {
                table.add_row([name.to_owned(), printable(&cell).into_owned()]);
            }
            if let Some(error) = &record.error {
                table.add_row(["error".to_owned(), printable(&error.message).into_owned()]);
            }
            if let Some(partial) = &record.partial {
                table.add_row(["until then".to_owned(), printable(partial).into_owned()]);
            }
            print_line(&table.to_string())
        }
    }
}

/// A plain enum's name on the wire.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}
