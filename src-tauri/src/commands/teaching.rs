//! Teaching: correct, learn, look at what was learnt, hand it on.

use std::path::PathBuf;

use tauri::{State, ipc::Channel};
use winnow_app::wire::{
    error::ApiError,
    run::RunEvent,
    task::{SavedTask, TaskSpec},
    teaching::{CorrectionRequest, TeachingView},
};

use super::events::forward;
use crate::desk::Desk;

#[tauri::command]
pub async fn correct_answer(
    desk: State<'_, Desk>,
    request: CorrectionRequest,
    events: Channel<RunEvent>,
) -> Result<TeachingView, ApiError> {
    desk.app()?.correct_answer(request, forward(events)).await
}

#[tauri::command]
pub async fn learn_task(
    desk: State<'_, Desk>,
    task: TaskSpec,
    operation: String,
    events: Channel<RunEvent>,
) -> Result<TeachingView, ApiError> {
    desk.app()?.learn_task(task, &operation, forward(events)).await
}

#[tauri::command]
pub async fn get_teaching(desk: State<'_, Desk>, task: TaskSpec) -> Result<TeachingView, ApiError> {
    desk.app()?.get_teaching(task).await
}

#[tauri::command]
pub async fn drop_example(desk: State<'_, Desk>, id: String) -> Result<(), ApiError> {
    desk.app()?.drop_example(&id).await
}

#[tauri::command]
pub async fn restore_example(desk: State<'_, Desk>, id: String) -> Result<(), ApiError> {
    desk.app()?.restore_example(&id).await
}

#[tauri::command]
pub async fn suggest_document(
    desk: State<'_, Desk>,
    task: TaskSpec,
    documents: Vec<String>,
) -> Result<Option<String>, ApiError> {
    desk.app()?.suggest_document(task, documents).await
}

#[tauri::command]
pub async fn export_teaching(
    desk: State<'_, Desk>,
    task: TaskSpec,
    texts: bool,
    path: PathBuf,
) -> Result<(), ApiError> {
    desk.app()?.export_teaching(task, texts, &path).await
}

#[tauri::command]
pub async fn import_teaching(desk: State<'_, Desk>, path: PathBuf) -> Result<SavedTask, ApiError> {
    desk.app()?.import_teaching(&path).await
}
