//! Classify, extract, summarize.

use crate::harness::{Window, workspace_file};

async fn fill_labels(window: &Window) {
    let labels = [
        ("billing", "payment, charges, invoices, refunds"),
        ("technical", "bugs, errors, crashes, how-to questions"),
        ("account", "login, password, profile, settings"),
    ];
    type_labels(window, &labels).await;
}

/// Fills rows of labels in, with a description where there is one.
pub async fn type_labels(window: &Window, labels: &[(&str, &str)]) {
    for (row, (name, description)) in labels.iter().enumerate() {
        if window.all(&format!("[data-testid='label-name-{row}']")).await.is_empty() {
            window.click("label-add").await;
        }
        window.type_into(&format!("label-name-{row}"), name).await;
        if !description.is_empty() {
            window.type_into(&format!("label-description-{row}"), description).await;
        }
    }
}

#[tokio::test]
async fn a_typed_message_gets_a_label_and_a_probability_for_each() {
    let window = Window::open().await;
    window.click("nav-classify").await;
    window
        .type_into("document-text", "I was charged twice on my last invoice. Please refund me.")
        .await;
    fill_labels(&window).await;
    window.click("run").await;
    let label = window.text_when("result-label", |text| !text.is_empty()).await;
    assert_eq!(label.trim(), "billing", "a double charge is a matter of billing");

    let mut sum = 0.0;
    let scores = window.all("[data-testid='label-score']").await;
    assert_eq!(scores.len(), 3, "every label has its probability");
    for score in scores {
        let probability = score.attr("data-probability").await.expect("an attribute");
        sum += probability.expect("a probability").parse::<f64>().expect("a number");
    }
    assert!((sum - 1.0).abs() < 0.01, "the probabilities make one, not {sum}");
    window.close().await;
}

const INVOICE_FIELDS: [(&str, &str); 3] = [
    ("invoice_number", "number of the invoice"),
    ("invoice_date", "date of the invoice"),
    ("total", "total amount to pay"),
];

/// Opens the sample invoice and asks for its number, date and total.
pub async fn extract_from_invoice(window: &Window) {
    window.click("nav-extract").await;
    let invoice = workspace_file("src-tauri/crates/app/samples/invoice.pdf");
    let invoice = invoice.canonicalize().expect("the sample invoice");
    let chooser = window.find("document-open").await;
    chooser.send_keys(invoice.to_string_lossy().as_ref()).await.expect("a file can be chosen");
    window.text_when("document-view", |text| text.to_lowercase().contains("invoice")).await;

    for (row, (name, description)) in INVOICE_FIELDS.iter().enumerate() {
        if window.all(&format!("[data-testid='field-name-{row}']")).await.is_empty() {
            window.click("field-add").await;
        }
        window.type_into(&format!("field-name-{row}"), name).await;
        window.type_into(&format!("field-description-{row}"), description).await;
    }
    window.click("run").await;
}

#[tokio::test]
async fn a_pdf_gives_up_three_fields_and_shows_where_they_stand() {
    let window = Window::open().await;
    extract_from_invoice(&window).await;
    for (name, _) in INVOICE_FIELDS {
        let row = window.find(&format!("field-row-{name}")).await;
        assert!(!row.text().await.expect("text").is_empty(), "{name} has a row of its own");
    }

    window.click("field-point-total").await;
    let mark =
        window.find_css("[data-testid='highlight'][data-field='total'][data-active='true']").await;
    let marked = mark.text().await.expect("text");
    let row = window.find("field-row-total").await.text().await.expect("text");
    assert!(!marked.trim().is_empty(), "the value's place is marked in the document");
    assert!(row.contains(marked.trim()), "the mark {marked:?} is the value of the row {row:?}");
    window.close().await;
}

#[tokio::test]
async fn a_summary_is_made_of_sentences_of_the_document() {
    let window = Window::open().await;
    window.click("nav-summarize").await;
    let text = "The roof of the north hall leaks since Monday. Water has reached two shelves of the archive. \
        The caretaker has covered them with foil. A roofer will come on Thursday at nine. \
        Until then the hall stays closed to visitors. The repair should cost about 2,400 euros. \
        The insurance has been told and wants photographs.";
    window.type_into("document-text", text).await;
    window.click("run").await;
    window.find("summary-sentence").await;
    let sentences = window.all("[data-testid='summary-sentence']").await;
    assert_eq!(sentences.len(), 3, "three sentences are asked for by default");
    for sentence in sentences {
        let said = sentence.attr("data-text").await.expect("an attribute").expect("a sentence");
        assert!(text.contains(said.trim()), "{said:?} stands in the document");
    }
    window.close().await;
}
