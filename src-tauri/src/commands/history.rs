//! History: search, open, delete, export.

use std::path::PathBuf;

use tauri::State;
use winnow_app::wire::{
    error::ApiError,
    run::{ExportFormat, RunPage, RunQuery, RunRecord},
};

use crate::desk::Desk;

#[tauri::command]
pub async fn list_runs(desk: State<'_, Desk>, query: RunQuery) -> Result<RunPage, ApiError> {
    desk.app()?.list_runs(query).await
}

#[tauri::command]
pub async fn get_run(desk: State<'_, Desk>, id: String) -> Result<RunRecord, ApiError> {
    desk.app()?.get_run(&id).await
}

#[tauri::command]
pub async fn delete_run(desk: State<'_, Desk>, id: String) -> Result<(), ApiError> {
    desk.app()?.delete_run(&id).await
}

#[tauri::command]
pub async fn restore_run(desk: State<'_, Desk>, id: String) -> Result<(), ApiError> {
    desk.app()?.restore_run(&id).await
}

#[tauri::command]
pub async fn export_runs(
    desk: State<'_, Desk>,
    query: RunQuery,
    format: ExportFormat,
    path: PathBuf,
) -> Result<u32, ApiError> {
    desk.app()?.export_runs(query, format, &path).await
}
