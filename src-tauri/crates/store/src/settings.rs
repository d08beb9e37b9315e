//! Settings: JSON values by name. What a name means, and its default, is the caller's.

use serde_json::{Map, Value};
use sqlx::{Row, sqlite::SqliteRow};

use crate::{Store, StoreError, row};

impl Store {
    /// Everything that was set, by name.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn settings(&self) -> Result<Map<String, Value>, StoreError> {
        Ok(sqlx::query("SELECT key, value FROM settings ORDER BY key")
            .try_map(|found: SqliteRow| Ok((found.try_get("key")?, row::json(&found, "value")?)))
            .fetch_all(&self.pool)
            .await?
            .into_iter()
            .collect())
    }

    /// Sets one.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn set_setting(&self, key: &str, value: Value) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO settings (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(key)
        .bind(value.to_string())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Goes back to the default; one that was not set is no error.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn clear_setting(&self, key: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM settings WHERE key = ?1").bind(key).execute(&self.pool).await?;
        Ok(())
    }
}
