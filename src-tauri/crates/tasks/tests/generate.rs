//! Free prompts with the real default model.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::sync::{Arc, Mutex};

use support::{context, context_of, failure};
use winnow_engine::Finish;
use winnow_tasks::{Answer, Context, Doubt, Progress, Task, TaskError, TaskKind, run};

fn prompt(max_tokens: u32) -> Task {
    Task {
        instructions: "You answer in one short sentence.".to_owned(),
        max_tokens: Some(max_tokens),
        ..Task::new(TaskKind::Generate)
    }
}

#[tokio::test]
async fn what_is_streamed_is_what_is_kept() {
    let streamed = Arc::new(Mutex::new(String::new()));
    let heard = Arc::clone(&streamed);
    let context = Context {
        progress: Arc::new(move |progress| {
            if let Progress::Text { text, .. } = progress {
                heard.lock().expect("no panic").push_str(&text);
            }
        }),
        ..context().await
    };
    let outcome =
        run(&prompt(64), "What is the capital of France?", &context).await.expect("answered");
    let Answer::Generate(written) = &outcome.answer else { panic!("{outcome:?}") };
    assert!(written.text.contains("Paris"), "{}", written.text);
    assert_eq!(*streamed.lock().expect("no panic"), written.text, "nothing is lost on the way");
    assert!(written.confidence.is_some_and(|sure| sure > 0.0 && sure <= 1.0), "{written:?}");
    assert!(outcome.usage.generated > 0 && outcome.coverage.tokens > 0);
}

#[tokio::test]
async fn a_text_cut_at_the_limit_is_kept_and_doubted() {
    let context = context().await;
    let outcome = run(&prompt(5), "Tell me about the sea.", &context).await.expect("kept");
    let Answer::Generate(written) = &outcome.answer else { panic!("{outcome:?}") };
    assert_eq!(written.finish, Finish::Length);
    assert!(!written.text.trim().is_empty());
    assert_eq!(outcome.doubts, [Doubt::CutAtLimit { limit: 5 }]);
}

#[tokio::test]
async fn a_prompt_longer_than_the_context_is_refused_with_both_counts() {
    let context = context_of(512).await;
    let long = "The sea is wide and deep. ".repeat(200);
    let error = failure(run(&prompt(16), &long, &context).await, "it does not fit");
    assert!(
        matches!(error, TaskError::DocumentTooLong { tokens, limit } if tokens > 1_000 && limit < 512),
        "{error}"
    );
}
