//! Tasks that contradict themselves are refused before anything runs; answers that cannot be used
//! are failed runs.

use serde_json::json;
use winnow_app::wire::{
    error::Code,
    run::{RunQuery, RunStatus},
    task::{Decide, FieldType, TaskSpec},
};
use winnow_tasks::TaskKind;

use crate::desk::{desk, field, form, sorting, text};

#[tokio::test(flavor = "multi_thread")]
async fn tasks_that_cannot_be_run_are_refused_by_field() {
    let desk = desk().await;
    let mut single = sorting();
    single.labels.truncate(1);
    let mut twice = sorting();
    twice.labels[1].name = "billing".to_owned();
    let mut nameless = sorting();
    nameless.labels[0].name = " ".to_owned();
    let schema = |schema| TaskSpec { schema: Some(schema), ..form(TaskKind::Extract) };
    let total = || field("total", FieldType::Amount, "");
    let cases = [
        ("no labels", TaskSpec { labels: vec![], ..sorting() }, Some("labels")),
        ("one label", single, Some("labels")),
        ("a label twice", twice, Some("billing")),
        ("a label without a name", nameless, Some("labels")),
        ("no fields", form(TaskKind::Extract), Some("fields")),
        (
            "a field twice",
            TaskSpec { fields: vec![total(), total()], ..form(TaskKind::Extract) },
            Some("total"),
        ),
        ("a type that is none", schema(json!({"type": "strin"})), None),
        ("properties that are none", schema(json!({"type": "object", "properties": 3})), None),
        ("a threshold above 1", TaskSpec { threshold: Some(7.0), ..sorting() }, Some("threshold")),
    ];
    for (name, task, detail) in cases {
        let error = desk.run(task.clone(), text("a text")).await.expect_err(name);
        assert_eq!(error.code, Code::InvalidTask, "{name}: {error}");
        if detail.is_some() {
            assert_eq!(error.detail.as_deref(), detail, "{name}: {error}");
        }
        let named = TaskSpec { name: name.to_owned(), ..task };
        let refused = desk.app.save_task(None, named).await.expect_err("it could never be run");
        assert_eq!(refused.code, Code::InvalidTask, "{name}");
    }
    let unnamed = TaskSpec { name: String::new(), ..sorting() };
    let error = desk.app.save_task(None, unnamed).await.expect_err("a list needs names");
    assert_eq!((error.code, error.detail.as_deref()), (Code::InvalidTask, Some("name")));
    let page = desk.app.list_runs(RunQuery::default()).await.expect("a page");
    assert_eq!(page.total, 0, "what never began is no run");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_cut_at_the_limit_is_a_failed_run_with_what_was_written() {
    let desk = desk().await;
    let schema = json!({
        "type": "object",
        "properties": {"subject": {"type": "string"}, "sender": {"type": "string"}},
        "required": ["subject", "sender"],
        "additionalProperties": false
    });
    let task = TaskSpec {
        schema: Some(schema),
        decide: Decide::Model,
        max_tokens: Some(3),
        ..form(TaskKind::Extract)
    };
    let message = "From: Ana Petrov. Subject: the library moves in November.";
    let record = desk.run(task, text(message)).await.expect("the run begins");
    assert_eq!(record.summary.status, RunStatus::Failed, "{:?}", record.outcome);
    let error = record.error.expect("a failed run says why");
    assert_eq!(error.code, Code::AnswerCut, "{error}");
    assert!(error.detail.is_some_and(|partial| !partial.is_empty()), "what was written is kept");
    assert!(record.outcome.is_none(), "half an object is no answer");
}
