//! Many documents, one task, in order; and what the terminal asks besides.

use futures_util::{StreamExt, stream};
use serde_json::json;
use winnow_app::{AskOptions, task_of, wire::error::Code, wire::run::RunQuery};
use winnow_engine::{CancellationToken, Priority};
use winnow_tasks::{Answer, eval::LabelledItem};

use crate::desk::{desk, sorting};

const MESSAGES: [(&str, &str); 4] = [
    ("I was charged twice, please refund the second payment.", "billing"),
    ("My parcel has been in transit for six days, where is it?", "delivery"),
    ("The app crashes with an error whenever I open the camera.", "technical"),
    ("Your invoice shows a wrong amount.", "billing"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_document_gets_its_answer_or_its_error_in_order() {
    let desk = desk().await;
    let mut documents = Vec::new();
    for (text, _) in MESSAGES {
        documents.push(desk.app.read_bytes("message.txt", text.as_bytes()).await);
    }
    documents.insert(2, desk.app.read(&desk.folder.path().join("missing.txt")).await);
    let task = task_of(&sorting()).expect("a task");
    let options = AskOptions { save: true, priority: Priority::batch() };
    let cancel = CancellationToken::new();
    let answers: Vec<_> =
        desk.app.ask_each(&task, stream::iter(documents), options, &cancel).collect().await;

    assert_eq!(answers.len(), 5, "items in are items out");
    let error = answers[2].as_ref().expect_err("the third was not there");
    assert_eq!(error.code, Code::NotFound);
    let labels: Vec<_> = answers
        .iter()
        .flatten()
        .map(|outcome| match &outcome.answer {
            Answer::Classify(found) => found.label.clone().unwrap_or_default(),
            other => panic!("a classification answers with a label: {other:?}"),
        })
        .collect();
    assert_eq!(labels, MESSAGES.map(|(_, label)| label), "each answer belongs to its document");
    let page = desk.app.list_runs(RunQuery::default()).await.expect("a page");
    assert_eq!(page.total, 4, "what ran is kept; what was never read is no run");

    let stopped = CancellationToken::new();
    stopped.cancel();
    let document = desk.app.read_bytes("message.txt", MESSAGES[0].0.as_bytes()).await;
    let unsaved = AskOptions::default();
    let answers: Vec<_> =
        desk.app.ask_each(&task, stream::iter([document]), unsaved, &stopped).collect().await;
    let error = answers[0].as_ref().expect_err("stopped before it began");
    assert_eq!(error.code, Code::Cancelled, "{error}");
    let page = desk.app.list_runs(RunQuery::default()).await.expect("a page");
    assert_eq!(page.total, 4, "nothing is kept unasked");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evaluation_measures_and_leaves_no_trace() {
    let desk = desk().await;
    let items: Vec<_> = MESSAGES
        .iter()
        .map(|(text, label)| LabelledItem { text: (*text).to_owned(), answer: json!(label) })
        .collect();
    let task = task_of(&sorting()).expect("a task");
    let cancel = CancellationToken::new();
    let mut told = 0;
    let measured =
        desk.app.evaluate(&task, &items, &mut |done| told = done, &cancel).await.expect("measured");
    assert_eq!((measured.items, measured.failed), (4, 0), "{measured:?}");
    assert_eq!(told, 4, "progress reaches the end");
    let page = desk.app.list_runs(RunQuery::default()).await.expect("a page");
    assert_eq!(page.total, 0, "an evaluation never writes to the person's history");
}

#[tokio::test(flavor = "multi_thread")]
async fn similar_texts_have_similar_vectors() {
    let desk = desk().await;
    let texts = ["The parcel is late.", "My package has not arrived.", "Bake the cake slowly."];
    let cancel = CancellationToken::new();
    let texts = texts.map(str::to_owned).to_vec();
    let vectors = desk.app.embed(texts, &cancel).await.expect("vectors").0.vectors;
    let cosine = |a: usize, b: usize| -> f32 {
        vectors[a].iter().zip(&vectors[b]).map(|(x, y)| x * y).sum()
    };
    assert!((cosine(0, 0) - 1.0).abs() < 1e-3, "vectors are of length 1");
    assert!(cosine(0, 1) > cosine(0, 2) + 0.2, "{} against {}", cosine(0, 1), cosine(0, 2));
}
