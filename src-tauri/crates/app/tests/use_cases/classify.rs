//! Sorting a message, finding it again, doing it again, taking it away and back.

use winnow_app::wire::{
    outcome::AnswerView,
    run::{RunEvent, RunQuery, RunRequest, RunStatus},
};

use crate::desk::{Heard, desk, sorting, text};

const MESSAGE: &str = "I was charged twice for my October subscription, please refund the second \
                       payment. Grüße, Zoë 🙂";

fn search(words: &str) -> RunQuery {
    RunQuery { search: words.to_owned(), ..RunQuery::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_classified_message_lives_in_the_history_until_it_is_deleted() {
    let desk = desk().await;
    let heard = Heard::default();
    let request = RunRequest { operation: "one".to_owned(), task: sorting(), input: text(MESSAGE) };
    let record = desk.app.run_task(request, heard.listener()).await.expect("the run begins");

    assert_eq!(record.summary.status, RunStatus::Done, "{:?}", record.error);
    let outcome = record.outcome.clone().expect("a finished run has an outcome");
    let AnswerView::Classify { label, labels, confidence, scores, evidence, decided_by } =
        &outcome.answer
    else {
        panic!("a classification answers with a label: {:?}", outcome.answer)
    };
    assert_eq!(label.as_deref(), Some("billing"), "the message is plainly about a payment");
    assert_eq!(*labels, None, "one label is right");
    assert_eq!(scores.len(), 3, "every label has a probability");
    let sum: f64 = scores.iter().map(|score| score.probability).sum();
    assert!((sum - 1.0).abs() < 1e-6, "probabilities of exclusive labels make 1, not {sum}");
    assert_eq!(Some(scores[0].probability), *confidence, "the best label comes first");
    assert!(!decided_by.sources.is_empty(), "an answer says who decided");
    assert!(evidence.iter().all(|source| source.probabilities.len() == 3), "{evidence:?}");
    assert!(outcome.coverage.read > 0 && outcome.coverage.read == outcome.coverage.tokens);
    assert!(outcome.timings.total_ms > 0.0);
    assert_eq!(record.summary.answer, "billing");
    assert!(
        heard.events().iter().any(|event| matches!(event, RunEvent::Loading { .. })),
        "the first run loads a model, and says so"
    );

    for words in ["october refund", "zoe", "billing", "Sort mess"] {
        let page = desk.app.list_runs(search(words)).await.expect("a search");
        assert_eq!(page.total, 1, "\"{words}\" stands in document, answer or task");
    }
    let nothing = desk.app.list_runs(search("parcel")).await.expect("a search");
    assert_eq!(nothing.total, 0, "a word that stands nowhere finds nothing");

    let id = record.summary.id.clone();
    let opened = desk.app.get_run(&id).await.expect("a listed run opens");
    assert_eq!(opened, record, "a run opened again is what the run gave");

    let again = desk.app.rerun(&id, "two", |_| {}).await.expect("a kept run can be done again");
    assert_ne!(again.summary.id, id, "it is a run of its own");
    let outcome_again = again.outcome.expect("it is done");
    assert_eq!(outcome_again.answer, outcome.answer, "same task, text and models: same answer");
    assert_eq!(again.document.id, record.document.id, "one document is kept once");

    desk.app.delete_run(&id).await.expect("deleted");
    assert_eq!(desk.app.list_runs(RunQuery::default()).await.expect("a page").total, 1);
    assert!(desk.app.get_run(&id).await.is_err(), "a deleted run is gone");
    desk.app.restore_run(&id).await.expect("put back");
    assert_eq!(desk.app.list_runs(search("october")).await.expect("a page").total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_outlives_the_app() {
    let desk = desk().await;
    let record = desk.run(sorting(), text(MESSAGE)).await.expect("a run");
    let saved = desk.app.save_task(None, sorting()).await.expect("a kept task");
    drop(desk.app);

    let app = crate::desk::open(desk.folder.path()).await.expect("the folder opens again");
    assert_eq!(app.get_run(&record.summary.id).await.expect("still there"), record);
    let tasks = app.list_tasks().await.expect("tasks");
    assert_eq!(tasks, std::slice::from_ref(&saved));

    let mut changed = sorting();
    changed.labels.pop();
    let next = app.save_task(Some(saved.id.clone()), changed).await.expect("a next version");
    assert_eq!(next.id, saved.id, "a version keeps its task's key");
    assert_ne!(next.hash, saved.hash, "other labels are another version");
    app.delete_task(&saved.id).await.expect("forgotten");
    assert!(app.list_tasks().await.expect("tasks").is_empty());
    assert!(app.get_run(&record.summary.id).await.is_ok(), "runs outlive their task");
}
