//! Teaching with the real default models: answers that a person gives make a task better, and what
//! cannot teach is said.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use serde_json::json;
use support::{classification, context, failure, office_items, office_task};
use winnow_engine::{ModelId, Purpose};
use winnow_tasks::{
    Context, Decide, Example, Field, FieldType, Label, Models, Source, Task, TaskError, TaskKind,
    Unteachable,
    eval::draw_examples,
    run,
    teach::{Head, TeachNote, suggest, teach},
};

/// A question whose answer the labels' words do not give: who is to read it, by first name.
const DESKS: [(&str, [&str; 5]); 2] = [
    (
        "Amara",
        [
            "The invoice shows the wrong VAT number.",
            "Please send the bill for October again.",
            "We were charged twice for one order.",
            "Can we pay by bank transfer?",
            "The discount is missing on our statement.",
        ],
    ),
    (
        "Jonas",
        [
            "The heating in room 12 is cold.",
            "The lock of the cellar door is broken.",
            "Could someone repair the light on the stairs?",
            "The window in the kitchen does not close.",
            "Please have the meeting room cleaned.",
        ],
    ),
];

fn desks() -> Task {
    let mut task = Task::new(TaskKind::Classify);
    task.decide = Decide::Embedder;
    for (name, texts) in DESKS {
        task.labels.push(Label { name: name.to_owned(), description: String::new() });
        let examples = texts.map(|text| Example { input: text.to_owned(), output: name.into() });
        task.examples.extend(examples);
    }
    task
}

fn taught(context: &Context, head: Option<Head>) -> Context {
    Context { head: Some(Arc::new(head.expect("it helps"))), ..context.clone() }
}

#[tokio::test]
async fn what_words_do_not_say_is_learnt_from_examples() {
    let context = context().await;
    let task = desks();
    let lesson = teach(&task, &context).await.expect("it is taught");
    let report = &lesson.report;
    assert_eq!(report.examples, 10);
    assert!(report.used && report.more_needed.is_none(), "{report:?}");
    assert!(report.after > report.before, "names say nothing of invoices or keys: {report:?}");
    assert_eq!(report.curve.last().map(|point| point.score), Some(report.after), "{report:?}");

    let again = teach(&task, &context).await.expect("it is taught");
    assert_eq!(again.head, lesson.head, "the same examples and models give the same head");
    let json = serde_json::to_string(&lesson.head).expect("a head is data");
    assert_eq!(serde_json::from_str::<Option<Head>>(&json).expect("reads back"), lesson.head);

    let context = taught(&context, lesson.head);
    for (text, expected) in [
        ("Our last bill has the wrong amount.", "Amara"),
        ("The door to the garage is stuck.", "Jonas"),
    ] {
        let outcome = run(&task, text, &context).await.expect("it is answered");
        let chosen = classification(&outcome);
        assert_eq!(chosen.label.as_deref(), Some(expected), "{text}");
        assert_eq!(chosen.decided_by.sources, [Source::Head], "and it says who decided");
    }
}

#[tokio::test]
async fn two_examples_a_label_are_too_few_to_trust_a_head() {
    let context = context().await;
    let mut task = office_task("intents");
    task.examples = draw_examples(TaskKind::Classify, &office_items("intents"), 2, 0);
    let lesson = teach(&task, &context).await.expect("it is taught");
    assert_eq!(lesson.head, None, "cross-validation says too little: {:?}", lesson.report);
    assert!(!lesson.report.used && lesson.report.more_needed.is_some(), "{:?}", lesson.report);
}

#[tokio::test]
async fn what_teaches_nothing_is_refused_with_a_reason() {
    let context = context().await;
    let mut task = desks();
    task.examples.truncate(5);
    let error = teach(&task, &context).await.expect_err("all of one label");
    assert!(matches!(error, TaskError::Unteachable { .. }), "{error}");
    assert!(error.to_string().contains("all 5 examples are \"Amara\""), "{error}");
    task.examples.clear();
    let error = teach(&task, &context).await.expect_err("no examples");
    assert!(matches!(error, TaskError::Unteachable { .. }), "{error}");
    let nobody =
        Context { models: Models { embedder: None, ..context.models.clone() }, ..context.clone() };
    let error = teach(&desks(), &nobody).await.expect_err("nobody reads the examples");
    assert!(matches!(error, TaskError::ModelMissing(Purpose::Embed)), "{error}");
    let error = teach(&Task::new(TaskKind::Generate), &context).await.expect_err("not taught");
    assert!(matches!(error, TaskError::Unteachable { .. }), "{error}");
}

