//! History's exports on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The form of exported runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ExportFormat {
    /// One array.
    Json,
    /// One object a line.
    Jsonl,
    /// One row a run.
    Csv,
    /// For reading.
    Markdown,
}
