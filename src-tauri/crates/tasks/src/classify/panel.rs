//! Which sources of evidence sit in judgement over a task.

use std::{borrow::Cow, sync::Arc};

use winnow_engine::Purpose;

use super::{chooser::Chooser, embedder::Embedder, model::Speaker};
use crate::{
    Context, Decide, Doubt, Source, Task, TaskError,
    evidence::{Baseline, LabelHead, Prototypes},
    teach::{Head, HeadKind},
};

/// The sources at hand, prepared for one task.
pub(super) struct Panel {
    pub(super) reader: Option<(Embedder, Knowledge)>,
    /// The language model; in a cascade it is asked to come only when there is a question.
    pub(super) speaker: Option<(Speaker, Baseline)>,
    /// A language model that can only name a label; then there is no speaker.
    pub(super) chooser: Option<Chooser>,
    /// Sources that the task wanted and that are not there.
    pub(super) doubts: Vec<Doubt>,
}

/// What a document's vector is judged by.
pub(super) enum Knowledge {
    /// The labels' words, and examples as documents of known label.
    Words(Arc<Prototypes>),
    /// A taught head.
    Taught(Arc<Head>),
}

impl Knowledge {
    /// What a document's vector says of each label.
    pub(super) fn scores(&self, vector: &[f32]) -> Vec<f64> {
        match self {
            Self::Words(prototypes) => prototypes.scores(vector),
            Self::Taught(head) => {
                let HeadKind::Labels(head) = &head.kind else { return Vec::new() };
                head.scores(vector)
            }
        }
    }

    pub(super) fn head(&self) -> Option<&LabelHead> {
        match self {
            Self::Taught(head) => match &head.kind {
                HeadKind::Labels(head) => Some(head),
                HeadKind::Fields(_) => None,
            },
            Self::Words(_) => None,
        }
    }
}

impl Panel {
    /// Seats the embedder, and the language model where it is always asked.
    ///
    /// # Errors
    /// [`TaskError::ModelMissing`] when nobody is left to decide; [`TaskError::HeadMismatch`];
    /// the engine's.
    pub(super) async fn seat(task: &Task, context: &Context) -> Result<Self, TaskError> {
        let reader = match (&context.models.embedder, task.decide) {
            (_, Decide::Model) => None,
            (Some(model), _) => {
                let embedder = Embedder::seat(model, context).await?;
                let knowledge = match &context.head {
                    Some(head) => taught(head, task, context)?,
                    None => Knowledge::Words(embedder.prototypes(task, context).await?),
                };
                Some((embedder, knowledge))
            }
            (None, Decide::Embedder) => return Err(TaskError::ModelMissing(Purpose::Embed)),
            (None, Decide::Cascade | Decide::Best) => None,
        };
        let mut doubts = Vec::new();
        if matches!(task.decide, Decide::Cascade | Decide::Best) {
            match (&reader, &context.models.generator) {
                (None, None) => return Err(TaskError::ModelMissing(Purpose::Generate)),
                (None, _) => doubts.push(Doubt::SourceMissing { source: Source::Embedder }),
                (_, None) => doubts.push(Doubt::SourceMissing { source: Source::Model }),
                _ => {}
            }
        }
        if context.models.generator.is_none() && task.decide == Decide::Model {
            return Err(TaskError::ModelMissing(Purpose::Generate));
        }
        Ok(Self { reader, speaker: None, chooser: None, doubts })
    }

    /// The task as the language model is asked it. Beside an embedder, which learns from the
    /// examples, it is asked without them: a small model copies the labels that it was shown.
    pub(super) fn spoken<'a>(&self, task: &'a Task) -> Cow<'a, Task> {
        if self.reader.is_none() || task.examples.is_empty() {
            return Cow::Borrowed(task);
        }
        Cow::Owned(Task { examples: Vec::new(), ..task.clone() })
    }

    /// Seats the language model, if there is one that can read so many labels.
    pub(super) async fn call(&mut self, task: &Task, context: &Context) -> Result<(), TaskError> {
        let Some(model) = &context.models.generator else { return Ok(()) };
        if !context.engine.model(model).await?.scores() {
            self.chooser = Some(Chooser { model: model.clone() });
            return Ok(());
        }
        let task = &*self.spoken(task);
        let speaker = match Speaker::seat(task, model, context).await {
            Ok(speaker) => speaker,
            // More labels than the model can read: the embedder can.
            Err(TaskError::InvalidSetting { .. }) if self.reader.is_some() => {
                let missing = Doubt::SourceMissing { source: Source::Model };
                if !self.doubts.contains(&missing) {
                    self.doubts.push(missing);
                }
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let baseline = if task.calibrate {
            Baseline::clone(&*speaker.baseline(task, context).await?)
        } else {
            Baseline::none(task.labels.len())
        };
        self.speaker = Some((speaker, baseline));
        Ok(())
    }

    /// The taught head, where one is used.
    pub(super) fn head(&self) -> Option<&LabelHead> {
        self.reader.as_ref().and_then(|(_, knowledge)| knowledge.head())
    }
}

fn taught(head: &Arc<Head>, task: &Task, context: &Context) -> Result<Knowledge, TaskError> {
    head.fits(task, context)?;
    Ok(Knowledge::Taught(Arc::clone(head)))
}
