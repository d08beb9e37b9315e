//! The real models, the engine, and short ways to ask it.

use std::path::{Path, PathBuf};

use winnow_engine::{
    CancellationToken, Constraint, EngineConfig, EngineError, EngineHandle, GenerateOutcome,
    GenerateRequest, GpuLayers, Inference, LoadSpec, LoadedModel, ModelId, Priority, Prompt,
    Purpose, Reach, Sampling, ScoreRequest,
};

/// The language model of the tests.
pub const WRITER: &str = "smollm2-135m-instruct";
/// The embedder of the tests.
pub const EMBEDDER: &str = "all-minilm-l6-v2";

/// A model's file: in `WINNOW_MODELS`, or where `make models` puts it.
pub fn model_file(name: &str) -> PathBuf {
    let folder = std::env::var_os("WINNOW_MODELS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../models/cache"),
        PathBuf::from,
    );
    let path = folder.join(format!("{name}.gguf"));
    assert!(path.is_file(), "{} is missing: run make models", path.display());
    path
}

/// Whether the tests run on a graphics card, as `make test-card` has them do, or on the processor.
///
/// A card computes a batch of another size with other kernels, whose last digits differ, so that
/// the same question in other company may be answered otherwise. Tests that such answers are equal
/// are for the processor.
pub fn on_card() -> bool {
    std::env::var_os("WINNOW_TEST_CARD").is_some()
}

pub fn spec(name: &str, purpose: Purpose) -> LoadSpec {
    LoadSpec {
        // Several tests run at once, and threads that wait for each other waste a full machine.
        threads: Some(1),
        gpu_layers: if on_card() { GpuLayers::Auto } else { GpuLayers::None },
        ..LoadSpec::new(ModelId(name.to_owned()), model_file(name), purpose)
    }
}

pub fn writer() -> ModelId {
    ModelId(WRITER.to_owned())
}

pub async fn load(engine: &EngineHandle, spec: LoadSpec) -> Result<LoadedModel, EngineError> {
    engine.load(spec, |_| {}, CancellationToken::new()).await
}

/// An engine with the language model, `context` tokens long.
pub async fn engine_with(context: u32, config: EngineConfig) -> EngineHandle {
    let engine = EngineHandle::start(config).expect("the backends of the build tree are found");
    let spec = LoadSpec { context: Some(context), ..spec(WRITER, Purpose::Generate) };
    load(&engine, spec).await.expect("the default model loads");
    engine
}

pub async fn engine() -> EngineHandle {
    engine_with(4096, EngineConfig::default()).await
}

pub fn text(prompt: &str) -> Prompt {
    Prompt::Text { parts: vec![prompt.to_owned()] }
}

pub fn request(prompt: Prompt, max_tokens: u32) -> GenerateRequest {
    GenerateRequest {
        model: writer(),
        prompt,
        constraint: Constraint::None,
        sampling: Sampling::default(),
        max_tokens,
        stop: Vec::new(),
        priority: Priority::batch(),
    }
}

pub async fn generate(
    engine: &EngineHandle,
    request: GenerateRequest,
) -> Result<GenerateOutcome, EngineError> {
    engine.generate(request, None, CancellationToken::new()).await
}

pub fn score_request(prompt: Prompt, continuations: &[&str]) -> ScoreRequest {
    ScoreRequest {
        model: writer(),
        prompt,
        continuations: continuations.iter().map(|&text| text.to_owned()).collect(),
        reach: Reach::Whole,
        priority: Priority::batch(),
    }
}

/// Sequences and cells that requests still work on.
pub async fn busy(engine: &EngineHandle) -> (u32, u32) {
    let status = engine.status().await.expect("the engine runs");
    let model = status.models.iter().find(|model| model.id == writer());
    let model = model.expect("the language model is loaded");
    (model.busy_sequences + model.active + model.queued, model.busy_cells)
}
