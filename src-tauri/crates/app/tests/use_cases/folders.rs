//! Folders that people drop on the window or have watched.

use std::{fs, time::Duration};

use tokio::sync::mpsc;
use winnow_app::wire::{error::Code, folder::FileChoice};

use crate::desk::desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_its_files() {
    let desk = desk().await;
    let folder = desk.folder.path().join("post");
    fs::create_dir_all(folder.join("old")).expect("a folder");
    for name in ["a.txt", "b.pdf", "old/c.txt"] {
        fs::write(folder.join(name), "x").expect("a file");
    }
    let single = desk.file("single.pdf", b"x");
    let choice = |include: &str| FileChoice { include: vec![include.into()], exclude: vec![] };
    let paths = [single.clone(), folder.clone()];
    let list = desk.app.list_files(&paths, &choice("*.txt")).await.expect("a list");
    let expected = [single, folder.join("a.txt"), folder.join("old/c.txt")];
    assert_eq!(list.files, expected.map(|path| path.display().to_string()));
    let error = desk.app.list_files(&paths, &choice("[")).await.expect_err("no pattern");
    assert_eq!((error.code, error.detail.as_deref()), (Code::InvalidTask, Some("[")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watched_folder_tells_of_files_until_it_is_stopped() {
    let desk = desk().await;
    let folder = desk.folder.path().join("inbox");
    fs::create_dir_all(&folder).expect("a folder");
    let (sender, mut files) = mpsc::unbounded_channel();
    let app = desk.app.clone();
    let watched = folder.clone();
    let watching = tokio::spawn(async move {
        let told = move |event| drop(sender.send(event));
        app.watch_folder(&watched, &FileChoice::default(), "inbox", told).await
    });
    // Written again until it is seen: the watch begins in its own time.
    let event = loop {
        fs::write(folder.join("letter.txt"), "Dear Sir").expect("a file");
        match tokio::time::timeout(Duration::from_secs(2), files.recv()).await {
            Ok(event) => break event.expect("the watch goes on"),
            Err(_) => continue,
        }
    };
    assert!(event.path.ends_with("letter.txt"), "{event:?}");
    desk.app.cancel("inbox");
    assert_eq!(watching.await.expect("no panic"), Ok(()), "a stopped watch is no failure");
}
