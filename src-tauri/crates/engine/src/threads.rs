//! How many threads compute, and on whose behalf.

use std::thread::{Builder, available_parallelism};

use sysinfo::System;
use tokio::sync::oneshot;

use crate::{EngineError, panic::contained};

/// Physical cores, as far as this process may use them: a second thread on a core only waits for
/// the same arithmetic units.
pub(crate) fn usual() -> u32 {
    let allowed = available_parallelism().map_or(1, usize::from);
    let physical = System::physical_core_count().unwrap_or(allowed);
    u32::try_from(physical.min(allowed)).unwrap_or(1).max(1)
}

/// Does work in which llama.cpp computes, outside the engine's thread, on a thread that ends with
/// it.
///
/// libgomp gives every thread that computes a team, and keeps it while the thread lives. As soon
/// as all teams together have more threads than there are processors, everybody who waits at a
/// barrier sleeps instead of spinning. A thread of tokio's pool that once loaded a model would so
/// halve the speed of the engine for as long as it is kept for other work.
///
/// # Errors
/// [`EngineError::Panicked`]; [`EngineError::Compute`] where no thread can be had.
pub async fn on_own_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, EngineError> {
    let (reply, answer) = oneshot::channel();
    let run = move || {
        // Whoever asked may have gone.
        let _ = reply.send(contained(|| Ok(work())));
    };
    Builder::new()
        .name("winnow-compute".to_owned())
        .spawn(run)
        .map_err(|error| EngineError::Compute(format!("a thread to compute on: {error}")))?;
    answer.await.map_err(|_| EngineError::Stopped)?
}
