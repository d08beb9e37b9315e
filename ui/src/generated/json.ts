// Generated from src-tauri/crates/app/src/wire: do not edit.

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;
