//! Pictures of the window for the README and for our own eyes: `make screenshots`.

use crate::{harness::Window, tasks::extract_from_invoice};

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
    window.click("field-row-total").await;
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    window.screenshot("tests/window/pictures/extract.png");
    window.close().await;
}
