//! Opens the window over the app.

use tauri::{Manager, RunEvent, WebviewUrl, WebviewWindowBuilder};
use winnow_app::{App, AppConfig, Home};

use crate::{commands, desk::Desk};

/// Says what is missing when there is no screen to open a window on.
pub fn missing_display() -> Option<&'static str> {
    let unset = |name| std::env::var_os(name).is_none_or(|value| value.is_empty());
    (cfg!(target_os = "linux") && unset("DISPLAY") && unset("WAYLAND_DISPLAY")).then_some(
        "Winnow found no display (DISPLAY and WAYLAND_DISPLAY are not set). \
         Use the terminal program instead: winnow --help",
    )
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// What Tauri says when the web view cannot be created.
pub fn run() -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler())
        .setup(|tauri_app| {
            let home = Home::find(None);
            let webview_data = home.path().join("webview");
            let opened = tauri::async_runtime::block_on(App::open(home, AppConfig::default()));
            if let Ok(app) = &opened {
                tauri::async_runtime::spawn(app.clone().optimize_defaults());
            }
            tauri_app.manage(Desk::new(opened));
            WebviewWindowBuilder::new(tauri_app, "main", WebviewUrl::default())
                .title("Winnow")
                .inner_size(1240.0, 820.0)
                .min_inner_size(480.0, 480.0)
                .data_directory(webview_data)
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|window, event| {
            if matches!(event, RunEvent::Exit)
                && let Ok(app) = window.state::<Desk>().app()
            {
                app.close();
            }
        });
    Ok(())
}
