//! Opening a data folder: is the file ours, how old is it, and bringing it up to date.
//!
//! A file is looked at read-only first, so that one that is refused stays as it was found.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    Connection, SqliteConnection,
    migrate::Migrator,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
    },
};

use crate::{Store, StoreError, backup};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// `PRAGMA application_id` of Winnow's files: "WINW". The first migration sets it.
const APPLICATION_ID: i64 = 0x5749_4e57;

/// How long a query waits for another writer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Readers and one writer of one window, plus a terminal's.
const CONNECTIONS: u32 = 8;

/// What a look at the file told.
enum Found {
    /// No schema yet.
    Fresh,
    /// Ours, with everything that this program knows.
    Current,
    /// Ours, with migrations to come; its newest is given.
    Older(i64),
}

pub(crate) async fn open(folder: &Path) -> Result<(SqlitePool, PathBuf), StoreError> {
    let unusable = |source| StoreError::Folder { path: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(unusable)?;
    let file = folder.join(Store::FILE_NAME);

    // Two programs that open the same new or old folder take turns; dropping the file unlocks it.
    let turn = take_turn(folder.join("opening.lock")).await?;
    let found = inspect(&file).await?;
    if let Found::Older(version) = found {
        backup::copy(&file, version).await?;
    }
    let pool = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .connect_with(
            SqliteConnectOptions::new()
                .filename(&file)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(PATIENCE)
                // What a person deletes for good leaves no trace in the file's free pages.
                .pragma("secure_delete", "ON"),
        )
        .await?;
    if !matches!(found, Found::Current)
        && let Err(error) = MIGRATIONS.run(&pool).await
    {
        pool.close().await;
        return Err(StoreError::Migration { path: file, reason: error.to_string() });
    }
    drop(turn);
    Ok((pool, file))
}

async fn take_turn(path: PathBuf) -> Result<File, StoreError> {
    let at = path.clone();
    tokio::task::spawn_blocking(move || {
        let file = File::create(path)?;
        file.lock()?;
        Ok(file)
    })
    .await
    .map_err(io::Error::other)
    .flatten()
    .map_err(|source| StoreError::Folder { path: at, source })
}

async fn inspect(file: &Path) -> Result<Found, StoreError> {
    if !begins_as_database(file)? {
        return Ok(Found::Fresh);
    }
    let options = SqliteConnectOptions::new().filename(file).read_only(true).busy_timeout(PATIENCE);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let found = inspect_schema(file, &mut connection).await;
    connection.close().await?;
    found
}

/// Whether there is a database; an absent or empty file is one to be made.
fn begins_as_database(path: &Path) -> Result<bool, StoreError> {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    let unusable = |source| StoreError::Folder { path: path.to_owned(), source };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unusable(error)),
    };
    let mut head = Vec::with_capacity(MAGIC.len());
    file.take(MAGIC.len() as u64).read_to_end(&mut head).map_err(unusable)?;
    match head.as_slice() {
        [] => Ok(false),
        MAGIC => Ok(true),
        _ => Err(StoreError::NotADatabase { path: path.to_owned() }),
    }
}

async fn inspect_schema(
    file: &Path,
    connection: &mut SqliteConnection,
) -> Result<Found, StoreError> {
    let path = || file.to_owned();
    let (application_id,): (i64,) =
        sqlx::query_as("PRAGMA application_id").fetch_one(&mut *connection).await?;
    let tables: Vec<(String,)> =
        sqlx::query_as("SELECT name FROM sqlite_schema").fetch_all(&mut *connection).await?;
    // A process that was killed between its first two steps leaves an empty table of migrations.
    let foreign_table = |(name,): &(String,)| !name.contains("_sqlx_migrations");
    if application_id != APPLICATION_ID {
        if application_id != 0 || tables.iter().any(foreign_table) {
            return Err(StoreError::Foreign {
                path: path(),
                application_id,
                expected: APPLICATION_ID,
            });
        }
        return Ok(Found::Fresh);
    }
    let applied: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations ORDER BY version")
            .fetch_all(&mut *connection)
            .await?;
    compare(file, &applied)
}

/// Sets the migrations in the file against those of this program.
fn compare(file: &Path, applied: &[(i64, Vec<u8>)]) -> Result<Found, StoreError> {
    let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
    for (version, checksum) in applied {
        match MIGRATIONS.iter().find(|migration| migration.version == *version) {
            Some(ours) if *ours.checksum == **checksum => {}
            None if *version > known => {
                let found = applied.iter().map(|(version, _)| *version).max().unwrap_or(*version);
                return Err(StoreError::Newer { path: file.to_owned(), found, known });
            }
            _ => return Err(StoreError::Altered { path: file.to_owned(), version: *version }),
        }
    }
    let newest = applied.last().map_or(0, |(version, _)| *version);
    Ok(if applied.len() == MIGRATIONS.iter().count() {
        Found::Current
    } else {
        Found::Older(newest)
    })
}
