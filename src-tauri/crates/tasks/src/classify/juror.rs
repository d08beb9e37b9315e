//! A language model that is asked about documents: it says how probable the labels are, or, where
//! it cannot, it names those that apply.

use winnow_engine::ModelId;

use super::{
    chooser::{Choice, Chooser},
    model::{Opinion, Reading, Speaker},
    weighed,
};
use crate::{Context, Coverage, Task, TaskError, cost::Cost, evidence::Baseline};

/// The model, prepared for one task.
pub(super) enum Juror {
    Speaks { speaker: Speaker, contextual: Baseline },
    Names(Chooser),
}

/// What it said of one document.
#[derive(Clone, Debug)]
pub(super) enum Said {
    Opinion(Opinion),
    /// Labels without probabilities; they stand above them.
    Choice(Choice),
}

impl Juror {
    /// # Errors
    /// [`TaskError::InvalidSetting`] when the labels alone fill the model's context; the engine's.
    pub(super) async fn seat(
        task: &Task,
        model: &ModelId,
        context: &Context,
    ) -> Result<Self, TaskError> {
        if !context.engine.model(model).await?.scores() {
            return Ok(Self::Names(Chooser { model: model.clone() }));
        }
        let speaker = Speaker::seat(task, model, context).await?;
        let contextual = if task.calibrate {
            Baseline::clone(&*speaker.baseline(task, context).await?)
        } else {
            Baseline::none(task.labels.len())
        };
        Ok(Self::Speaks { speaker, contextual })
    }

    pub(super) fn model(&self) -> &ModelId {
        match self {
            Self::Speaks { speaker, .. } => &speaker.model,
            Self::Names(chooser) => &chooser.model,
        }
    }

    /// What the model says of a document; one that does not fit is read in pieces, if it may be
    /// split and the model gives probabilities.
    ///
    /// # Errors
    /// [`TaskError::DocumentTooLong`]; the engine's.
    pub(super) async fn read(
        &self,
        reading: Reading<'_>,
        context: &Context,
    ) -> Result<Said, TaskError> {
        match self {
            Self::Speaks { speaker, .. } => speaker.read(reading, context).await.map(Said::Opinion),
            Self::Names(chooser) => {
                chooser.choose(reading.task, reading.document, context).await.map(Said::Choice)
            }
        }
    }

    /// The model's prejudice from content-free texts; none of one that only names labels.
    pub(super) fn contextual(&self) -> Option<&Baseline> {
        match self {
            Self::Speaks { contextual, .. } => Some(contextual),
            Self::Names(_) => None,
        }
    }
}

impl Said {
    /// Uncalibrated scores of each label.
    pub(super) fn scores(&self) -> Option<&Vec<f64>> {
        match self {
            Self::Opinion(opinion) => Some(&opinion.scores),
            Self::Choice(_) => None,
        }
    }

    /// Calibrated scores on the scale of log-probabilities, as loud as was learnt; where nothing was,
    /// `beside` times as loud as the model's size lets expect.
    pub(super) fn voice(
        &self,
        baseline: &Baseline,
        learnt: Option<f64>,
        beside: f64,
    ) -> Option<Vec<f64>> {
        let Self::Opinion(opinion) = self else { return None };
        let share = learnt.unwrap_or(beside * opinion.weight);
        let scores = weighed(&baseline.apply(&opinion.scores));
        Some(scores.into_iter().map(|score| share * score).collect())
    }

    pub(super) fn choice(&self) -> Option<&Choice> {
        match self {
            Self::Choice(choice) => Some(choice),
            Self::Opinion(_) => None,
        }
    }

    pub(super) fn coverage(&self) -> Coverage {
        match self {
            Self::Opinion(opinion) => opinion.coverage,
            Self::Choice(choice) => choice.coverage,
        }
    }

    pub(super) fn cost(&self) -> Cost {
        match self {
            Self::Opinion(opinion) => opinion.cost,
            Self::Choice(choice) => choice.cost,
        }
    }
}
