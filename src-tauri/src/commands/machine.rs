//! Settings, and the state of the machine.

use tauri::State;
use winnow_app::wire::{
    error::ApiError,
    model::Doctor,
    settings::{Settings, SettingsPatch},
};

use crate::desk::Desk;

#[tauri::command]
pub async fn get_settings(desk: State<'_, Desk>) -> Result<Settings, ApiError> {
    desk.app()?.get_settings().await
}

#[tauri::command]
pub async fn update_settings(
    desk: State<'_, Desk>,
    patch: SettingsPatch,
) -> Result<Settings, ApiError> {
    desk.app()?.update_settings(patch).await
}

#[tauri::command]
pub async fn doctor(desk: State<'_, Desk>) -> Result<Doctor, ApiError> {
    desk.app()?.doctor().await
}
