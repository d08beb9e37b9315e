//! What is kept comes back as it was.

use chrono::{SubsecRound, TimeDelta, Utc};
use serde_json::json;
use winnow_store::{NewRun, RunStatus, StoreError};

use super::{document, keep, open, run};

#[tokio::test]
async fn a_document_comes_back_after_the_store_was_closed() {
    let (folder, store) = open().await;
    let mut new = document("Grüße.pdf", "Sehr geehrte Frau Müller 👋\nline two");
    new.title = Some("Letter".to_owned());
    let kept = store.save_document(new.clone()).await.unwrap();
    store.close().await;

    let store = winnow_store::Store::open(folder.path()).await.unwrap();
    let found = store.document(&kept.id).await.unwrap();
    assert_eq!(found, kept, "reopening changes nothing");
    assert_eq!((&found.text, &found.places), (&new.text, &new.places));
    assert_eq!((&found.pages, &found.notes), (&new.pages, &new.notes));
    assert_eq!((&found.title, found.bytes), (&new.title, new.bytes));
    let id = uuid_version(&found.id);
    assert_eq!(id, Some('7'), "ids are UUID version 7, found {}", found.id);
}

fn uuid_version(id: &str) -> Option<char> {
    id.split('-').nth(2)?.chars().next()
}

#[tokio::test]
async fn the_same_file_is_kept_once_and_another_reading_of_it_apart() {
    let (_folder, store) = open().await;
    let first = store.save_document(document("a.txt", "text")).await.unwrap();
    let again = store.save_document(document("a.txt", "text")).await.unwrap();
    assert_eq!(first.id, again.id, "same content and name");
    assert!(again.opened_at >= first.opened_at);

    let renamed = store.save_document(document("b.txt", "text")).await.unwrap();
    assert_ne!(first.id, renamed.id, "another name is another document");

    let mut reread = document("a.txt", "text read better");
    reread.sha256.clone_from(&first.sha256);
    let reread = store.save_document(reread).await.unwrap();
    assert_ne!(first.id, reread.id, "spans of earlier runs point into the earlier text");
    assert_eq!(store.document(&first.id).await.unwrap().text, "text");
}

#[tokio::test]
async fn a_run_comes_back_with_its_document() {
    let (_folder, store) = open().await;
    let kept = store.save_document(document("a.txt", "text")).await.unwrap();
    let new = NewRun {
        outcome: None,
        error: Some(json!({"code": "answerCut", "message": "cut at 5 tokens"})),
        partial: Some("Once upon".to_owned()),
        status: RunStatus::Failed,
        confidence: None,
        ..run(&kept.id, "cut", Utc::now().trunc_subsecs(6))
    };
    let id = store.insert_run(new.clone()).await.unwrap();

    let found = store.run(&id).await.unwrap();
    assert_eq!(found.document, kept);
    let expected = winnow_store::RunRow {
        id,
        kind: new.kind,
        task_hash: new.task_hash,
        task: new.task,
        task_name: new.task_name,
        outcome: new.outcome,
        error: new.error,
        partial: new.partial,
        status: new.status,
        answer: new.answer,
        confidence: new.confidence,
        model: new.model,
        embedder: new.embedder,
        duration_ms: new.duration_ms,
        created_at: new.created_at,
    };
    assert_eq!(found.run, expected);
}

#[tokio::test]
async fn the_order_of_json_members_is_kept() {
    let (_folder, store) = open().await;
    let kept = store.save_document(document("a.txt", "text")).await.unwrap();
    let task = json!({"fields": {"zebra": 1, "apple": 2, "mango": 3}});
    let new = NewRun { task: task.clone(), ..run(&kept.id, "x", Utc::now()) };
    let id = store.insert_run(new).await.unwrap();
    let found = store.run(&id).await.unwrap().run.task;
    assert_eq!(found.to_string(), task.to_string(), "fields are asked in the order given");
}

