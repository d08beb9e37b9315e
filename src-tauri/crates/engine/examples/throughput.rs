//! Prefill and decode rates of a model, as JSON, to be compared with `llama-bench -p 512 -n 128`.
//!
//! `cargo run --release --example throughput -- MODEL.gguf [--repetitions N] [--threads N]`
//!
//! As llama-bench does, each repetition reads 512 tokens that are nowhere in the cache, and writes
//! 128 tokens, one at a time, after a prompt of a single token.

use std::{error::Error, path::PathBuf, time::Instant};

use serde_json::json;
use winnow_engine::{
    CancellationToken, Constraint, EngineConfig, EngineHandle, GenerateRequest, Inference,
    LoadSpec, ModelId, Priority, Prompt, Purpose, Sampling,
};

const PREFILL: u32 = 512;
const DECODE: u32 = 128;
/// Words of one token each.
const WORDS: [&str; 10] =
    [" the", " of", " and", " to", " in", " is", " for", " on", " with", " as"];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: throughput MODEL.gguf [--repetitions N] [--threads N]";
    let path = PathBuf::from(arguments.next().ok_or(usage)?);
    let (mut repetitions, mut threads) = (5_u32, None);
    while let Some(option) = arguments.next() {
        let value = arguments.next().ok_or(usage)?;
        match option.as_str() {
            "--repetitions" => repetitions = value.parse()?,
            "--threads" => threads = Some(value.parse()?),
            _ => return Err(usage.into()),
        }
    }
    let engine = EngineHandle::start(EngineConfig::default())?;
    let id = ModelId("throughput".to_owned());
    let spec = LoadSpec {
        context: Some(2048),
        threads,
        ..LoadSpec::new(id.clone(), path, Purpose::Generate)
    };
    let mut prefill = Vec::new();
    let mut decode = Vec::new();
    let mut model = engine.load(spec.clone(), |_| {}, CancellationToken::new()).await?;
    for repetition in 0..=repetitions {
        let read = reading(&engine, &id, repetition).await?;
        // llama-bench empties its cache before each test.
        engine.unload(&id).await?;
        model = engine.load(spec.clone(), |_| {}, CancellationToken::new()).await?;
        let written = writing(&engine, &id, repetition).await?;
        // The first round warms caches and clocks.
        if repetition > 0 {
            prefill.push(read);
            decode.push(written);
        }
    }
    let report = json!({
        "model": model.name,
        "file_bytes": model.file_bytes,
        "device": model.device,
        "repetitions": repetitions,
        "prefill_tokens": PREFILL,
        "prefill_rate": median(&mut prefill),
        "decode_tokens": DECODE,
        "decode_rate": median(&mut decode),
    });
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

/// Tokens per second, reading. The texts differ each time, so that nothing is cached.
async fn reading(
    engine: &EngineHandle,
    id: &ModelId,
    repetition: u32,
) -> Result<f64, Box<dyn Error>> {
    let word = |n: u32| WORDS[((n * 7 + repetition) % 10) as usize];
    let text = format!("{}:{}", letter(repetition), (2..PREFILL).map(word).collect::<String>());
    let started = Instant::now();
    let read = engine.generate(request(id, text, 1), None, CancellationToken::new()).await?;
    let rate = f64::from(PREFILL) / seconds(started);
    if (read.usage.prompt, read.usage.cached) != (PREFILL, 0) {
        return Err(format!("not {PREFILL} new tokens, but {:?}", read.usage).into());
    }
    Ok(rate)
}

/// Tokens per second, writing.
async fn writing(
    engine: &EngineHandle,
    id: &ModelId,
    repetition: u32,
) -> Result<f64, Box<dyn Error>> {
    let asked = request(id, letter(repetition), DECODE);
    let started = Instant::now();
    let written = engine.generate(asked, None, CancellationToken::new()).await?;
    Ok(f64::from(written.usage.generated) / seconds(started))
}

fn letter(repetition: u32) -> String {
    char::from(b'A' + (repetition % 26) as u8).to_string()
}

fn request(id: &ModelId, text: String, max_tokens: u32) -> GenerateRequest {
    GenerateRequest {
        model: id.clone(),
        prompt: Prompt::Text { parts: vec![text] },
        constraint: Constraint::None,
        sampling: Sampling::default(),
        max_tokens,
        stop: Vec::new(),
        priority: Priority::Interactive,
    }
}

fn seconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}

fn median(rates: &mut [f64]) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}
