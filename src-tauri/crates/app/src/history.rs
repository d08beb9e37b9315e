//! History: search, open, delete, put back, export.

use std::path::Path;

use winnow_store::RunListing;

use crate::{
    App,
    convert::run::{filter_of, record_of, summary_of},
    export::Exporter,
    wire::{
        error::ApiError,
        run::{ExportFormat, RunPage, RunQuery, RunRecord, RunSummary},
    },
};

impl App {
    /// A page of the history, newest first. A run that this version does not understand is left
    /// out, so that it does not hide the others.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::NotFound`] for a cursor that no page gave.
    pub async fn list_runs(&self, query: RunQuery) -> Result<RunPage, ApiError> {
        let page = self.store.runs(&filter_of(&query)).await?;
        let readable = |listing: RunListing| -> Option<RunSummary> {
            let id = listing.id.clone();
            summary_of(listing)
                .inspect_err(|error| tracing::warn!(%id, %error, "a run is left out"))
                .ok()
        };
        Ok(RunPage {
            runs: page.rows.into_iter().filter_map(readable).collect(),
            next: page.next,
            total: u32::try_from(page.total).unwrap_or(u32::MAX),
        })
    }

    /// A run in full.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::NotFound`].
    pub async fn get_run(&self, id: &str) -> Result<RunRecord, ApiError> {
        record_of(self.store.run(id).await?)
    }

    /// Takes a run out of the history; [`App::restore_run`] undoes it.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::NotFound`].
    pub async fn delete_run(&self, id: &str) -> Result<(), ApiError> {
        Ok(self.store.delete_run(id).await?)
    }

    /// Puts a deleted run back.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::NotFound`].
    pub async fn restore_run(&self, id: &str) -> Result<(), ApiError> {
        Ok(self.store.restore_run(id).await?)
    }

    /// Writes every run that matches, not only a page, to a file; says how many. The file is
    /// replaced only when the whole is written.
    ///
    /// # Errors
    /// [`crate::wire::error::Code::Internal`] when the file cannot be written; `detail` names it.
    pub async fn export_runs(
        &self,
        query: RunQuery,
        format: ExportFormat,
        path: &Path,
    ) -> Result<u32, ApiError> {
        let mut exporter = Exporter::begin(path, format)?;
        let mut filter = filter_of(&RunQuery { cursor: None, limit: Some(u32::MAX), ..query });
        loop {
            let page = self.store.runs(&filter).await?;
            for listing in page.rows {
                exporter.write(&record_of(self.store.run(&listing.id).await?)?)?;
            }
            match page.next {
                Some(next) => filter.cursor = Some(next),
                None => return exporter.finish(),
            }
        }
    }
}
