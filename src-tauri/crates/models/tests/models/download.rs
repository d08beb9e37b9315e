//! Downloads from a server that behaves, and from servers that do not.

use std::{fs, path::PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use winnow_engine::CancellationToken;
use winnow_models::{
    Catalog,
    download::{DownloadError, Downloaded, Progress, Voucher, fetch, fetch_entry},
};

use crate::support::{
    gguf,
    server::{Behaviour, Server},
};

/// A server, and an empty folder to download to.
struct Scene {
    server: Server,
    folder: TempDir,
    body: Vec<u8>,
}

impl Scene {
    async fn new(change: impl FnOnce(&mut Behaviour)) -> Self {
        let body = gguf::tiny("llama", 60_000, &[]);
        let etag = Some("\"one\"".to_owned());
        let mut behaviour =
            Behaviour { body: body.clone(), etag, ranges: true, ..Behaviour::default() };
        change(&mut behaviour);
        Self { server: Server::start(behaviour).await, folder: tempfile::tempdir().unwrap(), body }
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("models/model.gguf")
    }

    fn part(&self) -> PathBuf {
        self.folder.path().join("models/model.gguf.part")
    }

    async fn fetch(&self, sha256: Option<&str>) -> Result<Downloaded, DownloadError> {
        fetch(&self.server.url, sha256, &self.target(), |_| {}, &CancellationToken::new()).await
    }

    fn assert_complete(&self, done: &Downloaded) {
        assert_eq!(fs::read(&done.path).unwrap(), self.body, "the file must be the server's");
        assert_eq!(done.sha256, hash(&self.body), "and so must its hash");
        assert_eq!(self.files(), 1, "nothing else may be left in the folder");
    }

    fn files(&self) -> usize {
        fs::read_dir(self.folder.path().join("models")).unwrap().count()
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_whole_file_comes_with_progress_and_its_hash_is_checked() {
    let scene = Scene::new(|_| {}).await;
    let mut seen: Vec<Progress> = Vec::new();
    let (url, pin, cancel) = (&scene.server.url, hash(&scene.body), CancellationToken::new());
    let done = fetch(url, Some(&pin), &scene.target(), |p| seen.push(p), &cancel).await.unwrap();
    scene.assert_complete(&done);
    assert_eq!(done.voucher, Voucher::Catalog);
    let all = scene.body.len() as u64;
    assert_eq!(seen.first(), Some(&Progress { done: 0, total: Some(all) }), "a start is told");
    assert_eq!(seen.last(), Some(&Progress { done: all, total: Some(all) }), "and an end");
    assert!(seen.is_sorted_by_key(|p| p.done), "progress never goes back");
}

#[tokio::test]
async fn a_broken_download_goes_on_where_it_ended() {
    let scene = Scene::new(|b| b.cut_after = Some(100_000)).await;
    let error = scene.fetch(None).await.unwrap_err();
    let DownloadError::Interrupted { done, total, .. } = error else { panic!("{error}") };
    assert_eq!((done, total), (100_000, Some(scene.body.len() as u64)), "what came is kept");
    assert!(!scene.target().exists(), "half a model must not look like one");

    scene.server.behave().cut_after = None;
    scene.assert_complete(&scene.fetch(None).await.unwrap());
    let requests = scene.server.requests();
    assert!(requests[1].contains("range: bytes=100000-"), "only the rest: {requests:?}");
    assert!(requests[1].contains("if-range: \"one\""), "and only of the same file");
}

#[tokio::test]
async fn a_file_that_changed_meanwhile_begins_anew() {
    let mut scene = Scene::new(|b| b.cut_after = Some(100_000)).await;
    scene.fetch(None).await.unwrap_err();
    scene.body = gguf::tiny("llama", 70_000, &[("general.name", "new")]);
    {
        let mut behaviour = scene.server.behave();
        behaviour.body = scene.body.clone();
        behaviour.etag = Some("\"two\"".to_owned());
        behaviour.cut_after = None;
    }
    scene.assert_complete(&scene.fetch(None).await.unwrap());
}

#[tokio::test]
async fn a_server_without_ranges_sends_everything_again() {
    let scene = Scene::new(|b| {
        b.cut_after = Some(100_000);
        b.ranges = false;
    })
    .await;
    scene.fetch(None).await.unwrap_err();
    scene.server.behave().cut_after = None;
    scene.assert_complete(&scene.fetch(None).await.unwrap());
}

#[tokio::test]
async fn without_a_validator_or_a_hash_old_bytes_are_not_trusted() {
    let scene = Scene::new(|b| {
        b.cut_after = Some(100_000);
        b.etag = None;
    })
    .await;
    scene.fetch(None).await.unwrap_err();
    scene.server.behave().cut_after = None;
    scene.assert_complete(&scene.fetch(None).await.unwrap());
    assert!(
        !scene.server.requests()[1].contains("range:"),
        "nothing says that they belong together"
    );
}

#[tokio::test]
async fn the_hash_that_the_hub_announces_is_checked() {
    let scene = Scene::new(|_| {}).await;
    scene.server.behave().announced = Some(hash(&scene.body));
    let done = scene.fetch(None).await.unwrap();
    scene.assert_complete(&done);
    assert_eq!(done.voucher, Voucher::Hub);

    let wrong = Scene::new(|b| b.announced = Some("0".repeat(64))).await;
    let error = wrong.fetch(None).await.unwrap_err();
    assert!(matches!(error, DownloadError::HashMismatch { .. }), "{error}");
    assert_eq!(wrong.files(), 0, "wrong bytes are worth nothing");
}

#[tokio::test]
async fn a_pinned_hash_beats_whatever_the_server_says() {
    let scene = Scene::new(|_| {}).await;
    scene.server.behave().announced = Some(hash(&scene.body));
    let error = scene.fetch(Some(&"1".repeat(64))).await.unwrap_err();
    let DownloadError::HashMismatch { expected, found } = error else { panic!("{error}") };
    assert_eq!((expected, found), ("1".repeat(64), hash(&scene.body)));
    assert_eq!(scene.files(), 0);
}

#[tokio::test]
async fn a_page_instead_of_a_model_is_not_installed() {
    let scene = Scene::new(|b| b.body = b"<html>Please sign in</html>".to_vec()).await;
    let error = scene.fetch(None).await.unwrap_err();
    assert!(matches!(error, DownloadError::NotAModel(_)), "{error}");
    assert_eq!(scene.files(), 0);
}

#[tokio::test]
async fn cancelling_keeps_what_came_and_the_next_run_goes_on() {
    let scene = Scene::new(|b| b.stall = true).await;
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let half = scene.body.len() as u64 / 2;
    let part = scene.part();
    tokio::spawn(async move {
        while fs::metadata(&part).map_or(0, |about| about.len()) < half {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        stop.cancel();
    });
    let error = fetch(&scene.server.url, None, &scene.target(), |_| {}, &cancel).await.unwrap_err();
    assert!(matches!(error, DownloadError::Cancelled), "{error}");
    assert_eq!(fs::metadata(scene.part()).unwrap().len(), half, "what came is kept");

    scene.server.behave().stall = false;
    scene.assert_complete(&scene.fetch(None).await.unwrap());
    assert!(scene.server.requests()[1].contains(&format!("range: bytes={half}-")));
}

#[tokio::test]
async fn a_part_that_was_whole_already_needs_no_network() {
    let scene = Scene::new(|b| b.cut_after = Some(100_000)).await;
    scene.fetch(None).await.unwrap_err();
    fs::write(scene.part(), &scene.body).unwrap();
    scene.assert_complete(&scene.fetch(None).await.unwrap());
    assert_eq!(scene.server.requests().len(), 1, "the program had died just before the check");
}

#[tokio::test]
async fn the_same_file_is_not_downloaded_twice_at_once() {
    let scene = Scene::new(|b| b.stall = true).await;
    let cancel = CancellationToken::new();
    let target = scene.target();
    let first = fetch(&scene.server.url, None, &target, |_| {}, &cancel);
    let second = async {
        while scene.server.requests().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let answer = scene.fetch(None).await;
        cancel.cancel();
        answer
    };
    let (_, second) = tokio::join!(first, second);
    assert!(matches!(second, Err(DownloadError::Busy { .. })), "two writers would mix their bytes");
}

#[tokio::test]
async fn refusals_and_unsafe_ways_are_told_apart() {
    let gone = Scene::new(|b| b.status = Some(404)).await;
    let error = gone.fetch(None).await.unwrap_err();
    assert!(matches!(error, DownloadError::Refused { status: 404, .. }), "{error}");
    assert_eq!(gone.files(), 0, "an attempt that brought nothing leaves nothing");

    let leading = Scene::new(|b| b.lead_to = Some("http://example.invalid/model".into())).await;
    let error = leading.fetch(None).await.unwrap_err();
    assert!(matches!(error, DownloadError::UnsafeAddress { .. }), "{error}");

    let circle = Scene::new(|b| b.lead_to = Some("/again".into())).await;
    let error = circle.fetch(None).await.unwrap_err();
    assert!(matches!(error, DownloadError::TooManyRedirects { .. }), "{error}");

    let folder = tempfile::tempdir().unwrap();
    let default = &Catalog::built_in().entries[0];
    let never = CancellationToken::new();
    let error = fetch_entry(default, folder.path(), |_| {}, &never).await.unwrap_err();
    assert!(matches!(error, DownloadError::NoAddress { .. }), "{error}");
}
