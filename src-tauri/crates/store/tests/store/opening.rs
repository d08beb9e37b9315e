//! Which files are opened, which refused, and what happens to an older one.

use std::{collections::BTreeSet, fs, path::Path};

use sqlx::{Connection, SqliteConnection, migrate::Migrator, sqlite::SqliteConnectOptions};
use winnow_store::{Store, StoreError};

use super::{keep, open, searching};

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

async fn connect(file: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn run_sql(file: &Path, sql: &'static str) {
    let mut connection = connect(file).await;
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Makes the file of the first release with its own migrations, and a document in it.
async fn first_schema(folder: &Path) {
    let file = folder.join(Store::FILE_NAME);
    let mut connection = connect(&file).await;
    let first = MIGRATIONS.iter().next().unwrap().version;
    MIGRATIONS.run_to(first, &mut connection).await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO documents (id, sha256, name, format, bytes, text, places, notes,
                                created_at, opened_at)
         VALUES ('0193-old', 'abc', 'old.txt', 'text', 4, 'kept', '[]', '[]',
                 '2026-11-25T00:00:00.000000Z', '2026-11-25T00:00:00.000000Z')",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
}

fn backups(folder: &Path) -> BTreeSet<String> {
    match fs::read_dir(folder.join("backups")) {
        Ok(entries) => {
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
        }
        Err(_) => BTreeSet::new(),
    }
}

#[tokio::test]
async fn a_new_folder_is_made_and_needs_no_copy() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("a/b");
    Store::open(&folder).await.unwrap().close().await;
    let store = Store::open(&folder).await.unwrap();
    assert!(store.file().starts_with(&folder));
    assert!(backups(&folder).is_empty(), "nothing was migrated that held anything");
}

#[tokio::test]
async fn a_newer_file_is_refused_and_stays_as_it_is() {
    let (folder, store) = open().await;
    keep(&store, "a.txt", "text", "x").await;
    store.close().await;
    run_sql(
        store.file(),
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (20990101000000, 'from the future', TRUE, x'00', 0)",
    )
    .await;
    let before = fs::read(store.file()).unwrap();

    let error = Store::open(folder.path()).await.unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, StoreError::Newer { found: 20_990_101_000_000, .. }), "{error:?}");
    let known = MIGRATIONS.iter().last().unwrap().version.to_string();
    assert!(message.contains("20990101000000") && message.contains(&known), "{message}");
    assert_eq!(fs::read(store.file()).unwrap(), before, "not a byte of it may change");
    assert!(backups(folder.path()).is_empty());
}

#[tokio::test]
async fn a_schema_of_another_build_is_refused() {
    let (folder, store) = open().await;
    store.close().await;
    run_sql(store.file(), "UPDATE _sqlx_migrations SET checksum = x'00'").await;
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::Altered { .. }), "{error:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(Store::FILE_NAME);
    fs::write(&file, "Dear diary").unwrap();
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::NotADatabase { .. }), "{error:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "Dear diary");
}

#[tokio::test]
async fn a_cut_off_database_is_refused_and_stays() {
    let (folder, store) = open().await;
    keep(&store, "a.txt", &"text ".repeat(2_000), "x").await;
    store.close().await;
    let whole = fs::read(store.file()).unwrap();
    fs::write(store.file(), &whole[..60]).unwrap();
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert_eq!(fs::read(store.file()).unwrap(), whole[..60]);
}

#[tokio::test]
async fn another_programs_database_is_refused() {
    for sql in
        ["CREATE TABLE bookmarks (url TEXT)", "PRAGMA application_id = 7; CREATE TABLE t (x)"]
    {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(Store::FILE_NAME);
        run_sql(&file, sql).await;
        let before = fs::read(&file).unwrap();
        let error = Store::open(folder.path()).await.unwrap_err();
        assert!(matches!(error, StoreError::Foreign { .. }), "{error:?}");
        assert_eq!(fs::read(&file).unwrap(), before, "{sql}");
    }
}

#[tokio::test]
async fn an_empty_file_is_a_database_to_be_made() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(Store::FILE_NAME), "").unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    keep(&store, "a.txt", "text", "x").await;
}

#[tokio::test]
async fn a_file_where_the_folder_should_be_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taken");
    fs::write(&path, "").unwrap();
    let error = Store::open(&path).await.unwrap_err();
    assert!(matches!(error, StoreError::Folder { .. }), "{error:?}");
    assert!(error.to_string().contains("taken"), "{error}");
}

#[tokio::test]
async fn an_older_file_is_copied_then_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    first_schema(folder.path()).await;

    let store = Store::open(folder.path()).await.unwrap();
    assert_eq!(store.document("0193-old").await.unwrap().text, "kept");
    keep(&store, "new.txt", "text", "x").await;
    assert_eq!(store.runs(&searching("text")).await.unwrap().total, 1);
    store.close().await;

    let copies = backups(folder.path());
    assert_eq!(copies.len(), 1, "one copy was made before: {copies:?}");
    let copy = folder.path().join("backups").join(copies.first().unwrap());
    let mut connection = connect(&copy).await;
    let (versions, texts): (i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM _sqlx_migrations),
                (SELECT count(*) FROM document_search WHERE document_search MATCH 'kept')",
    )
    .fetch_one(&mut connection)
    .await
    .unwrap();
    assert_eq!((versions, texts), (1, 1), "the copy is the old file, whole and searchable");

    Store::open(folder.path()).await.unwrap().close().await;
    assert_eq!(backups(folder.path()), copies, "a file that is up to date is not copied");
}

#[tokio::test]
async fn the_newest_three_copies_stay() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = BTreeSet::new();
    for _ in 0..5 {
        let file = folder.path().join(Store::FILE_NAME);
        if file.exists() {
            fs::remove_file(&file).unwrap();
        }
        first_schema(folder.path()).await;
        Store::open(folder.path()).await.unwrap().close().await;
        seen.extend(backups(folder.path()));
    }
    let kept = backups(folder.path());
    assert_eq!(seen.len(), 5, "each opening of an older file made a copy");
    assert_eq!(kept, seen.into_iter().skip(2).collect(), "the newest three stay");
}

#[tokio::test]
async fn nothing_is_migrated_without_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    first_schema(folder.path()).await;
    fs::write(folder.path().join("backups"), "a file is in the way").unwrap();
    let before = fs::read(folder.path().join(Store::FILE_NAME)).unwrap();
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::Backup { .. }), "{error:?}");
    assert_eq!(fs::read(folder.path().join(Store::FILE_NAME)).unwrap(), before);
}

#[tokio::test]
async fn many_can_open_a_new_folder_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let opening: Vec<_> = (0..8)
        .map(|number| {
            let path = folder.path().to_owned();
            tokio::spawn(async move {
                let store = Store::open(&path).await.unwrap();
                keep(&store, &format!("{number}.txt"), &format!("text {number}"), "x").await;
            })
        })
        .collect();
    for opened in opening {
        opened.await.unwrap();
    }
    let store = Store::open(folder.path()).await.unwrap();
    assert_eq!(store.runs(&searching("")).await.unwrap().total, 8);
}
