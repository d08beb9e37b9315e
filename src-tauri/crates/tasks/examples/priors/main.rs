//! The recipe of the extraction prior, and a quick look at how good it is.
//!
//! ```text
//! priors learn MEMORY OUT.json DOCUMENTS.jsonl…
//! priors measure MEMORY TASK.toml DATA.jsonl [FIRST COUNT [POOL.jsonl SHOTS]]
//! ```
//!
//! Both need the default models in `models/cache`. MEMORY is a file of what the models said; the
//! same run again takes seconds. Documents are lines of `{text, fields: {name: {type,
//! description}}, value: {name: value}}`; see `models/priors/README.md`.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod memory;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use winnow_engine::{
    CancellationToken, EngineConfig, EngineHandle, GpuLayers, LoadSpec, ModelId, Priority, Purpose,
};
use winnow_tasks::{
    Answer, Context, Example, Field, Models, Task, TaskKind,
    eval::{LabelledItem, evaluate},
    learn, observe, parse_task, run,
    teach::teach,
};

const GENERATOR: &str = "smollm2-135m-instruct";
const EMBEDDER: &str = "all-minilm-l6-v2";
/// The language model is heard on every so many documents: it takes nearly all of the time, and
/// the few weights of its words need fewer documents.
const HEARD_EVERY: usize = 4;

#[derive(Deserialize)]
struct Line {
    text: String,
    #[serde(default)]
    fields: IndexMap<String, Field>,
    value: Value,
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match &words[..] {
        ["learn", memory, out, documents @ ..] if !documents.is_empty() => {
            let context = context(Path::new(memory)).await;
            learn_from(documents, out, &context).await;
        }
        ["measure", memory, task, data, rest @ ..] => {
            let context = context(Path::new(memory)).await;
            let bound = |index: usize| rest.get(index).and_then(|word| word.parse().ok());
            let (first, count) = (bound(0).unwrap_or(0), bound(1).unwrap_or(usize::MAX));
            let (pool, shots) = (rest.get(2).copied(), bound(3).unwrap_or(0));
            measure(task, data, (first, count), pool.map(|pool| (pool, shots)), context).await;
        }
        _ => {
            eprintln!("priors learn MEMORY OUT.json DOCUMENTS.jsonl…");
            eprintln!(
                "priors measure MEMORY TASK.toml DATA.jsonl [FIRST COUNT [POOL.jsonl SHOTS]]"
            );
            std::process::exit(2);
        }
    }
}

async fn learn_from(documents: &[&str], out: &str, context: &Context) {
    let mut observed = Vec::new();
    let mut recalls: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for path in documents {
        let lines = lines(path);
        for (index, line) in lines.iter().enumerate() {
            let task = Task { fields: line.fields.clone(), ..Task::new(TaskKind::Extract) };
            let mut context = context.clone();
            if index % HEARD_EVERY != 0 {
                context.models.generator = None;
            }
            match observe(&task, &line.text, &line.value, &context).await {
                Ok(fields) => observed.extend(fields),
                Err(error) => panic!("{path}, line {}: {error}", index + 1),
            }
            if index % 20 == 19 {
                eprintln!("{path}: {} of {}", index + 1, lines.len());
            }
        }
    }
    for one in &observed {
        let (path, kind) = one.name();
        let (held, among) = one.recall();
        let recall = recalls.entry(format!("{kind:?} {path}")).or_default();
        recall.0 += held;
        recall.1 += among;
    }
    for (name, (held, among)) in recalls {
        println!("{name}: {among} of {held} among the contenders");
    }
    let prior = learn(&observed);
    let text = serde_json::to_string_pretty(&prior).expect("a prior is data");
    fs::write(out, text + "\n").expect("the prior can be written");
}

async fn measure(
    task: &str,
    data: &str,
    (first, count): (usize, usize),
    taught_by: Option<(&str, usize)>,
    mut context: Context,
) {
    let mut task =
        parse_task(&fs::read_to_string(task).expect("the task is there")).expect("a task");
    let items: Vec<LabelledItem> = lines(data)
        .into_iter()
        .skip(first)
        .take(count)
        .map(|line| LabelledItem { text: line.text, answer: line.value })
        .collect();
    if let Some((pool, shots)) = taught_by {
        let lines = lines(pool).into_iter().take(shots);
        task.examples =
            lines.map(|line| Example { input: line.text, output: line.value }).collect();
        let taught = teach(&task, &context).await.expect("it can be taught");
        println!("{}", serde_json::to_string(&taught.report).expect("a report is data"));
        context.head = taught.head.map(Arc::new);
    }
    let context = &context;
    let mut recalls: IndexMap<String, (usize, usize)> = IndexMap::new();
    for item in &items {
        for one in observe(&task, &item.text, &item.answer, context).await.expect("it is observed")
        {
            let (held, among) = one.recall();
            let recall = recalls.entry(one.name().0.to_owned()).or_default();
            recall.0 += held;
            recall.1 += among;
        }
    }
    println!("recall {recalls:?}");
    for (index, item) in items.iter().enumerate() {
        let outcome = run(&task, &item.text, context).await.expect("it runs");
        let Answer::Extract(found) = outcome.answer else { continue };
        for (name, right) in item.answer.as_object().into_iter().flatten() {
            let told = found.value.get(name).unwrap_or(&Value::Null);
            if plain(told) != plain(right) {
                let others: Vec<String> = found
                    .fields
                    .get(name)
                    .iter()
                    .flat_map(|field| &field.alternatives)
                    .map(|other| format!("{} {:.2?}", other.text, other.probability))
                    .collect();
                let sure = found.fields.get(name).and_then(|field| field.confidence);
                println!("{index} {name}: {told} ({sure:.2?}), not {right}; {others:?}");
            }
        }
    }
    let measured = evaluate(&task, &items, context, &mut |_| {}).await.expect("it runs");
    println!("{}", serde_json::to_string_pretty(&measured).expect("an evaluation is data"));
}

fn plain(value: &Value) -> String {
    value
        .to_string()
        .to_lowercase()
        .replace("\\n", "")
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '.')
        .collect()
}

fn lines(path: &str) -> Vec<Line> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines()
        .enumerate()
        .map(|(index, line)| {
            serde_json::from_str(line)
                .unwrap_or_else(|error| panic!("{path}, line {}: {error}", index + 1))
        })
        .collect()
}

async fn context(memory: &Path) -> Context {
    let engine = EngineHandle::start(EngineConfig::default()).expect("llama.cpp is there");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models/cache");
    for (name, purpose) in [(GENERATOR, Purpose::Generate), (EMBEDDER, Purpose::Embed)] {
        let path = folder.join(format!("{name}.gguf"));
        let spec = LoadSpec {
            context: (purpose == Purpose::Generate).then_some(4096),
            threads: Some(1),
            gpu_layers: GpuLayers::None,
            ..LoadSpec::new(ModelId(name.to_owned()), path, purpose)
        };
        engine
            .load(spec, |_| {}, CancellationToken::new())
            .await
            .expect("the default models are there: run make models");
    }
    let engine = memory::Memory::open(Arc::new(engine), memory).expect("the memory can be opened");
    Context {
        engine: Arc::new(engine),
        models: Models {
            generator: Some(ModelId(GENERATOR.to_owned())),
            embedder: Some(ModelId(EMBEDDER.to_owned())),
            ..Models::default()
        },
        head: None,
        priority: Priority::batch(),
        cancel: CancellationToken::new(),
        progress: Arc::new(|_| {}),
    }
}
