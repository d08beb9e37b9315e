//! Endpoints that a person has set up, and what their probes found. Never a key: those are in the
//! system's key ring.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{Row, sqlite::SqliteRow};

use crate::{Store, StoreError, row};

/// An endpoint to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEndpoint {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Requests at once.
    pub concurrency: u32,
    /// Seconds of silence after which a request is given up.
    pub timeout_seconds: u32,
    /// Tokens that fit, where the person said so.
    pub context: Option<u32>,
    /// Whether the person allowed an open line to it.
    pub any_line: bool,
}

/// A kept endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointRow {
    /// As it was given.
    pub endpoint: NewEndpoint,
    /// What its probe found.
    pub found: Option<Value>,
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

impl Store {
    /// Keeps an endpoint, in place of one of its name; what a probe of that one found is forgotten.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn keep_endpoint(&self, new: &NewEndpoint) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT OR REPLACE INTO endpoints
                 (name, url, concurrency, timeout_seconds, context, any_line, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .bind(&new.name)
        .bind(&new.url)
        .bind(new.concurrency)
        .bind(new.timeout_seconds)
        .bind(new.context)
        .bind(new.any_line)
        .bind(row::now())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Keeps what a probe found.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn keep_found(&self, name: &str, found: &Value) -> Result<(), StoreError> {
        let kept = sqlx::query("UPDATE endpoints SET found = ?2 WHERE name = ?1")
            .bind(name)
            .bind(found.to_string())
            .execute(&self.pool)
            .await?;
        missing(name, kept.rows_affected())
    }

    /// The endpoints, by name.
    ///
    /// # Errors
    /// As SQLite fails.
    pub async fn endpoints(&self) -> Result<Vec<EndpointRow>, StoreError> {
        Ok(sqlx::query("SELECT * FROM endpoints ORDER BY name")
            .try_map(|row: SqliteRow| {
                let found: Option<String> = row.try_get("found")?;
                Ok(EndpointRow {
                    endpoint: NewEndpoint {
                        name: row.try_get("name")?,
                        url: row.try_get("url")?,
                        concurrency: row.try_get("concurrency")?,
                        timeout_seconds: row.try_get("timeout_seconds")?,
                        context: row.try_get("context")?,
                        any_line: row.try_get("any_line")?,
                    },
                    found: found.and_then(|text| serde_json::from_str(&text).ok()),
                    added_at: row.try_get("added_at")?,
                })
            })
            .fetch_all(&self.pool)
            .await?)
    }

    /// Forgets an endpoint.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn forget_endpoint(&self, name: &str) -> Result<(), StoreError> {
        let forgotten = sqlx::query("DELETE FROM endpoints WHERE name = ?1")
            .bind(name)
            .execute(&self.pool)
            .await?;
        missing(name, forgotten.rows_affected())
    }
}

fn missing(name: &str, rows: u64) -> Result<(), StoreError> {
    if rows == 0 {
        return Err(StoreError::NotFound { what: "endpoint", id: name.to_owned() });
    }
    Ok(())
}
