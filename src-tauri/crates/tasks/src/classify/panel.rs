//! Which sources of evidence sit in judgement over a task.

use std::sync::Arc;

use winnow_engine::Purpose;

use super::{embedder::Embedder, model::Speaker};
use crate::{
    Context, Decide, Doubt, Source, Task, TaskError,
    evidence::{Baseline, Prototypes},
};

/// The sources at hand, prepared for one task.
pub(super) struct Panel {
    pub(super) embedder: Option<(Embedder, Arc<Prototypes>)>,
    pub(super) speaker: Option<(Speaker, Baseline)>,
    /// Sources that the task wanted and that are not there.
    pub(super) doubts: Vec<Doubt>,
}

impl Panel {
    /// # Errors
    /// [`TaskError::ModelMissing`] when nobody is left to decide; the engine's.
    pub(super) async fn seat(task: &Task, context: &Context) -> Result<Self, TaskError> {
        let embedder = match (&context.models.embedder, task.decide) {
            (_, Decide::Model) => None,
            (Some(model), _) => {
                let embedder = Embedder::seat(model, context).await?;
                let prototypes = embedder.prototypes(task, context).await?;
                Some((embedder, prototypes))
            }
            (None, Decide::Embedder) => return Err(TaskError::ModelMissing(Purpose::Embed)),
            (None, Decide::Cascade | Decide::Best) => None,
        };
        let speaker = match (&context.models.generator, task.decide) {
            (_, Decide::Embedder) => None,
            (Some(model), _) => match Speaker::seat(task, model, context).await {
                Ok(speaker) => {
                    let baseline = if task.calibrate {
                        Baseline::clone(&*speaker.baseline(task, context).await?)
                    } else {
                        Baseline::none(task.labels.len())
                    };
                    Some((speaker, baseline))
                }
                // More labels than the model can read: the embedder can.
                Err(TaskError::InvalidSetting { .. }) if embedder.is_some() => None,
                Err(error) => return Err(error),
            },
            (None, Decide::Model) => return Err(TaskError::ModelMissing(Purpose::Generate)),
            (None, Decide::Cascade | Decide::Best) => None,
        };
        let mut doubts = Vec::new();
        if matches!(task.decide, Decide::Cascade | Decide::Best) {
            match (&embedder, &speaker) {
                (None, None) => return Err(TaskError::ModelMissing(Purpose::Generate)),
                (None, _) => doubts.push(Doubt::SourceMissing { source: Source::Embedder }),
                (_, None) => doubts.push(Doubt::SourceMissing { source: Source::Model }),
                _ => {}
            }
        }
        Ok(Self { embedder, speaker, doubts })
    }
}
