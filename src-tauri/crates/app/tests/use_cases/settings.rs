//! What a person sets stays set, and can be unset.

use winnow_app::wire::{
    error::Code,
    settings::{KvFormat, Settings, SettingsPatch, Theme},
};

use crate::desk::{desk, open, sorting, text};

#[tokio::test(flavor = "multi_thread")]
async fn settings_change_one_by_one_and_go_back_to_their_defaults() {
    let desk = desk().await;
    let fresh = desk.app.get_settings().await.expect("settings");
    let home = desk.folder.path().display().to_string();
    assert_eq!(fresh, Settings { home: home.clone(), ..Settings::default() });

    let patch = SettingsPatch {
        theme: Some(Some(Theme::Dark)),
        threads: Some(Some(1)),
        ..SettingsPatch::default()
    };
    let changed = desk.app.update_settings(patch).await.expect("changed");
    assert_eq!((changed.theme, changed.threads), (Theme::Dark, Some(1)));
    let from_window: SettingsPatch =
        serde_json::from_str(r#"{"threads": null, "context": 1024, "kv": "q8"}"#).expect("a patch");
    drop(desk.app);

    let app = open(desk.folder.path()).await.expect("opens again");
    let changed = app.update_settings(from_window).await.expect("changed");
    assert_eq!(changed.theme, Theme::Dark, "an absent setting stays");
    assert_eq!(changed.threads, None, "a null one goes back to its default");
    assert_eq!((changed.context, changed.kv), (Some(1024), Some(KvFormat::Q8)));

    let nonsense = SettingsPatch {
        theme: Some(Some(Theme::Light)),
        threads: Some(Some(0)),
        ..SettingsPatch::default()
    };
    let error = app.update_settings(nonsense).await.expect_err("no threads, no work");
    assert_eq!((error.code, error.detail.as_deref()), (Code::InvalidTask, Some("threads")));
    assert_eq!(app.get_settings().await.expect("settings"), changed, "all or nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_context_is_taken_at_the_next_use() {
    let desk = desk().await;
    let preview = |app: winnow_app::App| async move {
        let task = winnow_app::wire::task::TaskSpec {
            decide: winnow_app::wire::task::Decide::Model,
            ..sorting()
        };
        app.preview_prompt(task, text("Where is my parcel?")).await.expect("a preview").context
    };
    let before = preview(desk.app.clone()).await;
    let patch = SettingsPatch { context: Some(Some(512)), ..SettingsPatch::default() };
    desk.app.update_settings(patch).await.expect("changed");
    let after = preview(desk.app.clone()).await;
    assert!(before > 512, "the model holds more by itself");
    assert_eq!(after, 512, "the next use loads it anew");
}
