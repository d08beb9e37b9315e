//! Which files there are to read, in the order named; folders in the order of their names.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};
use winnow_app::wire::error::{ApiError, Code};

use super::{
    RecordArgs, STANDARD_INPUT,
    records::{RecordFile, RecordForm},
    unreadable,
};

/// One thing to read.
#[derive(Debug)]
pub(super) enum Source {
    File(PathBuf),
    StandardInput,
    Records(RecordFile),
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
}

impl Plan {
    /// Looks into folders; nothing is read yet.
    pub fn new(named: &[PathBuf], records: &RecordArgs) -> Self {
        let mut sources = Vec::new();
        for path in named {
            if path.as_os_str() == STANDARD_INPUT {
                sources.push(match &records.text_field {
                    Some(field) => Source::Records(RecordFile::standard_input(field)),
                    None => Source::StandardInput,
                });
            } else if path.is_dir() {
                walk(path, records, &mut sources);
            } else {
                sources.push(file(path.clone(), records));
            }
        }
        Self { sources }
    }

    /// Whether there is one document and no more.
    pub fn is_single(&self) -> bool {
        matches!(self.sources.as_slice(), [Source::File(_) | Source::StandardInput])
    }

    /// Items in all, records counted; none when standard input holds records.
    pub fn count(&self) -> Option<u64> {
        self.sources.iter().map(count).sum()
    }
}

fn file(path: PathBuf, records: &RecordArgs) -> Source {
    match (&records.text_field, RecordForm::of(&path)) {
        (Some(field), Some(form)) => Source::Records(RecordFile::new(path, form, field)),
        _ => Source::File(path),
    }
}

fn walk(folder: &Path, records: &RecordArgs, sources: &mut Vec<Source>) {
    let before = sources.len();
    let visible = |entry: &DirEntry| {
        entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            // A link to a file is read like the file; a link to a folder could lead in circles.
            Ok(entry) if fs::metadata(entry.path()).is_ok_and(|found| found.is_dir()) => {}
            Ok(entry) => sources.push(file(entry.into_path(), records)),
            Err(error) => {
                let file = error.path().unwrap_or(folder).display().to_string();
                let error = unreadable(&file, &error);
                sources.push(Source::Failed { file, error });
            }
        }
    }
    if sources.len() == before {
        let file = folder.display().to_string();
        let error = ApiError {
            code: Code::NotFound,
            message: format!("the folder \"{file}\" holds no files (hidden ones are left out)"),
            detail: Some(file.clone()),
        };
        sources.push(Source::Failed { file, error });
    }
}

fn count(source: &Source) -> Option<u64> {
    match source {
        Source::File(_) | Source::StandardInput | Source::Failed { .. } => Some(1),
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
    use super::*;

    #[test]
    fn folders_are_walked_in_order_without_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.txt", "deep/c.txt", ".hidden", ".git/config"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        let plan = Plan::new(&[folder.path().to_owned()], &RecordArgs::default());
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
    fn an_empty_folder_is_an_item_that_failed() {
        let folder = tempfile::tempdir().unwrap();
        let plan = Plan::new(&[folder.path().to_owned()], &RecordArgs::default());
        assert!(matches!(plan.sources.as_slice(), [Source::Failed { .. }]), "{plan:?}");
    }
}
