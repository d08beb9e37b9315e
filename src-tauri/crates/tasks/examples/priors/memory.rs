//! An engine that keeps what it was told, so that learning again does not ask the models again.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use winnow_engine::{
    CancellationToken, EmbedOutcome, EmbedRequest, EngineError, GenerateOutcome, GenerateRequest,
    GenerateSink, Inference, LoadedModel, ModelId, Prompt, RenderedPrompt, Score, ScoreOutcome,
    ScoreRequest,
};

#[derive(Serialize, Deserialize)]
enum Kept {
    Score(String, Score),
    Vector(String, Vec<f32>),
    Tokens(String, u32),
}

#[derive(Default)]
struct Known {
    scores: HashMap<String, Score>,
    vectors: HashMap<String, Vec<f32>>,
    tokens: HashMap<String, u32>,
}

/// The engine and what it said before.
pub struct Memory {
    engine: Arc<dyn Inference>,
    known: Mutex<Known>,
    file: Mutex<File>,
}

impl Memory {
    /// Reads what a file holds; later answers are added to it.
    pub fn open(engine: Arc<dyn Inference>, path: &Path) -> std::io::Result<Self> {
        let mut known = Known::default();
        if let Ok(file) = File::open(path) {
            for line in BufReader::new(file).lines() {
                match serde_json::from_str(&line?) {
                    Ok(Kept::Score(key, score)) => drop(known.scores.insert(key, score)),
                    Ok(Kept::Vector(key, vector)) => drop(known.vectors.insert(key, vector)),
                    Ok(Kept::Tokens(key, count)) => drop(known.tokens.insert(key, count)),
                    // The line that an interrupted run was writing.
                    Err(_) => {}
                }
            }
        }
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self { engine, known: Mutex::new(known), file: Mutex::new(file) })
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, kept: &[Kept]) {
        let mut lines = String::new();
        for one in kept {
            if let Ok(line) = serde_json::to_string(one) {
                lines.push_str(&line);
                lines.push('\n');
            }
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(lines.as_bytes()) {
            eprintln!("the memory cannot be written: {error}");
        }
    }
}

fn key(parts: &[&str]) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(parts.join("\u{0}"));
    digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

#[async_trait]
impl Inference for Memory {
    async fn model(&self, id: &ModelId) -> Result<LoadedModel, EngineError> {
        self.engine.model(id).await
    }

    async fn generate(
        &self,
        request: GenerateRequest,
        sink: Option<GenerateSink>,
        cancel: CancellationToken,
    ) -> Result<GenerateOutcome, EngineError> {
        self.engine.generate(request, sink, cancel).await
    }

    async fn score(
        &self,
        request: ScoreRequest,
        cancel: CancellationToken,
    ) -> Result<ScoreOutcome, EngineError> {
        let prompt = format!("{:?}", request.prompt);
        let keys: Vec<String> =
            request.continuations.iter().map(|text| key(&["score", &prompt, text])).collect();
        let missing: Vec<usize> = (0..keys.len())
            .filter(|&index| !self.known().scores.contains_key(&keys[index]))
            .collect();
        let (mut usage, mut timings) = Default::default();
        if !missing.is_empty() {
            let continuations =
                missing.iter().map(|&index| request.continuations[index].clone()).collect();
            let told = self.engine.score(ScoreRequest { continuations, ..request }, cancel).await?;
            (usage, timings) = (told.usage, told.timings);
            let kept: Vec<Kept> = missing
                .iter()
                .zip(&told.scores)
                .map(|(&index, score)| Kept::Score(keys[index].clone(), *score))
                .collect();
            self.keep(&kept);
            let mut known = self.known();
            for (&index, score) in missing.iter().zip(told.scores) {
                known.scores.insert(keys[index].clone(), score);
            }
        }
        let known = self.known();
        Ok(ScoreOutcome {
            scores: keys.iter().map(|key| known.scores[key]).collect(),
            usage,
            timings,
        })
    }

    async fn embed(
        &self,
        request: EmbedRequest,
        cancel: CancellationToken,
    ) -> Result<EmbedOutcome, EngineError> {
        let keys: Vec<String> = request.texts.iter().map(|text| key(&["embed", text])).collect();
        let missing: Vec<usize> = (0..keys.len())
            .filter(|&index| !self.known().vectors.contains_key(&keys[index]))
            .collect();
        let (mut usage, mut timings) = Default::default();
        if !missing.is_empty() {
            let texts = missing.iter().map(|&index| request.texts[index].clone()).collect();
            let told = self.engine.embed(EmbedRequest { texts, ..request }, cancel).await?;
            (usage, timings) = (told.usage, told.timings);
            let kept: Vec<Kept> = missing
                .iter()
                .zip(&told.vectors)
                .map(|(&index, vector)| Kept::Vector(keys[index].clone(), vector.clone()))
                .collect();
            self.keep(&kept);
            let mut known = self.known();
            for (&index, vector) in missing.iter().zip(told.vectors) {
                known.vectors.insert(keys[index].clone(), vector);
            }
        }
        let known = self.known();
        let vectors = keys.iter().map(|key| known.vectors[key].clone()).collect();
        Ok(EmbedOutcome { vectors, usage, timings })
    }

    async fn render(
        &self,
        model: &ModelId,
        prompt: &Prompt,
    ) -> Result<RenderedPrompt, EngineError> {
        self.engine.render(model, prompt).await
    }

    async fn count_tokens(
        &self,
        model: &ModelId,
        texts: &[String],
    ) -> Result<Vec<u32>, EngineError> {
        let keys: Vec<String> = texts.iter().map(|text| key(&["tokens", &model.0, text])).collect();
        let missing: Vec<usize> = (0..keys.len())
            .filter(|&index| !self.known().tokens.contains_key(&keys[index]))
            .collect();
        if !missing.is_empty() {
            let asked: Vec<String> = missing.iter().map(|&index| texts[index].clone()).collect();
            let told = self.engine.count_tokens(model, &asked).await?;
            let kept: Vec<Kept> = missing
                .iter()
                .zip(&told)
                .map(|(&index, count)| Kept::Tokens(keys[index].clone(), *count))
                .collect();
            self.keep(&kept);
            let mut known = self.known();
            for (&index, count) in missing.iter().zip(told) {
                known.tokens.insert(keys[index].clone(), count);
            }
        }
        let known = self.known();
        Ok(keys.iter().map(|key| known.tokens[key]).collect())
    }
}
