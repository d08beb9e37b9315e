//! Which files there are to read, in the order named; folders in the order of their names.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use winnow_app::wire::error::{ApiError, Code};
use winnow_documents::{FolderWatch, Patterns, files_in};

use super::{
    FolderArgs, RecordArgs, STANDARD_INPUT,
    records::{RecordFile, RecordForm},
    unreadable,
};
use crate::ending::Failure;

/// One thing to read.
#[derive(Debug)]
pub(super) enum Source {
    File(PathBuf),
    StandardInput,
    Records(RecordFile),
    /// Files of a folder as they come; never ends by itself.
    Watch(Box<FolderWatch>),
    /// Found to be unreadable already; it is an item that failed.
    Failed {
        file: String,
        error: ApiError,
    },
}

/// Everything to read.
#[derive(Debug)]
pub struct Plan {
    pub(super) sources: Vec<Source>,
    /// Whether documents that are made of items are taken apart.
    pub(super) items: bool,
}

impl Plan {
    /// Looks into folders; nothing is read yet.
    ///
    /// # Errors
    /// Wrong use: a pattern that cannot be understood, a folder that cannot be watched, or none to
    /// watch.
    pub fn new(
        named: &[PathBuf],
        folders: &FolderArgs,
        records: &RecordArgs,
    ) -> Result<Self, Failure> {
        let wrong = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
        let patterns =
            Patterns::new(&folders.include, &folders.exclude).map_err(|error| wrong(&error))?;
        let mut sources = Vec::new();
        let mut watches = Vec::new();
        for path in named {
            if path.as_os_str() == STANDARD_INPUT {
                sources.push(match &records.text_field {
                    Some(field) => Source::Records(RecordFile::standard_input(field)),
                    None => Source::StandardInput,
                });
            } else if path.is_dir() {
                if folders.watch {
                    // Before the walk, so that no file falls between the two.
                    let watch = FolderWatch::new(path, patterns.clone());
                    watches.push(watch.map_err(|error| wrong(&error))?);
                }
                walk(path, &patterns, records, folders.watch, &mut sources);
            } else {
                sources.push(file(path.clone(), records));
            }
        }
        if folders.watch && watches.len() != 1 {
            return Err(Failure::Usage("name one folder to watch".to_owned()));
        }
        sources.extend(watches.into_iter().map(|watch| Source::Watch(Box::new(watch))));
        Ok(Self { sources, items: records.items })
    }

    /// Whether documents are asked one by one, as a person who waits for them wants it: there is
    /// only one, or they come when they come.
    pub fn is_one_by_one(&self) -> bool {
        matches!(self.sources.as_slice(), [Source::File(_) | Source::StandardInput] if !self.items)
            || self.sources.iter().any(|source| matches!(source, Source::Watch(_)))
    }

    /// Items in all, records counted; none when standard input holds records, a folder is watched
    /// or documents are taken apart.
    pub fn count(&self) -> Option<u64> {
        let whole = |source: &Source| matches!(source, Source::File(_) | Source::StandardInput);
        if self.items && self.sources.iter().any(whole) {
            return None;
        }
        self.sources.iter().map(count).sum()
    }
}

fn file(path: PathBuf, records: &RecordArgs) -> Source {
    let field = records.text_field.as_deref();
    match RecordForm::of(&path) {
        Some(form) if records.items || field.is_some() => {
            Source::Records(RecordFile::new(path, form, field))
        }
        _ => Source::File(path),
    }
}

fn walk(
    folder: &Path,
    patterns: &Patterns,
    records: &RecordArgs,
    may_be_empty: bool,
    sources: &mut Vec<Source>,
) {
    let before = sources.len();
    sources.extend(files_in(folder, patterns).map(|found| match found {
        Ok(path) => file(path, records),
        Err(error) => {
            let file = error.path.display().to_string();
            let error = unreadable(&file, &error.why);
            Source::Failed { file, error }
        }
    }));
    if sources.len() == before && !may_be_empty {
        let file = folder.display().to_string();
        let error = ApiError {
            code: Code::NotFound,
            message: format!(
                "the folder \"{file}\" holds no files to take (hidden ones are left out)"
            ),
            detail: Some(file.clone()),
        };
        sources.push(Source::Failed { file, error });
    }
}

fn count(source: &Source) -> Option<u64> {
    match source {
        Source::File(_) | Source::StandardInput | Source::Failed { .. } => Some(1),
        Source::Watch(_) => None,
        Source::Records(records) => {
            let file = File::open(records.path()?).ok()?;
            // A quoted line break in a CSV makes this an estimate; only the bar depends on it.
            let lines = BufReader::new(file).split(b'\n').map_while(Result::ok);
            let filled = lines.filter(|line| !line.trim_ascii().is_empty()).count() as u64;
            Some(filled.saturating_sub(records.header_lines()))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn folders_are_walked_as_the_patterns_say() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.txt", "deep/c.txt", "deep/c.pdf", ".hidden"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        let folders = FolderArgs { include: vec!["*.txt".to_owned()], ..FolderArgs::default() };
        let plan = plan(folder.path(), &folders).unwrap();
        let found: Vec<_> = plan
            .sources
            .iter()
            .map(|source| match source {
                Source::File(path) => path.strip_prefix(folder.path()).unwrap().to_owned(),
                other => panic!("a plain file was expected, found {other:?}"),
            })
            .collect();
        assert_eq!(found, [Path::new("a.txt"), Path::new("b.txt"), Path::new("deep/c.txt")]);
        assert_eq!(plan.count(), Some(3));
    }

    #[test]
    fn an_empty_folder_is_an_item_that_failed_unless_files_may_still_come() {
        let folder = tempfile::tempdir().unwrap();
        let empty = plan(folder.path(), &FolderArgs::default()).unwrap();
        assert!(matches!(empty.sources.as_slice(), [Source::Failed { .. }]), "{empty:?}");
        let watched = FolderArgs { watch: true, ..FolderArgs::default() };
        let watched = plan(folder.path(), &watched).unwrap();
        assert!(matches!(watched.sources.as_slice(), [Source::Watch(_)]), "{watched:?}");
        assert_eq!(watched.count(), None, "nobody knows how many will come");
    }

    #[test]
    fn a_watch_without_a_folder_is_wrong_use() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let watched = FolderArgs { watch: true, ..FolderArgs::default() };
        assert!(matches!(plan(file.path(), &watched), Err(Failure::Usage(_))));
    }

    fn plan(path: &Path, folders: &FolderArgs) -> Result<Plan, Failure> {
        Plan::new(&[path.to_owned()], folders, &RecordArgs::default())
    }
}
