//! A loaded model and what can be asked of it on any thread: its words, template and contracts.
//!
//! Computing is not among them; that belongs to the engine's thread.

use std::sync::{Arc, OnceLock};

use llama_cpp_2::model::LlamaModel;

use crate::{
    EngineError, LoadedModel, Message, Prompt, RenderedPrompt, Role,
    gguf::GgufHeader,
    grammar::GrammarFactory,
    template::{ChatTemplate, Piece},
    tokens::{Token, Tokenizer},
};

/// A model in memory.
pub(crate) struct Loaded {
    pub(crate) model: Arc<LlamaModel>,
    pub(crate) info: LoadedModel,
    pub(crate) tokenizer: Tokenizer,
    template: ChatTemplate,
    grammars: OnceLock<Result<GrammarFactory, EngineError>>,
}

impl Loaded {
    pub(crate) fn new(model: Arc<LlamaModel>, info: LoadedModel, header: &GgufHeader) -> Self {
        let tokenizer = Tokenizer::new(model.clone(), &header.tokenizer);
        let template = ChatTemplate::new(info.chat_template.as_deref(), tokenizer.marks());
        Self { model, info, tokenizer, template, grammars: OnceLock::new() }
    }

    /// The compiler of output contracts, built on first use.
    pub(crate) fn grammars(&self) -> Result<&GrammarFactory, EngineError> {
        let built = self
            .grammars
            .get_or_init(|| GrammarFactory::new(self.model.clone(), self.tokenizer.clone()));
        built.as_ref().map_err(Clone::clone)
    }

    /// A prompt's tokens.
    ///
    /// # Errors
    /// [`EngineError::Template`], [`EngineError::InvalidRequest`] for an empty prompt.
    pub(crate) fn tokens(&self, prompt: &Prompt) -> Result<Vec<Token>, EngineError> {
        let mut tokens = Vec::new();
        match prompt {
            Prompt::Chat { messages, answer } => {
                for piece in self.template.render(messages)? {
                    tokens.extend(match piece {
                        Piece::Template(text) => {
                            self.tokenizer.control(&text, tokens.is_empty())?
                        }
                        Piece::Plain(text) => self.tokenizer.plain(&text)?,
                    });
                }
                tokens.extend(self.tokenizer.plain(answer)?);
            }
            Prompt::Text { parts } => {
                for (index, part) in parts.iter().enumerate() {
                    tokens.extend(match index {
                        0 => self.tokenizer.beginning(part)?,
                        _ => self.tokenizer.plain(part)?,
                    });
                }
            }
        }
        if let Some(bos) = self.tokenizer.bos()
            && tokens.first() != Some(&bos)
        {
            tokens.insert(0, bos);
        }
        if tokens.is_empty() {
            return Err(EngineError::InvalidRequest("the prompt is empty".to_owned()));
        }
        Ok(tokens)
    }

    /// A prompt as text, control tokens written out.
    ///
    /// # Errors
    /// As [`Self::tokens`].
    pub(crate) fn render(&self, prompt: &Prompt) -> Result<RenderedPrompt, EngineError> {
        let count = self.tokens(prompt)?.len() as u32;
        let text = match prompt {
            Prompt::Chat { messages, answer } => {
                let pieces = self.template.render(messages)?;
                let mut text: String = pieces
                    .into_iter()
                    .map(|piece| match piece {
                        Piece::Template(text) | Piece::Plain(text) => text,
                    })
                    .collect();
                text.push_str(answer);
                text
            }
            Prompt::Text { parts } => parts.concat(),
        };
        let bos = self.tokenizer.bos().map(|bos| self.tokenizer.control_text(bos));
        let text = match bos {
            Some(bos) if !text.starts_with(&bos) => bos + &text,
            _ => text,
        };
        Ok(RenderedPrompt { text, tokens: count })
    }

    /// Whether the chat template works at all: a model whose template fails is of little use, and
    /// it is better said at loading than at the first question.
    pub(crate) fn check_template(&self) -> Result<(), EngineError> {
        self.template.render(&[Message::new(Role::User, "Hello")]).map(|_| ())
    }
}
