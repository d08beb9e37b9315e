//! Pictures of the window for the README and for our own eyes: `make screenshots`.

use crate::{harness::Window, tasks::extract_from_invoice, teaching::teach_desks};

const PAGES: [&str; 8] =
    ["home", "classify", "extract", "summarize", "playground", "history", "models", "settings"];

#[tokio::test]
#[ignore = "a tool, not a test: make screenshots"]
async fn every_page_in_light_and_dark() {
    let window = Window::open().await;
    for theme in ["light", "dark"] {
        for page in PAGES {
            window.click(&format!("nav-{page}")).await;
            tokio::time::sleep(std::time::Duration::from_millis(900)).await;
            window.screenshot(&format!("target/screenshots/{page}-{theme}.png"));
        }
        window.find("theme-toggle").await.click().await.expect("the theme can be changed");
    }
    window.close().await;
}

#[tokio::test]
#[ignore = "a tool, not a test: make screenshots"]
async fn the_picture_of_the_readme() {
    let window = Window::open().await;
    extract_from_invoice(&window).await;
    window.click("field-point-total").await;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    window.screenshot("tests/window/pictures/extract.png");
    window.close().await;
}

#[tokio::test]
#[ignore = "a tool, not a test: make screenshots"]
async fn teaching_in_light_and_dark_wide_and_narrow() {
    let window = Window::open().await;
    teach_desks(&window).await;
    for (theme, width) in [("light", 1280), ("light", 640), ("dark", 640), ("dark", 1280)] {
        let before = window.find_css("html").await;
        let before = before.attr("data-mantine-color-scheme").await.expect("an attribute");
        if before.as_deref() != Some(theme) {
            window.click("theme-toggle").await;
        }
        window.page.set_window_rect(0, 0, width, 860).await.expect("the window has a size");
        for page in ["classify", "extract"] {
            window.page.execute(&format!("location.hash = '/{page}'"), []).await.expect("a page");
            if page == "extract" && window.all("[data-testid='field-row-total']").await.is_empty() {
                extract_from_invoice(&window).await;
                window.find("field-row-total").await;
            }
            if page == "extract" {
                window.click("field-correct-total").await;
                window.click("field-select-total").await;
                let view = window.find("document-view").await;
                view.send_keys(thirtyfour::Key::Right + "").await.expect("keys");
                view.send_keys(thirtyfour::Key::Shift + thirtyfour::Key::Right)
                    .await
                    .expect("keys");
            }
            let file = |what: &str| format!("target/screenshots/teach-{what}-{theme}-{width}.png");
            tokio::time::sleep(std::time::Duration::from_millis(900)).await;
            window.screenshot(&file(page));
            if page == "extract" {
                let view = window.find("document-view").await;
                view.send_keys(thirtyfour::Key::Escape + "").await.expect("keys");
            }
            // In narrow windows the document is pinned over the button; the panel is the same.
            if page == "extract" && width < 1000 {
                continue;
            }
            window.click("teach-open").await;
            window.find("teach-panel").await;
            tokio::time::sleep(std::time::Duration::from_millis(900)).await;
            window.screenshot(&file(&format!("{page}-panel")));
            window.find_css("[aria-label='Close']").await.click().await.expect("it closes");
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
    }
    window.close().await;
}
