//! The history: runs page by page, newest first, narrowed by kind and words.
//!
//! Pages continue behind the last run of the page before (its time and id), so that runs which
//! come in between move nothing.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{FromRow, Row, sqlite::SqliteRow};

use crate::{RunId, RunStatus, Store, StoreError, row, search::Words};

/// Runs on a page when nothing else is asked.
const DEFAULT_LIMIT: u32 = 50;
/// Runs on a page at most.
const MAX_LIMIT: u32 = 200;

/// Which runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Words that must all be found, each as the beginning of a word in the document, its name,
    /// the answer or the task's name; empty: everything.
    pub search: String,
    /// Only this kind.
    pub kind: Option<String>,
    /// [`RunPage::next`] of the page before.
    pub cursor: Option<String>,
    /// Runs on the page: 50 when absent, at most 200.
    pub limit: Option<u32>,
}

/// A run as the history lists it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunListing {
    /// Its key.
    pub id: RunId,
    /// "classify", "extract"…
    pub kind: String,
    /// The task's name.
    pub task_name: String,
    /// The document's key.
    pub document_id: String,
    /// The document's name.
    pub document_name: String,
    /// How it ended.
    pub status: RunStatus,
    /// The answer in a line.
    pub answer: String,
    /// Probability that the answer is right.
    pub confidence: Option<f64>,
    /// Hash of the language model that took part.
    pub model: Option<String>,
    /// Milliseconds by the clock.
    pub duration_ms: f64,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// The words around a match, when searching.
    pub snippet: Option<String>,
}

/// A page of the history, newest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunPage {
    /// The runs.
    pub rows: Vec<RunListing>,
    /// Where the next page begins; none: this is the last.
    pub next: Option<String>,
    /// Runs in all that match, on every page together.
    pub total: u64,
}

impl FromRow<'_, SqliteRow> for RunListing {
    fn from_row(found: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: found.try_get("id")?,
            kind: found.try_get("kind")?,
            task_name: found.try_get("task_name")?,
            document_id: found.try_get("document_id")?,
            document_name: found.try_get("document_name")?,
            status: RunStatus::from_column(found)?,
            answer: found.try_get("answer")?,
            confidence: found.try_get("confidence")?,
            model: found.try_get("model")?,
            duration_ms: found.try_get("duration_ms")?,
            created_at: found.try_get("created_at")?,
            snippet: None,
        })
    }
}

/// A run matches when each word is found in it or in its document: `hits` holds every pair of word
/// and run once. `?1` are the words, `?2` whether there are any, `?3` the kind.
macro_rules! matching {
    ($select:literal, $rest:literal) => {
        concat!(
            "WITH hits (word, run_key) AS (
                SELECT w.key, s.rowid FROM json_each(?1) w CROSS JOIN run_search s
                WHERE s.run_search MATCH w.value
                UNION
                SELECT w.key, r.key FROM json_each(?1) w CROSS JOIN document_search s
                JOIN runs r ON r.document_key = s.rowid
                WHERE s.document_search MATCH w.value
            ), found (run_key) AS (
                SELECT run_key FROM hits GROUP BY run_key
                HAVING count(*) = json_array_length(?1)
            ) ",
            $select,
            " FROM runs r JOIN documents d ON d.key = r.document_key
            WHERE r.deleted_at IS NULL
            AND (NOT ?2 OR r.key IN (SELECT run_key FROM found))
            AND (?3 IS NULL OR r.kind = ?3) ",
            $rest
        )
    };
}

impl Store {
    /// A page of runs that were not deleted.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`], else as SQLite fails. No search text is an error.
    pub async fn runs(&self, filter: &RunFilter) -> Result<RunPage, StoreError> {
        let words = Words::new(&filter.search);
        let cursor = filter.cursor.as_deref().map(Cursor::parse).transpose()?;
        let (after_time, after_id) = cursor.map(|cursor| (cursor.time, cursor.id)).unzip();
        let limit = filter.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);

        let mut transaction = self.pool.begin().await?;
        let (total,): (i64,) = sqlx::query_as(matching!("SELECT count(*)", ""))
            .bind(words.each())
            .bind(!words.is_empty())
            .bind(&filter.kind)
            .fetch_one(&mut *transaction)
            .await?;
        let mut rows: Vec<RunListing> = sqlx::query_as(matching!(
            "SELECT r.*, d.id AS document_id, d.name AS document_name",
            "AND (?4 IS NULL OR (r.created_at, r.id) < (?4, ?5))
             ORDER BY r.created_at DESC, r.id DESC LIMIT ?6"
        ))
        .bind(words.each())
        .bind(!words.is_empty())
        .bind(&filter.kind)
        .bind(after_time)
        .bind(after_id)
        .bind(i64::from(limit) + 1)
        .fetch_all(&mut *transaction)
        .await?;

        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        if !words.is_empty() {
            for listing in &mut rows {
                listing.snippet = snippet(&mut transaction, &listing.id, &words).await?;
            }
        }
        let next = rows.last().filter(|_| more).map(|last| {
            Cursor { time: row::time_text(last.created_at), id: last.id.clone() }.to_text()
        });
        Ok(RunPage { rows, next, total: total.unsigned_abs() })
    }
}

/// The words around a match, of the run itself where it matches, else of its document.
async fn snippet(
    connection: &mut sqlx::SqliteConnection,
    run: &str,
    words: &Words,
) -> Result<Option<String>, sqlx::Error> {
    let found: Option<(String,)> = sqlx::query_as(
        "SELECT snippet(run_search, -1, '', '', '…', 16) FROM run_search
         WHERE run_search MATCH ?2 AND rowid = (SELECT key FROM runs WHERE id = ?1)
         UNION ALL
         SELECT snippet(document_search, -1, '', '', '…', 16) FROM document_search
         WHERE document_search MATCH ?2
         AND rowid = (SELECT document_key FROM runs WHERE id = ?1)
         LIMIT 1",
    )
    .bind(run)
    .bind(words.any())
    .fetch_optional(connection)
    .await?;
    Ok(found.map(|(text,)| text))
}

/// The last run of a page, as it stands in [`RunPage::next`].
struct Cursor {
    time: String,
    id: String,
}

impl Cursor {
    const SEPARATOR: char = '~';

    fn to_text(&self) -> String {
        format!("{}{}{}", self.time, Self::SEPARATOR, self.id)
    }

    fn parse(text: &str) -> Result<Self, StoreError> {
        let invalid = || StoreError::InvalidCursor { cursor: text.to_owned() };
        let (time, id) = text.split_once(Self::SEPARATOR).ok_or_else(invalid)?;
        let time = DateTime::parse_from_rfc3339(time).map_err(|_| invalid())?.with_timezone(&Utc);
        let id = uuid::Uuid::try_parse(id).map_err(|_| invalid())?;
        Ok(Self { time: row::time_text(time), id: id.to_string() })
    }
}
