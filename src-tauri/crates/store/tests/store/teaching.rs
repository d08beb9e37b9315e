//! Examples and heads.

use serde_json::json;
use winnow_store::{HeadKey, NewExample, StoreError};

use super::open;

#[tokio::test]
async fn a_text_has_one_answer_at_a_time_and_a_correction_can_be_undone() {
    let (_folder, store) = open().await;
    let answer = |label: &str, places| NewExample {
        input: "charged twice".to_owned(),
        output: json!(label),
        places,
        document: Some("mail.txt".to_owned()),
    };
    let given = [answer("technical", None)];
    assert_eq!(store.add_examples("q", &given).await.unwrap(), 1);
    assert_eq!(store.add_examples("q", &given).await.unwrap(), 0, "nothing new was said");
    let first = store.examples("q").await.unwrap().remove(0);

    let corrected = [answer("billing", None)];
    assert_eq!(store.add_examples("q", &corrected).await.unwrap(), 1);
    let now = store.examples("q").await.unwrap();
    assert_eq!(now.len(), 1, "the old answer counts no more");
    assert_eq!(now[0].output, json!("billing"));
    assert_eq!(store.example_of("q", "charged twice").await.unwrap().as_ref(), now.first());
    assert_eq!(store.example_of("q", "another text").await.unwrap(), None);

    let pointed = [answer("billing", Some(json!({"label": [[0, 7]]})))];
    assert_eq!(store.add_examples("q", &pointed).await.unwrap(), 1, "a place is news");
    let now = store.examples("q").await.unwrap().remove(0);
    assert_eq!(now.places, pointed[0].places);
    assert_eq!(now.document.as_deref(), Some("mail.txt"));

    store.restore_example(&first.id).await.unwrap();
    let undone = store.examples("q").await.unwrap();
    assert_eq!(undone, std::slice::from_ref(&first), "the earlier answer stands again, alone");

    store.drop_example(&first.id).await.unwrap();
    assert!(store.examples("q").await.unwrap().is_empty());
    assert!(matches!(store.drop_example(&first.id).await, Err(StoreError::NotFound { .. })));
    assert!(matches!(store.restore_example("no such").await, Err(StoreError::NotFound { .. })));
    assert!(store.examples("another question").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_head_is_found_by_question_examples_and_models() {
    let (_folder, store) = open().await;
    let key = HeadKey { question: "q", examples_hash: "e", models: "m" };
    assert_eq!(store.head(key).await.unwrap(), None);
    store.save_head(key, Some(&json!({"weights": [1.5]})), &json!({"used": true})).await.unwrap();
    let found = store.head(key).await.unwrap().unwrap();
    assert_eq!(found.head, Some(json!({"weights": [1.5]})));
    for other in [
        HeadKey { question: "other", ..key },
        HeadKey { examples_hash: "other", ..key },
        HeadKey { models: "other", ..key },
    ] {
        assert_eq!(store.head(other).await.unwrap(), None, "{other:?} was never learnt");
    }
    store.save_head(key, None, &json!({"used": false})).await.unwrap();
    assert_eq!(store.head(key).await.unwrap().unwrap().head, None, "the latest is kept");
}
