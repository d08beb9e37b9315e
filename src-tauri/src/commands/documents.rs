//! Documents: open, look at.

use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use tauri::{
    State,
    ipc::{Channel, InvokeBody, Request},
};
use winnow_app::wire::{
    document::{DocumentView, PageView, Sample},
    error::{ApiError, Code},
    folder::{FileChoice, FileList, FolderEvent},
};

use super::events::forward;
use crate::desk::Desk;

#[tauri::command]
pub async fn open_document(desk: State<'_, Desk>, path: PathBuf) -> Result<DocumentView, ApiError> {
    desk.app()?.open_document(&path).await
}

/// The body is the file's bytes; the header `name` is its percent-encoded name.
#[tauri::command]
pub async fn open_document_bytes(
    desk: State<'_, Desk>,
    request: Request<'_>,
) -> Result<DocumentView, ApiError> {
    let name = request
        .headers()
        .get("name")
        .and_then(|value| value.to_str().ok())
        .map(|value| percent_decode_str(value).decode_utf8_lossy().into_owned());
    let (InvokeBody::Raw(bytes), Some(name)) = (request.body(), name) else {
        return Err(ApiError {
            code: Code::Internal,
            message: "open_document_bytes wants raw bytes and a header \"name\"".into(),
            detail: None,
        });
    };
    desk.app()?.open_document_bytes(&name, bytes).await
}

#[tauri::command]
pub async fn open_sample(desk: State<'_, Desk>, name: String) -> Result<DocumentView, ApiError> {
    desk.app()?.open_sample(&name).await
}

#[tauri::command]
pub async fn list_samples(desk: State<'_, Desk>) -> Result<Vec<Sample>, ApiError> {
    desk.app()?.list_samples().await
}

#[tauri::command]
pub async fn get_document(desk: State<'_, Desk>, id: String) -> Result<DocumentView, ApiError> {
    desk.app()?.get_document(&id).await
}

#[tauri::command]
pub async fn show_page(
    desk: State<'_, Desk>,
    id: String,
    number: u32,
) -> Result<PageView, ApiError> {
    desk.app()?.show_page(&id, number).await
}

#[tauri::command]
pub async fn list_files(
    desk: State<'_, Desk>,
    paths: Vec<PathBuf>,
    choice: FileChoice,
) -> Result<FileList, ApiError> {
    desk.app()?.list_files(&paths, &choice).await
}

#[tauri::command]
pub async fn watch_folder(
    desk: State<'_, Desk>,
    path: PathBuf,
    choice: FileChoice,
    operation: String,
    events: Channel<FolderEvent>,
) -> Result<(), ApiError> {
    desk.app()?.watch_folder(&path, &choice, &operation, forward(events)).await
}
