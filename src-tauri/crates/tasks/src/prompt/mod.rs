//! What a model is asked, task by task.
//!
//! Owns the words of the prompts. They follow one recipe that suits small models: an explicit
//! instruction, the exact form of the answer, examples, then the document, then the beginning of
//! the answer. Knows nothing of how an answer is decided.

mod callings;
mod classify;
mod generate;
mod preview;
mod rest;

use winnow_engine::{Constraint, Message, Prompt, Role};

pub use preview::{plan, preview};

pub(crate) use callings::{callings, readable};
pub(crate) use classify::classify;
pub(crate) use generate::generate;
pub(crate) use rest::rest_of;

use crate::Task;

/// A task and a document, compiled for a language model.
///
/// The parts before the document are identical for every document of a task, so that an engine
/// with a prefix cache reads them once.
#[derive(Clone, Debug, PartialEq)]
pub struct PromptPlan {
    /// How the parts become a prompt.
    pub form: PromptForm,
    /// What stands before the document.
    pub prefix: String,
    /// The document, in a part of its own: it is tokenized as plain text and cannot open a role.
    pub document: String,
    /// What stands behind the document.
    pub suffix: String,
    /// What the answer may be.
    pub constraint: Constraint,
}

/// How the parts of a [`PromptPlan`] become a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptForm {
    /// A text to be continued.
    Completion,
    /// A conversation in the model's own chat template.
    Chat {
        /// The rules; empty: no system turn.
        system: String,
        /// The beginning of the answer, put in the model's mouth.
        answer: String,
    },
}

/// Instructions, and which language to answer in if the task says.
pub(crate) fn told_language(instructions: &str, task: &Task) -> String {
    match task.answer_in.trim() {
        "" => instructions.to_owned(),
        language => format!("{instructions} Answer in {language}.").trim_start().to_owned(),
    }
}

impl From<PromptPlan> for Prompt {
    fn from(plan: PromptPlan) -> Self {
        let parts = [plan.prefix, plan.document, plan.suffix]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        match plan.form {
            PromptForm::Completion => Prompt::Text { parts },
            PromptForm::Chat { system, answer } => {
                let mut messages = Vec::with_capacity(2);
                if !system.is_empty() {
                    messages.push(Message::new(Role::System, system));
                }
                messages.push(Message { role: Role::User, parts });
                Prompt::Chat { messages, answer }
            }
        }
    }
}
