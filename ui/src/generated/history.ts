// Generated from src-tauri/crates/app/src/wire: do not edit.

/**
 * The form of exported runs.
 */
export type ExportFormat = "json" | "jsonl" | "csv" | "markdown";
