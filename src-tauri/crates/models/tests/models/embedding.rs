//! The converted embedder against the published one.
//!
//! The reference vectors come from `models/reference_vectors.py`, which shares no code with
//! llama.cpp.

use std::path::Path;

use serde::Deserialize;
use winnow_engine::{
    CancellationToken, EmbedRequest, EngineConfig, EngineError, EngineHandle, GpuLayers, Inference,
    LoadSpec, ModelId, Priority, Purpose,
};

use crate::support::default_model;

#[derive(Deserialize)]
struct Reference {
    text: String,
    tokens: u32,
    vector: Vec<f32>,
}

fn references() -> Vec<Reference> {
    let fixture = "../../../tests/fixtures/minilm_reference.json";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

async fn load() -> (EngineHandle, ModelId) {
    let engine = EngineHandle::start(EngineConfig::default()).unwrap();
    let id = ModelId("minilm".to_owned());
    let path = default_model("all-minilm-l6-v2");
    let spec =
        LoadSpec { gpu_layers: GpuLayers::None, ..LoadSpec::new(id.clone(), path, Purpose::Embed) };
    engine.load(spec, |_| {}, CancellationToken::new()).await.unwrap();
    (engine, id)
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| {
        a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

#[tokio::test]
async fn vectors_are_those_of_the_published_model() {
    let (engine, model) = load().await;
    let references = references();
    assert_eq!(references.len(), 20, "the fixture covers 20 kinds of text");
    let texts: Vec<String> = references.iter().map(|r| r.text.clone()).collect();
    // The counts leave out [CLS] and [SEP], which a document does not bring.
    let counted = engine.count_tokens(&model, &texts).await.unwrap();
    for (reference, counted) in references.iter().zip(counted) {
        let expected = reference.tokens - 2;
        assert_eq!(counted, expected, "other words are read in: {}", reference.text);
    }
    let request = EmbedRequest { model, texts, priority: Priority::Interactive };
    let outcome = engine.embed(request, CancellationToken::new()).await.unwrap();
    assert_eq!(outcome.vectors.len(), references.len(), "one vector for each text");
    for (reference, vector) in references.iter().zip(&outcome.vectors) {
        let close = cosine(&reference.vector, vector);
        assert!(close >= 0.999, "cosine {close:.6} to the published model for: {}", reference.text);
    }
}

#[tokio::test]
async fn a_text_beyond_the_published_window_is_refused_not_cut() {
    let (engine, model) = load().await;
    let texts = vec!["word ".repeat(300)];
    let request = EmbedRequest { model, texts, priority: Priority::Interactive };
    let error = engine.embed(request, CancellationToken::new()).await.unwrap_err();
    let EngineError::PromptTooLong { tokens, limit } = error else { panic!("{error}") };
    assert!(tokens >= 300 && limit <= 256, "{tokens} tokens of {limit}");
}
