//! Teaching: a wrong answer is corrected where it stands, and the task learns from it.

use thirtyfour::prelude::*;

use crate::{
    harness::Window,
    tasks::{extract_from_invoice, type_labels},
};

/// First names say nothing of what their owners look after, so the first answers are guesses.
const DESKS: [&str; 2] = ["Amara", "Jonas"];

const FOR_AMARA: [&str; 3] = [
    "The invoice shows the wrong VAT number.",
    "Please send the bill for October again.",
    "We were charged twice for one order.",
];
const FOR_JONAS: [&str; 3] = [
    "The heating in room 12 is cold.",
    "The lock of the cellar door is broken.",
    "Could someone repair the light on the stairs?",
];

async fn ask(window: &Window, message: &str) {
    window.type_into("document-text", message).await;
    window.click("run").await;
    window.find("run").await;
    window.text_when("result-label", |text| !text.trim().is_empty()).await;
}

/// Says by its number key which label is right, and waits until the task has learned from it.
async fn correct(window: &Window, number: &str, learned_from: usize) {
    window.click("label-correct").await;
    window.find("label-choice-0").await.send_keys(number).await.expect("a button takes keys");
    window.find_css(&format!("[data-testid='teach-open'][data-count='{learned_from}']")).await;
    window.find_css("[data-testid='lesson'][data-state='learned']").await;
}

pub async fn teach_desks(window: &Window) {
    window.click("nav-classify").await;
    let labels: Vec<(&str, &str)> = DESKS.iter().map(|name| (*name, "")).collect();
    type_labels(window, &labels).await;
    let mut learned_from = 0;
    for (for_amara, for_jonas) in FOR_AMARA.iter().zip(FOR_JONAS) {
        for (message, number, name) in [(for_amara, "1", "Amara"), (&for_jonas, "2", "Jonas")] {
            ask(window, message).await;
            learned_from += 1;
            correct(window, number, learned_from).await;
            let label = window.find("result-label").await.text().await.expect("text");
            assert_eq!(label.trim(), name, "what the person said stands at once");
        }
    }
}

#[tokio::test]
async fn corrected_labels_change_the_answer_and_can_be_taken_back() {
    let window = Window::open().await;
    teach_desks(&window).await;
    window.text_when("lesson", |text| text.contains("Learned from 6 examples")).await;

    ask(&window, "Our last bill has the wrong amount.").await;
    window.text_when("result-label", |text| text.trim() == "Amara").await;
    window.text_when("result", |text| text.contains("your corrections")).await;
    ask(&window, "The door to the garage is stuck.").await;
    window.text_when("result-label", |text| text.trim() == "Jonas").await;

    window.click("teach-open").await;
    window.text_when("teach-worth", |text| text.contains("better than without")).await;
    assert_eq!(window.all("[data-testid='taught-example']").await.len(), 6);
    window.click("taught-drop").await;
    window.text_when("teach-worth", |text| text.contains("more examples are likely needed")).await;
    assert_eq!(window.all("[data-testid='taught-example']").await.len(), 5);
    window.click("undo").await;
    window.text_when("teach-version", |text| text.contains("6 examples")).await;
    window.close().await;
}

#[tokio::test]
async fn words_selected_in_the_document_become_the_value_of_a_field() {
    let window = Window::open().await;
    extract_from_invoice(&window).await;
    window.find("field-row-total").await;

    window.click("field-correct-invoice_number").await;
    window.click("field-select-invoice_number").await;
    window.find("select-bar").await;
    let view = window.find("document-view").await;
    view.send_keys(Key::Home + "").await.expect("the document takes keys");
    view.send_keys(Key::Shift + Key::End).await.expect("the document takes keys");
    let mut selected = String::new();
    for piece in window.all("[data-testid='selected']").await {
        selected.push_str(&piece.text().await.expect("text"));
    }
    assert!(!selected.trim().is_empty(), "the keys have selected words");
    view.send_keys(Key::Enter + "").await.expect("the document takes keys");
    window.text_when("field-row-invoice_number", |text| text.contains("Your answer")).await;
    let row = window.find("field-row-invoice_number").await.text().await.expect("text");
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(plain(&row).contains(&plain(&selected)), "{selected:?} is the value of {row:?}");

    window.click("teach-open").await;
    let example = window.text_when("taught-example", |text| text.contains("invoice_number")).await;
    assert!(plain(&example).contains(&plain(&selected)), "{example:?} is kept as an example");
    // What was measured stands above the example, and moves it.
    window.text_when("teach-worth", |text| text.contains("more examples are likely needed")).await;
    window.click("taught-drop").await;
    window.text_when("teach-panel", |text| text.contains("None yet")).await;
    window.close().await;
}
