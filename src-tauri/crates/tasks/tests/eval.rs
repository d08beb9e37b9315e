//! How good the default models are on the office messages. Accuracies, never timings.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use support::{SETS, context, office_items, office_task};
use winnow_tasks::{
    Decide, Task, TaskError,
    eval::{Evaluation, LabelMeasures, LabelledItem, Measures, evaluate},
};

fn labels(evaluation: &Evaluation) -> &LabelMeasures {
    match &evaluation.measures {
        Measures::Labels(labels) => labels,
        other => panic!("a classification is measured by its labels, not {other:?}"),
    }
}

#[tokio::test]
async fn each_part_is_worth_its_place_on_office_messages() {
    let context = context().await;
    let mut accuracy = std::collections::BTreeMap::new();
    for set in SETS {
        let items = office_items(set);
        for (name, decide, calibrate) in [
            ("raw", Decide::Model, false),
            ("calibrated", Decide::Model, true),
            ("embedder", Decide::Embedder, true),
            ("best", Decide::Best, true),
        ] {
            let task = Task { decide, calibrate, ..office_task(set) };
            let evaluation = evaluate(&task, &items, &context, &mut |_| {}).await.expect("it runs");
            assert_eq!((evaluation.items, evaluation.failed), (items.len(), 0), "{set}, {name}");
            *accuracy.entry(name).or_insert(0.0) +=
                labels(&evaluation).accuracy / SETS.len() as f64;
        }
    }
    println!("{accuracy:?}");
    assert!(
        accuracy["calibrated"] > accuracy["raw"] + 0.05,
        "calibration takes the model's favourite labels off: {accuracy:?}"
    );
    assert!(accuracy["best"] >= 0.75, "four label sets, no example: {accuracy:?}");
    assert!(
        accuracy["best"] >= accuracy["calibrated"],
        "both together are never worse than the language model alone: {accuracy:?}"
    );
}

#[tokio::test]
async fn an_evaluation_accounts_for_every_document() {
    let context = context().await;
    let task = Task { decide: Decide::Embedder, ..office_task("papers") };
    let mut items = office_items("papers");
    items.push(LabelledItem { text: "  ".to_owned(), answer: "invoice".into() });
    let mut told = 0;
    let evaluation =
        evaluate(&task, &items, &context, &mut |done| told = done).await.expect("it runs");
    assert_eq!(told, items.len());
    assert_eq!(evaluation.failed, 1, "the empty one failed");
    assert!(evaluation.failures.contains_key(&(items.len() - 1)), "and is named by its place");
    assert_eq!(evaluation.decided_by.values().sum::<usize>(), items.len() - 1);
    let confused: usize = labels(&evaluation).confusion.values().flat_map(|row| row.values()).sum();
    assert_eq!(confused, items.len() - 1, "the confusion table holds every answered document");

    let json = serde_json::to_value(&evaluation).expect("an evaluation is data");
    for key in ["accuracy", "macro_f1", "ece", "items_per_second", "decided_by"] {
        assert!(json.get(key).is_some(), "the terminal's contract names {key}: {json}");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_label_is_refused_before_anything_runs() {
    let context = context().await;
    let items = [LabelledItem { text: "Hello".to_owned(), answer: "greeting".into() }];
    let error = evaluate(&office_task("support"), &items, &context, &mut |_| {})
        .await
        .expect_err("\"greeting\" is no label");
    assert!(matches!(error, TaskError::InvalidExample { number: 1, .. }), "{error}");
}
