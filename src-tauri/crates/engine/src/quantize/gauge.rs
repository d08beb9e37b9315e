//! One model file under measurement, in a context of its own.

use std::{path::PathBuf, time::Instant};

use super::closeness::{Closeness, Comparison, Distribution, Outlook};
use crate::{
    CancellationToken, EngineConfig, EngineError, GpuLayers, LoadSpec, ModelId, Purpose,
    backend::Backend,
    context::{Context, Shape},
    embedder::unit,
    load::{BATCH, load},
    loaded::Loaded,
    threads,
    tokens::Token,
};

/// Tokens of context.
const CONTEXT: u32 = 1024;
/// Tokens whose logits are held at once when distributions are compared.
const SLICE: usize = 256;
/// The sequence in use; there is no other.
const SEQUENCE: i32 = 0;

/// Which file, and how it is run.
#[derive(Clone, Debug, PartialEq)]
pub struct GaugeSpec {
    /// The GGUF file.
    pub path: PathBuf,
    /// What it is for.
    pub purpose: Purpose,
    /// Compute threads; `None`: the number of physical cores.
    pub threads: Option<u32>,
    /// Layers on an accelerator.
    pub gpu_layers: GpuLayers,
}

/// A loaded file.
pub struct Gauge {
    context: Context,
    loaded: Loaded,
    cancel: CancellationToken,
    window: usize,
}

impl Gauge {
    /// Loads a file.
    ///
    /// # Errors
    /// As [`crate::EngineHandle::load`].
    pub fn open(
        config: &EngineConfig,
        spec: &GaugeSpec,
        cancel: &CancellationToken,
    ) -> Result<Self, EngineError> {
        let backend = Backend::start(config.backends.as_deref())?;
        let id = ModelId(spec.path.display().to_string());
        let spec = LoadSpec {
            context: (spec.purpose == Purpose::Generate).then_some(CONTEXT),
            threads: spec.threads,
            gpu_layers: spec.gpu_layers,
            ..LoadSpec::new(id, spec.path.clone(), spec.purpose)
        };
        let loaded = load(backend, &spec, |_| {}, cancel)?;
        let window = loaded.info.context as usize;
        let shape = Shape {
            tokens: loaded.info.context.max(BATCH),
            batch: match spec.purpose {
                Purpose::Generate => BATCH,
                Purpose::Embed => loaded.info.context.max(BATCH),
            },
            sequences: 1,
            threads: spec.threads.filter(|&threads| threads > 0).unwrap_or_else(threads::usual),
            pooling: loaded.info.pooling,
            kv: loaded.info.kv,
        };
        let context = Context::new(backend, loaded.model.clone(), shape)?;
        Ok(Self { context, loaded, cancel: cancel.clone(), window })
    }

    /// The device that computes.
    #[must_use]
    pub fn device(&self) -> &str {
        &self.loaded.info.device
    }

    /// Tokens per second reading: the first `tokens` of the text, at most a batch, in one go.
    ///
    /// # Errors
    /// [`EngineError::Compute`], [`EngineError::Cancelled`].
    pub fn prefill_rate(&mut self, text: &str, tokens: usize) -> Result<f64, EngineError> {
        let mut read = self.tokens(text)?;
        read.truncate(tokens.min(BATCH as usize).min(self.window));
        let started = Instant::now();
        self.feed(&read, 0, 1)?;
        let seconds = started.elapsed().as_secs_f64();
        self.context.clear();
        Ok(read.len() as f64 / seconds)
    }

    /// Tokens per second writing, over `tokens` of them behind an almost empty prompt.
    ///
    /// # Errors
    /// [`EngineError::Compute`], [`EngineError::Cancelled`]; [`EngineError::WrongPurpose`] for an
    /// embedder.
    pub fn decode_rate(&mut self, text: &str, tokens: usize) -> Result<f64, EngineError> {
        if self.loaded.info.purpose == Purpose::Embed {
            return Err(EngineError::WrongPurpose {
                model: self.loaded.info.id.clone(),
                operation: "write",
                reason: "it is an embedder".to_owned(),
            });
        }
        // What is written makes no difference to the time, so the text itself is.
        let read = self.tokens(text)?;
        let written = tokens.min(read.len().saturating_sub(1));
        self.feed(&read[..1.min(read.len())], 0, 1)?;
        let started = Instant::now();
        for place in 1..=written {
            self.feed(&read[place..=place], place, 1)?;
        }
        let seconds = started.elapsed().as_secs_f64();
        self.context.clear();
        Ok(written as f64 / seconds)
    }

