//! `winnow read`

use clap::{Args, ValueEnum};
use futures_util::StreamExt;
use serde::Serialize;
use winnow_documents::Document;

use super::Desk;
use crate::{
    ending::{Ending, Failure},
    input::{InputArgs, Item, Origin, items},
    output::{ErrorLine, print_line, printable},
};

const EXAMPLES: &str = "\
Examples:
  winnow read report.pdf
  winnow read --format json report.pdf | jq .places

With --format json each document has file, name, format, text, places [{start, end, at}], pages
{total, read, unread}, notes, title, sha256, bytes; start and end are bytes of the text.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ReadArgs {
    #[command(flatten)]
    input: InputArgs,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: ReadFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ReadFormat {
    /// The text alone; notes on standard error
    #[default]
    Text,
    /// One JSON object for each document: text, places and what could not be read
    Json,
}

#[derive(Serialize)]
struct ReadLine<'a> {
    #[serde(flatten)]
    origin: &'a Origin,
    #[serde(flatten)]
    document: &'a Document,
}

pub async fn run(desk: &Desk, arguments: ReadArgs) -> Result<Ending, Failure> {
    let plan = arguments.input.plan()?;
    let mut failed = false;
    let mut items = items(plan, &desk.app, &desk.cancel);
    while let Some(Item { origin, document }) = items.next().await {
        match document {
            Ok(document) => print(&origin, &document, arguments.format)?,
            Err(error) => {
                failed = true;
                eprintln!("winnow: {}", printable(&origin.complaint(&error)));
                if arguments.format == ReadFormat::Json {
                    print_line(&serde_json::to_string(&ErrorLine::new(&origin, &error))?)?;
                }
            }
        }
    }
    Ok(match (desk.cancel.is_cancelled(), failed) {
        (true, _) => Ending::Stopped,
        (false, true) => Ending::SomeFailed,
        (false, false) => Ending::Done,
    })
}

fn print(origin: &Origin, document: &Document, format: ReadFormat) -> Result<(), Failure> {
    match format {
        ReadFormat::Json => print_line(&serde_json::to_string(&ReadLine { origin, document })?),
        ReadFormat::Text => {
            for note in &document.notes {
                eprintln!("winnow: {origin}: {}", printable(&note.to_string()));
            }
            print_line(&printable(&document.text))
        }
    }
}
