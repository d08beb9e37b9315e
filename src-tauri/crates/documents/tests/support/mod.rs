//! What the tests of this crate share: where the fixtures are, and a reader with a real worker.

#![allow(dead_code, reason = "each test file uses its own part")]

pub mod bombs;

use std::path::{Path, PathBuf};

use winnow_documents::{Document, Limits, ReadError, Reader, WorkerCommand, read_bytes};

/// A file of `tests/fixtures/documents` at the top of the repository.
pub fn fixture(name: &str) -> PathBuf {
    root().join("tests/fixtures/documents").join(name)
}

/// A sample document that ships with the product.
pub fn sample(name: &str) -> PathBuf {
    root().join("src-tauri/crates/app/samples").join(name)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// Every fixture and sample, scripts excepted.
pub fn all_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = [fixture(""), sample("")]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && path.extension().is_none_or(|ending| ending != "py"))
        .collect();
    files.sort();
    files
}

/// Reads a file in this process.
pub fn read(path: &Path) -> Result<Document, ReadError> {
    let name = path.file_name().unwrap().to_string_lossy();
    read_bytes(&name, &std::fs::read(path).unwrap(), &Limits::default())
}

/// Reads text under a name in this process.
pub fn read_text(name: &str, text: &str) -> Document {
    read_bytes(name, text.as_bytes(), &Limits::default()).unwrap()
}

/// A reader with a real worker process.
pub fn reader(limits: Limits) -> Reader {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_winnow-read-worker"));
    Reader::new(WorkerCommand { program, arguments: Vec::new() }, limits)
}
