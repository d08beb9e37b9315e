//! What can go wrong with a download.

use std::path::PathBuf;

use crate::InspectError;

/// A download that did not end with a model in place. What was fetched is kept for the next try,
/// unless the message says otherwise.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DownloadError {
    /// The catalog gives no address.
    #[error(
        "{name} comes with Winnow and cannot be downloaded; run `make models`, or install Winnow again"
    )]
    NoAddress {
        /// The model.
        name: String,
    },
    /// The address, or one that it leads to, is not to be trusted.
    #[error("{url} is refused: {reason}")]
    UnsafeAddress {
        /// The address.
        url: String,
        /// Why.
        reason: &'static str,
    },
    /// The host cannot be reached.
    #[error("{host} cannot be reached: {reason}. Check the connection, then press download again")]
    Unreachable {
        /// The host.
        host: String,
        /// What the network says.
        reason: String,
    },
    /// The host answered, but not with the file.
    #[error("{host} refused the download with status {status}")]
    Refused {
        /// The host.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// The host leads from one address to the next without end.
    #[error("{host} redirects without end")]
    TooManyRedirects {
        /// The host.
        host: String,
    },
    /// The connection broke, or nothing came for a while.
    #[error("the download stopped after {done} of {} bytes: {reason}. Press download again to go on from there", in_words(.total))]
    Interrupted {
        /// Bytes on disk.
        done: u64,
        /// Bytes of the whole file, if known.
        total: Option<u64>,
        /// What the network says.
        reason: String,
    },
    /// The disk would be full.
    #[error(
        "{folder} has {available} bytes free, the download needs {needed}. Make room, then press download again"
    )]
    NotEnoughDisk {
        /// Where the file would go.
        folder: PathBuf,
        /// Bytes still to be written, with some to spare.
        needed: u64,
        /// Bytes free.
        available: u64,
    },
    /// The whole file came, and it is not the one that was announced. It was deleted.
    #[error(
        "the downloaded file is not the one that was announced: its SHA-256 is {found}, expected {expected}. It was deleted; try again, and if this stays so, do not trust the source"
    )]
    HashMismatch {
        /// The hash in the catalog, or the one that the hub announced.
        expected: String,
        /// The hash of what came.
        found: String,
    },
    /// The whole file came, and it is no model. It was deleted.
    #[error("what was downloaded cannot be used and was deleted: {0}")]
    NotAModel(#[from] InspectError),
    /// The same file is being downloaded already.
    #[error("{path} is being downloaded already")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The disk failed.
    #[error("cannot write {path}: {reason}")]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's words.
        reason: String,
    },
    /// The person stopped it.
    #[error("cancelled")]
    Cancelled,
}

fn in_words(total: &Option<u64>) -> String {
    total.map_or_else(|| "an unknown number of".to_owned(), |bytes| bytes.to_string())
}
