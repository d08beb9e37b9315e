//! `winnow embed`

use clap::Args;
use comfy_table::Table;
use futures_util::StreamExt;
use serde::Serialize;
use winnow_app::wire::error::{ApiError, Code};

use super::Desk;
use crate::{
    arguments::{Format, OutputArgs},
    ending::{Ending, Failure},
    input::{InputArgs, Item, Origin, items},
    output::{ErrorLine, Objects, print_line, printable, table},
    progress::Progress,
};

const EXAMPLES: &str = "\
Examples:
  winnow embed --format jsonl notes/ > vectors.jsonl
  winnow embed --format jsonl --text-field text messages.jsonl

A vector has length 1, so that a dot product is a cosine. A text longer than the embedder's window
is refused, never cut. An embedder of an endpoint (\"winnow models select ENDPOINT/MODEL --for embed\")
is sent the texts; with --format json each item then has ran_on, the host that they went to.";

/// Texts that are embedded together.
const TOGETHER: usize = 32;

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct EmbedArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub async fn run(desk: &Desk, arguments: EmbedArgs) -> Result<Ending, Failure> {
    let plan = arguments.input.plan()?;
    let progress = Progress::new(plan.count());
    let mut out = Out::new(arguments.output.format);
    let mut failed = false;
    let mut batches = items(plan, &desk.app, &desk.cancel).chunks(TOGETHER);
    while let Some(batch) = batches.next().await {
        for (origin, vector) in embed(desk, batch).await {
            match vector {
                Ok(vector) => progress.beside(|| out.vector(&origin, &vector))?,
                Err(error) if error.code == Code::Cancelled => return Ok(Ending::Stopped),
                Err(error) => {
                    failed = true;
                    progress.say(&origin.complaint(&error));
                    progress.beside(|| out.failed(&origin, &error))?;
                }
            }
            progress.item();
        }
    }
    progress.clear();
    out.finish()?;
    Ok(match (desk.cancel.is_cancelled(), failed) {
        (true, _) => Ending::Stopped,
        (false, true) => Ending::SomeFailed,
        (false, false) => Ending::Done,
    })
}

/// Embeds a batch; where one text spoils it, each for itself.
async fn embed(desk: &Desk, batch: Vec<Item>) -> Vec<(Origin, Result<Embedded, ApiError>)> {
    let texts: Vec<String> =
        batch.iter().filter_map(|item| Some(item.document.as_ref().ok()?.text.clone())).collect();
    let mut together = match desk.app.embed(texts, &desk.cancel).await {
        Ok((outcome, ran_on)) => {
            let embedded = |vector| Ok(Embedded { vector, ran_on: ran_on.clone() });
            outcome.vectors.into_iter().map(embedded).collect::<Vec<_>>().into_iter()
        }
        Err(_) => Vec::new().into_iter(),
    };
    let mut embedded = Vec::with_capacity(batch.len());
    for Item { origin, document } in batch {
        let vector = match document {
            Err(error) => Err(error),
            Ok(document) => match together.next() {
                Some(vector) => vector,
                None => alone(desk, document.text).await,
            },
        };
        embedded.push((origin, vector));
    }
    embedded
}

async fn alone(desk: &Desk, text: String) -> Result<Embedded, ApiError> {
    let (mut outcome, ran_on) = desk.app.embed(vec![text], &desk.cancel).await?;
    Ok(Embedded { vector: outcome.vectors.pop().unwrap_or_default(), ran_on })
}

/// What a text has become, and the host that it went to for that, if it left this computer.
struct Embedded {
    vector: Vec<f32>,
    ran_on: Option<String>,
}

/// Vectors in each format.
enum Out {
    Objects(Objects),
    Csv,
    Table(Box<Table>),
}

#[derive(Serialize)]
struct VectorLine<'a> {
    #[serde(flatten)]
    origin: &'a Origin,
    embedding: &'a [f32],
    #[serde(skip_serializing_if = "Option::is_none")]
    ran_on: Option<&'a str>,
}

impl Out {
    fn new(format: Format) -> Self {
        match format {
            Format::Json | Format::Jsonl => Self::Objects(Objects::new(format)),
            Format::Csv => Self::Csv,
            Format::Table => Self::Table(Box::new(table(["document", "numbers", "first of them"]))),
        }
    }

    fn vector(&mut self, origin: &Origin, embedded: &Embedded) -> Result<(), Failure> {
        let Embedded { vector, ran_on } = embedded;
        match self {
            Self::Objects(objects) => {
                let ran_on = ran_on.as_deref();
                objects.print(&VectorLine { origin, embedding: vector, ran_on })
            }
            // No header: the number of columns is the embedder's.
            Self::Csv => csv_row(origin, vector.iter().map(f32::to_string)),
            Self::Table(table) => {
                let first: Vec<String> =
                    vector.iter().take(4).map(|number| format!("{number:.3}")).collect();
                table.add_row([
                    printable(&origin.to_string()).into_owned(),
                    vector.len().to_string(),
                    first.join(" "),
                ]);
                Ok(())
            }
        }
    }

    fn failed(&mut self, origin: &Origin, error: &ApiError) -> Result<(), Failure> {
        match self {
            Self::Objects(objects) => objects.print(&ErrorLine::new(origin, error)),
            Self::Csv | Self::Table(_) => Ok(()),
        }
    }

    fn finish(&self) -> Result<(), Failure> {
        match self {
            Self::Table(table) if !table.is_empty() => print_line(&table.to_string()),
            _ => Ok(()),
        }
    }
}

fn csv_row(origin: &Origin, numbers: impl Iterator<Item = String>) -> Result<(), Failure> {
    let index = origin.index.map(|index| index.to_string()).unwrap_or_default();
    let mut writer = csv::Writer::from_writer(std::io::stdout());
    writer.write_record([origin.file.clone(), index].into_iter().chain(numbers))?;
    Ok(writer.flush()?)
}
