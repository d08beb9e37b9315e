//! Documents: the text that was read from a file, with its places.
//!
//! A document never changes. The same file read to the same text is the same document; when a
//! later reader finds another text in it, that is another document, so that the byte spans of
//! earlier runs keep their meaning.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use sqlx::{FromRow, Row, sqlite::SqliteRow};

use crate::{Store, StoreError, row};

/// A document to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDocument {
    /// Of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// The file's name, or what a person sees for pasted text.
    pub name: String,
    /// "pdf", "docx", "text"…
    pub format: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Its text.
    pub text: String,
    /// Where in the text which part of the source stands.
    pub places: Value,
    /// Pages in all and pages read.
    pub pages: Option<Value>,
    /// What could not be read.
    pub notes: Value,
    /// Its own title.
    pub title: Option<String>,
}

/// A document that is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentRow {
    /// UUID version 7.
    pub id: String,
    /// Of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// The file's name.
    pub name: String,
    /// "pdf", "docx", "text"…
    pub format: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Its text.
    pub text: String,
    /// Where in the text which part of the source stands.
    pub places: Value,
    /// Pages in all and pages read.
    pub pages: Option<Value>,
    /// What could not be read.
    pub notes: Value,
    /// Its own title.
    pub title: Option<String>,
    /// When it was first kept.
    pub created_at: DateTime<Utc>,
    /// When it was kept last.
    pub opened_at: DateTime<Utc>,
}

impl FromRow<'_, SqliteRow> for DocumentRow {
    fn from_row(found: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: found.try_get("id")?,
            sha256: found.try_get("sha256")?,
            name: found.try_get("name")?,
            format: found.try_get("format")?,
            bytes: found.try_get::<i64, _>("bytes")?.unsigned_abs(),
            text: found.try_get("text")?,
            places: row::json(found, "places")?,
            pages: row::json_or_none(found, "pages")?,
            notes: row::json(found, "notes")?,
            title: found.try_get("title")?,
            created_at: found.try_get("created_at")?,
            opened_at: found.try_get("opened_at")?,
        })
    }
}

impl Store {
    /// Keeps a document. One with the same content, name, text and places is there once.
    ///
    /// # Errors
    /// As SQLite fails: busy, full, damaged.
    pub async fn save_document(&self, new: NewDocument) -> Result<DocumentRow, StoreError> {
        let places = new.places.to_string();
        let now = row::now();
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let known = sqlx::query_as(
            "UPDATE documents SET opened_at = ?1
             WHERE sha256 = ?2 AND name = ?3 AND text = ?4 AND places = ?5
             RETURNING *",
        )
        .bind(&now)
        .bind(&new.sha256)
        .bind(&new.name)
        .bind(&new.text)
        .bind(&places)
        .fetch_optional(&mut *transaction)
        .await?;
        let kept =
            match known {
                Some(known) => known,
                None => sqlx::query_as(
                    "INSERT INTO documents (id, sha256, name, format, bytes, title, text, places,
                                            pages, notes, created_at, opened_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)
                     RETURNING *",
                )
                .bind(row::new_id())
                .bind(&new.sha256)
                .bind(&new.name)
                .bind(&new.format)
                .bind(i64::try_from(new.bytes).unwrap_or(i64::MAX))
                .bind(&new.title)
                .bind(&new.text)
                .bind(&places)
                .bind(new.pages.map(|pages| pages.to_string()))
                .bind(new.notes.to_string())
                .bind(&now)
                .fetch_one(&mut *transaction)
                .await?,
            };
        transaction.commit().await?;
        Ok(kept)
    }

    /// A document by its id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn document(&self, id: &str) -> Result<DocumentRow, StoreError> {
        sqlx::query_as("SELECT * FROM documents WHERE id = ?1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| StoreError::NotFound { what: "document", id: id.to_owned() })
    }
}
