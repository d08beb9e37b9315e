//! Text to tokens and back.
//!
//! The one rule: text that a person or a document wrote is tokenized as plain text, so that it
//! can never become a control token; only template text may.

use std::sync::Arc;

use llama_cpp_2::{model::LlamaModel, token::LlamaToken};

use crate::EngineError;

/// A token's number in its vocabulary.
pub(crate) type Token = i32;

/// llama.cpp counts bytes in 32 bits; longer texts would stop the process.
const LONGEST_TEXT: usize = 1 << 30;

/// The tokenizer of a loaded model.
#[derive(Clone, Debug)]
pub(crate) struct Tokenizer {
    model: Arc<LlamaModel>,
    /// Sentencepiece tokenizers put a space before every text they are given; parts inside a
    /// prompt must not get one.
    adds_space: bool,
}

impl Tokenizer {
    /// `kind` is `tokenizer.ggml.model` of the file.
    pub(crate) fn new(model: Arc<LlamaModel>, kind: &str) -> Self {
        Self { model, adds_space: kind == "llama" }
    }

    /// Tokens of a text that stands inside a prompt, control tokens left as text.
    pub(crate) fn plain(&self, text: &str) -> Result<Vec<Token>, EngineError> {
        self.tokenize(text, !self.adds_space, false)
    }

    /// Tokens of a text that begins a prompt, control tokens left as text.
    pub(crate) fn beginning(&self, text: &str) -> Result<Vec<Token>, EngineError> {
        self.tokenize(text, true, false)
    }

    /// Tokens of template text, in which control tokens count; `first` if it begins the prompt.
    pub(crate) fn control(&self, text: &str, first: bool) -> Result<Vec<Token>, EngineError> {
        self.tokenize(text, first || !self.adds_space, true)
    }

    /// Tokens of a text for an embedder, with the marks at both ends that it was trained with.
    pub(crate) fn marked(&self, text: &str) -> Result<Vec<Token>, EngineError> {
        check_length(text)?;
        Ok(numbers(self.model.vocab().tokenize(text.as_bytes(), true, false)))
    }

    /// The token that begins a text, where the model wants one.
    pub(crate) fn bos(&self) -> Option<Token> {
        let vocab = self.model.vocab();
        let bos = vocab.bos().0;
        (vocab.should_add_bos() && bos >= 0).then_some(bos)
    }

    /// The text that stands for a control token, as templates write it.
    pub(crate) fn control_text(&self, token: Token) -> String {
        String::from_utf8_lossy(&self.bytes(token, true)).into_owned()
    }

    /// `bos` and `eos` as templates write them.
    pub(crate) fn marks(&self) -> (String, String) {
        let vocab = self.model.vocab();
        let text = |token: Token| if token < 0 { String::new() } else { self.control_text(token) };
        (text(vocab.bos().0), text(vocab.eos().0))
    }

    /// Whether this token ends an answer.
    pub(crate) fn ends(&self, token: Token) -> bool {
        self.model.vocab().is_eog(LlamaToken(token))
    }

    /// The bytes that a token writes; none for a control token.
    pub(crate) fn piece(&self, token: Token) -> Vec<u8> {
        self.bytes(token, false)
    }

    fn bytes(&self, token: Token, control: bool) -> Vec<u8> {
        self.model.vocab().token_to_piece(LlamaToken(token), control, None)
    }

    fn tokenize(&self, text: &str, as_is: bool, control: bool) -> Result<Vec<Token>, EngineError> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        check_length(text)?;
        let vocab = self.model.vocab();
        if as_is {
            return Ok(numbers(vocab.tokenize(text.as_bytes(), false, control)));
        }
        // The space goes before the line feed, and both go.
        let lead = vocab.tokenize(b"\n", false, false);
        let mut tokens = vocab.tokenize(format!("\n{text}").as_bytes(), false, control);
        if tokens.starts_with(&lead) {
            tokens.drain(..lead.len());
            return Ok(numbers(tokens));
        }
        Ok(numbers(vocab.tokenize(text.as_bytes(), false, control)))
    }
}

fn check_length(text: &str) -> Result<(), EngineError> {
    if text.len() > LONGEST_TEXT {
        return Err(EngineError::InvalidRequest(format!(
            "a text of {} bytes; the tokenizer takes {LONGEST_TEXT} at once",
            text.len()
        )));
    }
    Ok(())
}

fn numbers(tokens: Vec<LlamaToken>) -> Vec<Token> {
    tokens.into_iter().map(|token| token.0).collect()
}
