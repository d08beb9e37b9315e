//! Data folders that cannot be used are left as they were found.

use std::{fs, process::Command};

use winnow_app::wire::{error::Code, run::RunQuery};

use crate::desk::{desk, open, sorting, text};

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_used_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").expect("a file");
    let foreign = folder.path().join("foreign");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("winnow.db"), "this is no database").expect("a file");
    for home in [&file, &file.join("below"), &foreign] {
        let Err(error) = open(home).await else { panic!("{} cannot be used", home.display()) };
        assert_eq!(error.code, Code::StoreUnusable, "{error}");
        assert!(error.message.contains(&*home.display().to_string()), "names the place: {error}");
    }
    let kept = fs::read_to_string(foreign.join("winnow.db")).expect("still there");
    assert_eq!(kept, "this is no database", "a stranger's file is not touched");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_of_a_newer_winnow_is_refused_and_loses_nothing() {
    let desk = desk().await;
    let record = desk.run(sorting(), text("Where is my parcel?")).await.expect("a run");
    drop(desk.app);
    let database = desk.folder.path().join("winnow.db");
    sql(
        &database,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (20991231235959, 'from the future', 1, x'00', 0)",
    );
    let before = fs::read(&database).expect("the database");
    let Err(error) = open(desk.folder.path()).await else { panic!("it is from the future") };
    assert_eq!(error.code, Code::StoreUnusable, "{error}");
    assert!(error.message.contains("20991231235959"), "names what was found: {error}");
    assert_eq!(fs::read(&database).expect("the database"), before, "not a byte is changed");

    sql(&database, "DELETE FROM _sqlx_migrations WHERE version = 20991231235959");
    let app = open(desk.folder.path()).await.expect("the right version opens it");
    let page = app.list_runs(RunQuery::default()).await.expect("a page");
    assert_eq!(page.runs[0].id, record.summary.id, "nothing was lost");
}

/// Changes a closed database behind the store's back; Python brings SQLite along.
fn sql(database: &std::path::Path, statement: &str) {
    let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); \
                  c.commit(); c.execute('PRAGMA wal_checkpoint(TRUNCATE)'); c.close()";
    let done = Command::new("python3").args(["-c", script]).arg(database).arg(statement).status();
    assert!(done.expect("python3, which `make models` needs too").success(), "{statement}");
}