#[tokio::test]
async fn contradictions_and_untaught_labels_are_told() {
    let context = context().await;
    let mut task = desks();
    task.labels.push(Label { name: "Petra".to_owned(), description: "legal matters".to_owned() });
    let first = task.examples[0].clone();
    task.examples.push(Example { output: "Jonas".into(), ..first.clone() });
    task.examples.push(first);
    let notes = teach(&task, &context).await.expect("it is taught").report.notes;
    assert!(notes.contains(&TeachNote::Contradiction { numbers: vec![1, 11, 12] }), "{notes:?}");
    assert!(notes.contains(&TeachNote::Untaught { labels: vec!["Petra".to_owned()] }), "{notes:?}");
}

#[tokio::test]
async fn a_head_for_other_labels_or_another_embedder_is_refused() {
    let context = context().await;
    let task = desks();
    let head = teach(&task, &context).await.expect("it is taught").head.expect("it helps");
    let with = |head: Head| Context { head: Some(Arc::new(head)), ..context.clone() };
    let other = office_task("intents");
    let error = failure(run(&other, "Hello", &with(head.clone())).await, "other labels");
    assert!(matches!(error, TaskError::HeadMismatch { .. }), "{error}");
    assert!(error.to_string().contains("Amara, Jonas"), "{error}");
    let foreign = Head { embedder: Some(ModelId("another".to_owned())), ..head.clone() };
    let error = failure(run(&task, "Hello", &with(foreign)).await, "another embedder");
    assert!(error.to_string().contains("another embedding model"), "{error}");
    let newer = Head { version: 99, ..head.clone() };
    let error = failure(run(&task, "Hello", &with(newer)).await, "written by a later Winnow");
    assert!(error.to_string().contains("version 99"), "{error}");
    let share = json!({ "weight": 1.0, "sway": 1.0, "prejudice": [0.5] });
    for (part, damage) in [("weights", json!([1.0])), ("model", share)] {
        let mut text = serde_json::to_value(&head).expect("a head is data");
        text["kind"][part] = damage;
        let damaged: Head = serde_json::from_value(text).expect("it still reads as a head");
        let error = failure(run(&task, "Hello", &with(damaged)).await, "a damaged file");
        assert!(error.to_string().contains("damaged"), "{part}: {error}");
    }
}

#[tokio::test]
async fn a_head_says_nothing_of_a_language_model_that_it_was_not_taught_beside() {
    let context = context().await;
    let task = Task { decide: Decide::Best, ..desks() };
    let head = teach(&task, &context).await.expect("it is taught").head.expect("it helps");
    assert_eq!(head.generator, context.models.generator, "this one was heard");
    let mut data = serde_json::to_value(&head).expect("a head is data");
    data["kind"]["model"] = serde_json::Value::Null;
    let alone: Head = serde_json::from_value(data).expect("a head that a model adds nothing to");
    let beside = Head { generator: Some(ModelId("another".to_owned())), ..alone.clone() };
    for (head, speaks) in [(alone, false), (beside, true)] {
        let context = Context { head: Some(Arc::new(head)), ..context.clone() };
        let outcome = run(&task, "The door is stuck.", &context).await.expect("it is answered");
        let sources = &classification(&outcome).decided_by.sources;
        assert_eq!(sources.contains(&Source::Model), speaks, "{sources:?}");
    }
}

#[tokio::test]
async fn more_labels_than_can_be_taught_are_refused_before_anything_is_read() {
    let context = context().await;
    let mut task = Task::new(TaskKind::Classify);
    let name = |number: usize| format!("shelf {number}");
    task.labels = (0..10_000)
        .map(|number| Label { name: name(number), description: String::new() })
        .collect();
    task.examples = (0..20)
        .map(|number| Example { input: format!("Book {number}."), output: name(number).into() })
        .collect();
    let error = teach(&task, &context).await.expect_err("ten thousand labels");
    let TaskError::Unteachable(Unteachable::TooManyLabels { count, most }) = error else {
        panic!("{error} is another reason");
    };
    assert!(count == 10_000 && most < count, "the message names both: {count}, {most}");
}

