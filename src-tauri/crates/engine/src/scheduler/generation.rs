//! Writing a text: what comes next, and when it ends.
//!
//! One token is sampled from each row of logits; tokens that the contract forces follow it
//! without asking the model; guesses from the document are confirmed by sampling from their rows,
//! so that the text is the same as without them.

use tokio::sync::oneshot;

use crate::{
    EngineError, Finish, GenerateEvent, GenerateOutcome, GenerateSink, Timings, TokenLogprob,
    Usage,
    draft::Drafter,
    grammar::Grammar,
    sampling::Sampler,
    stream::TextStream,
    tokens::{Token, Tokenizer},
};

/// Where the answer goes.
pub(crate) type GenerationReply = oneshot::Sender<Result<GenerateOutcome, EngineError>>;

/// A text being written.
pub(crate) struct Generation {
    tokenizer: Tokenizer,
    sampler: Sampler,
    grammar: Option<Grammar>,
    drafter: Option<Drafter>,
    stream: TextStream,
    written: Vec<TokenLogprob>,
    /// Tokens that may be written.
    most: usize,
    forced: u32,
    drafted: u32,
    finish: Option<Finish>,
    sink: Option<GenerateSink>,
    reply: Option<GenerationReply>,
}

/// What a generation is made of.
pub(crate) struct Parts {
    pub(crate) tokenizer: Tokenizer,
    pub(crate) sampler: Sampler,
    pub(crate) grammar: Option<Grammar>,
    pub(crate) drafter: Option<Drafter>,
    pub(crate) stops: Vec<String>,
    /// Tokens that may be written.
    pub(crate) most: usize,
    pub(crate) sink: Option<GenerateSink>,
    pub(crate) reply: GenerationReply,
}

impl Generation {
    pub(crate) fn new(parts: Parts) -> Self {
        Self {
            tokenizer: parts.tokenizer,
            sampler: parts.sampler,
            grammar: parts.grammar,
            drafter: parts.drafter,
            stream: TextStream::new(parts.stops),
            written: Vec::new(),
            most: parts.most,
            forced: 0,
            drafted: 0,
            finish: None,
            sink: parts.sink,
            reply: Some(parts.reply),
        }
    }

    /// Writes, and gives, the tokens that the contract forces before anything is asked.
    pub(crate) fn open(&mut self) -> Result<Vec<Token>, EngineError> {
        let mut tokens = Vec::new();
        self.force(&mut tokens)?;
        self.emit();
        Ok(tokens)
    }

    pub(crate) fn most_tokens(&self) -> usize {
        self.most
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.finish.is_some()
    }

