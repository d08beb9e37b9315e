//! The prompt of a free text: the person's own words, untouched.

use winnow_engine::Constraint;

use super::{PromptForm, PromptPlan, told_language};
use crate::Task;

/// The task's instructions and language as the system turn, the document as the person's turn.
pub(crate) fn generate(task: &Task, document: &str) -> PromptPlan {
    PromptPlan {
        form: PromptForm::Chat {
            system: told_language(&task.instructions, task),
            answer: String::new(),
        },
        prefix: String::new(),
        document: document.to_owned(),
        suffix: String::new(),
        constraint: Constraint::None,
    }
}
