//! Nothing is written outside the data folder.

#![allow(clippy::expect_used, reason = "a test may panic")]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use winnow_app::{
    App, AppConfig, Home, WorkerCommand, spec_of,
    wire::run::{RunInput, RunRequest},
};
use winnow_tasks::{Label, Task, TaskKind};

#[test]
fn nothing_is_written_outside_the_data_folder() {
    let outside = tempfile::tempdir().expect("a folder");
    let inside = tempfile::tempdir().expect("a folder");
    let places = ["home", "config", "cache", "data", "state", "tmp", "here"]
        .map(|name| outside.path().join(name));
    for place in &places {
        fs::create_dir(place).expect("a folder");
    }
    let variables =
        ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "TMPDIR"];
    for (variable, place) in variables.iter().zip(&places) {
        // SAFETY: this is the only test of its program, and it has started no thread yet.
        unsafe { env::set_var(variable, place) };
    }
    env::set_current_dir(&places[6]).expect("a current folder");

    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let app = App::open(Home::at(inside.path()), config()).await.expect("opens");
        let record = app.run_task(question(), |_| {}).await.expect("a run");
        assert!(record.outcome.is_some(), "{:?}", record.error);
        app.open_sample("invoice.pdf").await.expect("a document");
        app.doctor().await.expect("a report");
        app.delete_run(&record.summary.id).await.expect("deleted");
        assert!(inside.path().join("winnow.db").is_file(), "the data is where it belongs");
    });
    for place in &places {
        assert_eq!(listing(place), Vec::<String>::new(), "{} must stay empty", place.display());
    }
}

fn listing(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is still there");
    entries.map(|entry| entry.expect("an entry").path().display().to_string()).collect()
}

fn config() -> AppConfig {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_winnow-app-read-worker"));
    let worker = WorkerCommand { program, arguments: Vec::new() };
    AppConfig { read_worker: Some(worker), ..AppConfig::default() }
}

fn question() -> RunRequest {
    let label = |name: &str| Label { name: name.to_owned(), description: String::new() };
    let labels = vec![label("delivery"), label("billing")];
    RunRequest {
        operation: "question".to_owned(),
        task: spec_of(&Task { labels, ..Task::new(TaskKind::Classify) }),
        input: RunInput::Text { text: "Where is my parcel?".to_owned() },
    }
}
