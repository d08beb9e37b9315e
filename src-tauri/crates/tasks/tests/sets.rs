//! Classification where several labels may apply, with the real default models.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use serde_json::json;
use support::{classification, context, office_items, office_task};
use winnow_tasks::{
    Context, Decide, Doubt, Example, Source, Task, TaskError, Unteachable,
    eval::{LabelledItem, Measures, SetMeasures, evaluate},
    run,
    teach::teach,
};

const BOTH: &str = "My computer cannot find the network. Also, the heating in our office is cold, and \
                    the meeting room needs cleaning.";
const ONE: &str = "Please quote a price for forty office chairs, delivered before Easter.";
const NEITHER: &str = "The violinist played two encores, and the audience would not go home.";

fn departments() -> Task {
    Task { multi: true, ..office_task("departments") }
}

/// Messages of two departments in one, of one, and of none.
fn mixed() -> Vec<LabelledItem> {
    let items = office_items("departments");
    let mut mixed: Vec<LabelledItem> = items
        .iter()
        .map(|item| LabelledItem { answer: json!([item.answer]), ..item.clone() })
        .collect();
    for (index, first) in items.iter().enumerate() {
        let second = &items[(index + 5) % items.len()];
        if first.answer != second.answer {
            mixed.push(LabelledItem {
                text: format!("{} {}", first.text, second.text),
                answer: json!([first.answer, second.answer]),
            });
        }
    }
    mixed.push(LabelledItem { text: NEITHER.to_owned(), answer: json!([]) });
    mixed
}

async fn measured(task: &Task, items: &[LabelledItem], context: &Context) -> SetMeasures {
    let evaluation = evaluate(task, items, context, &mut |_| {}).await.expect("it runs");
    assert_eq!(evaluation.failed, 0);
    match evaluation.measures {
        Measures::Sets(sets) => sets,
        other => panic!("several labels are measured as sets, not {other:?}"),
    }
}

#[tokio::test]
async fn a_document_has_all_labels_that_apply_or_none() {
    let context = context().await;
    for decide in [Decide::Embedder, Decide::Cascade, Decide::Best] {
        let task = Task { decide, ..departments() };
        let outcome = run(&task, BOTH, &context).await.expect("it is answered");
        let found = classification(&outcome);
        let mut labels = found.labels.clone().expect("several may apply");
        assert_eq!(found.label, labels.first().cloned(), "{decide:?}: the surest is named first");
        labels.sort();
        assert_eq!(labels, ["facilities", "it"], "{decide:?}: {:?}", found.scores);
        assert_eq!(found.scores.len(), 5, "{decide:?}: every label has its own probability");
        for score in &found.scores {
            let named = labels.contains(&score.label);
            assert_eq!(named, score.probability >= 0.5, "{decide:?}: half is the threshold");
        }
        let right: f64 = found
            .scores
            .iter()
            .map(|score| score.probability.max(1.0 - score.probability))
            .product();
        let sure = found.confidence.expect("there are probabilities");
        assert!((sure - right).abs() < 1e-9, "{decide:?}: sure of all of them: {sure}, {right}");
    }
    let task = Task { decide: Decide::Embedder, ..departments() };
    let one = run(&task, ONE, &context).await.expect("answered");
    assert_eq!(classification(&one).labels.as_deref(), Some(&["sales".to_owned()][..]));
    let none = run(&task, NEITHER, &context).await.expect("answered");
    assert_eq!(classification(&none).labels.as_deref(), Some(&[][..]), "{none:?}");
    assert_eq!(classification(&none).label, None);
}

#[tokio::test]
async fn the_threshold_of_the_task_holds_for_every_label() {
    let context = context().await;
    let strict = Task { threshold: Some(0.999), decide: Decide::Embedder, ..departments() };
    let outcome = run(&strict, BOTH, &context).await.expect("answered");
    assert_eq!(classification(&outcome).labels.as_deref(), Some(&[][..]));
    let lax = Task { threshold: Some(0.0), ..strict };
    let outcome = run(&lax, BOTH, &context).await.expect("answered");
    assert_eq!(classification(&outcome).labels.as_ref().map(Vec::len), Some(5));
}

