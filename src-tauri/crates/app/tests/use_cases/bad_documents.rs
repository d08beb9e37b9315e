//! Documents that cannot be read: each with its code and a message that names the file.

use std::path::{Path, PathBuf};

use winnow_app::wire::run::RunStatus;
use winnow_app::wire::{
    error::Code,
    run::{RunInput, RunQuery},
    settings::SettingsPatch,
    task::{Decide, TaskSpec},
};

use crate::desk::{desk, sorting, text};

/// Fixtures of the documents crate.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/documents").join(name)
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_documents_say_why() {
    let desk = desk().await;
    let patch = SettingsPatch { recognition: Some(Some("off".to_owned())), ..Default::default() };
    desk.app.update_settings(patch).await.expect("text recognition can be turned off");
    let empty = desk.file("empty.txt", b"");
    let blank = desk.file("blank.txt", b" \n\t\n");
    let picture = desk.file("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let broken = desk.file("broken.pdf", b"%PDF-1.7\nnothing behind it");
    let folder = desk.folder.path().join("files");
    let cases = [
        (empty, Code::DocumentEmpty, "empty.txt"),
        (blank, Code::DocumentEmpty, "blank.txt"),
        (picture, Code::DocumentUnreadable, "photo.txt"),
        (broken, Code::DocumentUnreadable, "broken.pdf"),
        (folder.join("missing.pdf"), Code::NotFound, "missing.pdf"),
        (folder, Code::DocumentUnreadable, "files"),
        (fixture("locked.pdf"), Code::DocumentEncrypted, "locked.pdf"),
        (fixture("scan.pdf"), Code::DocumentEmpty, "scan.pdf"),
    ];
    for (path, code, name) in cases {
        let error = desk.app.open_document(&path).await.expect_err(name);
        assert_eq!(error.code, code, "{name}: {error}");
        assert!(error.message.contains(name), "the message names the file: {error}");
        assert_eq!(error.detail.as_deref(), Some(name), "the window marks the file");
    }
    let good = desk.app.open_document_bytes("note.txt", "All is wéll.".as_bytes()).await;
    assert_eq!(good.expect("the next document is read").text.trim(), "All is wéll.");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_to_read_is_refused_before_the_run() {
    let desk = desk().await;
    let error = desk.run(sorting(), text(" \n ")).await.expect_err("no text, no question");
    assert_eq!(error.code, Code::DocumentEmpty, "{error}");
    let gone = RunInput::Document { id: "no-such-document".to_owned() };
    let error = desk.run(sorting(), gone).await.expect_err("there is no such document");
    assert_eq!(error.code, Code::NotFound, "{error}");
    let page = desk.app.list_runs(RunQuery::default()).await.expect("a page");
    assert_eq!(page.total, 0, "what never began is no run");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_longer_than_the_context_is_never_cut_silently() {
    let desk = desk().await;
    let patch = SettingsPatch { context: Some(Some(512)), ..SettingsPatch::default() };
    desk.app.update_settings(patch).await.expect("a context of 512");
    let long = "The parcel has not arrived and nobody answers. ".repeat(200);
    let task = TaskSpec { decide: Decide::Model, ..sorting() };
    let record = desk.run(task, text(&long)).await.expect("the run begins");
    assert_eq!(record.summary.status, RunStatus::Failed, "the model alone cannot read it");
    let error = record.error.expect("a failed run says why");
    assert_eq!(error.code, Code::ContextTooLong, "{error}");
    let numbers: Vec<u64> = error
        .message
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    assert!(
        numbers.iter().any(|n| *n > 1500) && numbers.iter().any(|n| (1..=512).contains(n)),
        "both counts are told: {error}"
    );
    assert_eq!(record.document.text, long, "the document itself is kept whole");

    let record = desk.run(sorting(), text(&long)).await.expect("the run begins");
    let outcome = record.outcome.unwrap_or_else(|| panic!("{:?}", record.error));
    assert!(outcome.coverage.chunks > 1, "with an embedder it is read in pieces");
    assert_eq!(outcome.coverage.read, outcome.coverage.tokens, "and whole: {:?}", outcome.coverage);
}