#[tokio::test]
async fn a_later_probe_takes_the_place_of_an_earlier_one() {
    let (_folder, store) = open().await;
    store.keep_probe("aa", &json!({"invented": 4})).await.unwrap();
    store.keep_probe("aa", &json!({"invented": 0})).await.unwrap();
    store.keep_probe("bb", &json!({"invented": 9})).await.unwrap();
    let expected = [("aa", json!({"invented": 0})), ("bb", json!({"invented": 9}))];
    let expected = expected.map(|(id, found)| (id.to_owned(), found));
    assert_eq!(store.probes().await.unwrap(), expected, "one result for each model");
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let (_folder, store) = open().await;
    let no_document = store.insert_run(run("nowhere", "x", Utc::now())).await.unwrap_err();
    assert_eq!(no_document.to_string(), "there is no document \"nowhere\"");
    for missing in [
        store.document("gone").await.err(),
        store.run("gone").await.err(),
        store.delete_run("gone").await.err(),
        store.restore_run("gone").await.err(),
        store.task("gone").await.err(),
        store.delete_task("gone").await.err(),
        store.save_task(Some("gone"), "h", "n", "k", json!({})).await.err(),
        store.forget_model("gone").await.err(),
    ] {
        assert!(
            matches!(&missing, Some(StoreError::NotFound { id, .. }) if id == "gone"),
            "expected NotFound, found {missing:?}"
        );
    }
}

#[tokio::test]
async fn purging_removes_what_was_deleted_and_nothing_else() {
    let (_folder, store) = open().await;
    let gone = keep(&store, "gone.txt", "secret words", "a").await;
    let stays = keep(&store, "stays.txt", "other words", "b").await;
    let document_id = store.run(&gone).await.unwrap().document.id;
    store.delete_run(&gone).await.unwrap();

    let before = Utc::now() - TimeDelta::days(1);
    assert_eq!(store.purge_deleted(before).await.unwrap(), 0, "it was deleted only just now");
    store.restore_run(&gone).await.unwrap();
    store.delete_run(&gone).await.unwrap();

    let after = Utc::now() + TimeDelta::seconds(1);
    assert_eq!(store.purge_deleted(after).await.unwrap(), 1);
    assert!(store.restore_run(&gone).await.is_err(), "purged for good");
    assert!(store.document(&document_id).await.is_err(), "its document goes with it");
    assert!(store.run(&stays).await.is_ok(), "a run that was not deleted stays");
    let found = store.runs(&super::searching("secret")).await.unwrap();
    assert_eq!(found.total, 0, "the search index forgets it too");
}

#[tokio::test]
async fn a_task_keeps_its_id_and_its_versions() {
    let (_folder, store) = open().await;
    let first = store.save_task(None, "h1", "Sort", "classify", json!({"v": 1})).await.unwrap();
    let second = store
        .save_task(Some(&first.id), "h2", "Sort well", "classify", json!({"v": 2}))
        .await
        .unwrap();
    assert_eq!(second.id, first.id);
    assert_eq!((second.hash.as_str(), &second.body), ("h2", &json!({"v": 2})));
    assert_eq!(store.tasks().await.unwrap(), [second], "one task, its present version");

    let back =
        store.save_task(Some(&first.id), "h1", "Sort", "classify", json!({"v": 1})).await.unwrap();
    assert_eq!(back.body, json!({"v": 1}), "an earlier version becomes the present one again");

    store.delete_task(&first.id).await.unwrap();
    assert!(store.tasks().await.unwrap().is_empty());
    assert!(store.task(&first.id).await.is_err());
    store.save_task(Some(&first.id), "h1", "Sort", "classify", json!({"v": 1})).await.unwrap();
    assert!(store.task(&first.id).await.is_ok(), "saving brings a deleted task back");
}

#[tokio::test]
async fn a_model_file_is_known_by_its_bytes() {
    let (_folder, store) = open().await;
    store.remember_model("/old/a.gguf", "abc", "A").await.unwrap();
    store.remember_model("/new/a.gguf", "abc", "A").await.unwrap();
    let models = store.models().await.unwrap();
    assert_eq!(models.len(), 1, "the same bytes are one model");
    assert_eq!(models[0].path, "/new/a.gguf");
    store.forget_model("abc").await.unwrap();
    assert!(store.models().await.unwrap().is_empty());
}

#[tokio::test]
async fn settings_are_set_changed_and_cleared() {
    let (_folder, store) = open().await;
    store.set_setting("threads", json!(4)).await.unwrap();
    store.set_setting("threads", json!(null)).await.unwrap();
    store.set_setting("theme", json!("dark")).await.unwrap();
    assert_eq!(json!(store.settings().await.unwrap()), json!({"theme": "dark", "threads": null}));
    store.clear_setting("threads").await.unwrap();
    store.clear_setting("threads").await.unwrap();
    assert_eq!(json!(store.settings().await.unwrap()), json!({"theme": "dark"}));
}