#[tokio::test]
async fn what_belongs_to_none_of_the_labels_is_learnt_too() {
    let context = context().await;
    let mut task = desks();
    for text in [
        "The tide was high over the grey rocks.",
        "Once upon a time a fox met a crane.",
        "Mix flour and butter, then knead the dough.",
        "The comet will be seen again in 76 years.",
    ] {
        task.examples.push(Example { input: text.to_owned(), output: json!(null) });
    }
    let lesson = teach(&task, &context).await.expect("it is taught");
    let report = &lesson.report;
    assert_eq!((report.examples, report.used), (14, true), "{report:?}");
    assert!(report.after > 10.0 / 14.0, "texts of none are answered right too: {report:?}");
    let context = taught(&context, lesson.head);
    for (text, expected) in [
        ("A swallow flew over the evening lake.", None),
        ("Our last bill has the wrong amount.", Some("Amara")),
    ] {
        let outcome = run(&task, text, &context).await.expect("it is answered");
        assert_eq!(classification(&outcome).label.as_deref(), expected, "{text}");
    }
}

/// Bills whose total is the smaller amount, and what is said of each.
fn bills(said: impl Fn(usize) -> serde_json::Value) -> Task {
    let mut task = Task::new(TaskKind::Extract);
    task.decide = Decide::Embedder;
    for (name, kind, words) in [
        ("total", FieldType::Amount, "total amount to pay"),
        ("bill_date", FieldType::Date, "date of the bill"),
    ] {
        let field = Field { kind, description: words.to_owned(), ..Field::default() };
        task.fields.insert(name.to_owned(), field);
    }
    task.examples = (0..6)
        .map(|number| Example {
            input: format!(
                "Bill {number}\nList price {number}9.50\nTo pay {number}7.25\n1{number} May 2026"
            ),
            output: said(number),
        })
        .collect();
    task
}

#[tokio::test]
async fn a_value_that_is_not_in_its_document_is_told() {
    let context = context().await;
    let task = bills(|number| match number {
        2 => json!({"total": "1,000.00"}),
        _ => json!({"total": format!("{number}7.25")}),
    });
    let report = teach(&task, &context).await.expect("it is taught").report;
    let unfound = TeachNote::Unfound { field: "total".to_owned(), numbers: vec![3] };
    assert_eq!(report.notes, [unfound], "and nothing is said of dates, which nobody spoke of");
}

#[tokio::test]
async fn a_field_that_nobody_spoke_of_is_not_taken_for_one_that_is_not_there() {
    let context = context().await;
    let silent = bills(|number| json!({"total": format!("{number}7.25")}));
    let denied = bills(|number| json!({"total": format!("{number}7.25"), "bill_date": null}));
    let of_silence = teach(&silent, &context).await.expect("it is taught");
    let of_denial = teach(&denied, &context).await.expect("it is taught");
    let heads = serde_json::to_string(&of_silence.head).expect("a head is data");
    assert!(!heads.contains("bill_date"), "nothing was learnt about dates: {heads}");
    let (silence, denial) = (of_silence.report.before, of_denial.report.before);
    assert!(silence > denial, "dates are found, so null for them is wrong: {silence}, {denial}");
    let run_on = |context| async move {
        run(&silent, "Bill 8\nTo pay 87.25\n8 May 2026", &context).await.expect("it is answered")
    };
    let outcome = run_on(Context { head: of_silence.head.map(Arc::new), ..context }).await;
    let winnow_tasks::Answer::Extract(found) = outcome.answer else { panic!("values") };
    assert!(!found.value["bill_date"].is_null(), "the date is still found: {}", found.value);
}

#[tokio::test]
async fn the_next_document_to_answer_is_an_unsure_one() {
    let context = context().await;
    let texts = [
        "I was charged twice for the same order, please refund one of the two payments.",
        "",
        "The invoice lists a payment that I did not make, please refund it.",
        "Hello, as discussed on the phone. Regards, Ann",
    ]
    .map(str::to_owned);
    let next = suggest(&office_task("support"), &texts, 2, &context).await.expect("it reads them");
    assert_eq!(next[0], 3, "payments are plain, a greeting is not: {next:?}");
    assert!(!next.contains(&1), "an empty document teaches nothing");
}
