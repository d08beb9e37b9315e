// Generated from src-tauri/crates/app/src/wire: do not edit.

/**
 * Which files of a folder are taken.
 */
export type FileChoice = { 
/**
 * Patterns like "*.pdf" or "invoices/**", of which one must match; empty: all files.
 */
include: Array<string>, 
/**
 * Patterns of what is left out.
 */
exclude: Array<string>, };

/**
 * The files of some folders.
 */
export type FileList = { 
/**
 * Paths, folder by folder, by name.
 */
files: Array<string>, 
/**
 * What could not be looked into, in words.
 */
problems: Array<string>, };

/**
 * A file that came into a watched folder and is whole.
 */
export type FolderEvent = { 
/**
 * Its path.
 */
path: string, };
