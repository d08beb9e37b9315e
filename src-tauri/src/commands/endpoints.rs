//! Endpoints: list, add, probe, remove.

use tauri::State;
use winnow_app::wire::{
    endpoint::{EndpointSpec, EndpointView},
    error::ApiError,
};

use crate::desk::Desk;

#[tauri::command]
pub async fn list_endpoints(desk: State<'_, Desk>) -> Result<Vec<EndpointView>, ApiError> {
    desk.app()?.list_endpoints().await
}

#[tauri::command]
pub async fn add_endpoint(
    desk: State<'_, Desk>,
    spec: EndpointSpec,
) -> Result<EndpointView, ApiError> {
    desk.app()?.add_endpoint(spec).await
}

#[tauri::command]
pub async fn probe_endpoint(
    desk: State<'_, Desk>,
    name: String,
    model: Option<String>,
    operation: String,
) -> Result<EndpointView, ApiError> {
    desk.app()?.probe_endpoint(&name, model, &operation).await
}

#[tauri::command]
pub async fn remove_endpoint(desk: State<'_, Desk>, name: String) -> Result<(), ApiError> {
    desk.app()?.remove_endpoint(&name).await
}
