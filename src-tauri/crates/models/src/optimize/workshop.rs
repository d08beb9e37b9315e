//! The folder in which candidates are made: one process at a time, nothing left half done.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile, TempPath};
use winnow_engine::{CancellationToken, ModelId};

use super::{
    error::OptimizeError,
    report::{Candidate, Derived, Optimization},
    words,
};
use crate::hash::hash_file;

/// How files under work are called.
const DRAFT: &str = ".optimizing-";
/// Bytes of the disk that are left to everybody else.
const SPARE: u64 = 512 << 20;

/// An open workshop; its lock is held while it lives.
pub(super) struct Workshop {
    folder: PathBuf,
    _lock: File,
}

/// A file that disappears unless it is kept.
pub(super) struct Draft(TempPath);

impl Draft {
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn bytes(&self) -> Result<u64, OptimizeError> {
        let known = fs::metadata(&self.0).map_err(|error| unwritable(&self.0, &error))?;
        Ok(known.len())
    }
}

impl Workshop {
    /// Opens the folder and removes what an earlier process left unfinished.
    pub(super) fn open(folder: &Path) -> Result<Self, OptimizeError> {
        let fails = |error: io::Error| unwritable(folder, &error);
        fs::create_dir_all(folder).map_err(fails)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(".lock"))
            .map_err(fails)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OptimizeError::Busy { folder: folder.to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(fails(error)),
        }
        for entry in fs::read_dir(folder).map_err(fails)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(DRAFT) {
                fs::remove_file(entry.path()).map_err(fails)?;
            }
        }
        Ok(Self { folder: folder.to_owned(), _lock: lock })
    }

    /// Whether the disk has room for a file of this size.
    pub(super) fn room(&self, bytes: u64) -> Result<(), String> {
        match fs4::available_space(&self.folder) {
            Ok(free) if free < bytes.saturating_add(SPARE) => Err(format!(
                "it would need {} on the disk, {} are free",
                words(bytes.saturating_add(SPARE)),
                words(free)
            )),
            // A disk that does not tell is tried.
            _ => Ok(()),
        }
    }

    /// A new, empty file.
    pub(super) fn draft(&self) -> Result<Draft, OptimizeError> {
        let named = Builder::new().prefix(DRAFT).suffix(".gguf").tempfile_in(&self.folder);
        let named = named.map_err(|error| unwritable(&self.folder, &error))?;
        Ok(Draft(named.into_temp_path()))
    }

    /// Gives a draft its lasting name.
    pub(super) fn keep(
        &self,
        draft: Draft,
        original: &ModelId,
        candidate: &Candidate,
        cancel: &CancellationToken,
    ) -> Result<Derived, OptimizeError> {
        let sha256 = hash_file(draft.path(), cancel)?;
        let bytes = draft.bytes()?;
        let file = format!("{}-{}.gguf", original.0, candidate.format);
        let path = self.folder.join(&file);
        // A temporary file is for its owner alone; a model may be read by all.
        let readable = File::open(draft.path()).and_then(|file| {
            file.sync_all()?;
            share(&file)
        });
        readable.map_err(|error| unwritable(&path, &error))?;
        draft.0.persist(&path).map_err(|error| unwritable(&path, &error.error))?;
        Ok(Derived { file, sha256, format: candidate.format.clone(), bytes })
    }

    /// Writes the report, then removes what an earlier one kept.
    pub(super) fn publish(&self, report: &Optimization) -> Result<(), OptimizeError> {
        let path = self.folder.join(Optimization::file_name(&report.original));
        let write = || -> io::Result<()> {
            let mut draft = NamedTempFile::with_prefix_in(DRAFT, &self.folder)?;
            serde_json::to_writer_pretty(&mut draft, report)?;
            draft.flush()?;
            share(draft.as_file())?;
            draft.persist(&path)?;
            Ok(())
        };
        write().map_err(|error| unwritable(&path, &error))?;
        let kept = report.derived.as_ref().map(|derived| derived.file.as_str());
        let earlier =
            |name: &str| name.starts_with(&format!("{}-", report.original.0)) && Some(name) != kept;
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if earlier(&entry.file_name().to_string_lossy())
                && let Err(error) = fs::remove_file(entry.path())
            {
                tracing::warn!("{} stays: {error}", entry.path().display());
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn share(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_file: &File) -> io::Result<()> {
    Ok(())
}

fn unwritable(path: &Path, error: &io::Error) -> OptimizeError {
    OptimizeError::Unwritable { path: path.to_owned(), reason: error.to_string() }
}