    /// Whether nobody waits for the answer any more.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.reply.as_ref().is_none_or(GenerationReply::is_closed)
    }

    pub(crate) fn forbid_guessing(&mut self) {
        self.drafter = None;
    }

    /// Likely next tokens, `most` at most, all of them allowed by the contract. What follows a
    /// forced token, a key of an object mostly, has its place in the document still to be chosen.
    pub(crate) fn guess(&mut self, written: &[Token], most: usize) -> Vec<Token> {
        let Some(drafter) = &self.drafter else {
            return Vec::new();
        };
        if self.written.last().is_none_or(|token| token.forced) {
            return Vec::new();
        }
        let left = (self.most - self.written.len()).saturating_sub(1);
        let mut guesses = drafter.guess(written, most.min(left));
        if let Some(grammar) = &mut self.grammar {
            guesses.truncate(grammar.agrees(&guesses));
        }
        guesses
    }

    /// Writes what follows from the rows of logits: the row of the last token, then those of the
    /// guesses behind it. New tokens are added to `tokens`. Gives how many guesses were right.
    pub(crate) fn absorb<'a>(
        &mut self,
        tokens: &mut Vec<Token>,
        guesses: &[Token],
        logits: impl Fn(usize) -> &'a [f32],
    ) -> Result<usize, EngineError> {
        let mut confirmed = 0;
        loop {
            let before = tokens.len();
            self.write_next(tokens, logits(confirmed))?;
            let fresh = &tokens[before..];
            let agreeing = fresh.iter().zip(&guesses[confirmed..]).take_while(|(a, b)| a == b);
            let agreeing = agreeing.count();
            confirmed += agreeing;
            if self.is_finished() || agreeing < fresh.len() {
                break;
            }
        }
        self.drafted += confirmed as u32;
        if let Some(drafter) = &mut self.drafter {
            drafter.judge(guesses.len(), confirmed);
        }
        self.emit();
        Ok(confirmed)
    }

    pub(crate) fn report_prefill(&self, done: u32, total: u32, cached: u32) {
        self.send(GenerateEvent::Prefill { done, total, cached });
    }

    /// Sends the answer.
    pub(crate) fn finish(mut self: Box<Self>, usage: Usage, timings: Timings) {
        let (rest, text) = self.stream.finish();
        if !rest.is_empty() {
            self.send(GenerateEvent::Text { text: rest, tokens: self.written.len() as u32 });
        }
        let usage = Usage {
            generated: self.written.len() as u32,
            forced: self.forced,
            drafted: self.drafted,
            ..usage
        };
        // A stop text takes the tokens that it stands in with it.
        self.written.retain(|token| (token.offset as usize) < text.len() || token.length == 0);
        if let Some(last) = self.written.last_mut() {
            last.length = last.length.min((text.len() as u32).saturating_sub(last.offset));
        }
        let finish = self.finish.unwrap_or(Finish::Stop);
        let tokens = std::mem::take(&mut self.written);
        self.answer(Ok(GenerateOutcome { text, tokens, finish, usage, timings }));
    }

    /// Sends a failure.
    pub(crate) fn fail(mut self: Box<Self>, error: EngineError) {
        self.answer(Err(error));
    }

    /// Says that the request was cancelled.
    pub(crate) fn call_off(&mut self) {
        self.answer(Err(EngineError::Cancelled));
    }

    /// Samples one token and writes it, and what is forced behind it.
    fn write_next(&mut self, tokens: &mut Vec<Token>, logits: &[f32]) -> Result<(), EngineError> {
        let allowed = self.grammar.as_mut().map(Grammar::allowed).transpose()?;
        let choice = self.sampler.choose(logits, allowed.as_ref())?;
        if self.tokenizer.ends(choice.token) {
            self.finish = Some(Finish::Stop);
            return Ok(());
        }
        if let Some(grammar) = &mut self.grammar {
            grammar.accept(choice.token)?;
        }
        self.write(tokens, choice.token, choice.logprob, false);
        self.force(tokens)
    }

    fn force(&mut self, tokens: &mut Vec<Token>) -> Result<(), EngineError> {
        let Some(grammar) = &mut self.grammar else {
            return Ok(());
        };
        let forced = if self.finish.is_none() { grammar.forced()? } else { Vec::new() };
        let complete = grammar.is_complete();
        for token in forced {
            if self.finish.is_some() {
                return Ok(());
            }
            self.forced += 1;
            self.write(tokens, token, 0.0, true);
        }
        if complete && self.finish != Some(Finish::Length) {
            self.finish = Some(Finish::Stop);
        }
        Ok(())
    }

    fn write(&mut self, tokens: &mut Vec<Token>, token: Token, logprob: f32, forced: bool) {
        let piece = self.tokenizer.piece(token);
        let offset = self.stream.len() as u32;
        self.written.push(TokenLogprob { offset, length: piece.len() as u32, logprob, forced });
        self.sampler.accept(token);
        tokens.push(token);
        if let Some(drafter) = &mut self.drafter {
            drafter.learn(token, |token| self.tokenizer.piece(token));
        }
        if self.stream.push(&piece) {
            self.finish = Some(Finish::Stop);
        } else if self.written.len() >= self.most {
            self.finish = Some(Finish::Length);
        }
    }

    fn emit(&mut self) {
        let text = self.stream.take();
        if !text.is_empty() {
            self.send(GenerateEvent::Text { text, tokens: self.written.len() as u32 });
        }
    }

    fn send(&self, event: GenerateEvent) {
        if let Some(sink) = &self.sink {
            // A receiver that is gone does not cancel, and need not be told.
            let _ = sink.send(event);
        }
    }

    fn answer(&mut self, result: Result<GenerateOutcome, EngineError>) {
        if let Some(reply) = self.reply.take() {
            // Whoever has gone away needs no answer.
            let _ = reply.send(result);
        }
    }
}
