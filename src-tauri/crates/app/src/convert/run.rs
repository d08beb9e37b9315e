//! Runs: as kept, as listed, as opened again.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use winnow_store::{RunFilter, RunListing, RunRow, StoredRun};
use winnow_tasks::{Progress, Stage, Task};

use super::{
    document::{document_view, stored_document},
    outcome::{KeptOutcome, outcome_view},
    task::spec_of,
};
use crate::wire::{
    error::{ApiError, Code},
    run as wire,
    task::TaskKind,
};

/// RFC 3339 in UTC.
#[must_use]
pub fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A step of a task, this long after its run began.
#[must_use]
pub fn event_of(progress: Progress, elapsed: Duration) -> wire::RunEvent {
    match progress {
        Progress::Stage { stage, done, total } => wire::RunEvent::Stage {
            stage: match stage {
                Stage::Embed => wire::StageName::Embed,
                Stage::Score => wire::StageName::Score,
                Stage::Write => wire::StageName::Write,
            },
            done,
            total,
        },
        Progress::Prefill { done, total, cached } => {
            wire::RunEvent::Prefill { done, total, cached }
        }
        Progress::Text { text, tokens } => {
            wire::RunEvent::Text { text, tokens, at_ms: elapsed.as_secs_f64() * 1e3 }
        }
    }
}

/// A question to the history on its way down.
#[must_use]
pub fn filter_of(query: &wire::RunQuery) -> RunFilter {
    RunFilter {
        search: query.search.clone(),
        kind: query.kind.map(|kind| super::task::kind_name(super::task::kind_of(kind)).to_owned()),
        cursor: query.cursor.clone(),
        limit: query.limit,
    }
}

/// A run as the history lists it.
///
/// # Errors
/// [`Code::Internal`] for a kind of task that this version does not know.
pub fn summary_of(listing: RunListing) -> Result<wire::RunSummary, ApiError> {
    Ok(wire::RunSummary {
        id: listing.id,
        created_at: time_text(listing.created_at),
        kind: kind_named(&listing.kind)?,
        task_name: listing.task_name,
        document_name: listing.document_name,
        answer: listing.answer,
        confidence: listing.confidence,
        status: status_view(listing.status),
        snippet: listing.snippet,
    })
}

/// A run in full.
///
/// # Errors
/// [`Code::Internal`] for a task that this version does not understand. An outcome that it does
/// not understand becomes the record's error: document and task are still there to be run again.
pub fn record_of(stored: StoredRun) -> Result<wire::RunRecord, ApiError> {
    let StoredRun { run, document: row } = stored;
    let task: Task = serde_json::from_value(run.task.clone())?;
    let document = stored_document(&row);
    let (outcome, misread) = match run.outcome.clone().map(serde_json::from_value::<KeptOutcome>) {
        None => (None, None),
        Some(Ok(kept)) => (Some(outcome_view(&kept, &task, &document, run.duration_ms)), None),
        Some(Err(error)) => (None, Some(ApiError::from(error))),
    };
    Ok(wire::RunRecord {
        summary: summary_of_row(&run, &document.name)?,
        task: spec_of(&task),
        document: document_view(&row.id, &document),
        outcome,
        error: misread.or_else(|| run.error.map(error_of)),
        partial: run.partial,
    })
}

fn summary_of_row(run: &RunRow, document_name: &str) -> Result<wire::RunSummary, ApiError> {
    Ok(wire::RunSummary {
        id: run.id.clone(),
        created_at: time_text(run.created_at),
        kind: kind_named(&run.kind)?,
        task_name: run.task_name.clone(),
        document_name: document_name.to_owned(),
        answer: run.answer.clone(),
        confidence: run.confidence,
        status: status_view(run.status),
        snippet: None,
    })
}

fn error_of(kept: Value) -> ApiError {
    serde_json::from_value(kept.clone()).unwrap_or_else(|_| ApiError::plain(Code::Internal, kept))
}

fn status_view(status: winnow_store::RunStatus) -> wire::RunStatus {
    match status {
        winnow_store::RunStatus::Done => wire::RunStatus::Done,
        winnow_store::RunStatus::Failed => wire::RunStatus::Failed,
        winnow_store::RunStatus::Cancelled => wire::RunStatus::Cancelled,
    }
}

fn kind_named(name: &str) -> Result<TaskKind, ApiError> {
    Ok(serde_json::from_value(Value::String(name.to_owned()))?)
}
