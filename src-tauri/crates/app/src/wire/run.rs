//! Runs on the wire: one task on one document, as it happens and as it is remembered.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    document::DocumentView,
    error::ApiError,
    outcome::OutcomeView,
    task::{TaskKind, TaskSpec},
};

/// What a task is run on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RunInput {
    /// Text that was typed or pasted.
    Text {
        /// The text.
        text: String,
    },
    /// A document that was opened before.
    Document {
        /// [`DocumentView::id`].
        id: String,
    },
}

/// Run a task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunRequest {
    /// The caller's name for this run, for `cancel`.
    pub operation: String,
    /// What is asked.
    pub task: TaskSpec,
    /// Of what.
    pub input: RunInput,
}

/// Something that happened while a task ran.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RunEvent {
    /// A model is being loaded first.
    Loading {
        /// Its name.
        model: String,
        /// 0 to 1.
        fraction: f32,
    },
    /// The prompt is being read.
    Prefill {
        /// Tokens done.
        done: u32,
        /// Tokens in all.
        total: u32,
        /// Reused.
        cached: u32,
    },
    /// A stage has got this far.
    Stage {
        /// Which.
        stage: StageName,
        /// Steps done.
        done: u32,
        /// Steps in all.
        total: u32,
    },
    /// New text.
    Text {
        /// The text.
        text: String,
        /// Tokens so far.
        tokens: u32,
        /// Milliseconds since the run began.
        at_ms: f64,
    },
}

/// A stage of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum StageName {
    /// Embedding.
    Embed,
    /// Weighing labels or spans.
    Score,
    /// Writing.
    Write,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RunStatus {
    /// With an outcome.
    Done,
    /// With an error.
    Failed,
    /// The person stopped it.
    Cancelled,
}

/// A run as History lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunSummary {
    /// Its key.
    pub id: String,
    /// RFC 3339.
    pub created_at: String,
    /// What was asked.
    pub kind: TaskKind,
    /// The task's name.
    pub task_name: String,
    /// The document's name.
    pub document_name: String,
    /// The answer in a line.
    pub answer: String,
    /// Its confidence, if it has one.
    pub confidence: Option<f64>,
    /// How it ended.
    pub status: RunStatus,
    /// Where a search matched, with `<mark>`-free plain text around it.
    pub snippet: Option<String>,
}

/// A run in full: enough to look at it again, and to do it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunRecord {
    /// As listed.
    pub summary: RunSummary,
    /// What was asked.
    pub task: TaskSpec,
    /// Of what.
    pub document: DocumentView,
    /// What came out, when done.
    pub outcome: Option<OutcomeView>,
    /// What went wrong, when not.
    pub error: Option<ApiError>,
    /// What had been written when it was stopped.
    pub partial: Option<String>,
}

/// A question to History.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct RunQuery {
    /// Words to find in documents, answers and tasks; empty: everything.
    pub search: String,
    /// Only this kind.
    pub kind: Option<TaskKind>,
    /// Continue behind this cursor.
    pub cursor: Option<String>,
    /// At most this many (default 50, at most 200).
    pub limit: Option<u32>,
}

/// A page of History, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunPage {
    /// The runs.
    pub runs: Vec<RunSummary>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Runs in all that match.
    pub total: u32,
}

/// The form of exported runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ExportFormat {
    /// One array.
    Json,
    /// One object a line.
    Jsonl,
    /// One row a run.
    Csv,
    /// For reading.
    Markdown,
}
