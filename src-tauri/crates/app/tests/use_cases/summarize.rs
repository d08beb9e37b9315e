//! A text made shorter, each sentence with its source.

use winnow_app::wire::{
    outcome::{AnswerView, WrittenBy},
    run::{RunInput, RunStatus},
    task::{LengthSpec, LengthUnit, TaskSpec},
};
use winnow_tasks::TaskKind;

use crate::desk::{cut, desk, form};

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_is_made_of_the_documents_own_sentences() {
    let desk = desk().await;
    let document = desk.app.open_sample("meeting-notes.md").await.expect("the sample opens");
    let task = TaskSpec {
        length: Some(LengthSpec { unit: LengthUnit::Sentences, count: 2 }),
        ..form(TaskKind::Summarize)
    };
    let input = RunInput::Document { id: document.id.clone() };
    let record = desk.run(task, input).await.expect("the run begins");
    assert_eq!(record.summary.status, RunStatus::Done, "{:?}", record.error);
    let AnswerView::Summarize { sentences, written_by, text } =
        record.outcome.expect("done").answer
    else {
        panic!("a summary answers with sentences")
    };
    assert_eq!(written_by, WrittenBy::Selection, "nothing is written where nothing has to be");
    assert!((1..=2).contains(&sentences.len()), "never more than asked: {text}");
    for sentence in &sentences {
        assert!(sentence.verified);
        assert!(!sentence.spans.is_empty(), "every sentence has its source");
        for span in &sentence.spans {
            let source = cut(&record.document.text, *span);
            assert!(!source.trim().is_empty(), "a source is some text: {sentence:?}");
        }
    }
    assert_eq!(record.summary.answer, text.split_whitespace().collect::<Vec<_>>().join(" "));
}
