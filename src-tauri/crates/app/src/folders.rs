//! Folders: which files they hold, and which come.

use std::path::{Path, PathBuf};

use winnow_documents::{FolderWatch, Patterns, files_in};

use crate::{
    App,
    wire::{
        error::{ApiError, Code},
        folder::{FileChoice, FileList, FolderEvent},
    },
};

impl App {
    /// The files that files and folders hold: a file is itself, a folder is what is chosen of it and
    /// of all folders in it.
    ///
    /// # Errors
    /// [`Code::InvalidTask`] for a pattern that cannot be understood.
    pub async fn list_files(
        &self,
        paths: &[PathBuf],
        choice: &FileChoice,
    ) -> Result<FileList, ApiError> {
        let patterns = patterns(choice)?;
        let paths = paths.to_vec();
        let look = move || {
            let mut list = FileList::default();
            for path in &paths {
                if !path.is_dir() {
                    list.files.push(path.display().to_string());
                    continue;
                }
                for found in files_in(path, &patterns) {
                    match found {
                        Ok(file) => list.files.push(file.display().to_string()),
                        Err(error) => list.problems.push(error.to_string()),
                    }
                }
            }
            list
        };
        tokio::task::spawn_blocking(look)
            .await
            .map_err(|error| ApiError::plain(Code::Internal, error))
    }

    /// Tells of new and changed files of a folder, each when it is whole, until the operation is
    /// stopped.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a folder that cannot be watched, or no longer; [`Code::InvalidTask`]
    /// for a pattern that cannot be understood and an operation that runs already.
    pub async fn watch_folder(
        &self,
        path: &Path,
        choice: &FileChoice,
        operation: &str,
        events: impl Fn(FolderEvent) + Send + Sync + 'static,
    ) -> Result<(), ApiError> {
        let operation = self.operations.begin(operation)?;
        let lost = |error: winnow_documents::WatchError| {
            ApiError::about(Code::NotFound, &error, path.display().to_string())
        };
        let mut watch = FolderWatch::new(path, patterns(choice)?).map_err(lost)?;
        loop {
            tokio::select! {
                () = operation.token().cancelled() => return Ok(()),
                next = watch.next() => {
                    events(FolderEvent { path: next.map_err(lost)?.display().to_string() });
                }
            }
        }
    }
}

fn patterns(choice: &FileChoice) -> Result<Patterns, ApiError> {
    Patterns::new(&choice.include, &choice.exclude)
        .map_err(|error| ApiError::about(Code::InvalidTask, &error, &error.pattern))
}
