//! History: found by its words, opened again, also after a restart.

use crate::harness::Window;

#[tokio::test]
async fn a_run_is_found_by_a_word_of_its_document_after_a_restart() {
    let window = Window::open().await;
    window.click("nav-summarize").await;
    window
        .type_into(
            "document-text",
            "The heron stood in the reeds all morning. It caught three frogs. At noon it flew to the weir.",
        )
        .await;
    window.click("run").await;
    window.find("summary-sentence").await;
    let home = window.close().await;

    let window = Window::open_at(home).await;
    window.click("nav-history").await;
    window.type_into("history-search", "heron").await;
    let item = window.find("history-item").await;
    item.click().await.expect("a run can be opened");
    window.text_when("document-view", |text| text.contains("heron stood in the reeds")).await;

    window.click("nav-history").await;
    window.type_into("history-search", "zeppelin").await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while !window.all("[data-testid='history-item']").await.is_empty() {
        assert!(tokio::time::Instant::now() < deadline, "a word that stands nowhere finds nothing");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    window.close().await;
}
