//! Pictures of the window for the README and for our own eyes: `make screenshots`.

use crate::{
    harness::Window,
    tasks::{extract_from_invoice, type_labels},
    teaching::teach_desks,
};

const PAGES: [&str; 8] =
    ["home", "classify", "extract", "summarize", "playground", "history", "models", "settings"];

/// What moves or fades has done so.
async fn transitions_end() {
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
}

#[tokio::test]
#[ignore = "a tool, not a test: make screenshots"]
async fn every_page_in_light_and_dark() {
    let window = Window::open().await;
    for theme in ["light", "dark"] {
        for page in PAGES {
            window.click(&format!("nav-{page}")).await;
            transitions_end().await;
            window.screenshot(&format!("target/screenshots/{page}-{theme}.png"));
        }
        window.find("theme-toggle").await.click().await.expect("the theme can be changed");
    }
    window.close().await;
}

#[tokio::test]
#[ignore = "a tool, not a test: make screenshots"]
async fn the_pictures_of_the_readme() {
    let window = Window::open().await;
    extract_from_invoice(&window).await;
    for file in ["extract.png", "extract-dark.png"] {
        window.click("field-point-total").await;
        transitions_end().await;
        window.portrait(&format!("tests/window/pictures/{file}"));
        window.click("theme-toggle").await;
    }
    window.close().await;
}

#[tokio::test]
#[ignore = "a tool, not a test: make screenshots"]
async fn rows_and_several_labels() {
    let window = Window::open().await;
    extract_from_invoice(&window).await;
    window.find("field-row-total").await;
    window.click("field-add").await;
    window.type_into("field-name-3", "lines").await;
    window.find("field-type-3").await.send_keys("List").await.expect("a type can be chosen");
    for (row, (name, kind)) in
        [("item", "Text"), ("quantity", "Number"), ("amount", "Amount")].into_iter().enumerate()
    {
        window.click("field-add-3").await;
        window.type_into(&format!("field-name-3-{row}"), name).await;
        let kinds = window.find(&format!("field-type-3-{row}")).await;
        kinds.send_keys(kind).await.expect("a type can be chosen");
    }
    window.screenshot("target/screenshots/rows-form.png");
    window.click("run").await;
    window.find("rows-lines").await;
    transitions_end().await;
    window.screenshot("target/screenshots/rows.png");

    window.click("nav-classify").await;
    window.type_into("document-text", "I was charged twice, and the app crashes.").await;
    type_labels(
        &window,
        &[
            ("billing", "payments, charges, refunds"),
            ("technical", "errors, crashes"),
            ("praise", "thanks, compliments"),
        ],
    )
    .await;
    window.click("labels-multi").await;
    window.click("run").await;
    window.click("label-correct").await;
    transitions_end().await;
    window.screenshot("target/screenshots/several-labels.png");
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
            transitions_end().await;
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
            transitions_end().await;
            window.screenshot(&file(&format!("{page}-panel")));
            window.find_css("[aria-label='Close']").await.click().await.expect("it closes");
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
    }
    window.close().await;
}
