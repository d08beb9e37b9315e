//! Events on their way to the window.

use tauri::ipc::{Channel, IpcResponse};

/// A listener that sends on; a window that has gone is no reason to fail the work.
pub fn forward<T: IpcResponse + Send + Sync + 'static>(
    events: Channel<T>,
) -> impl Fn(T) + Send + Sync + 'static {
    move |event| {
        if let Err(error) = events.send(event) {
            tracing::debug!(%error, "an event found no listener");
        }
    }
}
