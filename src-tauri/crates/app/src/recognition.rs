//! Text recognition: which Tesseract reads pictures and scans, as the person has set it.

use std::{env, sync::Arc};

use tokio::sync::Mutex;
use winnow_documents::{Reader, Tesseract};

use crate::{
    App,
    settings::{key, setting},
    wire::error::{ApiError, Code},
};

/// The wish that turns text recognition off.
pub(crate) const OFF: &str = "off";

/// A reader that recognizes text as it was last wished.
#[derive(Clone)]
pub(crate) struct Recognition {
    reader: Arc<Reader>,
    /// The wish that the reader follows; none before the first document.
    follows: Arc<Mutex<Option<Wish>>>,
}

/// Languages ("deu+eng") or [`OFF`]; none: the system's language and English.
type Wish = Option<String>;

impl Recognition {
    pub(crate) fn new(reader: Reader) -> Self {
        Self { reader: Arc::new(reader), follows: Arc::default() }
    }
}

impl App {
    /// The reader, recognizing text as it is set now.
    ///
    /// # Errors
    /// [`Code::InvalidTask`] for languages that were asked for on the command line and are not
    /// installed; those of the store.
    pub(crate) async fn reader(&self) -> Result<&Reader, ApiError> {
        let wish = match &self.config.recognition {
            Some(wish) => Some(wish.clone()),
            None => setting(&self.store.settings().await?, key::RECOGNITION),
        };
        let Recognition { reader, follows } = &self.recognition;
        let mut follows = follows.lock().await;
        if follows.as_ref() != Some(&wish) {
            let tesseract = match recognizer(wish.as_deref()).await {
                Ok(tesseract) => tesseract,
                Err(error) if self.config.recognition.is_some() => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, "text recognition goes on in other languages");
                    recognizer(None).await?
                }
            };
            reader.recognize_with(tesseract);
            *follows = Some(wish);
        }
        Ok(reader)
    }
}

/// The Tesseract that a wish asks for; none where it is off or there is none.
///
/// # Errors
/// [`Code::InvalidTask`] for a language that is not installed, with all that are.
pub(crate) async fn recognizer(wish: Option<&str>) -> Result<Option<Tesseract>, ApiError> {
    if wish == Some(OFF) {
        return Ok(None);
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    let Some(found) = Tesseract::find(locale.as_deref()).await else { return Ok(None) };
    match wish {
        None => Ok(Some(found)),
        Some(languages) => found
            .looking_for(languages)
            .map(Some)
            .map_err(|missing| ApiError::about(Code::InvalidTask, &missing, key::RECOGNITION)),
    }
}
