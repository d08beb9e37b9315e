//! The documents and tasks that come with Winnow, on the models that come with it: everything that
//! a person tries first comes out right.

use winnow_app::wire::{
    document::DocumentView,
    outcome::{AnswerView, WrittenBy},
    run::{RunInput, RunStatus},
};

use crate::desk::{Desk, cut, desk};

const LABELS: [(&str, &str); 6] = [
    ("message-double-charge.txt", "billing"),
    ("message-app-crash.txt", "technical"),
    ("message-late-parcel.txt", "delivery"),
    ("message-cancel.txt", "cancellation"),
    ("message-thanks.txt", "praise"),
    ("complaint.eml", "delivery"),
];

const VALUES: [(&str, &[(&str, &str)]); 3] = [
    (
        "invoice.pdf",
        &[("number", "2026-0417"), ("date", "28 October 2026"), ("total", "4,177.40 EUR")],
    ),
    ("receipt.txt", &[("number", "0083-11462"), ("date", "17/10/2026"), ("total", "33.00")]),
    (
        "agreement.docx",
        &[
            ("first_party", "Aldgate Robotics Ltd"),
            ("effective_date", "1 September 2026"),
            ("governing_law", "England and Wales"),
        ],
    ),
];

/// What a summary in three sentences must hold at least.
const FACTS: [(&str, &[&str]); 2] = [
    ("meeting-notes.md", &["1 December", "lift"]),
    ("travel-advice.html", &["13 December 2026", "four times a week"]),
];

/// Runs the task that was written for a sample.
async fn answer(desk: &Desk, name: &str) -> (DocumentView, AnswerView) {
    let samples = desk.app.list_samples().await.expect("samples");
    let sample = samples.into_iter().find(|sample| sample.name == name).expect("it is carried");
    let document = desk.app.open_sample(name).await.expect("the sample opens");
    let input = RunInput::Document { id: document.id.clone() };
    let record = desk.run(sample.task, input).await.expect("the run begins");
    assert_eq!(record.summary.status, RunStatus::Done, "{name}: {:?}", record.error);
    (record.document, record.outcome.expect("done").answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_message_gets_its_label() {
    let desk = desk().await;
    for (name, expected) in LABELS {
        let (_, AnswerView::Classify { label, .. }) = answer(&desk, name).await else {
            panic!("{name}: a classification answers with a label")
        };
        assert_eq!(label.as_deref(), Some(expected), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_value_of_a_sample_is_found_where_it_stands() {
    let desk = desk().await;
    for (name, expected) in VALUES {
        let (document, AnswerView::Extract { fields, .. }) = answer(&desk, name).await else {
            panic!("{name}: an extraction answers with fields")
        };
        for (path, value) in expected {
            let field = fields.iter().find(|field| field.path == *path).expect("a field");
            assert_eq!(field.value.as_str(), Some(*value), "{name}, {path}");
            let span = field.span.expect("a value of the document has a place");
            assert!(field.verified && cut(&document.text, span) == *value, "{name}, {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sample_summaries_say_what_matters_in_the_documents_own_words() {
    let desk = desk().await;
    for (name, facts) in FACTS {
        let (document, answer) = answer(&desk, name).await;
        let AnswerView::Summarize { text, sentences, written_by } = answer else {
            panic!("{name}: a summary answers with sentences")
        };
        assert_eq!(written_by, WrittenBy::Selection, "the small model has not earned to write");
        assert_eq!(sentences.len(), 3, "{name}: {text}");
        for fact in facts {
            assert!(text.contains(fact), "{name}: \"{fact}\" is missing in: {text}");
        }
        for sentence in &sentences {
            assert!(!sentence.spans.is_empty() && sentence.verified, "{name}: {sentence:?}");
            assert_eq!(cut(&document.text, sentence.spans[0]), sentence.text, "{name}");
            let marked = sentence.text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
            assert!(!marked, "{name}: a list's mark is no part of a sentence: {}", sentence.text);
        }
    }
}
