//! The history page by page.

use chrono::{DateTime, TimeDelta, Utc};
use winnow_store::{NewRun, RunFilter, Store, StoreError};

use super::{document, open, run};

async fn fill(store: &Store, count: usize) -> Vec<String> {
    let kept = store.save_document(document("a.txt", "text")).await.unwrap();
    let begin = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    let mut ids = Vec::new();
    for number in 0..count {
        // Three runs share each second, so that the time alone cannot order them.
        let at = begin + TimeDelta::seconds((number / 3) as i64);
        ids.push(store.insert_run(run(&kept.id, "x", at)).await.unwrap());
    }
    ids.reverse();
    ids
}

#[tokio::test]
async fn pages_hold_every_run_once_newest_first() {
    let (_folder, store) = open().await;
    let expected = fill(&store, 23).await;
    let mut found = Vec::new();
    let mut filter = RunFilter { limit: Some(5), ..RunFilter::default() };
    loop {
        let page = store.runs(&filter).await.unwrap();
        assert_eq!(page.total, 23, "the total does not depend on the page");
        found.extend(page.rows.into_iter().map(|row| row.id));
        filter.cursor = page.next;
        if filter.cursor.is_none() {
            break;
        }
    }
    assert_eq!(found, expected);
}

#[tokio::test]
async fn runs_that_come_in_between_move_nothing() {
    let (_folder, store) = open().await;
    let expected = fill(&store, 10).await;
    let filter = RunFilter { limit: Some(4), ..RunFilter::default() };
    let first = store.runs(&filter).await.unwrap();

    let kept = store.save_document(document("new.txt", "new")).await.unwrap();
    store.insert_run(run(&kept.id, "new", Utc::now() + TimeDelta::days(400))).await.unwrap();
    store.delete_run(&expected[3]).await.unwrap();

    let second = store.runs(&RunFilter { cursor: first.next, ..filter }).await.unwrap();
    let ids: Vec<_> = second.rows.iter().map(|row| row.id.clone()).collect();
    assert_eq!(ids, expected[4..8], "the next page goes on behind the last run seen");
}

#[tokio::test]
async fn a_full_last_page_says_that_it_is_the_last() {
    let (_folder, store) = open().await;
    fill(&store, 4).await;
    let page = store.runs(&RunFilter { limit: Some(4), ..RunFilter::default() }).await.unwrap();
    assert_eq!((page.rows.len(), page.next), (4, None));
}

#[tokio::test]
async fn a_kind_narrows_the_history() {
    let (_folder, store) = open().await;
    let kept = store.save_document(document("a.txt", "text")).await.unwrap();
    let extract = NewRun { kind: "extract".to_owned(), ..run(&kept.id, "x", Utc::now()) };
    store.insert_run(extract).await.unwrap();
    store.insert_run(run(&kept.id, "y", Utc::now())).await.unwrap();
    for (search, total) in [("", 1), ("text", 1), ("y", 0)] {
        let filter = RunFilter {
            search: search.to_owned(),
            kind: Some("extract".to_owned()),
            ..RunFilter::default()
        };
        assert_eq!(store.runs(&filter).await.unwrap().total, total, "searching {search:?}");
    }
}

#[tokio::test]
async fn a_made_up_cursor_is_refused() {
    let (_folder, store) = open().await;
    for cursor in ["", "5", "2026-11-25T00:00:00Z", "yesterday~x", "2026-11-25T00:00:00Z~' OR 1"] {
        let filter = RunFilter { cursor: Some(cursor.to_owned()), ..RunFilter::default() };
        let error = store.runs(&filter).await.unwrap_err();
        assert!(matches!(error, StoreError::InvalidCursor { .. }), "{cursor:?} gave {error:?}");
    }
}
