//! The one piece of state behind every command.

use winnow_app::{App, wire::error::ApiError};

/// The opened app, or why it could not be opened.
///
/// The window opens either way, so that a data folder of a newer version is explained in the
/// window and not on a terminal that nobody sees.
pub struct Desk(Result<App, ApiError>);

impl Desk {
    /// Keeps what came of opening the app.
    pub fn new(opened: Result<App, ApiError>) -> Self {
        Self(opened)
    }

    /// The app.
    ///
    /// # Errors
    /// Why it could not be opened.
    pub fn app(&self) -> Result<&App, ApiError> {
        self.0.as_ref().map_err(Clone::clone)
    }
}
