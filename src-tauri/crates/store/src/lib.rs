//! What a person's data folder remembers: documents, runs, tasks, models and settings, in one
//! SQLite file.
//!
//! The store owns the schema, its migrations, search and the safety of the file: committed work
//! outlives a killed process, a newer file is refused, an older one is copied before it is changed.
//! Tasks and outcomes are plain JSON here, so that it knows neither tasks nor engine.

mod backup;
mod documents;
mod endpoints;
mod error;
mod history;
mod models;
mod open;
mod probes;
mod row;
mod runs;
mod search;
mod settings;
mod tasks;
mod teaching;

use std::path::{Path, PathBuf};

use sqlx::sqlite::SqlitePool;

pub use documents::{DocumentRow, NewDocument};
pub use endpoints::{EndpointRow, NewEndpoint};
pub use error::StoreError;
pub use history::{RunFilter, RunListing, RunPage};
pub use models::ModelRow;
pub use runs::{NewRun, RunId, RunRow, RunStatus, StoredRun};
pub use tasks::TaskRow;
pub use teaching::{ExampleRow, HeadKey, HeadRow, NewExample};

/// The open store of one data folder. Clones share one pool.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
    file: PathBuf,
}

impl Store {
    /// The database's name inside the data folder.
    pub const FILE_NAME: &str = "winnow.db";

    /// Opens the store in `folder`; makes folder and file when they are not there, and brings an
    /// older file up to date after copying it to `folder/backups` (the newest three copies stay).
    ///
    /// # Errors
    /// [`StoreError::Folder`], [`StoreError::NotADatabase`], [`StoreError::Foreign`],
    /// [`StoreError::Newer`] and [`StoreError::Altered`] leave the file as it was found;
    /// [`StoreError::Backup`] too, since nothing is migrated without a copy.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        let (pool, file) = open::open(folder).await?;
        Ok(Self { pool, file })
    }

    /// The database file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Waits for queries under way, and folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