#[tokio::test]
async fn words_alone_find_most_labels_and_examples_find_more() {
    let context = context().await;
    let items = mixed();
    let task = Task { decide: Decide::Embedder, ..departments() };
    let before = measured(&task, &items, &context).await;
    println!("by words: {before:?}");
    assert!(before.micro_f1 > 0.7, "described departments are found: {before:?}");

    let (pool, judged): (Vec<_>, Vec<_>) =
        items.into_iter().enumerate().partition(|(index, _)| index % 2 == 0);
    let judged: Vec<LabelledItem> = judged.into_iter().map(|(_, item)| item).collect();
    let mut taught = task.clone();
    taught.examples = pool
        .into_iter()
        .map(|(_, item)| Example { input: item.text, output: item.answer })
        .collect();
    let lesson = teach(&taught, &context).await.expect("it is taught");
    assert!(lesson.report.after >= lesson.report.before, "{:?}", lesson.report);
    let head = lesson.head.expect("it helps");
    let json = serde_json::to_string(&head).expect("a head is data");
    assert_eq!(serde_json::from_str::<winnow_tasks::teach::Head>(&json).expect("reads"), head);
    let with = Context { head: Some(Arc::new(head)), ..context.clone() };
    let words = measured(&task, &judged, &context).await;
    let after = measured(&task, &judged, &with).await;
    println!("on the rest by words: {words:?}\nby examples: {after:?}");
    assert!(after.micro_f1 > words.micro_f1 - 0.05, "no worse on 16 others: {words:?} {after:?}");
    assert!(after.ece < words.ece, "and its probabilities are nearer to the truth");
    let outcome = run(&task, BOTH, &with).await.expect("answered");
    assert_eq!(classification(&outcome).decided_by.sources, [Source::Head]);
}

#[tokio::test]
async fn what_cannot_be_taught_or_asked_is_said() {
    let context = context().await;
    let mut task = departments();
    task.examples = vec![
        Example { input: ONE.to_owned(), output: json!(["sales"]) },
        Example { input: "Send us your prices.".to_owned(), output: json!("sales") },
    ];
    let error = teach(&task, &context).await.expect_err("they are all of one label");
    assert!(
        matches!(&error, TaskError::Unteachable(Unteachable::OneLabel { label, .. }) if label == "sales"),
        "{error}"
    );
    let rest = Task { multi: true, ..office_task("support") };
    let error = run(&rest, ONE, &context).await.expect_err("\"other\" is no label of several");
    assert!(error.to_string().contains("\"other\""), "{error}");
}

#[tokio::test]
async fn a_language_that_the_embedder_does_not_read_is_left_to_the_language_model() {
    let full = context().await;
    let english = Context {
        models: winnow_tasks::Models {
            embedder_languages: vec!["en".to_owned()],
            ..full.models.clone()
        },
        ..full.clone()
    };
    let letter = "Sehr geehrte Damen und Herren, leider wurde mir die Rechnung für Oktober zweimal \
                  vom Konto abgebucht. Bitte überweisen Sie mir den Betrag zurück.";
    let task = office_task("support");
    let foreign = Doubt::ForeignLanguage { language: "German".to_owned() };
    let outcome = run(&task, letter, &english).await.expect("answered");
    assert!(outcome.doubts.contains(&foreign), "{:?}", outcome.doubts);
    assert_eq!(classification(&outcome).decided_by.sources, [Source::Model]);
    let alone = Context {
        models: winnow_tasks::Models { generator: None, ..english.models.clone() },
        ..english.clone()
    };
    let outcome = run(&task, letter, &alone).await.expect("the embedder is all there is");
    assert!(outcome.doubts.contains(&foreign), "{:?}", outcome.doubts);
    assert_eq!(classification(&outcome).decided_by.sources, [Source::Embedder]);
    let unknown = run(&task, letter, &full).await.expect("answered");
    assert!(!unknown.doubts.contains(&foreign), "nothing is known of what it reads");
}
