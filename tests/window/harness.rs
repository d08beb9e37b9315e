//! Starts the real window under tauri-driver and WebKitWebDriver, on whatever display is there.

use std::{
    net::TcpListener,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use tokio::time::{Instant, sleep};

/// How long a person would wait before calling it broken; the first run loads two models.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running window with a data folder of its own.
pub struct Window {
    pub page: WebDriver,
    pub home: TempDir,
    driver: Child,
}

impl Window {
    /// Opens the window on an empty data folder.
    pub async fn open() -> Self {
        Self::open_at(tempfile::tempdir().expect("a temporary folder")).await
    }

    /// Opens the window on this data folder.
    pub async fn open_at(home: TempDir) -> Self {
        // The HTTP client wants one even for loopback; a second installation is refused, and harmless.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (port, native_port) = (free_port(), free_port());
        let driver = Command::new(workspace_file("target/tools/bin/tauri-driver"))
            .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
            .env("WINNOW_HOME", home.path())
            .env("WINNOW_AS_PUBLISHED", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .stdout(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("tauri-driver starts (make test installs it)");
        let mut capabilities = Capabilities::new();
        let application = workspace_file("target/debug/winnow-desktop");
        capabilities
            .set("tauri:options", json!({ "application": application }))
            .expect("a path is JSON");
        let address = format!("http://127.0.0.1:{port}");
        let deadline = Instant::now() + PATIENCE;
        let page = loop {
            match WebDriver::new(&address, capabilities.clone()).await {
                Ok(page) => break page,
                Err(error) if Instant::now() > deadline => panic!("no window: {error}"),
                Err(_) => sleep(Duration::from_millis(200)).await,
            }
        };
        Self { page, home, driver }
    }

    /// Closes the window; the data folder lives on in the caller's hands.
    pub async fn close(mut self) -> TempDir {
        self.page.clone().quit().await.expect("the window closes");
        self.end_driver();
        std::mem::replace(&mut self.home, tempfile::tempdir().expect("a temporary folder"))
    }

    /// Ends tauri-driver with what it started: WebKitWebDriver would live on.
    fn end_driver(&mut self) {
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.driver.wait();
    }

    /// The element of this test id, once it is there.
    pub async fn find(&self, testid: &str) -> WebElement {
        self.find_css(&format!("[data-testid='{testid}']")).await
    }

    /// The element that matches, once it is there.
    pub async fn find_css(&self, selector: &str) -> WebElement {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.page.find(By::Css(selector)).await {
                Ok(element) => return element,
                Err(_) if Instant::now() < deadline => sleep(Duration::from_millis(100)).await,
                Err(error) => {
                    self.screenshot("target/e2e-failure.png");
                    panic!("{selector} is not in the window: {error}");
                }
            }
        }
    }

    /// All elements that match now.
    pub async fn all(&self, selector: &str) -> Vec<WebElement> {
        self.page.find_all(By::Css(selector)).await.expect("the window answers")
    }

    /// Clicks the element of this test id.
    pub async fn click(&self, testid: &str) {
        let deadline = Instant::now() + PATIENCE;
        self.comes_to_rest(testid).await;
        loop {
            match self.find(testid).await.click().await {
                Ok(()) => return,
                Err(error) if Instant::now() > deadline => panic!("cannot click {testid}: {error}"),
                Err(_) => sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Waits until an element stands still, as a drawer that slides in does at last: a click lands
    /// where it was aimed at.
    async fn comes_to_rest(&self, testid: &str) {
        let mut before = None;
        for _ in 0..40 {
            let now = self.find(testid).await.rect().await.ok().map(|rect| (rect.x, rect.y));
            if now.is_some() && now == before {
                return;
            }
            before = now;
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into the element of this test id, as a person would after selecting what is there.
    pub async fn type_into(&self, testid: &str, text: &str) {
        let field = self.find(testid).await;
        field.click().await.expect("a field can be clicked");
        field.send_keys(Key::Control + "a").await.expect("a field takes keys");
        field.send_keys(text).await.expect("a field takes text");
    }

    /// Waits until the element's text satisfies the question, and gives the text.
    pub async fn text_when(&self, testid: &str, wanted: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = match self.page.find(By::Css(format!("[data-testid='{testid}']"))).await {
                Ok(element) => element.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if wanted(&text) {
                return text;
            }
            if Instant::now() > deadline {
                self.screenshot("target/e2e-failure.png");
                panic!("{testid} still says {text:?}");
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// A picture of the whole screen.
    pub fn screenshot(&self, file: &str) {
        take("root", file);
    }

    /// A picture of the window without the frame that the screen's window manager draws.
    pub fn portrait(&self, file: &str) {
        take("Winnow", file);
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.end_driver();
    }
}

fn take(window: &str, file: &str) {
    let target = workspace_file(file);
    let taken = Command::new("import").args(["-window", window]).arg(&target).status();
    eprintln!("screenshot: {} ({taken:?})", target.display());
}

/// A file of the checkout.
pub fn workspace_file(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(relative)
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}
