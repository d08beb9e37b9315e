//! The cascade: who is asked about which document, with the real default models.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use support::{SETS, classification, context, context_with_second, office_items, office_task};
use winnow_engine::ModelId;
use winnow_tasks::{
    Context, Decide, Doubt, Models, Outcome, Source, Task, classify_batch,
    eval::{Measures, evaluate},
    run,
};

const UNCLEAR: &str = "Hello, it is about what we talked about last week.";

fn asked(outcomes: &[Outcome], source: Source) -> usize {
    let asked = |outcome: &&Outcome| classification(outcome).decided_by.sources.contains(&source);
    outcomes.iter().filter(asked).count()
}

#[tokio::test]
async fn the_cascade_asks_about_the_doubtful_and_answers_like_all_sources() {
    let context = context().await;
    let (mut cascade, mut best, mut spoken, mut all) = (0.0, 0.0, 0, 0);
    for set in SETS {
        let items = office_items(set);
        for (decide, accuracy) in [(Decide::Cascade, &mut cascade), (Decide::Best, &mut best)] {
            let task = Task { decide, ..office_task(set) };
            let evaluation = evaluate(&task, &items, &context, &mut |_| {}).await.expect("it runs");
            let Measures::Labels(labels) = &evaluation.measures else { panic!("labels") };
            *accuracy += labels.accuracy / SETS.len() as f64;
            if decide == Decide::Cascade {
                spoken += evaluation.decided_by.get("embedder+model").copied().unwrap_or(0);
                all += items.len();
            }
        }
    }
    println!("cascade {cascade:.3}, best {best:.3}, asked about {spoken} of {all}");
    assert!(spoken > 0 && spoken < all, "only the doubtful are asked about: {spoken} of {all}");
    assert!(cascade > best - 0.05, "and little is lost: {cascade} {best}");
}

#[tokio::test]
async fn a_larger_model_is_asked_about_what_the_others_leave_unsure() {
    let context = context_with_second().await;
    let task = Task { fallback: Some("second".to_owned()), ..office_task("departments") };
    let outcome = run(&task, UNCLEAR, &context).await.expect("answered");
    let sources = &classification(&outcome).decided_by.sources;
    assert!(sources.contains(&Source::Larger), "nobody can be sure of this: {outcome:?}");
    assert_eq!(outcome.fallback, context.models.fallback, "the outcome says which one it was");
    assert_eq!(classification(&outcome).evidence.len(), 3, "each source's own view is kept");

    let documents: Vec<String> =
        office_items("departments").into_iter().map(|item| item.text).collect();
    let outcomes = classify_batch(&task, &documents, &context, &mut |_| {}).await.expect("runs");
    let outcomes: Vec<Outcome> = outcomes.into_iter().map(|one| one.expect("answered")).collect();
    let (model, larger) = (asked(&outcomes, Source::Model), asked(&outcomes, Source::Larger));
    println!("of {} the model saw {model}, the larger one {larger}", outcomes.len());
    assert!(larger < outcomes.len(), "what is sure does not go to the larger model");
    let sure = outcomes.iter().filter(|one| one.fallback.is_none());
    for outcome in sure {
        assert!(!classification(outcome).decided_by.sources.contains(&Source::Larger));
    }
}

#[tokio::test]
async fn without_the_larger_model_the_others_answer_and_it_is_noted() {
    let context = context().await;
    let task = Task { fallback: Some("gone".to_owned()), ..office_task("departments") };
    let missing = Doubt::SourceMissing { source: Source::Larger };
    let outcome = run(&task, UNCLEAR, &context).await.expect("the small ones answer");
    assert!(outcome.doubts.contains(&missing), "{:?}", outcome.doubts);
    assert!(classification(&outcome).label.is_some());
    // The engine does not know it: asking fails.
    let broken = Context {
        models: Models {
            fallback: Some(ModelId("never loaded".to_owned())),
            ..context.models.clone()
        },
        ..context.clone()
    };
    let outcome = run(&task, UNCLEAR, &broken).await.expect("the small ones answer");
    assert!(outcome.doubts.contains(&missing), "{:?}", outcome.doubts);
    assert_eq!(outcome.fallback, None);
}

#[tokio::test]
async fn many_labels_are_left_to_the_embedder() {
    let context = context().await;
    let mut task = office_task("support");
    task.labels = (0..10_000)
        .map(|number| winnow_tasks::Label {
            name: format!("shelf {number}"),
            description: String::new(),
        })
        .collect();
    task.labels[4_711].name = "complaints about invoices".to_owned();
    let outcome = run(&task, "I complain about the invoice.", &context).await.expect("answered");
    let found = classification(&outcome);
    assert_eq!(found.label.as_deref(), Some("complaints about invoices"));
    assert_eq!(found.scores.len(), 10_000);
    assert_eq!(found.decided_by.sources, [Source::Embedder]);
}

#[tokio::test]
async fn a_label_for_the_rest_takes_what_fits_no_other() {
    let context = context().await;
    let mut task = office_task("departments");
    task.decide = Decide::Embedder;
    task.labels.push(winnow_tasks::Label {
        name: "other".to_owned(),
        description: "anything else".to_owned(),
    });
    for (text, expected) in [
        ("The violinist played two encores, and the audience would not go home.", "other"),
        ("We walked along the lake and had ice cream by the old mill.", "other"),
        ("My computer has no network, and the printer software shows an error.", "it"),
        ("Please quote a price for forty office chairs.", "sales"),
        ("Where is my pay slip, and how many days of leave do I have?", "human_resources"),
    ] {
        let outcome = run(&task, text, &context).await.expect("answered");
        let found = classification(&outcome);
        assert_eq!(found.label.as_deref(), Some(expected), "{text}: {:?}", found.scores);
    }
}
