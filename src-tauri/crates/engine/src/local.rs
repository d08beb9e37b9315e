//! Requests to the local engine: from what a caller asks to tokens and contracts.

use std::{sync::Arc, time::Instant};

use async_trait::async_trait;
use tokio::sync::oneshot;

use crate::{
    CancellationToken, Constraint, EmbedOutcome, EmbedRequest, EngineError, EngineHandle,
    GenerateOutcome, GenerateRequest, GenerateSink, Inference, LoadedModel, ModelId, Prompt,
    Purpose, RenderedPrompt, ScoreOutcome, ScoreRequest,
    actor::Command,
    draft::Drafter,
    embedder::EmbedJob,
    handle::blocking,
    loaded::Loaded,
    sampling::Sampler,
    scheduler::{
        Generation, GenerationParts, GenerationReply, Job, Scoring, ScoringReply, Ticket, Work,
    },
};

#[async_trait]
impl Inference for EngineHandle {
    async fn model(&self, id: &ModelId) -> Result<LoadedModel, EngineError> {
        Ok(self.shelved(id)?.info.clone())
    }

    async fn generate(
        &self,
        request: GenerateRequest,
        sink: Option<GenerateSink>,
        cancel: CancellationToken,
    ) -> Result<GenerateOutcome, EngineError> {
        let loaded = self.shelved_for(&request.model, Purpose::Generate, "generate text")?;
        let (id, priority, submitted) = (request.model.clone(), request.priority, Instant::now());
        let place = self.place(priority, &cancel).await?;
        let ticket = Ticket { priority, cancel, submitted, _place: place };
        let (reply, answer) = oneshot::channel();
        let drafting = self.drafting();
        let job = blocking(move || {
            generation(&loaded, request, drafting, Answer { sink, reply }, ticket)
        })
        .await?;
        self.send(Command::Submit { id, job })?;
        answer.await.map_err(|_| EngineError::Stopped)?
    }

    async fn score(
        &self,
        request: ScoreRequest,
        cancel: CancellationToken,
    ) -> Result<ScoreOutcome, EngineError> {
        let loaded = self.shelved_for(&request.model, Purpose::Generate, "score text")?;
        let (id, priority, submitted) = (request.model.clone(), request.priority, Instant::now());
        let place = self.place(priority, &cancel).await?;
        let ticket = Ticket { priority, cancel, submitted, _place: place };
        let (reply, answer) = oneshot::channel();
        let job = blocking(move || scoring(&loaded, &request, reply, ticket)).await?;
        self.send(Command::Submit { id, job })?;
        answer.await.map_err(|_| EngineError::Stopped)?
    }

    async fn embed(
        &self,
        request: EmbedRequest,
        cancel: CancellationToken,
    ) -> Result<EmbedOutcome, EngineError> {
        let loaded = self.shelved_for(&request.model, Purpose::Embed, "embed texts")?;
        let (id, priority, submitted) = (request.model.clone(), request.priority, Instant::now());
        let place = self.place(priority, &cancel).await?;
        let ticket = Ticket { priority, cancel, submitted, _place: place };
        let (reply, answer) = oneshot::channel();
        let job = blocking(move || {
            let texts = request.texts.iter().map(|text| marked(&loaded, text));
            let texts = texts.collect::<Result<_, _>>()?;
            Ok(Box::new(EmbedJob::new(ticket, texts, reply)))
        })
        .await?;
        self.send(Command::Embed { id, job })?;
        answer.await.map_err(|_| EngineError::Stopped)?
    }

    async fn render(
        &self,
        model: &ModelId,
        prompt: &Prompt,
    ) -> Result<RenderedPrompt, EngineError> {
        let (loaded, prompt) = (self.shelved(model)?, prompt.clone());
        blocking(move || loaded.render(&prompt)).await
    }

    async fn count_tokens(
        &self,
        model: &ModelId,
        texts: &[String],
    ) -> Result<Vec<u32>, EngineError> {
        let (loaded, texts) = (self.shelved(model)?, texts.to_vec());
        blocking(move || {
            let count = |text: &String| Ok(loaded.tokenizer.plain(text)?.len() as u32);
            texts.iter().map(count).collect()
        })
        .await
    }
}

/// Where a generation's events and its answer go.
struct Answer {
    sink: Option<GenerateSink>,
    reply: GenerationReply,
}

fn generation(
    loaded: &Arc<Loaded>,
    request: GenerateRequest,
    drafting: bool,
    answer: Answer,
    ticket: Ticket,
) -> Result<Box<Job>, EngineError> {
    if request.max_tokens == 0 {
        let reason = "max_tokens is 0; an answer needs at least one token".to_owned();
        return Err(EngineError::InvalidRequest(reason));
    }
    let tokens = loaded.tokens(&request.prompt)?;
    let grammar = match &request.constraint {
        Constraint::None => None,
        constraint => loaded.grammars()?.compile(constraint)?,
    };
    let drafter = match document(&request.constraint) {
        Some(document) if drafting => {
            let document = loaded.tokenizer.plain(document)?;
            Some(Drafter::new(document, |token| loaded.tokenizer.piece(token)))
        }
        _ => None,
    };
    let mut generation = Generation::new(GenerationParts {
        tokenizer: loaded.tokenizer.clone(),
        sampler: Sampler::new(&request.sampling, loaded.model.n_vocab())?,
        grammar,
        drafter,
        stops: request.stop,
        most: request.max_tokens as usize,
        sink: answer.sink,
        reply: answer.reply,
    });
    let opening = generation.open()?;
    let mut job = Job::new(ticket, tokens, Work::Generate(Box::new(generation)));
    job.tokens.extend(opening);
    Ok(Box::new(job))
}

/// The document that a contract's texts are copied from.
fn document(constraint: &Constraint) -> Option<&str> {
    match constraint {
        Constraint::JsonSchema { document, .. } => document.as_deref(),
        Constraint::Substring { document } => Some(document),
        Constraint::None | Constraint::Choice { .. } | Constraint::Regex { .. } => None,
    }
}

fn scoring(
    loaded: &Arc<Loaded>,
    request: &ScoreRequest,
    reply: ScoringReply,
    ticket: Ticket,
) -> Result<Box<Job>, EngineError> {
    let tokens = loaded.tokens(&request.prompt)?;
    let continuations: Vec<_> = request
        .continuations
        .iter()
        .map(|text| loaded.tokenizer.plain(text))
        .collect::<Result<_, _>>()?;
    let scoring = Scoring::new(&continuations, request.reach, reply)?;
    Ok(Box::new(Job::new(ticket, tokens, Work::Score(Box::new(scoring)))))
}

/// A text's tokens for an embedder, none of them cut off.
fn marked(loaded: &Loaded, text: &str) -> Result<Vec<i32>, EngineError> {
    let tokens = loaded.tokenizer.marked(text)?;
    let limit = loaded.info.context;
    if tokens.is_empty() {
        return Err(EngineError::InvalidRequest("a text to embed is empty".to_owned()));
    }
    if tokens.len() > limit as usize {
        return Err(EngineError::PromptTooLong { tokens: tokens.len() as u32, limit });
    }
    Ok(tokens)
}
