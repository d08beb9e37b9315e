//! `winnow models`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use winnow_app::wire::model::{CatalogView, ModelPurpose, ModelView, TransferEvent};

use super::{Desk, doctor::bytes};
use crate::{
    arguments::{Format, OutputArgs},
    ending::{Ending, Failure},
    output::{Objects, print_line, printable, table},
    progress::Transfer,
};

const EXAMPLES: &str = "\
Examples:
  winnow models
  winnow models open ~/models/Qwen3-1.7B-Q8_0.gguf
  winnow models select Qwen3-1.7B
  winnow models download qwen3-1.7b     # the only command that uses the network";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct ModelsArgs {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The models on this computer
    List(OutputArgs),
    /// The models that could be had
    Catalog(OutputArgs),
    /// Add a GGUF file; it stays where it is
    Open { path: PathBuf },
    /// Use a model for its purpose
    Select { name: String },
    /// Take a model off the list
    Forget { name: String },
    /// Fetch a model of the catalog
    Download { id: String },
}

pub async fn run(desk: &Desk, arguments: ModelsArgs) -> Result<Ending, Failure> {
    let app = &desk.app;
    match arguments.verb.unwrap_or(Verb::List(arguments.output)) {
        Verb::List(output) => list(&app.list_models().await?, output.format)?,
        Verb::Catalog(output) => catalog(&app.list_catalog().await?, output.format)?,
        Verb::Open { path } => {
            let model = app.open_model(&path).await?;
            eprintln!(
                "winnow: {} is on the list; \"winnow models select\" uses it",
                printable(&model.name)
            );
        }
        Verb::Select { name } => app.select_model(&id_of(desk, &name).await?).await?,
        Verb::Forget { name } => app.forget_model(&id_of(desk, &name).await?).await?,
        Verb::Download { id } => return download(desk, &id).await,
    }
    Ok(Ending::Done)
}

/// A model's id from its id or name.
async fn id_of(desk: &Desk, named: &str) -> Result<String, Failure> {
    let models = desk.app.list_models().await?;
    let names = |model: &&ModelView| model.id == named || model.name.eq_ignore_ascii_case(named);
    match models.iter().find(names) {
        Some(model) => Ok(model.id.clone()),
        None => Err(Failure::Usage(format!(
            "there is no model \"{named}\" here: choose one of {}",
            models.iter().map(|model| model.name.as_str()).collect::<Vec<_>>().join(", ")
        ))),
    }
}

async fn download(desk: &Desk, id: &str) -> Result<Ending, Failure> {
    const OPERATION: &str = "winnow models download";
    let transfer = Transfer::new();
    let bar = transfer.clone();
    let events = move |event: TransferEvent| bar.event(&event);
    let fetching = desk.app.download_model(id, OPERATION, events);
    tokio::pin!(fetching);
    let fetched = tokio::select! {
        fetched = &mut fetching => fetched,
        () = desk.cancel.cancelled() => {
            desk.app.cancel(OPERATION);
            fetching.await
        }
    };
    transfer.clear();
    let model = fetched?;
    eprintln!("winnow: {} is here; \"winnow models select\" uses it", printable(&model.name));
    Ok(Ending::Done)
}

fn purpose(purpose: ModelPurpose) -> &'static str {
    match purpose {
        ModelPurpose::Generate => "language",
        ModelPurpose::Embed => "embedding",
    }
}

fn list(models: &[ModelView], format: Format) -> Result<(), Failure> {
    let row = |model: &ModelView| {
        [
            if model.selected { "*".to_owned() } else { String::new() },
            model.name.clone(),
            purpose(model.purpose).to_owned(),
            model.quantization.clone(),
            bytes(model.bytes),
            model.license.clone().unwrap_or_default(),
            model.problem.clone().or(model.good_for.clone()).unwrap_or_default(),
        ]
    };
    let header = ["", "name", "kind", "format", "size", "licence", "good for"];
    print(models, format, header, row)
}

fn catalog(models: &[CatalogView], format: Format) -> Result<(), Failure> {
    let row = |model: &CatalogView| {
        [
            if model.installed { "here".to_owned() } else { String::new() },
            model.id.clone(),
            purpose(model.purpose).to_owned(),
            model.parameters.clone(),
            bytes(model.bytes),
            model.license.clone(),
            model.good_for.clone(),
        ]
    };
    let header = ["", "id", "kind", "parameters", "size", "licence", "good for"];
    print(models, format, header, row)
}

fn print<T: serde::Serialize, const N: usize>(
    models: &[T],
    format: Format,
    header: [&str; N],
    row: impl Fn(&T) -> [String; N],
) -> Result<(), Failure> {
    match format {
        Format::Json | Format::Jsonl => {
            models.iter().try_for_each(|model| Objects::new(format).print(model))
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            writer.write_record(header)?;
            for model in models {
                writer.write_record(row(model))?;
            }
            Ok(writer.flush()?)
        }
        Format::Table => {
            let mut table = table(header);
            for model in models {
                table.add_row(row(model).map(|cell| printable(&cell).into_owned()));
            }
            print_line(&table.to_string())
        }
    }
}
