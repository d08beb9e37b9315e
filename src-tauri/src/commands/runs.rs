//! Runs: start, watch, stop, look at the prompt.

use tauri::{State, ipc::Channel};
use winnow_app::wire::{
    error::ApiError,
    run::{RunEvent, RunInput, RunRecord, RunRequest},
    task::{PromptPreview, TaskSpec},
};

use super::events::forward;
use crate::desk::Desk;

#[tauri::command]
pub async fn run_task(
    desk: State<'_, Desk>,
    request: RunRequest,
    events: Channel<RunEvent>,
) -> Result<RunRecord, ApiError> {
    desk.app()?.run_task(request, forward(events)).await
}

#[tauri::command]
pub async fn rerun(
    desk: State<'_, Desk>,
    id: String,
    operation: String,
    events: Channel<RunEvent>,
) -> Result<RunRecord, ApiError> {
    desk.app()?.rerun(&id, &operation, forward(events)).await
}

#[tauri::command]
pub async fn cancel(desk: State<'_, Desk>, operation: String) -> Result<(), ApiError> {
    desk.app()?.cancel(&operation);
    Ok(())
}

#[tauri::command]
pub async fn preview_prompt(
    desk: State<'_, Desk>,
    task: TaskSpec,
    input: RunInput,
) -> Result<PromptPreview, ApiError> {
    desk.app()?.preview_prompt(task, input).await
}

#[tauri::command]
pub async fn count_tokens(desk: State<'_, Desk>, text: String) -> Result<u32, ApiError> {
    desk.app()?.count_tokens(&text).await
}
