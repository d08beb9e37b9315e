//! The prompt of a free text: the person's own words, untouched.

use winnow_engine::Constraint;

use super::{PromptForm, PromptPlan};
use crate::Task;

/// The task's instructions as the system turn, the document as the person's turn.
pub(crate) fn generate(task: &Task, document: &str) -> PromptPlan {
    PromptPlan {
        form: PromptForm::Chat { system: task.instructions.clone(), answer: String::new() },
        prefix: String::new(),
        document: document.to_owned(),
        suffix: String::new(),
        constraint: Constraint::None,
    }
}
