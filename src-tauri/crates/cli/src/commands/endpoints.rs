//! `winnow endpoints`

use std::io::Read;

use clap::{Args, Subcommand};
use winnow_app::wire::endpoint::{AbilityName, EndpointModelView, EndpointSpec, EndpointView};

use super::{Desk, models::stoppable};
use crate::{
    arguments::{Format, OutputArgs},
    ending::{Ending, Failure},
    output::{Objects, print_line, printable, table},
};

const EXAMPLES: &str = "\
Examples:
  winnow endpoints add office https://gpu.example.org/v1 --key-from-stdin < key.txt
  winnow endpoints add local http://localhost:8080
  winnow endpoints probe office          # what it can do; sends no document
  winnow classify --task post.toml --model office/llama-3.1-8b inbox/

A document's text goes to an endpoint only when a task is run with one of its models. A key is kept
in the system's key ring, or read from WINNOW_ENDPOINT_KEY_<NAME>.";

/// Longest key.
const MOST_KEY_BYTES: u64 = 16 << 10;

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct EndpointsArgs {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The endpoints that were set up
    List(OutputArgs),
    /// Set one up, or change it; contacts nobody
    Add(AddArgs),
    /// Ask one for its models and find out what it can do
    Probe {
        name: String,
        /// The model to find out about [default: the first that is listed]
        #[arg(value_name = "MODEL")]
        with: Option<String>,
        #[command(flatten)]
        output: OutputArgs,
    },
    /// Forget one and its key
    Remove { name: String },
}

#[derive(Args, Debug)]
struct AddArgs {
    /// Letters, digits, - and _
    name: String,
    /// Its address, as https://host/v1
    url: String,
    /// Read its key from standard input
    #[arg(long)]
    key_from_stdin: bool,
    /// Requests at once [default: 4]
    #[arg(long, value_name = "N")]
    concurrency: Option<u32>,
    /// Seconds of silence after which a request is given up [default: 120]
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u32>,
    /// Tokens that fit [default: as it says, else 4096]
    #[arg(long, value_name = "TOKENS")]
    context: Option<u32>,
    /// Allow http to another network: anyone on the way can read along
    #[arg(long)]
    insecure: bool,
}

pub async fn run(desk: &Desk, arguments: EndpointsArgs) -> Result<Ending, Failure> {
    match arguments.verb.unwrap_or(Verb::List(arguments.output)) {
        Verb::List(output) => list(&desk.app.list_endpoints().await?, output.format)?,
        Verb::Add(arguments) => {
            let key = if arguments.key_from_stdin { Some(read_key()?) } else { None };
            let added = desk
                .app
                .add_endpoint(EndpointSpec {
                    name: arguments.name,
                    url: arguments.url,
                    key,
                    concurrency: arguments.concurrency,
                    timeout: arguments.timeout,
                    context: arguments.context,
                    any_line: arguments.insecure,
                })
                .await?;
            eprintln!("winnow: text goes to {} when a task is run with its models", added.host);
        }
        Verb::Probe { name, with, output } => {
            const OPERATION: &str = "winnow endpoints probe";
            let probing = desk.app.probe_endpoint(&name, with, OPERATION);
            show(&stoppable(desk, OPERATION, probing).await?, output.format)?;
        }
        Verb::Remove { name } => desk.app.remove_endpoint(&name).await?,
    }
    Ok(Ending::Done)
}

fn read_key() -> Result<String, Failure> {
    let mut key = String::new();
    std::io::stdin().lock().take(MOST_KEY_BYTES).read_to_string(&mut key)?;
    let key = key.trim().to_owned();
    if key.is_empty() {
        return Err(Failure::Usage("standard input holds no key".to_owned()));
    }
    Ok(key)
}

fn list(endpoints: &[EndpointView], format: Format) -> Result<(), Failure> {
    if format == Format::Json || format == Format::Jsonl {
        return endpoints.iter().try_for_each(|endpoint| Objects::new(format).print(endpoint));
    }
    let rows = endpoints.iter().map(|endpoint| {
        [
            endpoint.name.clone(),
            endpoint.url.clone(),
            if endpoint.here { "this computer".to_owned() } else { endpoint.host.clone() },
            endpoint.concurrency.to_string(),
            endpoint.models.len().to_string(),
        ]
    });
    print(["name", "address", "text goes to", "at once", "models"], rows, format)
}

fn show(endpoint: &EndpointView, format: Format) -> Result<(), Failure> {
    if format == Format::Json || format == Format::Jsonl {
        return Objects::new(format).print(endpoint);
    }
    let rows = endpoint.models.iter().map(|model: &EndpointModelView| {
        let works = model.works.as_ref().map(|works| works.iter().map(|&name| word(name)));
        [
            format!("{}/{}", endpoint.name, model.name),
            model.context.map(|tokens| tokens.to_string()).unwrap_or_default(),
            works.map(|words| words.collect::<Vec<_>>().join(", ")).unwrap_or_default(),
        ]
    });
    print(["model", "context", "works"], rows, format)
}

fn word(ability: AbilityName) -> &'static str {
    match ability {
        AbilityName::Chat => "chat",
        AbilityName::Completions => "completions",
        AbilityName::Streaming => "streaming",
        AbilityName::Schema => "schema",
        AbilityName::Logprobs => "logprobs",
        AbilityName::Scoring => "scoring",
        AbilityName::Embeddings => "embeddings",
        AbilityName::Tokenize => "tokenize",
    }
}

fn print<const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
    format: Format,
) -> Result<(), Failure> {
    if format == Format::Csv {
        let mut writer = csv::Writer::from_writer(std::io::stdout());
        writer.write_record(header)?;
        for row in rows {
            writer.write_record(row)?;
        }
        return Ok(writer.flush()?);
    }
    let mut table = table(header);
    for row in rows {
        table.add_row(row.map(|cell| printable(&cell).into_owned()));
    }
    print_line(&table.to_string())
}
