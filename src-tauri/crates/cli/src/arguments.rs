//! What can be typed after `winnow`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use winnow_app::wire::settings::KvFormat;

use crate::commands::{
    classify::ClassifyArgs, embed::EmbedArgs, endpoints::EndpointsArgs, eval::EvalArgs,
    extract::ExtractArgs, generate::GenerateArgs, history::HistoryArgs, models::ModelsArgs,
    read::ReadArgs, run::RunArgs, summarize::SummarizeArgs, teach::TeachArgs,
};

const EXAMPLES: &str = "\
Examples:
  winnow classify --label \"billing: payment, charges\" --label other message.txt
  winnow extract --field \"total: amount = total to pay\" --format json invoice.pdf
  winnow summarize --sentences 3 minutes.md
  winnow history --search invoice

Exit status: 0 done, 1 some items failed, 2 wrong use, 130 stopped with Ctrl-C.";

/// Small language models at work on your own documents, on this computer, offline.
#[derive(Debug, Parser)]
#[command(name = "winnow", version, after_help = EXAMPLES, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub everywhere: Everywhere,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args, Debug)]
pub struct Everywhere {
    /// Folder for all data [default: WINNOW_HOME, else the platform's data folder]
    #[arg(long, global = true, value_name = "FOLDER", help_heading = "Everywhere")]
    pub home: Option<PathBuf>,
    /// A GGUF file, a model's name, or ENDPOINT/MODEL, instead of the chosen one
    #[arg(long, global = true, value_name = "PATH|NAME", help_heading = "Everywhere")]
    pub model: Option<String>,
    /// Compute threads [default: as set, else the physical cores]
    #[arg(
        long, global = true, value_name = "N", help_heading = "Everywhere",
        value_parser = clap::value_parser!(u32).range(1..=512)
    )]
    pub threads: Option<u32>,
    /// Keep the keys and values of the context in 16 or 8 bits [default: as set, else 16]
    #[arg(long, global = true, value_enum, value_name = "FORMAT", help_heading = "Everywhere")]
    pub kv: Option<KvArgument>,
    /// Languages of pictures and scans ("deu+eng", by Tesseract's names), or off [default: as set,
    /// else the system's language and English]
    #[arg(long, global = true, value_name = "LANGUAGES", help_heading = "Everywhere")]
    pub ocr: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Choose one label for each document
    Classify(ClassifyArgs),
    /// Find the values of fields in each document
    Extract(ExtractArgs),
    /// Say each document shorter
    Summarize(SummarizeArgs),
    /// Write freely: a prompt, or instructions for each document
    Generate(GenerateArgs),
    /// Run a task, whatever its kind
    Run(RunArgs),
    /// Turn each document into a vector
    Embed(EmbedArgs),
    /// Show the text of each document as tasks see it
    Read(ReadArgs),
    /// Teach a task by documents with known answers
    Teach(TeachArgs),
    /// Measure a task on documents with known answers
    Eval(EvalArgs),
    /// Look at earlier runs, do them again, export them
    History(HistoryArgs),
    /// Show and choose models
    Models(ModelsArgs),
    /// Set up models on other computers: OpenAI-compatible endpoints
    Endpoints(EndpointsArgs),
    /// Show what Winnow finds on this computer
    Doctor(OutputArgs),
    /// Read the sample documents: a short tour
    #[command(hide = true)]
    Demo,
}

/// How keys and values are kept.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum KvArgument {
    /// In 16 bits
    F16,
    /// In 8 bits: about half the memory
    Q8,
}

impl From<KvArgument> for KvFormat {
    fn from(argument: KvArgument) -> Self {
        match argument {
            KvArgument::F16 => Self::F16,
            KvArgument::Q8 => Self::Q8,
        }
    }
}

/// How answers are printed.
#[derive(Args, Clone, Copy, Debug)]
pub struct OutputArgs {
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// A way to print.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Table,
    /// One JSON object for each item (indented in a terminal)
    Json,
    /// One JSON object for each item, each on a line
    Jsonl,
    /// A header, then a row for each item
    Csv,
}
