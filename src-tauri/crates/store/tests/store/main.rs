//! The store as the app uses it, on real files in folders of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod durability;
mod endpoints;
mod history;
mod opening;
mod rows;
mod search;
mod teaching;

use chrono::{DateTime, Utc};
use serde_json::json;
use tempfile::TempDir;
use winnow_store::{NewDocument, NewRun, RunFilter, RunStatus, Store};

/// An open store in a folder that goes with it.
async fn open() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    (folder, store)
}

fn document(name: &str, text: &str) -> NewDocument {
    NewDocument {
        sha256: format!("sha256 of {text}"),
        name: name.to_owned(),
        format: "text".to_owned(),
        bytes: text.len() as u64,
        text: text.to_owned(),
        places: json!([{"start": 0, "end": text.len(), "at": {"kind": "page", "number": 1}}]),
        pages: Some(json!({"total": 1, "read": 1, "unread": []})),
        notes: json!([]),
        title: None,
    }
}

fn run(document_id: &str, answer: &str, created_at: DateTime<Utc>) -> NewRun {
    NewRun {
        document_id: document_id.to_owned(),
        kind: "classify".to_owned(),
        task_hash: "a hash".to_owned(),
        task: json!({"kind": "classify", "labels": ["billing", "other"]}),
        task_name: "Sort the post".to_owned(),
        outcome: Some(json!({"answer": {"label": answer}})),
        error: None,
        partial: None,
        status: RunStatus::Done,
        answer: answer.to_owned(),
        confidence: Some(0.75),
        model: Some("b179c9".to_owned()),
        embedder: None,
        duration_ms: 12.5,
        created_at,
    }
}

/// Keeps a document and one run on it; gives the run's id.
async fn keep(store: &Store, name: &str, text: &str, answer: &str) -> String {
    let kept = store.save_document(document(name, text)).await.unwrap();
    store.insert_run(run(&kept.id, answer, Utc::now())).await.unwrap()
}

fn searching(words: &str) -> RunFilter {
    RunFilter { search: words.to_owned(), ..RunFilter::default() }
}
