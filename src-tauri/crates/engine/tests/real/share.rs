//! Requests of several batches, and several about one document: fair shares, and little read twice.

use std::time::Duration;

use tokio::task::JoinSet;
use winnow_engine::{
    CancellationToken, EngineConfig, EngineHandle, GenerateRequest, Inference, Priority,
    ScoreRequest,
};

use crate::support::{busy, engine, engine_with, generate, request, score_request, text};

fn letter(number: u32, priority: Priority) -> GenerateRequest {
    let prompt = format!("Letter {number}. {}\nAnswer:", "We thank you for your order. ".repeat(6));
    GenerateRequest { priority, ..request(text(&prompt), 4) }
}

/// Sends a batch; each of its letters gives its batch's name when it is answered.
fn send(
    engine: &EngineHandle,
    answered: &mut JoinSet<&'static str>,
    name: &'static str,
    letters: std::ops::Range<u32>,
) {
    let priority = Priority::batch();
    for number in letters {
        let engine = engine.clone();
        answered.spawn(async move {
            generate(&engine, letter(number, priority)).await.unwrap();
            name
        });
    }
}

#[tokio::test]
async fn a_small_batch_does_not_wait_for_a_large_one() {
    let engine = engine().await;
    let mut answered = JoinSet::new();
    send(&engine, &mut answered, "large", 0..60);
    tokio::time::sleep(Duration::from_millis(50)).await;
    send(&engine, &mut answered, "small", 60..65);
    let (mut small, mut large) = (0, 0);
    while small < 5 {
        match answered.join_next().await.unwrap().unwrap() {
            "small" => small += 1,
            _ => large += 1,
        }
    }
    assert!(large < 45, "{large} of 60 letters of the large batch were answered before");
    answered.join_all().await;
    assert_eq!(busy(&engine).await, (0, 0));
}

/// Three questions about a page, each asked when the one before is answered. Gives the tokens of
/// prompt that were computed, and the length of the longest prompt.
async fn ask_in_turn(engine: EngineHandle, number: u32, priority: Priority) -> (u32, u32) {
    let page = format!("Page {number}. {}", format!("It is about case {number}. ").repeat(12));
    let (mut fresh, mut longest) = (0, 0);
    for question in ["\nUrgent:", "\nPaid:", "\nAnswered:"] {
        let prompt = text(&format!("{page}{question}"));
        let asked = ScoreRequest { priority, ..score_request(prompt, &[" yes", " no"]) };
        let usage = engine.score(asked, CancellationToken::new()).await.unwrap().usage;
        fresh += usage.prompt - usage.cached;
        longest = longest.max(usage.prompt);
    }
    (fresh, longest)
}

#[tokio::test]
async fn pages_asked_in_turn_are_not_read_anew_for_each_question_though_not_all_fit() {
    let engine = engine_with(2048, EngineConfig::default()).await;
    let (mut asked, batch) = (JoinSet::new(), Priority::batch());
    for number in 100..130 {
        asked.spawn(ask_in_turn(engine.clone(), number, batch));
    }
    let read = asked.join_all().await;
    let fresh: u32 = read.iter().map(|(fresh, _)| fresh).sum();
    let pages: u32 = read.iter().map(|(_, longest)| longest).sum();
    assert!(pages > 3 * 1024, "they must not fit together: {pages} tokens");
    // Three times as many, if each waited for its turn behind all others.
    assert!(fresh < pages * 5 / 2, "{fresh} tokens were read for pages of {pages}");
    assert_eq!(busy(&engine).await, (0, 0));
}
