//! Files that are no models, and models that are not there.

use std::time::Duration;

use winnow_app::{
    App, AppConfig, Home,
    wire::{error::Code, model::ModelOrigin},
};

use crate::desk::{Desk, config, desk, sorting, text};

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_models_are_refused_and_not_remembered() {
    let desk = desk().await;
    let before = desk.app.list_models().await.expect("models");
    let real = before.iter().find(|model| model.selected).expect("a default model");
    let bytes = std::fs::read(&real.path).expect("its file");
    let cases = [
        desk.file("empty.gguf", b""),
        desk.file("letter.gguf", b"Dear Sir or Madam, this is a letter and no model."),
        desk.file("half.gguf", &bytes[..bytes.len() / 2]),
        desk.file("header.gguf", &bytes[..1000]),
        desk.folder.path().join("files/missing.gguf"),
    ];
    for path in cases {
        let error = desk.app.open_model(&path).await.expect_err("no model");
        assert_eq!(error.code, Code::ModelUnsupported, "{}: {error}", path.display());
        assert!(error.message.contains(&path.display().to_string()), "names the file: {error}");
        assert_eq!(error.detail, Some(path.display().to_string()));
    }
    assert_eq!(desk.app.list_models().await.expect("models"), before, "nothing was remembered");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opened_model_stays_listed_when_its_file_goes() {
    let desk = desk().await;
    let models = desk.app.list_models().await.expect("models");
    let embedder = models.iter().find(|model| model.architecture == "bert").expect("the embedder");
    let mut bytes = std::fs::read(&embedder.path).expect("its file");
    // One more byte behind the tensors makes other bytes, and so another model.
    bytes.push(0);
    let path = desk.file("mine.gguf", &bytes);
    let opened = desk.app.open_model(&path).await.expect("a model");
    assert_eq!(opened.origin, ModelOrigin::Opened);
    assert!(!opened.selected, "opening is not choosing");
    desk.app.select_model(&opened.id, None).await.expect("chosen");
    let listed = desk.app.list_models().await.expect("models");
    assert!(listed.iter().any(|model| model.id == opened.id && model.selected));

    std::fs::remove_file(&path).expect("the file goes");
    let listed = desk.app.list_models().await.expect("the others are still there");
    let lost = listed.iter().find(|model| model.id == opened.id).expect("greyed, not gone");
    assert!(lost.problem.is_some() && !lost.selected, "{lost:?}");
    assert!(
        listed.iter().any(|model| model.id == embedder.id && model.selected),
        "the default takes its place"
    );
    desk.app.forget_model(&opened.id).await.expect("forgotten");
    let listed = desk.app.list_models().await.expect("models");
    assert!(listed.iter().all(|model| model.id != opened.id));
    let refused = desk.app.forget_model(&embedder.id).await.expect_err("defaults stay");
    assert_eq!(refused.code, Code::ModelUnsupported);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_is_not_there_is_named_before_the_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let wish = AppConfig { model: Some("no such model".to_owned()), ..config() };
    let app = App::open(Home::at(folder.path()), wish).await.expect("opens");
    let desk = Desk { app, folder };
    let error = desk.run(sorting(), text("a text")).await.expect_err("it was asked for");
    assert_eq!(error.code, Code::ModelMissing, "{error}");
    assert!(error.message.contains("no such model"));
    for id in ["nothing", ""] {
        assert_eq!(
            desk.app.select_model(id, None).await.expect_err("unknown").code,
            Code::NotFound
        );
    }
    let error = desk.app.download_model("nothing", "d", |_| {}).await.expect_err("unknown");
    assert_eq!(error.code, Code::NotFound, "{error}");
    let default = desk.app.download_model("smollm2-135m-instruct", "d", |_| {}).await;
    let error = default.expect_err("it has no address: it comes with Winnow");
    assert_eq!(error.code, Code::DownloadFailed, "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_nobody_uses_gives_its_memory_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let hasty = AppConfig { idle: Some(Duration::from_millis(200)), ..config() };
    let app = App::open(Home::at(folder.path()), hasty).await.expect("opens");
    let desk = Desk { app, folder };
    for _ in 0..2 {
        let record = desk.run(sorting(), text("Where is my parcel?")).await.expect("a run");
        assert!(record.outcome.is_some(), "it is loaded again when needed: {:?}", record.error);
        let mut loaded = true;
        for _ in 0..200 {
            let models = desk.app.list_models().await.expect("models");
            loaded = models.iter().any(|model| model.loaded.is_some());
            if !loaded {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert!(!loaded, "an idle model is unloaded");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn models_load_and_unload_on_demand() {
    let desk = desk().await;
    let models = desk.app.list_models().await.expect("models");
    assert!(models.iter().all(|model| model.loaded.is_none()), "nothing loads by itself");
    for model in models.iter().filter(|model| model.selected) {
        let view = desk.app.load_model(&model.id, "load", |_| {}).await.expect("loads");
        let loaded = view.loaded.expect("it is loaded now");
        assert!(loaded.device.contains("CPU"), "{loaded:?}");
        assert!(loaded.prefill_rate > 0.0 && loaded.context > 0, "{loaded:?}");
        desk.app.unload_model(&model.id).await.expect("unloads");
    }
    let models = desk.app.list_models().await.expect("models");
    assert!(models.iter().all(|model| model.loaded.is_none()), "memory was freed");

    let report = desk.app.doctor().await.expect("a report");
    assert!(report.cpu_variant.starts_with("CPU"), "{report:?}");
    assert!(report.cores > 0 && report.memory_total >= report.memory_available);
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    assert_eq!(report.home, desk.folder.path().display().to_string());
    let catalog = desk.app.list_catalog().await.expect("the catalog");
    assert!(catalog.iter().all(|entry| !entry.host.is_empty()), "every download names its host");
}
