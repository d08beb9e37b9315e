//! Requests of several batches: fair shares.

use std::time::Duration;

use tokio::task::JoinSet;
use winnow_engine::{EngineHandle, GenerateRequest, Priority};

use crate::support::{busy, engine, generate, request, text};

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
