//! What a language model is asked when it shall write the summary.

use winnow_engine::Constraint;

use crate::prompt::{PromptForm, PromptPlan};
use crate::{Length, Task};

/// The prompt for one document, or for one piece of a long one.
pub(crate) fn plan(task: &Task, document: &str) -> PromptPlan {
    let length = task.length.unwrap_or_default();
    let mut system =
        "You summarize texts. Use only what the text says. Keep numbers, dates and names as they are."
            .to_owned();
    if !task.instructions.trim().is_empty() {
        system.push(' ');
        system.push_str(task.instructions.trim());
    }
    let examples: String = task
        .examples
        .iter()
        .filter_map(|example| Some((example.input.trim(), example.output.as_str()?)))
        .take(2)
        .map(|(input, output)| format!("Text:\n{input}\n\nSummary:\n{output}\n\n"))
        .collect();
    let focus = match task.focus.trim() {
        "" => String::new(),
        focus => format!(" Dwell on this: {focus}."),
    };
    let asked = match length {
        Length::Sentences(1) => "in one sentence".to_owned(),
        Length::Sentences(count) => format!("in {count} sentences"),
        Length::Bullets(count) => {
            format!("as {count} bullet points, each a line that begins with \"- \"")
        }
        Length::Words(count) => format!("in at most {count} words"),
    };
    PromptPlan {
        form: PromptForm::Chat {
            system,
            answer: if matches!(length, Length::Bullets(_)) {
                "- ".to_owned()
            } else {
                String::new()
            },
        },
        prefix: format!("{examples}Text:\n"),
        document: document.to_owned(),
        suffix: format!("\n\nSummarize this text {asked}.{focus} Answer with the summary only."),
        constraint: Constraint::None,
    }
}
