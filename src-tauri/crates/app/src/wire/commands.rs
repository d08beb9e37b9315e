//! The one table of commands: what a window may ask of [`crate::App`], under which name, with
//! which arguments, and what comes back. The UI's typed `call` is generated from it.

use ts_rs::{Config, TS, TypeVisitor};

use super::{
    document::{DocumentView, PageView, Sample},
    endpoint::{EndpointSpec, EndpointView},
    folder::{FileChoice, FileList, FolderEvent},
    model::{CatalogView, Doctor, ModelPurpose, ModelView, OptimizeEvent, TransferEvent},
    run::{ExportFormat, RunEvent, RunInput, RunPage, RunQuery, RunRecord, RunRequest},
    settings::{Settings, SettingsPatch},
    task::{FieldType, PromptPreview, SavedTask, TaskSpec},
    teaching::{CorrectionRequest, TeachingView},
};

/// A command in TypeScript's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Its name; also that of the method of [`crate::App`].
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// Names and TypeScript types of its arguments.
    pub arguments: Vec<(&'static str, String)>,
    /// TypeScript type of what comes back.
    pub result: String,
    /// TypeScript type of what streams meanwhile.
    pub events: Option<String>,
}

/// Raw bytes: they travel as the body of the message, not as JSON.
#[derive(TS)]
#[ts(rename = "Uint8Array")]
pub struct Bytes;

macro_rules! commands {
    ($(
        #[doc = $doc:literal]
        $name:ident($($argument:ident: $kind:ty),*) -> $result:ty $(, events $event:ty)?;
    )*) => {
        /// Every command.
        #[must_use]
        pub fn commands(config: &Config) -> Vec<Command> {
            vec![$(Command {
                name: stringify!($name),
                doc: $doc.trim_ascii(),
                arguments: vec![$((stringify!($argument), <$kind as TS>::name(config))),*],
                result: <$result as TS>::name(config),
                events: [$(<$event as TS>::name(config))?].into_iter().next(),
            }),*]
        }

        /// Shows a visitor every type that a command takes, gives back or streams.
        pub fn visit_types(visitor: &mut impl TypeVisitor) {
            $(
                $(visitor.visit::<$kind>();)*
                visitor.visit::<$result>();
                $(visitor.visit::<$event>();)?
            )*
        }
    };
}

commands! {
    /// Reads a file.
    open_document(path: String) -> DocumentView;
    /// Reads a file that the window holds the bytes of.
    open_document_bytes(name: String, bytes: Bytes) -> DocumentView;
    /// Reads a document that comes with Winnow.
    open_sample(name: String) -> DocumentView;
    /// The documents that come with Winnow.
    list_samples() -> Vec<Sample>;
    /// A document that was opened before.
    get_document(id: String) -> DocumentView;
    /// A page of an opened PDF as a picture, with the places of its words.
    show_page(id: String, number: u32) -> PageView;
    /// The files that dropped files and folders hold.
    list_files(paths: Vec<String>, choice: FileChoice) -> FileList;
    /// Tells of files that come into a folder until it is stopped.
    watch_folder(path: String, choice: FileChoice, operation: String) -> (), events FolderEvent;

    /// Runs a task and remembers the run, however it ends.
    run_task(request: RunRequest) -> RunRecord, events RunEvent;
    /// Runs a remembered run's task on its document once more.
    rerun(id: String, operation: String) -> RunRecord, events RunEvent;
    /// Stops what runs under this name.
    cancel(operation: String) -> ();
    /// The prompt as the model would see it, and how long it is.
    preview_prompt(task: TaskSpec, input: RunInput) -> PromptPreview;
    /// Tokens of a text, as the chosen language model counts.
    count_tokens(text: String) -> u32;

    /// A page of the history.
    list_runs(query: RunQuery) -> RunPage;
    /// A run in full.
    get_run(id: String) -> RunRecord;
    /// Takes a run out of the history; `restore_run` undoes it.
    delete_run(id: String) -> ();
    /// Puts a deleted run back.
    restore_run(id: String) -> ();
    /// Writes the runs that match to a file; says how many.
    export_runs(query: RunQuery, format: ExportFormat, path: String) -> u32;

    /// Tasks kept under a name.
    list_tasks() -> Vec<SavedTask>;
    /// Keeps a task, new or as the next version of a kept one.
    save_task(id: Option<String>, task: TaskSpec) -> SavedTask;
    /// Forgets a kept task.
    delete_task(id: String) -> ();
    /// What a field of this name and description is looked for as if its type is left at text.
    sought_type(name: String, description: String) -> FieldType;

    /// Keeps what the person says of an answer, and learns from it.
    correct_answer(request: CorrectionRequest) -> TeachingView, events RunEvent;
    /// Learns from what a task was taught by, where that was not done yet.
    learn_task(task: TaskSpec, operation: String) -> TeachingView, events RunEvent;
    /// What a task was taught by, and what it has learnt so far.
    get_teaching(task: TaskSpec) -> TeachingView;
    /// Takes an example back; `restore_example` undoes it.
    drop_example(id: String) -> ();
    /// Puts an example back that was taken back or corrected.
    restore_example(id: String) -> ();
    /// The document of these that is best answered next; none when all are answered.
    suggest_document(task: TaskSpec, documents: Vec<String>) -> Option<String>;
    /// Writes a task and what it has learnt to a file, texts only when asked for.
    export_teaching(task: TaskSpec, texts: bool, path: String) -> ();
    /// Takes in what `export_teaching` wrote, and keeps the task.
    import_teaching(path: String) -> SavedTask;

    /// The models on this computer.
    list_models() -> Vec<ModelView>;
    /// The models that could be had.
    list_catalog() -> Vec<CatalogView>;
    /// Adds a GGUF file from disk.
    open_model(path: String) -> ModelView;
    /// Takes a model off the list; a file that the person opened stays where it is.
    forget_model(id: String) -> ();
    /// Chooses a model for its purpose; one of an endpoint that has both, for the one named.
    select_model(id: String, purpose: Option<ModelPurpose>) -> ();
    /// Loads a model now instead of at its first use.
    load_model(id: String, operation: String) -> ModelView, events TransferEvent;
    /// Frees a model's memory.
    unload_model(id: String) -> ();
    /// Fetches a model of the catalog, from the host that it names.
    download_model(id: String, operation: String) -> ModelView, events TransferEvent;
    /// Measures a model's formats here and uses the best from now on.
    optimize_model(id: String, operation: String) -> ModelView, events OptimizeEvent;
    /// Has a language model summarize the sample texts; one that keeps to the facts writes from now on.
    probe_model(id: String, operation: String) -> ModelView, events TransferEvent;

    /// The endpoints that were set up.
    list_endpoints() -> Vec<EndpointView>;
    /// Sets an endpoint up, or changes it. Contacts nobody; the key goes to the system's key ring.
    add_endpoint(spec: EndpointSpec) -> EndpointView;
    /// Asks an endpoint for its models and finds out what it can do. Sends no document.
    probe_endpoint(name: String, model: Option<String>, operation: String) -> EndpointView;
    /// Forgets an endpoint and its key.
    remove_endpoint(name: String) -> ();

    /// What the person has set.
    get_settings() -> Settings;
    /// Changes some settings.
    update_settings(patch: SettingsPatch) -> Settings;
    /// What this computer has, and what is wrong.
    doctor() -> Doctor;
}
