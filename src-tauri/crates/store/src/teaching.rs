//! What tasks are taught by, and what they have learnt.
//!
//! Examples belong to a question, not to a task's wording. A text has one answer at a time: a new
//! one drops the old, which stays and can be put back. Heads can always be made again.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::{FromRow, Row, sqlite::SqliteRow};

use crate::{Store, StoreError, row};

/// A document's text with its right answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExampleRow {
    /// UUID version 7.
    pub id: String,
    /// The text.
    pub input: String,
    /// The answer.
    pub output: Value,
    /// Where the person pointed, by field: what [`NewExample::places`] kept.
    pub places: Option<Value>,
    /// What the document is called, where that is known.
    pub document: Option<String>,
    /// When it was given.
    pub created_at: DateTime<Utc>,
}

/// An answer to keep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewExample {
    /// The text.
    pub input: String,
    /// The answer.
    pub output: Value,
    /// Where the person pointed, by field.
    pub places: Option<Value>,
    /// What the document is called.
    pub document: Option<String>,
}

impl FromRow<'_, SqliteRow> for ExampleRow {
    fn from_row(found: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: found.try_get("id")?,
            input: found.try_get("input")?,
            output: row::json(found, "output")?,
            places: row::json_or_none(found, "places")?,
            document: found.try_get("document")?,
            created_at: found.try_get("created_at")?,
        })
    }
}

/// What was learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadRow {
    /// The head; none where the examples did not help.
    pub head: Option<Value>,
    /// What was measured.
    pub report: Value,
    /// When.
    pub created_at: DateTime<Utc>,
}

impl FromRow<'_, SqliteRow> for HeadRow {
    fn from_row(found: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            head: row::json_or_none(found, "head")?,
            report: row::json(found, "report")?,
            created_at: found.try_get("created_at")?,
        })
    }
}

/// Which head: of what question, from which examples, for which models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadKey<'a> {
    /// Hash of the question.
    pub question: &'a str,
    /// Hash of the examples in their order.
    pub examples_hash: &'a str,
    /// The models' hashes.
    pub models: &'a str,
}

impl Store {
    /// Keeps answers to a question; gives how many are new or differ from before. All are kept or
    /// none.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn add_examples(
        &self,
        question: &str,
        examples: &[NewExample],
    ) -> Result<usize, StoreError> {
        let now = row::now();
        let mut added = 0;
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        for NewExample { input, output, places, document } in examples {
            let output = output.to_string();
            let places = places.as_ref().map(Value::to_string);
            let same = sqlx::query(
                "SELECT 1 FROM examples
                 WHERE question = ?1 AND input = ?2 AND output = ?3 AND dropped_at IS NULL
                   AND (?4 IS NULL OR places IS ?4)",
            )
            .bind(question)
            .bind(input)
            .bind(&output)
            .bind(&places)
            .fetch_optional(&mut *transaction)
            .await?;
            if same.is_some() {
                continue;
            }
            sqlx::query(
                "UPDATE examples SET dropped_at = ?3
                 WHERE question = ?1 AND input = ?2 AND dropped_at IS NULL",
            )
            .bind(question)
            .bind(input)
            .bind(&now)
            .execute(&mut *transaction)
            .await?;
            sqlx::query(
                "INSERT INTO examples (id, question, input, output, created_at, places, document)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .bind(row::new_id())
            .bind(question)
            .bind(input)
            .bind(&output)
            .bind(&now)
            .bind(&places)
            .bind(document)
            .execute(&mut *transaction)
            .await?;
            added += 1;
        }
        transaction.commit().await?;
        Ok(added)
    }

    /// The answers to a question that count, in the order in which they were given.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn examples(&self, question: &str) -> Result<Vec<ExampleRow>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT id, input, output, places, document, created_at FROM examples
             WHERE question = ?1 AND dropped_at IS NULL ORDER BY key",
        )
        .bind(question)
        .fetch_all(&self.pool)
        .await?)
    }

    /// The answer to a question that was given for this very text.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn example_of(
        &self,
        question: &str,
        input: &str,
    ) -> Result<Option<ExampleRow>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT id, input, output, places, document, created_at FROM examples
             WHERE question = ?1 AND input = ?2 AND dropped_at IS NULL",
        )
        .bind(question)
        .bind(input)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Takes an answer back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn drop_example(&self, id: &str) -> Result<(), StoreError> {
        let dropped =
            sqlx::query("UPDATE examples SET dropped_at = ?2 WHERE id = ?1 AND dropped_at IS NULL")
                .bind(id)
                .bind(row::now())
                .execute(&self.pool)
                .await?;
        if dropped.rows_affected() == 0 { Err(not_found(id)) } else { Ok(()) }
    }

    /// Puts a dropped answer back in place of the one that counts now, if there is one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn restore_example(&self, id: &str) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query(
            "UPDATE examples SET dropped_at = ?2
             WHERE dropped_at IS NULL AND id <> ?1
               AND (question, input) = (SELECT question, input FROM examples WHERE id = ?1)",
        )
        .bind(id)
        .bind(row::now())
        .execute(&mut *transaction)
        .await?;
        let restored = sqlx::query("UPDATE examples SET dropped_at = NULL WHERE id = ?1")
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        if restored.rows_affected() == 0 {
            return Err(not_found(id));
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Keeps what was learnt, in place of what was kept under the same key.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn save_head(
        &self,
        key: HeadKey<'_>,
        head: Option<&Value>,
        report: &Value,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO heads (question, examples_hash, models, head, report, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (question, examples_hash, models)
             DO UPDATE SET head = excluded.head, report = excluded.report,
                           created_at = excluded.created_at",
        )
        .bind(key.question)
        .bind(key.examples_hash)
        .bind(key.models)
        .bind(head.map(Value::to_string))
        .bind(report.to_string())
        .bind(row::now())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// What was learnt, if it was.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn head(&self, key: HeadKey<'_>) -> Result<Option<HeadRow>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT head, report, created_at FROM heads
             WHERE question = ?1 AND examples_hash = ?2 AND models = ?3",
        )
        .bind(key.question)
        .bind(key.examples_hash)
        .bind(key.models)
        .fetch_optional(&self.pool)
        .await?)
    }
}

fn not_found(id: &str) -> StoreError {
    StoreError::NotFound { what: "example", id: id.to_owned() }
}
