//! What a language model is asked when it shall write the summary.

use winnow_engine::Constraint;

use crate::prompt::{PromptForm, PromptPlan, told_language};
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
    system = told_language(&system, task);
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

/// What stands between the summary so far and the next piece.
const GOES_ON: &str = "\n\nThe text goes on:\n";

/// The prompt that takes the next piece of a text into the summary of what came before.
pub(super) fn refining_plan(task: &Task, so_far: &str, piece: &str) -> PromptPlan {
    let plan = plan(task, piece);
    PromptPlan {
        prefix: format!("{}Summary of its beginning:\n", plan.prefix),
        document: format!("{so_far}{GOES_ON}{piece}"),
        suffix: format!(
            "\n\nThe summary tells how the text begins; keep what matters of it. {}",
            plan.suffix.trim_start()
        ),
        ..plan
    }
}
