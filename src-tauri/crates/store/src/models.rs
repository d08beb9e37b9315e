//! Model files that a person opened from disk. The files stay theirs; only where they are is kept.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::FromRow;

use crate::{Store, StoreError, row};

/// A model file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromRow)]
pub struct ModelRow {
    /// Of its bytes, in hexadecimal.
    pub sha256: String,
    /// Where it is.
    pub path: String,
    /// Its name.
    pub name: String,
    /// When it was opened last.
    pub opened_at: DateTime<Utc>,
}

impl Store {
    /// Remembers a model file; one with the same bytes is moved to the new path.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn remember_model(
        &self,
        path: &str,
        sha256: &str,
        name: &str,
    ) -> Result<ModelRow, StoreError> {
        Ok(sqlx::query_as(
            "INSERT INTO models (sha256, path, name, opened_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (sha256) DO UPDATE SET
                 path = excluded.path, name = excluded.name, opened_at = excluded.opened_at
             RETURNING *",
        )
        .bind(sha256)
        .bind(path)
        .bind(name)
        .bind(row::now())
        .fetch_one(&self.pool)
        .await?)
    }

    /// The model files, the last opened first.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn models(&self) -> Result<Vec<ModelRow>, StoreError> {
        Ok(sqlx::query_as("SELECT * FROM models ORDER BY opened_at DESC, sha256")
            .fetch_all(&self.pool)
            .await?)
    }

    /// Forgets a model file and leaves the file alone.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn forget_model(&self, sha256: &str) -> Result<(), StoreError> {
        let forgotten = sqlx::query("DELETE FROM models WHERE sha256 = ?1")
            .bind(sha256)
            .execute(&self.pool)
            .await?;
        if forgotten.rows_affected() == 0 {
            return Err(StoreError::NotFound { what: "model", id: sha256.to_owned() });
        }
        Ok(())
    }
}
