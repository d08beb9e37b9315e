//! What a task was taught by and what came of it, as the window shows it.

use std::{sync::Arc, time::Instant};

use winnow_engine::{CancellationToken, Priority, Purpose};
use winnow_store::ExampleRow;
use winnow_tasks::{
    Decide, Models, Task, TaskError, TaskKind, Unteachable,
    teach::{Head, Taught, TeachNote, TeachReport, teach},
    validate,
};

use super::fits;
use crate::{
    App,
    ask::Listener,
    convert::{
        run::{event_of, time_text},
        task::task_of,
    },
    wire::{
        error::ApiError,
        task::TaskSpec,
        teaching::{
            HeadView, LearningNote, LearningPoint, LearningReport, TaughtExample, TeachRefusal,
            TeachingView,
        },
    },
};

/// Examples that the window lists; of more it says how many there are.
const LISTED: usize = 300;

/// Characters of an example's text that it shows.
const SHOWN: usize = 240;

impl App {
    /// What a task was taught by, and what it has learnt so far. Nothing is learnt by this.
    ///
    /// # Errors
    /// An invalid task; those of the store.
    pub async fn get_teaching(&self, task: TaskSpec) -> Result<TeachingView, ApiError> {
        let task = task_of(&task)?;
        validate(&task)?;
        self.teaching_view(&task, None).await
    }

    /// Learns, unless that was done, and says why nothing could be learnt.
    pub(super) async fn learn_now(
        &self,
        task: &Task,
        events: Listener,
        cancel: &CancellationToken,
    ) -> Result<Option<TeachRefusal>, ApiError> {
        if !matches!(task.kind, TaskKind::Classify | TaskKind::Extract) {
            return Ok(Some(TeachRefusal::OtherKind));
        }
        if task.decide == Decide::Model {
            return Ok(Some(TeachRefusal::ModelDecides));
        }
        let full = Task { examples: self.all_examples(task).await?, ..task.clone() };
        if full.examples.is_empty() {
            return Ok(Some(TeachRefusal::NoExamples));
        }
        let lent = self.lend(&self.choose(task).await?, &events, cancel).await?;
        let began = Instant::now();
        let progress = move |progress| events(event_of(progress, began.elapsed()));
        let context = self.context(&lent, Priority::batch(), Arc::new(progress), cancel).await?;
        let kept = self.kept_head(&full, &context.models).await?;
        if kept.is_some_and(|taught| fits(&taught, &full, &context)) {
            return Ok(None);
        }
        match teach(&full, &context).await {
            Ok(taught) => {
                self.keep_head(&full, &context, &taught).await?;
                Ok(None)
            }
            Err(TaskError::Unteachable(reason)) => Ok(Some(refusal_of(reason))),
            Err(TaskError::ModelMissing(Purpose::Embed)) => Ok(Some(TeachRefusal::NoEmbedder)),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn teaching_view(
        &self,
        task: &Task,
        refusal: Option<TeachRefusal>,
    ) -> Result<TeachingView, ApiError> {
        let rows = self.list_examples(task).await?;
        let full = Task { examples: self.all_examples(task).await?, ..task.clone() };
        let taught = match self.choose(task).await {
            Ok(chosen) if refusal.is_none() => {
                let id = |pick: Option<crate::choose::Pick>| pick.map(|pick| pick.id().clone());
                let models = Models {
                    generator: id(chosen.generator),
                    fallback: None,
                    embedder: id(chosen.embedder),
                    embedder_languages: chosen.embedder_languages,
                    writes: false,
                };
                self.kept_head(&full, &models).await?
            }
            _ => None,
        };
        let (head, report) = taught.map_or((None, None), |Taught { head, report }| {
            (head.as_ref().map(head_view), Some(report_view(&report)))
        });
        Ok(TeachingView {
            total: count(rows.len()),
            examples: rows.iter().rev().take(LISTED).map(example_view).collect(),
            replaced: None,
            report,
            refusal,
            head,
        })
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn example_view(row: &ExampleRow) -> TaughtExample {
    let text = row.input.trim();
    let shown: String = text.chars().take(SHOWN).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    TaughtExample {
        id: row.id.clone(),
        document: row.document.clone(),
        text: format!("{shown}{more}"),
        answer: row.output.clone(),
        created_at: time_text(row.created_at),
    }
}

fn report_view(report: &TeachReport) -> LearningReport {
    LearningReport {
        examples: count(report.examples),
        before: report.before,
        after: report.after,
        curve: report
            .curve
            .iter()
            .map(|point| LearningPoint { examples: count(point.examples), score: point.score })
            .collect(),
        seconds: report.reading_seconds + report.seconds,
        used: report.used,
        more_needed: report.more_needed.map(count),
        notes: report.notes.iter().map(note_view).collect(),
    }
}

fn note_view(note: &TeachNote) -> LearningNote {
    match note {
        TeachNote::Contradiction { numbers } => {
            LearningNote::Contradiction { count: count(numbers.len()) }
        }
        TeachNote::Repeated { count: number } => LearningNote::Repeated { count: count(*number) },
        TeachNote::Unfound { field, numbers } => {
            LearningNote::Unfound { field: field.clone(), count: count(numbers.len()) }
        }
        TeachNote::Standing { fields } => LearningNote::Standing { fields: fields.clone() },
        TeachNote::Untaught { labels } => LearningNote::Untaught { labels: labels.clone() },
    }
}

fn head_view(head: &Head) -> HeadView {
    HeadView {
        version: head.version,
        examples_hash: head.examples_hash.clone(),
        examples: count(head.examples),
        embedder: head.embedder.as_ref().map(ToString::to_string),
    }
}

fn refusal_of(reason: Unteachable) -> TeachRefusal {
    match reason {
        Unteachable::NoExamples | Unteachable::NotYet => TeachRefusal::NoExamples,
        Unteachable::OneLabel { label, .. } => TeachRefusal::OneLabel { label },
        Unteachable::TooManyLabels { most, .. } => {
            TeachRefusal::TooManyLabels { most: count(most) }
        }
        Unteachable::OtherKind => TeachRefusal::OtherKind,
    }
}
