//! Documents: open, look at.

use std::path::Path;

use winnow_documents::Document;
use winnow_tasks::Task;

use crate::{
    App,
    convert::document::{document_view, new_document, stored_document, typed_document},
    pages::Original,
    samples,
    wire::{
        document::{DocumentView, Sample},
        error::{ApiError, Code},
        run::RunInput,
    },
};

impl App {
    /// Reads a file and keeps it.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::DocumentUnreadable`], [`Code::DocumentEncrypted`],
    /// [`Code::DocumentEmpty`]; `detail` names the file.
    pub async fn open_document(&self, path: &Path) -> Result<DocumentView, ApiError> {
        let document = self.read(path).await?;
        self.originals.remember(&document, Original::file(path));
        self.keep(&document).await
    }

    /// Reads the bytes of a file called `name` and keeps it.
    ///
    /// # Errors
    /// As [`App::open_document`].
    pub async fn open_document_bytes(
        &self,
        name: &str,
        bytes: &[u8],
    ) -> Result<DocumentView, ApiError> {
        let document = self.read_bytes(name, bytes).await?;
        self.originals.remember(&document, Original::Bytes(bytes.into()));
        self.keep(&document).await
    }

    /// Reads a document that comes with Winnow and keeps it.
    ///
    /// # Errors
    /// [`Code::NotFound`] for a name that [`App::list_samples`] does not give.
    pub async fn open_sample(&self, name: &str) -> Result<DocumentView, ApiError> {
        let bytes = samples::bytes(name).ok_or_else(|| no_sample(name))?;
        self.open_document_bytes(name, bytes).await
    }

    /// The documents that come with Winnow.
    ///
    /// # Errors
    /// [`Code::InvalidTask`] for a task among them that cannot be read, which a test rules out.
    pub async fn list_samples(&self) -> Result<Vec<Sample>, ApiError> {
        Ok(samples::all()?)
    }

    /// The task that was written for a sample.
    ///
    /// # Errors
    /// [`Code::NotFound`] as for [`App::open_sample`].
    pub fn sample_task(&self, name: &str) -> Result<Task, ApiError> {
        samples::task(name)?.ok_or_else(|| no_sample(name))
    }

    /// A document that was opened before.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn get_document(&self, id: &str) -> Result<DocumentView, ApiError> {
        let row = self.store.document(id).await?;
        Ok(document_view(&row.id, &stored_document(&row)))
    }

    /// Reads a file without keeping it.
    ///
    /// # Errors
    /// As [`App::open_document`].
    pub async fn read(&self, path: &Path) -> Result<Document, ApiError> {
        Ok(self.reader().await?.read(path).await?)
    }

    /// Reads bytes without keeping them.
    ///
    /// # Errors
    /// As [`App::open_document`].
    pub async fn read_bytes(&self, name: &str, bytes: &[u8]) -> Result<Document, ApiError> {
        Ok(self.reader().await?.read_bytes(name, bytes).await?)
    }

    /// What a run is about; a typed text is not kept yet.
    pub(crate) async fn input(&self, input: &RunInput) -> Result<Document, ApiError> {
        match input {
            RunInput::Text { text } => Ok(typed_document(text)),
            RunInput::Document { id } => Ok(stored_document(&self.store.document(id).await?)),
        }
    }

    async fn keep(&self, document: &Document) -> Result<DocumentView, ApiError> {
        let row = self.store.save_document(new_document(document)?).await?;
        Ok(document_view(&row.id, document))
    }
}

fn no_sample(name: &str) -> ApiError {
    ApiError::about(
        Code::NotFound,
        format_args!("there is no sample \"{name}\": choose one of the list"),
        name,
    )
}
