//! Folders on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which files of a folder are taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct FileChoice {
    /// Patterns like "*.pdf" or "invoices/**", of which one must match; empty: all files.
    pub include: Vec<String>,
    /// Patterns of what is left out.
    pub exclude: Vec<String>,
}

/// The files of some folders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileList {
    /// Paths, folder by folder, by name.
    pub files: Vec<String>,
    /// What could not be looked into, in words.
    pub problems: Vec<String>,
}

/// A file that came into a watched folder and is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderEvent {
    /// Its path.
    pub path: String,
}
