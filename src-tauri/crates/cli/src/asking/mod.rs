//! From options to a task: what is asked of every document.

mod decide;
mod example;
mod field;
mod label;
mod strategy;

use std::path::Path;

use clap::Args;
use winnow_app::{App, task_of};
use winnow_tasks::{Decide, Example, Task, TaskKind, parse_task};

pub use example::labelled_items;
pub use field::{FieldArg, parse_field};
pub use label::parse_label;
pub use strategy::StrategyArg;

use crate::ending::Failure;
use decide::DecideArg;
use example::parse_example;

/// What every task may be given.
#[derive(Args, Clone, Debug, Default)]
pub struct TaskArgs {
    /// A task file (TOML or JSON) or the name of a saved task, to which the other options add
    #[arg(long, value_name = "FILE|NAME")]
    pub task: Option<String>,
    /// What to mind, in words
    #[arg(long, value_name = "TEXT")]
    pub instructions: Option<String>,
    /// Write the answer in this language, whatever that of the document: "German"
    #[arg(long, value_name = "LANGUAGE")]
    pub answer_in: Option<String>,
    /// A text and its right answer (a label, or JSON), to learn from; may be repeated
    #[arg(long = "example", value_name = "TEXT => ANSWER", value_parser = parse_example)]
    pub examples: Vec<Example>,
    /// Who decides [default: cascade, or as the task says]
    #[arg(long, value_enum)]
    pub decide: Option<DecideArg>,
}

impl TaskArgs {
    /// The task of the file or name with these options, or a new one of this kind.
    pub async fn task(self, app: &App, kind: TaskKind) -> Result<Task, Failure> {
        let mut task = match &self.task {
            None => Task::new(kind),
            Some(named) => {
                let task = load(app, named).await?;
                if task.kind != kind {
                    return Err(Failure::Usage(format!(
                        "the task \"{named}\" is to {found}, not to {kind}: use \"winnow {found}\" or \"winnow run\"",
                        found = verb(task.kind),
                        kind = verb(kind),
                    )));
                }
                task
            }
        };
        if let Some(instructions) = self.instructions {
            task.instructions = instructions;
        }
        if let Some(language) = self.answer_in {
            task.answer_in = language;
        }
        task.examples.extend(self.examples);
        if let Some(decide) = self.decide {
            task.decide = Decide::from(decide);
        }
        Ok(task)
    }
}

/// A task from a file, or a saved one by its id or name.
pub async fn load(app: &App, named: &str) -> Result<Task, Failure> {
    if Path::new(named).is_file() {
        let text = read_text(Path::new(named))?;
        return parse_task(&text).map_err(|error| Failure::Usage(format!("\"{named}\": {error}")));
    }
    let saved = app.list_tasks().await?;
    let found = saved.iter().find(|saved| saved.id == named || saved.task.name == named);
    match found {
        Some(saved) => Ok(task_of(&saved.task)?),
        None => Err(Failure::Usage(format!(
            "there is no file and no saved task \"{named}\": give the path of a task file, or one of these names: {}",
            saved.iter().map(|saved| saved.task.name.as_str()).collect::<Vec<_>>().join(", "),
        ))),
    }
}

/// A file that belongs to the question, not to the documents: without it nothing can be asked.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("\"{}\" cannot be read: {error}", path.display())))
}

/// Whether runs are kept.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct SaveArgs {
    /// Keep the runs in the history [default]
    #[arg(long, overrides_with = "no_save")]
    save: bool,
    /// Keep nothing
    #[arg(long, overrides_with = "save")]
    no_save: bool,
}

impl SaveArgs {
    /// Whether runs are kept.
    pub fn keep(self) -> bool {
        !self.no_save
    }
}

/// A file with a JSON Schema.
pub fn read_schema(path: &Path) -> Result<serde_json::Value, Failure> {
    let text = read_text(path)?;
    serde_json::from_str(&text)
        .map_err(|error| Failure::Usage(format!("\"{}\" is not JSON: {error}", path.display())))
}

/// What a kind of task does, as its command is called.
pub fn verb(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::Classify => "classify",
        TaskKind::Extract => "extract",
        TaskKind::Summarize => "summarize",
        TaskKind::Generate => "generate",
    }
}
