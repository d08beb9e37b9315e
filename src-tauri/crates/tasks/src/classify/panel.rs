//! Which sources of evidence sit in judgement over a task.

use std::{borrow::Cow, sync::Arc};

use winnow_engine::Purpose;

use super::{
    case::Case,
    embedder::Embedder,
    juror::{Juror, Said},
    worth::{LARGER_SWAY, SWAY, SWAY_SETS},
};
use crate::{
    Context, Decide, Doubt, Source, Task, TaskError,
    evidence::{LabelHead, ModelShare, Prototypes, Relevance, Settled},
    teach::{Head, HeadKind},
};

/// The probability from which a label applies where several may.
const HALF: f64 = 0.5;

/// The sources at hand, prepared for one task.
pub(super) struct Panel {
    pub(super) reader: Option<(Embedder, Knowledge)>,
    /// The language model; it is asked to come only when there is a question.
    pub(super) model: Option<Juror>,
    /// The larger one, for what is still unsure.
    pub(super) larger: Option<Juror>,
    /// Sources that the task wanted and that are not there.
    pub(super) doubts: Vec<Doubt>,
    /// Whether the head was taught beside another language model than the chosen one.
    another_was_heard: bool,
}

/// Which of the language models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The chosen one.
    Model,
    /// The task's fallback.
    Larger,
}

impl Role {
    pub(super) fn said(self, case: &Case) -> Option<&Said> {
        match self {
            Self::Model => case.model.as_ref(),
            Self::Larger => case.larger.as_ref(),
        }
    }

    pub(super) fn place(self, case: &mut Case) -> &mut Option<Said> {
        match self {
            Self::Model => &mut case.model,
            Self::Larger => &mut case.larger,
        }
    }
}

/// What a taught head knows of the language model.
pub(super) enum Standing<'a> {
    /// Nothing: there is no head, or another model was heard while teaching.
    Unknown,
    /// It adds nothing.
    Dispensable,
    /// It adds this.
    Weighed(&'a ModelShare),
}

/// What the language model's word counts for beside labels that have settled in the batch: these are
/// right more often. On seven sets of 300 to 500 texts both together are right as often with any
/// weight from 0.3 to 0.7, less often with 1.
const BESIDE_SETTLED: f64 = 0.6;

/// What a document's vector is judged by.
pub(super) enum Knowledge {
    /// The labels' words, and examples as documents of known label; one label is right.
    Words(Arc<Prototypes>),
    /// The same, settled among a batch's documents.
    Settled(Box<Settled>),
    /// The same where several labels may apply.
    Apart(Arc<Relevance>),
    /// A taught head.
    Taught(Arc<Head>),
}

impl Knowledge {
    /// What a document's vector says of each label.
    pub(super) fn scores(&self, vector: &[f32]) -> Vec<f64> {
        match self {
            Self::Words(prototypes) => prototypes.scores(vector),
            Self::Settled(settled) => settled.scores(vector),
            Self::Apart(relevance) => relevance.scores(vector),
            Self::Taught(head) => match &head.kind {
                HeadKind::Labels(head) => head.scores(vector),
                HeadKind::Sets(head) => head.scores(vector),
                HeadKind::Fields(_) => Vec::new(),
            },
        }
    }

    pub(super) fn is_taught(&self) -> bool {
        matches!(self, Self::Taught(_))
    }

    /// Moves what the labels' words say to where a batch's documents are, if they are enough to
    /// tell.
    pub(super) fn settle(&mut self, documents: &[&[f32]]) {
        match self {
            Self::Words(prototypes) => {
                if let Some(settled) = prototypes.settled(documents) {
                    *self = Self::Settled(Box::new(settled));
                }
            }
            Self::Apart(relevance) => *relevance = Arc::new(relevance.beside(documents)),
            _ => {}
        }
    }

