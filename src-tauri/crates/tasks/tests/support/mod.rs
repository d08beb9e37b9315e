//! The real models, the office messages, and short ways to use them.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::Deserialize;
use serde_json::Value;
use winnow_engine::{
    CancellationToken, EngineConfig, EngineHandle, GpuLayers, LoadSpec, ModelId, Priority, Purpose,
};
use winnow_tasks::{
    Answer, Classification, Context, Models, Outcome, Task, TaskError, eval::LabelledItem,
    parse_task,
};

const WRITER: &str = "smollm2-135m-instruct";
const EMBEDDER: &str = "all-minilm-l6-v2";

/// The four label sets of the office messages.
pub const SETS: [&str; 4] = ["support", "departments", "intents", "papers"];

/// An engine with both default models; the language model's context holds `tokens`.
pub async fn context_of(tokens: u32) -> Context {
    context_with(
        tokens,
        &[(WRITER, WRITER, Purpose::Generate), (EMBEDDER, EMBEDDER, Purpose::Embed)],
    )
    .await
}

/// The same with the language model once more, under another name, as the larger one.
pub async fn context_with_second() -> Context {
    let second = "second";
    let all = [
        (WRITER, WRITER, Purpose::Generate),
        (second, WRITER, Purpose::Generate),
        (EMBEDDER, EMBEDDER, Purpose::Embed),
    ];
    let mut context = context_with(4096, &all).await;
    context.models.fallback = Some(ModelId(second.to_owned()));
    context
}

async fn context_with(tokens: u32, models: &[(&str, &str, Purpose)]) -> Context {
    let engine = EngineHandle::start(EngineConfig::default()).expect("llama.cpp is there");
    for &(id, name, purpose) in models {
        let spec = LoadSpec {
            context: (purpose == Purpose::Generate).then_some(tokens),
            gpu_layers: GpuLayers::None,
            ..LoadSpec::new(ModelId(id.to_owned()), model_file(name), purpose)
        };
        engine.load(spec, |_| {}, CancellationToken::new()).await.expect("the default model loads");
    }
    Context {
        engine: Arc::new(engine),
        models: Models {
            generator: Some(ModelId(WRITER.to_owned())),
            embedder: Some(ModelId(EMBEDDER.to_owned())),
            ..Models::default()
        },
        head: None,
        priority: Priority::batch(),
        cancel: CancellationToken::new(),
        progress: Arc::new(|_| {}),
    }
}

pub async fn context() -> Context {
    context_of(4096).await
}

fn model_file(name: &str) -> PathBuf {
    let folder = std::env::var_os("WINNOW_MODELS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models/cache"),
        PathBuf::from,
    );
    let path = folder.join(format!("{name}.gguf"));
    assert!(path.is_file(), "{} is missing: run make models", path.display());
    path
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The task of one of the [`SETS`].
pub fn office_task(set: &str) -> Task {
    parse_task(&fixture(&format!("{set}.toml"))).expect("the fixture is a task")
}

/// The messages of one of the [`SETS`] with their labels.
pub fn office_items(set: &str) -> Vec<LabelledItem> {
    #[derive(Deserialize)]
    struct Line {
        set: String,
        text: String,
        label: String,
    }
    fixture("office_messages.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Line>(line).expect("a line of the fixture"))
        .filter(|line| line.set == set)
        .map(|line| LabelledItem { text: line.text, answer: Value::String(line.label) })
        .collect()
}

pub fn classification(outcome: &Outcome) -> &Classification {
    match &outcome.answer {
        Answer::Classify(chosen) => chosen,
        other => panic!("a classification chooses a label, not {other:?}"),
    }
}

pub fn failure(outcome: Result<Outcome, TaskError>, why: &str) -> TaskError {
    match outcome {
        Err(error) => error,
        Ok(outcome) => panic!("{why}, but it was answered: {outcome:?}"),
    }
}
