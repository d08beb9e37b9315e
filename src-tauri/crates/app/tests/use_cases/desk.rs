//! An app in a data folder of its own, and forms filled in.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use tempfile::TempDir;
use winnow_app::{
    App, AppConfig, Home, WorkerCommand, spec_of,
    wire::{
        error::ApiError,
        run::{RunEvent, RunInput, RunRecord, RunRequest},
        task::{FieldSpec, FieldType, LabelSpec, TaskSpec},
    },
};
use winnow_tasks::{Task, TaskKind};

pub struct Desk {
    pub app: App,
    pub folder: TempDir,
}

/// Opens an app in a new data folder. Fails with advice when the default models are not there.
pub async fn desk() -> Desk {
    let folder = TempDir::new().expect("a temporary folder");
    let app = open(folder.path()).await.expect("a new data folder opens");
    let models = app.list_models().await.expect("models can be listed");
    let problems: Vec<_> = models.iter().filter_map(|model| model.problem.as_ref()).collect();
    assert!(problems.is_empty(), "run `make models` first: {problems:?}");
    Desk { app, folder }
}

pub async fn open(folder: &Path) -> Result<App, ApiError> {
    App::open(Home::at(folder), config()).await
}

pub fn config() -> AppConfig {
    AppConfig { read_worker: Some(worker()), as_published: true, ..AppConfig::default() }
}

fn worker() -> WorkerCommand {
    WorkerCommand {
        program: PathBuf::from(env!("CARGO_BIN_EXE_winnow-app-read-worker")),
        arguments: Vec::new(),
    }
}

impl Desk {
    /// Writes a file beside the data folder's own.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let folder = self.folder.path().join("files");
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    pub async fn run(&self, task: TaskSpec, input: RunInput) -> Result<RunRecord, ApiError> {
        let request = RunRequest { operation: "test".to_owned(), task, input };
        self.app.run_task(request, |_| {}).await
    }
}

/// Events of a run, as they came.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<RunEvent>>>);

impl Heard {
    pub fn listener(&self) -> impl Fn(RunEvent) + Send + Sync + 'static {
        let heard = self.0.clone();
        move |event| heard.lock().expect("no listener panics").push(event)
    }

    pub fn events(&self) -> Vec<RunEvent> {
        self.0.lock().expect("no listener panics").clone()
    }
}

pub fn text(text: &str) -> RunInput {
    RunInput::Text { text: text.to_owned() }
}

/// Sorting of customers' messages.
pub fn sorting() -> TaskSpec {
    let label = |name: &str, description: &str| LabelSpec {
        name: name.to_owned(),
        description: description.to_owned(),
    };
    TaskSpec {
        name: "Sort messages".to_owned(),
        labels: vec![
            label("billing", "payment, charges, invoices, refunds"),
            label("technical", "bugs, errors, crashes, something does not work"),
            label("delivery", "parcels, shipping, tracking, late orders"),
        ],
        ..form(TaskKind::Classify)
    }
}

/// Number, date and total of an invoice.
pub fn invoice_fields() -> TaskSpec {
    TaskSpec {
        name: "Read invoices".to_owned(),
        fields: vec![
            field("invoice_number", FieldType::Identifier, "invoice number"),
            field("invoice_date", FieldType::Date, "date of the invoice"),
            field("total", FieldType::Amount, "total amount to pay"),
        ],
        ..form(TaskKind::Extract)
    }
}

pub fn field(name: &str, kind: FieldType, description: &str) -> FieldSpec {
    FieldSpec {
        name: name.to_owned(),
        kind,
        description: description.to_owned(),
        required: false,
        free: false,
        values: Vec::new(),
        fields: Vec::new(),
    }
}

/// A form that asks nothing yet.
pub fn form(kind: TaskKind) -> TaskSpec {
    spec_of(&Task::new(kind))
}

/// The text that a UTF-16 span covers, as JavaScript would cut it.
pub fn cut(text: &str, span: winnow_app::wire::document::TextSpan) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[span.start as usize..span.end as usize]).expect("whole characters")
}
