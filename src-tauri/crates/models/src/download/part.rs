//! The unfinished file of a download: `<target>.part`, and `<target>.part.json` that says what it is
//! part of. Both outlive the program, so that a download can go on after a restart.

use std::{
    fs::{self, File, TryLockError},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use winnow_engine::CancellationToken;

use super::DownloadError;
use crate::hash::{feed, hexadecimal};

/// What a part is part of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Identity {
    /// The address that was asked.
    pub(super) url: String,
    /// The server's strong entity tag or date of change, for `If-Range`.
    pub(super) validator: Option<String>,
    /// The hash that the whole file must have.
    pub(super) sha256: Option<String>,
    /// Bytes of the whole file.
    pub(super) total: Option<u64>,
}

/// An unfinished file, open and locked.
pub(super) struct Part {
    path: PathBuf,
    note: PathBuf,
    file: File,
    digest: Sha256,
    length: u64,
    identity: Option<Identity>,
}

impl Part {
    /// Opens what there is of `target`, or begins it. A part of another address is emptied.
    pub(super) fn open(target: &Path, url: &str) -> Result<Self, DownloadError> {
        let (path, note) = (with_suffix(target, ".part"), with_suffix(target, ".part.json"));
        let mut options = File::options();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| disk(&path, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(DownloadError::Busy { path: target.to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(disk(&path, &error)),
        }
        let length = file.metadata().map_err(|error| disk(&path, &error))?.len();
        let noted = fs::read(&note).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let identity = noted.filter(|identity: &Identity| identity.url == url);
        let mut part = Self { path, note, file, digest: Sha256::new(), length, identity };
        if part.identity.is_none() {
            part.restart()?;
        }
        Ok(part)
    }

    /// Bytes on disk.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// What the bytes on disk are part of; none: there are no bytes that could be used.
    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// Whether every byte is here.
    pub(super) fn is_whole(&self) -> bool {
        self.identity.as_ref().is_some_and(|identity| identity.total == Some(self.length))
    }

    /// Forgets the bytes on disk.
    pub(super) fn restart(&mut self) -> Result<(), DownloadError> {
        self.identity = None;
        self.file.set_len(0).map_err(|error| disk(&self.path, &error))?;
        self.length = 0;
        Ok(())
    }

    /// Notes what the part is part of, and reads what is there into the hash. The note is on disk
    /// before any byte that it describes.
    pub(super) fn resume(
        &mut self,
        identity: Identity,
        cancel: &CancellationToken,
    ) -> Result<(), DownloadError> {
        let folder = self.note.parent().unwrap_or(Path::new("."));
        let write = || -> std::io::Result<()> {
            let mut draft = NamedTempFile::new_in(folder)?;
            serde_json::to_writer(&mut draft, &identity)?;
            draft.flush()?;
            draft.persist(&self.note)?;
            Ok(())
        };
        write().map_err(|error| disk(&self.note, &error))?;
        self.identity = Some(identity);
        self.digest = Sha256::new();
        let on_disk = |error: &std::io::Error| disk(&self.path, error);
        self.file.rewind().map_err(|error| on_disk(&error))?;
        if !feed(&mut self.digest, &mut self.file, cancel).map_err(|error| on_disk(&error))? {
            return Err(DownloadError::Cancelled);
        }
        self.file.seek(SeekFrom::Start(self.length)).map_err(|error| on_disk(&error))?;
        Ok(())
    }

    /// Adds bytes at the end.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), DownloadError> {
        self.file.write_all(bytes).map_err(|error| disk(&self.path, &error))?;
        self.digest.update(bytes);
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// The hash of all bytes.
    pub(super) fn sha256(&self) -> String {
        hexadecimal(self.digest.clone())
    }

    /// Where the bytes are.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Deletes the part.
    pub(super) fn discard(self) {
        let _ = fs::remove_file(&self.note);
        let _ = fs::remove_file(&self.path);
    }

    /// Puts the file in place, in one step, once its bytes are safe on disk.
    pub(super) fn install(self, target: &Path) -> Result<(), DownloadError> {
        self.file.sync_all().map_err(|error| disk(&self.path, &error))?;
        fs::rename(&self.path, target).map_err(|error| disk(target, &error))?;
        let _ = fs::remove_file(&self.note);
        Ok(())
    }
}

/// A failure of the disk at a path.
pub(super) fn disk(path: &Path, error: &std::io::Error) -> DownloadError {
    DownloadError::Disk { path: path.to_owned(), reason: error.to_string() }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
