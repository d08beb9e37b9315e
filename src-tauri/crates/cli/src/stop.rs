//! Ctrl-C: the first stops cleanly, the second at once.

use std::process;

use tokio_util::sync::CancellationToken;

/// A token that Ctrl-C cancels.
pub fn on_ctrl_c() -> CancellationToken {
    let token = CancellationToken::new();
    let stop = token.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_err() {
            return;
        }
        eprintln!("winnow: stopping (Ctrl-C again to stop at once)");
        stop.cancel();
        if tokio::signal::ctrl_c().await.is_ok() {
            process::exit(130);
        }
    });
    token
}
