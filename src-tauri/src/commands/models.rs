//! Models: list, open, choose, load, download.

use std::path::PathBuf;

use tauri::{State, ipc::Channel};
use winnow_app::wire::{
    error::ApiError,
    model::{CatalogView, ModelPurpose, ModelView, OptimizeEvent, TransferEvent},
};

use super::events::forward;
use crate::desk::Desk;

#[tauri::command]
pub async fn list_models(desk: State<'_, Desk>) -> Result<Vec<ModelView>, ApiError> {
    desk.app()?.list_models().await
}

#[tauri::command]
pub async fn list_catalog(desk: State<'_, Desk>) -> Result<Vec<CatalogView>, ApiError> {
    desk.app()?.list_catalog().await
}

#[tauri::command]
pub async fn open_model(desk: State<'_, Desk>, path: PathBuf) -> Result<ModelView, ApiError> {
    desk.app()?.open_model(&path).await
}

#[tauri::command]
pub async fn forget_model(desk: State<'_, Desk>, id: String) -> Result<(), ApiError> {
    desk.app()?.forget_model(&id).await
}

#[tauri::command]
pub async fn select_model(
    desk: State<'_, Desk>,
    id: String,
    purpose: Option<ModelPurpose>,
) -> Result<(), ApiError> {
    desk.app()?.select_model(&id, purpose).await
}

#[tauri::command]
pub async fn load_model(
    desk: State<'_, Desk>,
    id: String,
    operation: String,
    events: Channel<TransferEvent>,
) -> Result<ModelView, ApiError> {
    desk.app()?.load_model(&id, &operation, forward(events)).await
}

#[tauri::command]
pub async fn unload_model(desk: State<'_, Desk>, id: String) -> Result<(), ApiError> {
    desk.app()?.unload_model(&id).await
}

#[tauri::command]
pub async fn download_model(
    desk: State<'_, Desk>,
    id: String,
    operation: String,
    events: Channel<TransferEvent>,
) -> Result<ModelView, ApiError> {
    desk.app()?.download_model(&id, &operation, forward(events)).await
}

#[tauri::command]
pub async fn optimize_model(
    desk: State<'_, Desk>,
    id: String,
    operation: String,
    events: Channel<OptimizeEvent>,
) -> Result<ModelView, ApiError> {
    desk.app()?.optimize_model(&id, &operation, forward(events)).await
}

#[tauri::command]
pub async fn probe_model(
    desk: State<'_, Desk>,
    id: String,
    operation: String,
    events: Channel<TransferEvent>,
) -> Result<ModelView, ApiError> {
    desk.app()?.probe_model(&id, &operation, forward(events)).await
}
