//! `winnow models`

mod optimize;
mod probe;

use std::{
    path::{Path, PathBuf},
    pin::pin,
};

use clap::{Args, Subcommand, ValueEnum};
use winnow_app::wire::{
    error::ApiError,
    model::{CatalogView, ModelPurpose, ModelView, TransferEvent},
};

use self::{optimize::OptimizeArgs, probe::ProbeArgs};
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
  winnow models select office/bge-m3 --for embed   # compares meanings there; sends it documents
  winnow models download qwen3-1.7b     # uses the network
  winnow models optimize Qwen3-1.7B     # find the format that is fastest here
  winnow models probe Qwen3-1.7B        # may it write summaries?";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct ModelsArgs {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    output: OutputArgs,
}

/// What a model is to be used for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum PurposeArg {
    /// Write and score texts
    Generate,
    /// Compare meanings
    Embed,
}

impl From<PurposeArg> for ModelPurpose {
    fn from(purpose: PurposeArg) -> Self {
        match purpose {
            PurposeArg::Generate => Self::Generate,
            PurposeArg::Embed => Self::Embed,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The models on this computer
    List(OutputArgs),
    /// The models that could be had
    Catalog(OutputArgs),
    /// Add a GGUF file; it stays where it is
    Open { path: PathBuf },
    /// Use a model for its purpose; documents are sent to one of an endpoint
    Select {
        /// Its name, its id, or ENDPOINT/MODEL
        name: String,
        /// What for, where a model of an endpoint can do both [default: answer, if it can]
        #[arg(long = "for", value_enum, value_name = "PURPOSE")]
        purpose: Option<PurposeArg>,
    },
    /// Take a model off the list
    Forget { name: String },
    /// Fetch a model of the catalog
    Download { id: String },
    /// Measure a model's formats on this computer and use the best from now on
    Optimize(OptimizeArgs),
    /// Have a language model summarize sample texts; one that keeps to the facts writes from now on
    Probe(ProbeArgs),
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
        Verb::Select { name, purpose } => {
            let purpose = purpose.map(Into::into);
            match endpoint_model(desk, &name).await? {
                Some((id, host)) => {
                    app.select_model(&id, purpose).await?;
                    eprintln!("winnow: the text of documents goes to {host} from now on");
                }
                None => app.select_model(&id_of(desk, &name).await?, purpose).await?,
            }
        }
        Verb::Forget { name } => app.forget_model(&id_of(desk, &name).await?).await?,
        Verb::Download { id } => return download(desk, &id).await,
        Verb::Optimize(arguments) => return optimize::run(desk, arguments).await,
        Verb::Probe(arguments) => return probe::run(desk, arguments).await,
    }
    Ok(Ending::Done)
}

/// A model from its id, name or file; a file that is not on the list is put there.
async fn model_of(desk: &Desk, named: &str) -> Result<ModelView, Failure> {
    let path = Path::new(named);
    if !path.is_file() {
        let id = id_of(desk, named).await?;
        let mut models = desk.app.list_models().await?.into_iter();
        return models.find(|model| model.id == id).ok_or_else(|| unknown(named, &[]));
    }
    let here = path.canonicalize()?;
    let same = |model: &ModelView| Path::new(&model.path).canonicalize().is_ok_and(|p| p == here);
    match desk.app.list_models().await?.into_iter().find(same) {
        Some(model) => Ok(model),
        None => Ok(desk.app.open_model(path).await?),
    }
}

/// The id of an endpoint's model and its host, if one is named.
async fn endpoint_model(desk: &Desk, named: &str) -> Result<Option<(String, String)>, Failure> {
    let bare = named.strip_prefix("remote:").unwrap_or(named);
    let Some((endpoint, model)) = bare.split_once('/') else { return Ok(None) };
    let mut endpoints = desk.app.list_endpoints().await?.into_iter();
    let found = endpoints.find(|one| one.name.eq_ignore_ascii_case(endpoint));
    Ok(found.map(|endpoint| (format!("remote:{}/{model}", endpoint.name), endpoint.host)))
}

/// A model's id from its id, its name, or the name of its file.
async fn id_of(desk: &Desk, named: &str) -> Result<String, Failure> {
    let models = desk.app.list_models().await?;
    let stem = |model: &ModelView| Path::new(&model.path).file_stem().is_some_and(|s| s == named);
    let names = |model: &&ModelView| {
        model.id == named || model.name.eq_ignore_ascii_case(named) || stem(model)
    };
    match models.iter().find(names) {
        Some(model) => Ok(model.id.clone()),
        None => Err(unknown(named, &models)),
    }
}

fn unknown(named: &str, models: &[ModelView]) -> Failure {
    Failure::Usage(format!(
        "there is no model \"{named}\" here: choose one of {}",
        models.iter().map(|model| model.name.as_str()).collect::<Vec<_>>().join(", ")
    ))
}

/// Waits for what the app knows as `operation`; Ctrl-C stops it.
pub(super) async fn stoppable<T>(
    desk: &Desk,
    operation: &str,
    working: impl Future<Output = Result<T, ApiError>>,
) -> Result<T, ApiError> {
    let mut working = pin!(working);
    tokio::select! {
        done = &mut working => done,
        () = desk.cancel.cancelled() => {
            desk.app.cancel(operation);
            working.await
        }
    }
}

async fn download(desk: &Desk, id: &str) -> Result<Ending, Failure> {
    const OPERATION: &str = "winnow models download";
    let transfer = Transfer::new();
    let bar = transfer.clone();
    let events = move |event: TransferEvent| bar.event(&event);
    let fetching = desk.app.download_model(id, OPERATION, events);
    let fetched = stoppable(desk, OPERATION, fetching).await;
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
