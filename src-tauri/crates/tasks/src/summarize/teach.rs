//! From a task's marked documents to a taste, learned once for each version of the task.

use std::sync::Arc;

use winnow_engine::ModelId;

use super::stars::{Marked, Stars};
use super::taste::{Lesson, Taste};
use super::view::{View, Wishes};
use crate::classify::Memory;
use crate::cost::Cost;
use crate::{Context, Decide, Span, Task, TaskError};

static LEARNED: Memory<Option<Taste>> = Memory::new();

/// The task's wishes for a document: its focus, and the marks of all other documents.
pub(super) fn wishes(task: &Task, document: &str) -> Wishes {
    let mut wishes = Wishes { focus: task.focus.clone(), ..Wishes::default() };
    for example in task.examples.iter().filter(|example| example.input != document) {
        if let Some(stars) = Stars::of(&example.output) {
            wishes.liked.extend(stars.starred);
            wishes.disliked.extend(stars.struck);
        }
    }
    wishes
}

/// The marks that a person made in this very document.
pub(super) fn own_marks(task: &Task, document: &str) -> Option<Marked> {
    task.examples.iter().rev().find(|example| example.input == document).and_then(Marked::of)
}

/// What the task's marks have taught; `None` where that would not help.
///
/// # Errors
/// The engine's.
pub(super) async fn taste(
    task: &Task,
    context: &Context,
    cost: &mut Cost,
) -> Result<Option<Taste>, TaskError> {
    let marked: Vec<_> =
        task.examples.iter().filter_map(|example| Some((example, Marked::of(example)?))).collect();
    if marked.is_empty() {
        return Ok(None);
    }
    let by_words = || ModelId("words".to_owned());
    let model = context.models.embedder.clone().unwrap_or_else(by_words);
    if let Some(learned) = LEARNED.recall(&model, task) {
        return Ok(*Arc::as_ref(&learned));
    }
    let mut lessons = Vec::with_capacity(marked.len());
    for (example, marks) in marked {
        let wishes = Wishes { focus: String::new(), ..wishes(task, &example.input) };
        let view = View::of(&example.input, &wishes, Decide::Cascade, context, cost).await?;
        let places = |marks: &[usize], all: &[Span]| -> Vec<usize> {
            let spans = marks.iter().map(|&mark| all[mark]);
            spans.filter_map(|span| view.sentences.iter().position(|own| *own == span)).collect()
        };
        let starred = places(&marks.starred, &marks.sentences);
        let struck = places(&marks.struck, &marks.sentences);
        lessons.push(Lesson::new(&view.measured(), &starred, &struck));
    }
    Ok(*LEARNED.keep(&model, task, Taste::learn(&lessons)))
}
