//! Copies of the database from before it is brought up to date.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::Utc;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::StoreError;

/// Copies that stay; older ones are removed.
const KEPT: usize = 3;

/// Copies `file`, whose newest migration is `version`, to `backups/` beside it, as one database
/// file that holds what the write-ahead log holds too.
pub(crate) async fn copy(file: &Path, version: i64) -> Result<PathBuf, StoreError> {
    let failed = |reason: String| StoreError::Backup { path: file.to_owned(), reason };
    let folder = file.with_file_name("backups");
    fs::create_dir_all(&folder).map_err(|error| failed(error.to_string()))?;

    let time = Utc::now().format("%Y%m%dT%H%M%S%.6fZ");
    let copy = folder.join(format!("winnow-{time}-schema-{version}.db"));
    // An interrupted copy keeps this other name, and is written again the next time.
    let unfinished = folder.join("unfinished.db");
    remove_if_there(&unfinished).map_err(|error| failed(error.to_string()))?;
    let target = unfinished.to_str().ok_or_else(|| failed("its path is not Unicode".to_owned()))?;
    vacuum_into(file, target).await.map_err(|error| failed(error.to_string()))?;
    fs::rename(&unfinished, &copy).map_err(|error| failed(error.to_string()))?;
    tracing::info!(copy = %copy.display(), "copied the database before updating it");

    if let Err(error) = drop_oldest(&folder) {
        tracing::warn!(%error, folder = %folder.display(), "old copies could not be removed");
    }
    Ok(copy)
}

async fn vacuum_into(file: &Path, copy: &str) -> Result<(), sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(file).busy_timeout(Duration::from_secs(30));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    sqlx::query("VACUUM INTO ?1").bind(copy).execute(&mut connection).await?;
    connection.close().await
}

fn drop_oldest(folder: &Path) -> io::Result<()> {
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("winnow-") && name.ends_with(".db") {
            copies.push(path);
        }
    }
    // Names begin with the time.
    copies.sort();
    let surplus = copies.len().saturating_sub(KEPT);
    copies.iter().take(surplus).try_for_each(fs::remove_file)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
