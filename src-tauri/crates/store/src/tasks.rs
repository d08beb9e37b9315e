//! Saved tasks. A task keeps its id over time; each content hash is a version, and versions stay.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::{FromRow, Row, sqlite::SqliteRow};

use crate::{Store, StoreError, row};

/// A saved task, as it is now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskRow {
    /// UUID version 7; stable over versions.
    pub id: String,
    /// Content hash of this version.
    pub hash: String,
    /// Its name.
    pub name: String,
    /// "classify", "extract"…
    pub kind: String,
    /// The task in full.
    pub body: Value,
    /// When it was first saved.
    pub created_at: DateTime<Utc>,
    /// When it was last saved.
    pub updated_at: DateTime<Utc>,
}

impl FromRow<'_, SqliteRow> for TaskRow {
    fn from_row(found: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: found.try_get("id")?,
            hash: found.try_get("hash")?,
            name: found.try_get("name")?,
            kind: found.try_get("kind")?,
            body: row::json(found, "body")?,
            created_at: found.try_get("created_at")?,
            updated_at: found.try_get("updated_at")?,
        })
    }
}

/// The columns of [`TaskRow`]; `$rest` says of which tasks.
macro_rules! task_rows {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.hash, v.name, v.kind, v.body, t.created_at, t.updated_at
             FROM tasks t JOIN task_versions v ON v.task_key = t.key AND v.hash = t.hash ",
            $rest
        )
    };
}

impl Store {
    /// Saves a task: a new one without `id`, else a new version of that one. A version that is
    /// there already becomes the present one again, and a deleted task comes back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for the id.
    pub async fn save_task(
        &self,
        id: Option<&str>,
        hash: &str,
        name: &str,
        kind: &str,
        body: Value,
    ) -> Result<TaskRow, StoreError> {
        let now = row::now();
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let id = match id {
            None => {
                let id = row::new_id();
                sqlx::query(
                    "INSERT INTO tasks (id, hash, created_at, updated_at) VALUES (?1, ?2, ?3, ?3)",
                )
                .bind(&id)
                .bind(hash)
                .bind(&now)
                .execute(&mut *transaction)
                .await?;
                id
            }
            Some(id) => {
                let updated = sqlx::query(
                    "UPDATE tasks SET hash = ?2, updated_at = ?3, deleted_at = NULL WHERE id = ?1",
                )
                .bind(id)
                .bind(hash)
                .bind(&now)
                .execute(&mut *transaction)
                .await?;
                if updated.rows_affected() == 0 {
                    return Err(not_found(id));
                }
                id.to_owned()
            }
        };
        sqlx::query(
            "INSERT INTO task_versions (task_key, hash, name, kind, body, created_at)
             SELECT key, ?2, ?3, ?4, ?5, ?6 FROM tasks WHERE id = ?1
             ON CONFLICT (task_key, hash) DO UPDATE SET name = excluded.name",
        )
        .bind(&id)
        .bind(hash)
        .bind(name)
        .bind(kind)
        .bind(body.to_string())
        .bind(&now)
        .execute(&mut *transaction)
        .await?;
        let saved = sqlx::query_as(task_rows!("WHERE t.id = ?1"))
            .bind(&id)
            .fetch_one(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(saved)
    }

    /// All tasks that were not deleted, the last saved first.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn tasks(&self) -> Result<Vec<TaskRow>, StoreError> {
        let query = task_rows!("WHERE t.deleted_at IS NULL ORDER BY t.updated_at DESC, t.key DESC");
        Ok(sqlx::query_as(query).fetch_all(&self.pool).await?)
    }

    /// A task that was not deleted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn task(&self, id: &str) -> Result<TaskRow, StoreError> {
        sqlx::query_as(task_rows!("WHERE t.id = ?1 AND t.deleted_at IS NULL"))
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| not_found(id))
    }

    /// Takes a task out of sight. Runs keep the task that they ran, and saving it brings it back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn delete_task(&self, id: &str) -> Result<(), StoreError> {
        let deleted = sqlx::query("UPDATE tasks SET deleted_at = ?2 WHERE id = ?1")
            .bind(id)
            .bind(row::now())
            .execute(&self.pool)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(not_found(id));
        }
        Ok(())
    }
}

fn not_found(id: &str) -> StoreError {
    StoreError::NotFound { what: "task", id: id.to_owned() }
}
