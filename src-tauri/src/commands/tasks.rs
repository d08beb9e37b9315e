//! Tasks kept under a name.

use tauri::State;
use winnow_app::wire::{
    error::ApiError,
    task::{FieldType, SavedTask, TaskSpec},
};

use crate::desk::Desk;

#[tauri::command]
pub async fn list_tasks(desk: State<'_, Desk>) -> Result<Vec<SavedTask>, ApiError> {
    desk.app()?.list_tasks().await
}

#[tauri::command]
pub async fn save_task(
    desk: State<'_, Desk>,
    id: Option<String>,
    task: TaskSpec,
) -> Result<SavedTask, ApiError> {
    desk.app()?.save_task(id, task).await
}

#[tauri::command]
pub async fn delete_task(desk: State<'_, Desk>, id: String) -> Result<(), ApiError> {
    desk.app()?.delete_task(&id).await
}

#[tauri::command]
pub async fn sought_type(
    desk: State<'_, Desk>,
    name: String,
    description: String,
) -> Result<FieldType, ApiError> {
    Ok(desk.app()?.sought_type(&name, description))
}
