//! A free prompt: streamed, measured, stopped.

use crate::harness::Window;

#[tokio::test]
async fn a_free_prompt_streams_and_tells_its_speed() {
    let window = Window::open().await;
    window.click("nav-playground").await;
    window.type_into("playground-prompt", "What is the capital of France?").await;
    window.click("run").await;
    window.text_when("playground-output", |text| text.split_whitespace().count() > 1).await;
    window.text_when("playground-ttft", |text| text.chars().any(|c| c.is_ascii_digit())).await;
    window.text_when("playground-rate", |text| text.chars().any(|c| c.is_ascii_digit())).await;
    window.close().await;
}

#[tokio::test]
async fn a_running_generation_stops_and_keeps_what_was_written() {
    let window = Window::open().await;
    window.click("nav-playground").await;
    window
        .type_into(
            "playground-prompt",
            "Write a very long story about a lighthouse keeper. Describe every day of a year.",
        )
        .await;
    // A story that is over before it could be stopped is told again.
    let mut stopped = false;
    for _ in 0..5 {
        window.click("run").await;
        window.text_when("playground-output", |text| text.split_whitespace().count() > 5).await;
        if let Some(stop) = window.all("[data-testid='stop']").await.first() {
            stopped = stop.click().await.is_ok();
        }
        window.find("run").await;
        if stopped {
            break;
        }
    }
    assert!(stopped, "a long story can be stopped");
    let first = window.find("playground-output").await.text().await.expect("text");
    assert!(!first.trim().is_empty(), "what was written stays");
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    let later = window.find("playground-output").await.text().await.expect("text");
    assert_eq!(first, later, "nothing more is written after the stop");
    window.close().await;
}
