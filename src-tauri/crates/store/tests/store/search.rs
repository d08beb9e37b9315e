//! Full-text search: what a person types is words, whatever signs are in it.

use chrono::Utc;
use proptest::prelude::*;
use serde_json::json;
use winnow_store::{NewRun, RunFilter, RunStatus, Store};

use super::{document, keep, open, run, searching};

async fn found(store: &Store, words: &str) -> Vec<String> {
    let page = store.runs(&searching(words)).await.unwrap();
    assert_eq!(page.total as usize, page.rows.len(), "total and rows agree for {words:?}");
    page.rows.into_iter().map(|row| row.document_name).collect()
}

#[tokio::test]
async fn words_are_found_in_documents_names_answers_and_tasks() {
    let (_folder, store) = open().await;
    keep(&store, "invoice-17.pdf", "Total due: 1,250.00 EUR to Müller & Söhne", "billing").await;
    keep(&store, "letter.txt", "The printer does not print", "technical").await;

    for (words, expected) in [
        ("", vec!["letter.txt", "invoice-17.pdf"]),
        ("due", vec!["invoice-17.pdf"]),
        ("inv", vec!["invoice-17.pdf"]),
        ("techni", vec!["letter.txt"]),
        ("post", vec!["letter.txt", "invoice-17.pdf"]),
        ("PRINTER", vec!["letter.txt"]),
        ("muller sohne", vec!["invoice-17.pdf"]),
        ("MÜLLER", vec!["invoice-17.pdf"]),
        ("1,250.00", vec!["invoice-17.pdf"]),
        ("oices", vec![]),
        ("printer due", vec![]),
    ] {
        assert_eq!(found(&store, words).await, expected, "searching for {words:?}");
    }
    let across = found(&store, "printer technical").await;
    assert_eq!(across, ["letter.txt"], "one word in the document, the other in the answer");
}

#[tokio::test]
async fn written_text_errors_and_partial_text_are_found() {
    let (_folder, store) = open().await;
    let kept = store.save_document(document("prompt", "Tell me a story")).await.unwrap();
    let written = NewRun {
        outcome: Some(json!({"answer": {"kind": "generate", "text": "A wombat lived in a shoe"}})),
        ..run(&kept.id, "A wombat…", Utc::now())
    };
    store.insert_run(written).await.unwrap();
    let stopped = NewRun {
        outcome: None,
        status: RunStatus::Cancelled,
        error: Some(json!({"code": "cancelled", "message": "stopped by hand"})),
        partial: Some("An echidna".to_owned()),
        ..run(&kept.id, "", Utc::now())
    };
    store.insert_run(stopped).await.unwrap();

    assert_eq!(found(&store, "wombat shoe").await.len(), 1);
    assert_eq!(found(&store, "echidna").await.len(), 1);
    assert_eq!(found(&store, "stopped hand").await.len(), 1);
    assert_eq!(found(&store, "story").await.len(), 2, "both read the same document");
}

#[tokio::test]
async fn a_match_is_shown_with_the_words_around_it() {
    let (_folder, store) = open().await;
    let text = format!("{} the needle lies here {}", "hay ".repeat(200), "straw ".repeat(200));
    keep(&store, "barn.txt", &text, "other").await;
    let page = store.runs(&searching("needle")).await.unwrap();
    let snippet = page.rows[0].snippet.as_deref().unwrap_or_default();
    assert!(snippet.contains("the needle lies here"), "found {snippet:?}");
    assert!(snippet.len() < 200, "a snippet is short, found {} bytes", snippet.len());
    assert!(!snippet.contains('<'), "plain text, never markup");

    let all = store.runs(&RunFilter::default()).await.unwrap();
    assert_eq!(all.rows[0].snippet, None, "nothing matched where nothing was searched");
}

#[tokio::test]
async fn a_deleted_run_is_not_found_and_a_restored_one_is() {
    let (_folder, store) = open().await;
    let id = keep(&store, "a.txt", "marmalade", "other").await;
    store.delete_run(&id).await.unwrap();
    store.delete_run(&id).await.unwrap();
    assert!(found(&store, "marmalade").await.is_empty());
    assert!(found(&store, "").await.is_empty());
    assert!(store.run(&id).await.is_err(), "out of sight everywhere");
    store.restore_run(&id).await.unwrap();
    assert_eq!(found(&store, "marmalade").await, ["a.txt"]);
    assert!(store.run(&id).await.is_ok());
}

#[tokio::test]
async fn hostile_searches_are_words() {
    let (_folder, store) = open().await;
    keep(&store, "a.txt", "NEAR the bank AND river, OR (so) col: x-ray 100%", "other").await;
    for words in ["NEAR", "AND", "or", "NOT", "col:", "x-ray", "(so)", "100%", "bank, river"] {
        let expected = usize::from(words != "NOT");
        assert_eq!(found(&store, words).await.len(), expected, "searching for {words:?}");
    }
    for words in [
        "\"",
        "\"\"\"",
        "'",
        "*",
        "^bank",
        "bank*",
        "-bank",
        "name:a",
        "{name text}: bank",
        "NEAR(bank river, 2)",
        "bank AND (",
        ") OR 1=1 --",
        "'; DROP TABLE runs; --",
        "🙂",
        "👩‍👩‍👧",
        "\0",
        "bank\0river",
        "\u{feff}",
        "٪",
        "%",
        "_",
        "\\",
        "e\u{301}",
        "\u{301}",
        "日本語",
    ] {
        let page = store.runs(&searching(words)).await;
        assert!(page.is_ok(), "{words:?} must not be an error, found {page:?}");
    }
    assert!(found(&store, "🙂").await.is_empty(), "a sign alone matches nothing, not everything");
    let endless = "bank ".repeat(20_000);
    assert_eq!(found(&store, &endless).await, ["a.txt"], "a pasted book is a search too");
}

#[tokio::test]
async fn any_text_can_be_searched_for() {
    let (_folder, store) = open().await;
    keep(&store, "a.txt", "some text to look into", "other").await;
    let runtime = tokio::runtime::Handle::current();
    let check = move || {
        proptest!(ProptestConfig::with_cases(300), |(words in "\\PC{0,40}|[\"*^:(){}+\\-, A-Z]{0,30}")| {
            let page = runtime.block_on(store.runs(&searching(&words)));
            prop_assert!(page.is_ok(), "{:?} gave {:?}", words, page);
        });
    };
    tokio::task::spawn_blocking(check).await.unwrap();
}
