//! Faults as a person meets them: said clearly, and nothing typed is lost.

use crate::harness::Window;

#[tokio::test]
async fn two_labels_of_one_name_are_refused_and_the_form_stays() {
    let window = Window::open().await;
    window.click("nav-classify").await;
    window.type_into("document-text", "Where is my parcel?").await;
    for row in 0..2 {
        if window.all(&format!("[data-testid='label-name-{row}']")).await.is_empty() {
            window.click("label-add").await;
        }
        window.type_into(&format!("label-name-{row}"), "delivery").await;
    }
    window.click("run").await;
    window.text_when("error", |text| text.contains("delivery")).await;

    window.click("nav-history").await;
    window.click("nav-classify").await;
    let kept = window.find("document-text").await.value().await.expect("a value");
    assert_eq!(kept.as_deref(), Some("Where is my parcel?"), "the typed text is still there");
    window.close().await;
}

#[tokio::test]
async fn a_data_folder_of_a_newer_version_is_explained_in_the_window() {
    let window = Window::open().await;
    window.find("nav-history").await;
    let home = window.close().await;
    let database = std::fs::read_dir(home.path())
        .expect("the data folder")
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "db"))
        .expect("the store keeps one .db file");
    let future = std::process::Command::new("python3")
        .args(["-c", "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(\"insert into _sqlx_migrations values (99990101000000, 'of the future', current_timestamp, 1, x'00', 0)\"); db.commit()"])
        .arg(&database)
        .status()
        .expect("python3");
    assert!(future.success(), "the fixture is a database of a version to come");

    let window = Window::open_at(home).await;
    window.click("nav-history").await;
    window.text_when("error", |text| text.to_lowercase().contains("newer")).await;
    window.close().await;
}
