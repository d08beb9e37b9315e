// Generated from src-tauri/crates/app/src/wire: do not edit.

export type * from "./commands";
export type * from "./document";
export type * from "./endpoint";
export type * from "./error";
export type * from "./folder";
export type * from "./json";
export type * from "./model";
export type * from "./outcome";
export type * from "./run";
export type * from "./settings";
export type * from "./task";
export type * from "./teaching";
