//! Runs: one task on one document, with everything that it takes to look at it again and to do it
//! again.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::{FromRow, Row, sqlite::SqliteRow};

use crate::{DocumentRow, Store, StoreError, row, search};

/// The key of a run: UUID version 7 as text.
pub type RunId = String;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// With an outcome.
    Done,
    /// With an error.
    Failed,
    /// The person stopped it.
    Cancelled,
}

impl RunStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    pub(crate) fn from_column(found: &SqliteRow) -> Result<Self, sqlx::Error> {
        let text: String = found.try_get("status")?;
        [Self::Done, Self::Failed, Self::Cancelled]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| sqlx::Error::ColumnDecode {
                index: "status".to_owned(),
                source: format!("\"{text}\" is no status of a run").into(),
            })
    }
}

impl fmt::Display for RunStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A run to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRun {
    /// [`DocumentRow::id`] of what it read.
    pub document_id: String,
    /// "classify", "extract"…
    pub kind: String,
    /// Content hash of the task.
    pub task_hash: String,
    /// The task in full.
    pub task: Value,
    /// Its name; may be empty.
    pub task_name: String,
    /// What came out, when done.
    pub outcome: Option<Value>,
    /// What went wrong, when not.
    pub error: Option<Value>,
    /// What had been written when it was stopped.
    pub partial: Option<String>,
    /// How it ended.
    pub status: RunStatus,
    /// The answer in a line; searched.
    pub answer: String,
    /// Probability that the answer is right.
    pub confidence: Option<f64>,
    /// Hash of the language model that took part.
    pub model: Option<String>,
    /// Hash of the embedder that took part.
    pub embedder: Option<String>,
    /// Milliseconds by the clock.
    pub duration_ms: f64,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

/// A run that is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunRow {
    /// UUID version 7.
    pub id: RunId,
    /// "classify", "extract"…
    pub kind: String,
    /// Content hash of the task.
    pub task_hash: String,
    /// The task in full.
    pub task: Value,
    /// Its name; may be empty.
    pub task_name: String,
    /// What came out, when done.
    pub outcome: Option<Value>,
    /// What went wrong, when not.
    pub error: Option<Value>,
    /// What had been written when it was stopped.
    pub partial: Option<String>,
    /// How it ended.
    pub status: RunStatus,
    /// The answer in a line.
    pub answer: String,
    /// Probability that the answer is right.
    pub confidence: Option<f64>,
    /// Hash of the language model that took part.
    pub model: Option<String>,
    /// Hash of the embedder that took part.
    pub embedder: Option<String>,
    /// Milliseconds by the clock.
    pub duration_ms: f64,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

/// A run and what it read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoredRun {
    /// The run.
    pub run: RunRow,
    /// The document.
    pub document: DocumentRow,
}

impl FromRow<'_, SqliteRow> for RunRow {
    fn from_row(found: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: found.try_get("id")?,
            kind: found.try_get("kind")?,
            task_hash: found.try_get("task_hash")?,
            task: row::json(found, "task")?,
            task_name: found.try_get("task_name")?,
            outcome: row::json_or_none(found, "outcome")?,
            error: row::json_or_none(found, "error")?,
            partial: found.try_get("partial")?,
            status: RunStatus::from_column(found)?,
            answer: found.try_get("answer")?,
            confidence: found.try_get("confidence")?,
            model: found.try_get("model")?,
            embedder: found.try_get("embedder")?,
            duration_ms: found.try_get("duration_ms")?,
            created_at: found.try_get("created_at")?,
        })
    }
}

impl Store {
    /// Keeps a run; when this returns, it outlives the process.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for its document, else as SQLite fails.
    pub async fn insert_run(&self, new: NewRun) -> Result<RunId, StoreError> {
        let id = row::new_id();
        let wording = search::wording(&new);
        let inserted = sqlx::query(
            "INSERT INTO runs (id, document_key, kind, task_hash, task, task_name, status, outcome,
                               error, partial, answer, wording, confidence, model, embedder,
                               duration_ms, created_at)
             SELECT ?1, key, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17
             FROM documents WHERE id = ?2",
        )
        .bind(&id)
        .bind(&new.document_id)
        .bind(&new.kind)
        .bind(&new.task_hash)
        .bind(new.task.to_string())
        .bind(&new.task_name)
        .bind(new.status.as_str())
        .bind(new.outcome.map(|outcome| outcome.to_string()))
        .bind(new.error.map(|error| error.to_string()))
        .bind(&new.partial)
        .bind(&new.answer)
        .bind(wording)
        .bind(new.confidence)
        .bind(&new.model)
        .bind(&new.embedder)
        .bind(new.duration_ms)
        .bind(row::time_text(new.created_at))
        .execute(&self.pool)
        .await?;
        if inserted.rows_affected() == 0 {
            return Err(StoreError::NotFound { what: "document", id: new.document_id });
        }
        Ok(id)
    }

    /// A run that was not deleted, and its document.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn run(&self, id: &str) -> Result<StoredRun, StoreError> {
        let run = sqlx::query_as("SELECT * FROM runs WHERE id = ?1 AND deleted_at IS NULL")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| not_found(id))?;
        let document = sqlx::query_as(
            "SELECT d.* FROM documents d JOIN runs r ON r.document_key = d.key WHERE r.id = ?1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?
        .ok_or_else(|| not_found(id))?;
        Ok(StoredRun { run, document })
    }

    /// Takes a run out of sight; [`Store::restore_run`] brings it back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; a run that is deleted already is no error.
    pub async fn delete_run(&self, id: &str) -> Result<(), StoreError> {
        self.mark_run(id, Some(row::now())).await
    }

    /// Brings a deleted run back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] once it is purged.
    pub async fn restore_run(&self, id: &str) -> Result<(), StoreError> {
        self.mark_run(id, None).await
    }

    async fn mark_run(&self, id: &str, deleted_at: Option<String>) -> Result<(), StoreError> {
        let marked = sqlx::query("UPDATE runs SET deleted_at = ?2 WHERE id = ?1")
            .bind(id)
            .bind(deleted_at)
            .execute(&self.pool)
            .await?;
        if marked.rows_affected() == 0 {
            return Err(not_found(id));
        }
        Ok(())
    }

    /// Removes for good the runs that were deleted before `older_than`, and the documents that no
    /// run uses and nobody opened since then. Returns how many runs went.
    ///
    /// # Errors
    /// As SQLite fails; then nothing was removed.
    pub async fn purge_deleted(&self, older_than: DateTime<Utc>) -> Result<u64, StoreError> {
        let limit = row::time_text(older_than);
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let purged = sqlx::query("DELETE FROM runs WHERE deleted_at < ?1")
            .bind(&limit)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "DELETE FROM documents WHERE opened_at < ?1
             AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.document_key = documents.key)",
        )
        .bind(&limit)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(purged.rows_affected())
    }
}

fn not_found(id: &str) -> StoreError {
    StoreError::NotFound { what: "run", id: id.to_owned() }
}
