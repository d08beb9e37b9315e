//! Endpoints and what their probes found.

use serde_json::json;
use winnow_store::{NewEndpoint, StoreError};

use super::open;

#[tokio::test]
async fn an_endpoint_keeps_what_was_found_until_it_is_another_one() {
    let (_folder, store) = open().await;
    let new = NewEndpoint {
        name: "office".to_owned(),
        url: "https://gpu.example.org/v1".to_owned(),
        concurrency: 4,
        timeout_seconds: 120,
        context: None,
        any_line: false,
    };
    store.keep_endpoint(&new).await.unwrap();
    store.keep_found("office", &json!({"models": []})).await.unwrap();
    let kept = store.endpoints().await.unwrap();
    assert_eq!((&kept[0].endpoint, &kept[0].found), (&new, &Some(json!({"models": []}))));

    let moved = NewEndpoint { url: "https://other.example.org/v1".to_owned(), ..new };
    store.keep_endpoint(&moved).await.unwrap();
    let kept = store.endpoints().await.unwrap();
    assert_eq!(kept.len(), 1, "one of each name");
    assert_eq!((&kept[0].endpoint, &kept[0].found), (&moved, &None), "another server, unprobed");

    store.forget_endpoint("office").await.unwrap();
    for gone in
        [store.forget_endpoint("office").await, store.keep_found("office", &json!({})).await]
    {
        assert!(matches!(gone, Err(StoreError::NotFound { .. })), "{gone:?}");
    }
}
