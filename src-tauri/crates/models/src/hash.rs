//! SHA-256 of files, remembered, so that start-up need not read a gigabyte again.
//!
//! A hash is taken from the notes while path, size and time of change are the same. The notes are a
//! JSON file that may be lost at any time: then files are read again.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use winnow_engine::CancellationToken;

/// What can go wrong while hashing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// The file is gone or cannot be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's words.
        reason: String,
    },
    /// The notes cannot be written.
    #[error("cannot write {path}: {reason}")]
    NotesUnwritable {
        /// The file of notes.
        path: PathBuf,
        /// The operating system's words.
        reason: String,
    },
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// What is remembered of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    size: u64,
    /// Nanoseconds since 1970.
    changed: u64,
    sha256: String,
}

/// Hashes of files, by path.
#[derive(Debug)]
pub struct HashCache {
    file: PathBuf,
    notes: BTreeMap<PathBuf, Note>,
    fresh: bool,
}

impl HashCache {
    /// Opens the notes in `file`; starts with none when they are missing or damaged.
    #[must_use]
    pub fn open(file: PathBuf) -> Self {
        let notes = match fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                tracing::warn!("{} is damaged, hashing anew: {error}", file.display());
                BTreeMap::new()
            }),
            Err(_) => BTreeMap::new(),
        };
        Self { file, notes, fresh: false }
    }

    /// The SHA-256 of a file in lower-case hexadecimal; the file is read only if it is new here or
    /// has changed.
    ///
    /// # Errors
    /// [`HashError::Unreadable`], [`HashError::Cancelled`].
    pub fn sha256(&mut self, path: &Path, cancel: &CancellationToken) -> Result<String, HashError> {
        let (size, changed) = stamp(path).map_err(|error| unreadable(path, &error))?;
        if let Some(note) = self.notes.get(path)
            && (note.size, note.changed) == (size, changed)
        {
            return Ok(note.sha256.clone());
        }
        let sha256 = hash_file(path, cancel)?;
        // JSON has no words for a path that is not Unicode: such a file is hashed each time.
        if path.to_str().is_some() {
            let note = Note { size, changed, sha256: sha256.clone() };
            self.notes.insert(path.to_owned(), note);
            self.fresh = true;
        }
        Ok(sha256)
    }

    /// The hash that a file had when it was last seen, even if it is gone now.
    #[must_use]
    pub fn last_known(&self, path: &Path) -> Option<&str> {
        self.notes.get(path).map(|note| note.sha256.as_str())
    }

    /// Writes the notes down, if there are new ones. The old file stays whole until the new one is.
    ///
    /// # Errors
    /// [`HashError::NotesUnwritable`].
    pub fn save(&mut self) -> Result<(), HashError> {
        if !self.fresh {
            return Ok(());
        }
        let write = || -> io::Result<()> {
            let folder = self.file.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            let mut draft = NamedTempFile::new_in(folder)?;
            serde_json::to_writer_pretty(&mut draft, &self.notes)?;
            draft.flush()?;
            draft.persist(&self.file)?;
            Ok(())
        };
        write().map_err(|error| HashError::NotesUnwritable {
            path: self.file.clone(),
            reason: error.to_string(),
        })?;
        self.fresh = false;
        Ok(())
    }
}

/// Reads a file through and returns its SHA-256 in lower-case hexadecimal.
pub(crate) fn hash_file(path: &Path, cancel: &CancellationToken) -> Result<String, HashError> {
    let mut file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut digest = Sha256::new();
    feed(&mut digest, &mut file, cancel)
        .map_err(|error| unreadable(path, &error))?
        .then(|| hexadecimal(digest))
        .ok_or(HashError::Cancelled)
}

/// Feeds everything from `input`; false: it was cancelled on the way.
pub(crate) fn feed(
    digest: &mut Sha256,
    input: &mut impl Read,
    cancel: &CancellationToken,
) -> io::Result<bool> {
    let mut block = vec![0; 1 << 20];
    loop {
        if cancel.is_cancelled() {
            return Ok(false);
        }
        match input.read(&mut block) {
            Ok(0) => return Ok(true),
            Ok(length) => digest.update(&block[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The digest as text.
pub(crate) fn hexadecimal(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn stamp(path: &Path) -> io::Result<(u64, u64)> {
    let about = fs::metadata(path)?;
    let changed = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((about.len(), u64::try_from(changed.as_nanos()).unwrap_or(u64::MAX)))
}

fn unreadable(path: &Path, error: &io::Error) -> HashError {
    HashError::Unreadable { path: path.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn set_time(path: &Path, time: SystemTime) {
        File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    }

    #[test]
    fn a_known_file_is_not_read_again_and_a_changed_one_is() {
        let folder = tempfile::tempdir().unwrap();
        let (model, notes) = (folder.path().join("m"), folder.path().join("sub/hashes.json"));
        let time = SystemTime::now() - Duration::from_secs(60);
        let never = CancellationToken::new();
        fs::write(&model, "abc").unwrap();
        set_time(&model, time);

        let mut cache = HashCache::open(notes.clone());
        assert_eq!(cache.sha256(&model, &never).unwrap(), ABC, "FIPS 180-2, appendix B.1");
        cache.save().unwrap();

        fs::write(&model, "xyz").unwrap();
        set_time(&model, time);
        let mut cache = HashCache::open(notes);
        let same = cache.sha256(&model, &never).unwrap();
        assert_eq!(same, ABC, "same size and time: the file must not have been read");

        set_time(&model, time + Duration::from_secs(1));
        let other = cache.sha256(&model, &never).unwrap();
        assert_ne!(other, ABC, "a new time of change means reading again");

        fs::remove_file(&model).unwrap();
        assert!(matches!(cache.sha256(&model, &never), Err(HashError::Unreadable { .. })));
        assert_eq!(
            cache.last_known(&model),
            Some(other.as_str()),
            "a lost file keeps its identity"
        );
    }

    #[test]
    fn damaged_notes_cost_time_only() {
        let folder = tempfile::tempdir().unwrap();
        let (model, notes) = (folder.path().join("m"), folder.path().join("hashes.json"));
        fs::write(&model, "abc").unwrap();
        fs::write(&notes, "{\"half").unwrap();
        let mut cache = HashCache::open(notes.clone());
        assert_eq!(cache.sha256(&model, &CancellationToken::new()).unwrap(), ABC);
        cache.save().unwrap();
        assert_eq!(HashCache::open(notes).last_known(&model), Some(ABC), "the notes are mended");
    }

    #[test]
    fn hashing_can_be_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("m");
        fs::write(&model, "abc").unwrap();
        let cancel = CancellationToken::new();
        cancel.cancel();
        let mut cache = HashCache::open(folder.path().join("hashes.json"));
        assert!(matches!(cache.sha256(&model, &cancel), Err(HashError::Cancelled)));
        assert_eq!(cache.last_known(&model), None, "half a hash is none");
    }
}
