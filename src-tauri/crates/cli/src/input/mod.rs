//! From what a person names to documents: files, folders, standard input and records.

mod plan;
mod records;

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::Args;
use futures_util::{StreamExt, stream};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use winnow_app::{
    App,
    wire::error::{ApiError, Code},
};
use winnow_documents::{Document, FolderWatch, Format, Reader};

use crate::ending::Failure;
pub use plan::Plan;
use plan::Source;
use records::RecordFile;
pub use records::json_lines;

/// The name under which standard input appears.
pub const STANDARD_INPUT: &str = "-";

/// Items that are read ahead.
const AHEAD: usize = 32;

/// Which documents.
#[derive(Args, Clone, Debug)]
pub struct InputArgs {
    /// Files, folders (with all that is in them but hidden files), - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub folders: FolderArgs,
    #[command(flatten)]
    pub records: RecordArgs,
}

impl InputArgs {
    /// What there is to read.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn plan(&self) -> Result<Plan, Failure> {
        Plan::new(&self.files, &self.folders, &self.records)
    }
}

/// Which files of folders.
#[derive(Args, Clone, Debug, Default)]
pub struct FolderArgs {
    /// Take only files of folders that match, like "*.pdf" or "invoices/**"; may be repeated
    #[arg(long, value_name = "PATTERN")]
    pub include: Vec<String>,
    /// Leave out files of folders that match, like "drafts/"; may be repeated
    #[arg(long, value_name = "PATTERN")]
    pub exclude: Vec<String>,
    /// Go on with new and changed files of the folders as they come, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
}

/// How tables are taken apart.
#[derive(Args, Clone, Debug, Default)]
pub struct RecordArgs {
    /// Take each record of .jsonl, .csv and .tsv files (and of standard input, as JSONL) as an
    /// item, and its text from this field
    #[arg(long, value_name = "NAME")]
    pub text_field: Option<String>,
    /// Take each row, record, message and file of tables, mailboxes and archives as an item
    #[arg(long)]
    pub items: bool,
}

/// Where an item comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The file as it was named or found.
    pub file: String,
    /// The record's place in it, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u64>,
}

impl Origin {
    /// What went wrong with the item, in words. Messages about a document begin with its name, which
    /// the origin has said already.
    pub fn complaint(&self, error: &ApiError) -> String {
        let name = Path::new(&self.file).file_name().unwrap_or_default().to_string_lossy();
        let rest = error.message.strip_prefix(&*name).and_then(|rest| rest.strip_prefix(": "));
        format!("{self}: {}", rest.unwrap_or(&error.message))
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.index {
            None => formatter.write_str(&self.file),
            Some(index) => write!(formatter, "{}, record {index}", self.file),
        }
    }
}

/// An item and its text, if it could be read.
#[derive(Debug)]
pub struct Item {
    pub origin: Origin,
    pub document: Result<Document, ApiError>,
}

/// The items of a plan in their order, as they are read; a stop ends them.
pub fn items(plan: Plan, app: &App, cancel: &CancellationToken) -> ReceiverStream<Item> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let (app, cancel) = (app.clone(), cancel.clone());
    tokio::spawn(async move {
        let send_all = async {
            let open = |source| open(source, &app);
            let mut sources = stream::iter(plan.sources).map(open).buffered(Reader::at_once());
            while let Some(opened) = sources.next().await {
                // Nobody waits for more.
                if send(opened, plan.items, &app, &sender).await.is_none() {
                    return;
                }
            }
        };
        cancel.run_until_cancelled(send_all).await;
    });
    ReceiverStream::new(receiver)
}

/// What a source turns out to be: an item that was read, or several that are taken one by one when
/// it is their turn.
enum Opened {
    Item(Item),
    Watch(Box<FolderWatch>),
    Records(RecordFile),
}

async fn open(source: Source, app: &App) -> Opened {
    let (file, document) = match source {
        Source::Failed { file, error } => (file, Err(error)),
        Source::File(path) => (path.display().to_string(), app.read(&path).await),
        Source::StandardInput => (STANDARD_INPUT.to_owned(), read_standard_input(app).await),
        Source::Watch(watch) => return Opened::Watch(watch),
        Source::Records(records) => return Opened::Records(records),
    };
    Opened::Item(Item { origin: Origin { file, index: None }, document })
}

async fn send(opened: Opened, apart: bool, app: &App, sender: &mpsc::Sender<Item>) -> Option<()> {
    match opened {
        Opened::Item(item) => deliver(item, apart, sender).await,
        Opened::Watch(watch) => follow(*watch, apart, app, sender).await,
        Opened::Records(records) => {
            let sender = sender.clone();
            let send = move |item| sender.blocking_send(item).ok();
            tokio::task::spawn_blocking(move || records.read(send)).await.ok()?
        }
    }
}

/// Sends an item; with `apart` each of the items that it is made of, where it is made of any.
async fn deliver(item: Item, apart: bool, sender: &mpsc::Sender<Item>) -> Option<()> {
    let Item { origin, document: Ok(document) } = item else {
        return sender.send(item).await.ok();
    };
    let parts = if apart { parts_of(&document) } else { Vec::new() };
    if parts.is_empty() {
        return sender.send(Item { origin, document: Ok(document) }).await.ok();
    }
    for (index, part) in (0..).zip(parts) {
        let origin = Origin { index: Some(index), ..origin.clone() };
        sender.send(Item { origin, document: Ok(part) }).await.ok()?;
    }
    Some(())
}

/// The items that a document is made of. What is to be said of the whole is said with the first.
fn parts_of(document: &Document) -> Vec<Document> {
    let mut parts: Vec<Document> = document.items().map(|item| item.to_document()).collect();
    if let Some(first) = parts.first_mut() {
        first.notes.clone_from(&document.notes);
    }
    parts
}

/// Sends the files that come into a folder, for as long as it can be watched.
async fn follow(
    mut watch: FolderWatch,
    apart: bool,
    app: &App,
    sender: &mpsc::Sender<Item>,
) -> Option<()> {
    loop {
        let (file, document, lost) = match watch.next().await {
            Ok(path) => (path.display().to_string(), app.read(&path).await, false),
            Err(error) => {
                let file = error.path.display().to_string();
                let document = Err(unreadable(&file, &error));
                (file, document, true)
            }
        };
        let item = Item { origin: Origin { file, index: None }, document };
        deliver(item, apart, sender).await?;
        if lost {
            return Some(());
        }
    }
}

/// A text that is no file, as a document. An empty one fails later, as any empty document.
pub fn text_document(name: String, text: String) -> Document {
    Document {
        name,
        format: Format::Text,
        bytes: text.len() as u64,
        sha256: Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect(),
        text,
        places: Vec::new(),
        pages: None,
        notes: Vec::new(),
        title: None,
        language: None,
    }
}

async fn read_standard_input(app: &App) -> Result<Document, ApiError> {
    let read = tokio::task::spawn_blocking(|| {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    });
    match read.await.map_err(io::Error::other).flatten() {
        Ok(bytes) => app.read_bytes("standard input", &bytes).await,
        Err(error) => Err(unreadable("standard input", &error)),
    }
}

fn unreadable(file: &str, error: &dyn std::fmt::Display) -> ApiError {
    ApiError {
        code: Code::DocumentUnreadable,
        message: format!("\"{file}\" cannot be read: {error}"),
        detail: Some(file.to_owned()),
    }
}