    fn head(&self) -> Option<&HeadKind> {
        match self {
            Self::Taught(head) => Some(&head.kind),
            _ => None,
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
                    None if task.multi => {
                        Knowledge::Apart(embedder.relevance(task, context).await?)
                    }
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
        let heard = context.head.as_ref().and_then(|head| head.generator.as_ref());
        let another_was_heard =
            heard.is_some_and(|heard| context.models.generator.as_ref() != Some(heard));
        Ok(Self { reader, model: None, larger: None, doubts, another_was_heard })
    }

    /// The task as the language model is asked it. Beside an embedder, which learns from the
    /// examples, it is asked without them: a small model copies the labels that it was shown.
    pub(super) fn spoken<'a>(&self, task: &'a Task) -> Cow<'a, Task> {
        if self.reader.is_none() || task.examples.is_empty() {
            return Cow::Borrowed(task);
        }
        Cow::Owned(Task { examples: Vec::new(), ..task.clone() })
    }

    /// Seats a language model, if there is one that can read so many labels.
    ///
    /// # Errors
    /// The engine's.
    pub(super) async fn call(
        &mut self,
        role: Role,
        task: &Task,
        context: &Context,
    ) -> Result<(), TaskError> {
        let model = match role {
            Role::Model => &context.models.generator,
            Role::Larger => &context.models.fallback,
        };
        let (Some(model), None) = (model, self.juror(role)) else { return Ok(()) };
        let seated = match Juror::seat(&self.spoken(task), model, context).await {
            // More labels than the model can read: the embedder can.
            Err(TaskError::InvalidSetting { .. }) if self.reader.is_some() => {
                let missing = Doubt::SourceMissing { source: Source::Model };
                if role == Role::Model && !self.doubts.contains(&missing) {
                    self.doubts.push(missing);
                }
                return Ok(());
            }
            seated => Some(seated?),
        };
        match role {
            Role::Model => self.model = seated,
            Role::Larger => self.larger = seated,
        }
        Ok(())
    }

    /// The language model in this role, once it is seated.
    pub(super) fn juror(&self, role: Role) -> Option<&Juror> {
        match role {
            Role::Model => self.model.as_ref(),
            Role::Larger => self.larger.as_ref(),
        }
    }

    fn head(&self) -> Option<&HeadKind> {
        self.reader.as_ref().and_then(|(_, knowledge)| knowledge.head())
    }

    /// What the head knows of the language model.
    pub(super) fn standing(&self) -> Standing<'_> {
        let Some((_, Knowledge::Taught(head))) = &self.reader else { return Standing::Unknown };
        if self.another_was_heard {
            return Standing::Unknown;
        }
        match &head.kind {
            HeadKind::Labels(LabelHead { model: Some(share), .. }) => Standing::Weighed(share),
            _ => Standing::Dispensable,
        }
    }

    /// What a language model's word counts for beside the labels' words.
    pub(super) fn beside_words(&self) -> f64 {
        match &self.reader {
            Some((_, Knowledge::Settled(_))) => BESIDE_SETTLED,
            _ => 1.0,
        }
    }

    /// How far a language model is supposed to move the odds; `None` where it is not to be asked,
    /// because teaching has shown that it adds nothing.
    pub(super) fn supposed_sway(&self, role: Role, multi: bool) -> Option<f64> {
        match (role, self.standing()) {
            (Role::Larger, _) => Some(LARGER_SWAY),
            (Role::Model, Standing::Weighed(share)) => Some(share.sway),
            (Role::Model, Standing::Dispensable) => None,
            (Role::Model, Standing::Unknown) if multi => Some(SWAY_SETS),
            (Role::Model, Standing::Unknown) => Some(self.beside_words() * SWAY),
        }
    }

    /// The probability below which no label is named, where teaching has shown one.
    pub(super) fn none_below(&self) -> Option<f64> {
        match self.head()? {
            HeadKind::Labels(head) => head.none_below,
            HeadKind::Sets(_) | HeadKind::Fields(_) => None,
        }
    }

    /// The probability from which each label applies, where several may.
    pub(super) fn thresholds(&self, task: &Task) -> Vec<f64> {
        match (task.threshold, self.head()) {
            (None, Some(HeadKind::Sets(head))) => head.thresholds.clone(),
            (threshold, _) => vec![threshold.unwrap_or(HALF); task.labels.len()],
        }
    }
}

fn taught(head: &Arc<Head>, task: &Task, context: &Context) -> Result<Knowledge, TaskError> {
    head.fits(task, context)?;
    Ok(Knowledge::Taught(Arc::clone(head)))
}
