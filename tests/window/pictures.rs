//! Pictures of the window for the README and for our own eyes: `make screenshots`.

use crate::harness::Window;

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
