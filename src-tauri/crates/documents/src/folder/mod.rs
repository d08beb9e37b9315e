//! Folders: which of their files are read, once or as they come.

mod patterns;
mod watch;

use std::{
    fs,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

pub use patterns::{PatternError, Patterns};
pub use watch::{FolderWatch, WatchError};

/// A folder within the folder, or the folder itself, that cannot be looked into.
#[derive(Debug, thiserror::Error)]
#[error("\"{}\" cannot be looked into: {why}; check its permissions", path.display())]
pub struct FolderError {
    /// Which.
    pub path: PathBuf,
    /// What the system said.
    pub why: String,
}

/// The files of a folder and of all folders in it that `patterns` take, by name; hidden ones are left
/// out. A link to a file is a file; a link to a folder could lead in circles and is left out.
pub fn files_in<'a>(
    folder: &'a Path,
    patterns: &'a Patterns,
) -> impl Iterator<Item = Result<PathBuf, FolderError>> + 'a {
    let enter = |entry: &DirEntry| entry.depth() == 0 || !is_hidden(entry.path());
    WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(enter).filter_map(
        move |entry| match entry {
            Ok(entry) => {
                let is_folder = fs::metadata(entry.path()).is_ok_and(|found| found.is_dir());
                let taken = !is_folder && takes(folder, patterns, entry.path());
                taken.then(|| Ok(entry.into_path()))
            }
            Err(error) => Some(Err(FolderError {
                path: error.path().unwrap_or(folder).to_owned(),
                why: error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
            })),
        },
    )
}

/// Whether patterns, which speak of places within the folder, take a file in it.
fn takes(folder: &Path, patterns: &Patterns, path: &Path) -> bool {
    patterns.take(path.strip_prefix(folder).unwrap_or(path))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_by_name_without_hidden_ones_and_as_the_patterns_say() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.PDF", "deep/c.txt", "deep/old/d.txt", ".hidden", ".git/e.txt"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        let found = |include: &[&str], exclude: &[&str]| -> Vec<String> {
            let patterns = Patterns::new(include, exclude).unwrap();
            files_in(folder.path(), &patterns)
                .map(|path| path.unwrap().strip_prefix(folder.path()).unwrap().to_owned())
                .map(|path| path.to_string_lossy().replace('\\', "/"))
                .collect()
        };
        assert_eq!(found(&[], &[]), ["a.PDF", "b.txt", "deep/c.txt", "deep/old/d.txt"]);
        assert_eq!(found(&["*.pdf"], &[]), ["a.PDF"], "names are compared without their case");
        assert_eq!(found(&["*.txt"], &["old/"]), ["b.txt", "deep/c.txt"]);
        assert_eq!(found(&["deep/*.txt"], &[]), ["deep/c.txt"], "a path with a slash is whole");
        assert_eq!(found(&["deep/**"], &["*.pdf"]), ["deep/c.txt", "deep/old/d.txt"]);
        assert!(
            files_in(&folder.path().join("gone"), &Patterns::default()).next().unwrap().is_err()
        );
    }
}
