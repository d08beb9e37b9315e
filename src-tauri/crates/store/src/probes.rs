//! What probes of language models found, by the hash of the model's file.

use serde_json::Value;
use sqlx::{Row, sqlite::SqliteRow};

use crate::{Store, StoreError, row};

impl Store {
    /// Keeps what a probe found, in place of what an earlier one did.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn keep_probe(&self, sha256: &str, probe: &Value) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO probes (sha256, probe, measured_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (sha256) DO UPDATE SET
                 probe = excluded.probe, measured_at = excluded.measured_at",
        )
        .bind(sha256)
        .bind(probe.to_string())
        .bind(row::now())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Everything that probes found, with the hash of the model's bytes.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn probes(&self) -> Result<Vec<(String, Value)>, StoreError> {
        Ok(sqlx::query("SELECT sha256, probe FROM probes ORDER BY sha256")
            .try_map(|found: SqliteRow| Ok((found.try_get("sha256")?, row::json(&found, "probe")?)))
            .fetch_all(&self.pool)
            .await?)
    }
}
