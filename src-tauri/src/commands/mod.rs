//! What the web UI may ask, one file per verb group. Names and types: `winnow_app::wire`.

mod documents;
mod endpoints;
mod events;
mod history;
mod machine;
mod models;
mod runs;
mod tasks;
mod teaching;

use tauri::{Runtime, ipc::Invoke};

/// All commands.
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        documents::open_document,
        documents::open_document_bytes,
        documents::open_sample,
        documents::list_samples,
        documents::get_document,
        documents::show_page,
        documents::list_files,
        documents::watch_folder,
        runs::run_task,
        runs::rerun,
        runs::cancel,
        runs::preview_prompt,
        runs::count_tokens,
        history::list_runs,
        history::get_run,
        history::delete_run,
        history::restore_run,
        history::export_runs,
        tasks::list_tasks,
        tasks::save_task,
        tasks::delete_task,
        tasks::sought_type,
        teaching::correct_answer,
        teaching::learn_task,
        teaching::get_teaching,
        teaching::drop_example,
        teaching::restore_example,
        teaching::suggest_document,
        teaching::export_teaching,
        teaching::import_teaching,
        models::list_models,
        models::list_catalog,
        models::open_model,
        models::forget_model,
        models::select_model,
        models::load_model,
        models::unload_model,
        models::download_model,
        models::optimize_model,
        models::probe_model,
        endpoints::list_endpoints,
        endpoints::add_endpoint,
        endpoints::probe_endpoint,
        endpoints::remove_endpoint,
        machine::get_settings,
        machine::update_settings,
        machine::doctor,
    ]
}
