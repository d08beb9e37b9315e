//! What was learnt, as data.

use serde::{Deserialize, Serialize};
use winnow_engine::ModelId;

use crate::{
    Context, Task, TaskError,
    evidence::{LabelHead, RelevanceHead},
    extract::FieldHead,
};

/// How heads are written; one of another version is made again from its examples.
pub const HEAD_VERSION: u32 = 1;

/// A taught head: weights for one question and one embedder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// [`HEAD_VERSION`] of the program that made it.
    pub version: u32,
    /// [`Task::question_hash`] of what it was taught.
    pub question: String,
    /// [`Task::examples_hash`] of what it was taught by.
    pub examples_hash: String,
    /// How many examples that were.
    pub examples: usize,
    /// The embedder whose vectors it weighs.
    pub embedder: Option<ModelId>,
    /// The language model that was heard while teaching, if any was.
    pub generator: Option<ModelId>,
    /// The weights.
    pub kind: HeadKind,
}

/// Weights by kind of task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HeadKind {
    /// Of a classification.
    Labels(LabelHead),
    /// Of a classification where several labels may apply.
    Sets(RelevanceHead),
    /// Of an extraction.
    Fields(FieldHead),
}

impl Head {
    /// Whether this head answers this task's question with the models at hand.
    ///
    /// # Errors
    /// [`TaskError::HeadMismatch`] with the first thing that differs.
    pub fn fits(&self, task: &Task, context: &Context) -> Result<(), TaskError> {
        let refuse = |reason: String| Err(TaskError::HeadMismatch { reason });
        if self.version != HEAD_VERSION {
            return refuse(format!(
                "it is written as version {}, this program reads version {HEAD_VERSION}",
                self.version
            ));
        }
        if self.question != task.question_hash() {
            return refuse(match &self.kind {
                HeadKind::Labels(head) => of_labels(listed(head.labels()), task),
                HeadKind::Sets(head) => of_labels(listed(head.labels()), task),
                HeadKind::Fields(head) => format!(
                    "it finds {}, the task has {}",
                    listed(head.fields.keys().map(String::as_str)),
                    listed(task.fields.keys().map(String::as_str))
                ),
            });
        }
        let whole = match &self.kind {
            HeadKind::Labels(weights) => weights.is_whole(),
            HeadKind::Sets(weights) => weights.is_whole(),
            HeadKind::Fields(weights) => weights.is_whole(),
        };
        if !whole {
            return refuse("its file is damaged: numbers are missing".to_owned());
        }
        if self.embedder.is_some() && self.embedder != context.models.embedder {
            return refuse(match &context.models.embedder {
                Some(_) => "it was made for another embedding model than the chosen one".to_owned(),
                None => "it needs an embedding model, and none is chosen".to_owned(),
            });
        }
        Ok(())
    }

    /// The same without what tells of the examples' texts beyond the weights.
    #[must_use]
    pub fn without_examples(self) -> Self {
        let kind = match self.kind {
            HeadKind::Labels(head) => HeadKind::Labels(head.without_examples()),
            kind => kind,
        };
        Self { kind, ..self }
    }
}

fn of_labels(known: String, task: &Task) -> String {
    let wanted = listed(task.labels.iter().map(|label| label.name.as_str()));
    let several = if task.multi { ", several of which may apply" } else { "" };
    format!("it tells {known} apart, the task has {wanted}{several}")
}

/// The first names of a list.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let shown = names.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    if names.len() > 5 { format!("{shown}, … ({} in all)", names.len()) } else { shown }
}
