//! Pages of opened PDFs as pictures. The store keeps a document's text, not its file: pages can be
//! shown while the file is at hand.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use lru::LruCache;
use sha2::{Digest, Sha256};
use winnow_documents::{At, Document, Format};
use winnow_tasks::Span;

use crate::{
    App,
    convert::{document::stored_document, spans::Utf16Index},
    wire::{
        document::{PageView, PageWordView},
        error::{ApiError, Code},
    },
};

/// Pixels to the point: sharp on a screen of high density.
const SCALE: f32 = 2.0;
/// Bytes of files that are kept in memory because they have no path.
const KEPT: usize = 128 << 20;

/// Where the file of a document is.
#[derive(Clone)]
pub(crate) enum Original {
    /// On the disk, if nobody has changed it since.
    File(PathBuf),
    /// Here.
    Bytes(Arc<[u8]>),
}

/// Files of the PDFs that were opened in this session, by their SHA-256.
pub(crate) struct Originals(Mutex<LruCache<String, Original>>);

impl Originals {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(LruCache::unbounded()))
    }

    /// Remembers where a document came from; the longest unused bytes make room.
    pub(crate) fn remember(&self, document: &Document, original: Original) {
        if document.format != Format::Pdf {
            return;
        }
        let mut known = self.known();
        known.put(document.sha256.clone(), original);
        while known.iter().map(|(_, original)| original.kept()).sum::<usize>() > KEPT {
            known.pop_lru();
        }
    }

    fn find(&self, sha256: &str) -> Option<Original> {
        self.known().get(sha256).cloned()
    }

    fn known(&self) -> MutexGuard<'_, LruCache<String, Original>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Original {
    pub(crate) fn file(path: &Path) -> Self {
        Self::File(path.to_owned())
    }

    fn kept(&self) -> usize {
        match self {
            Self::File(_) => 0,
            Self::Bytes(bytes) => bytes.len(),
        }
    }

    /// The file's bytes, if they are still those that were read.
    async fn bytes(&self, sha256: &str) -> Option<Arc<[u8]>> {
        match self {
            Self::Bytes(bytes) => Some(bytes.clone()),
            Self::File(path) => {
                let bytes = tokio::fs::read(path).await.ok()?;
                let digest = Sha256::digest(&bytes);
                let found: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                (found == sha256).then(|| bytes.into())
            }
        }
    }
}

impl App {
    /// A page of an opened PDF as a picture, and where the words of its text stand on it.
    ///
    /// # Errors
    /// [`Code::NotFound`] for an unknown document, a page that it does not have, and a file that is
    /// not at hand any more; those of reading.
    pub async fn show_page(&self, id: &str, number: u32) -> Result<PageView, ApiError> {
        let row = self.store.document(id).await?;
        let gone = || {
            ApiError::about(
                Code::NotFound,
                format_args!(
                    "{}: its pages cannot be shown, since the file is not at hand; open it again",
                    row.name
                ),
                &row.name,
            )
        };
        let original = self.originals.find(&row.sha256).ok_or_else(gone)?;
        let bytes = original.bytes(&row.sha256).await.ok_or_else(gone)?;
        let page = self.reader().await?.page(&row.name, &bytes, number, SCALE).await?;

        let document = stored_document(&row);
        let begins = document.places.iter().find(|place| place.at == At::Page { number });
        let begins = begins.map(|place| place.start);
        let index = Utf16Index::new(&document.text);
        let words = page.words.iter().filter_map(|word| {
            let begins = begins?;
            let span = Span { start: begins + word.start, end: begins + word.end };
            document.text.get(span.range()).is_some().then(|| PageWordView {
                span: index.span(span),
                left: word.left,
                top: word.top,
                width: word.width,
                height: word.height,
            })
        });
        Ok(PageView {
            words: words.collect(),
            picture: format!("data:image/png;base64,{}", BASE64_STANDARD.encode(&page.png)),
            width: page.width,
            height: page.height,
        })
    }
}