    /// What the model computes for these texts, each cut to what its context holds.
    ///
    /// # Errors
    /// [`EngineError::Compute`], [`EngineError::Cancelled`].
    pub fn outlook(&mut self, texts: &[String]) -> Result<Outlook, EngineError> {
        if self.loaded.info.purpose == Purpose::Embed {
            return Ok(Outlook::Vectors(self.vectors(texts)?));
        }
        let mut distributions = Vec::new();
        self.each_place(texts, |logits| distributions.push(Distribution::of(logits)))?;
        Ok(Outlook::Tokens(distributions))
    }

    /// How near the model comes to an outlook on the same texts.
    ///
    /// # Errors
    /// [`EngineError::Compute`], [`EngineError::Cancelled`]; [`EngineError::InvalidRequest`] for
    /// an outlook of a model of another kind.
    pub fn closeness(
        &mut self,
        original: &Outlook,
        texts: &[String],
    ) -> Result<Closeness, EngineError> {
        match (original, self.loaded.info.purpose) {
            (Outlook::Tokens(distributions), Purpose::Generate) => {
                let mut comparison = Comparison::default();
                let mut original = distributions.iter();
                self.each_place(texts, |logits| {
                    if let Some(distribution) = original.next() {
                        comparison.add(distribution, logits);
                    }
                })?;
                Ok(comparison.closeness())
            }
            (Outlook::Vectors(original), Purpose::Embed) => {
                let vectors = self.vectors(texts)?;
                let dot = |a: &Vec<f32>, b: &Vec<f32>| -> f64 {
                    a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum()
                };
                let cosines = original.iter().zip(&vectors).map(|(a, b)| dot(a, b));
                Ok(Closeness::Vectors {
                    cosine: cosines.sum::<f64>() / vectors.len().max(1) as f64,
                })
            }
            _ => Err(EngineError::InvalidRequest(
                "a language model and an embedder cannot be compared".to_owned(),
            )),
        }
    }

    fn tokens(&self, text: &str) -> Result<Vec<Token>, EngineError> {
        let mut tokens = match self.loaded.info.purpose {
            Purpose::Embed => self.loaded.tokenizer.marked(text)?,
            Purpose::Generate => {
                let mut tokens: Vec<Token> = self.loaded.tokenizer.bos().into_iter().collect();
                tokens.extend(self.loaded.tokenizer.beginning(text)?);
                tokens
            }
        };
        tokens.truncate(self.window);
        if tokens.is_empty() {
            let reason = "there is no text to measure with".to_owned();
            return Err(EngineError::InvalidRequest(reason));
        }
        Ok(tokens)
    }

    /// Computes tokens from a position on, with logits for the last `rows` of them. Gives these rows.
    fn feed(
        &mut self,
        tokens: &[Token],
        from: usize,
        rows: usize,
    ) -> Result<Vec<i32>, EngineError> {
        if self.cancel.is_cancelled() {
            return Err(EngineError::Cancelled);
        }
        self.context.clear_batch();
        let pooled = self.loaded.info.purpose == Purpose::Embed;
        let first = tokens.len().saturating_sub(rows);
        let mut read = Vec::with_capacity(rows);
        for (index, &token) in tokens.iter().enumerate() {
            let wanted = pooled || index >= first;
            let row = self.context.add(token, from + index, &[SEQUENCE], wanted)?;
            if wanted {
                read.push(row);
            }
        }
        self.context.compute()?;
        Ok(read)
    }

    fn each_place(
        &mut self,
        texts: &[String],
        mut see: impl FnMut(&[f32]),
    ) -> Result<(), EngineError> {
        for text in texts {
            let tokens = self.tokens(text)?;
            for (index, slice) in tokens.chunks(SLICE).enumerate() {
                for row in self.feed(slice, index * SLICE, slice.len())? {
                    see(self.context.logits(row));
                }
            }
            self.context.clear();
        }
        Ok(())
    }

    fn vectors(&mut self, texts: &[String]) -> Result<Vec<Vec<f32>>, EngineError> {
        let mut vectors = Vec::with_capacity(texts.len());
        for text in texts {
            let tokens = self.tokens(text)?;
            self.feed(&tokens, 0, tokens.len())?;
            vectors.push(unit(self.context.pooled(SEQUENCE)?)?);
            self.context.clear();
        }
        Ok(vectors)
    }
}
