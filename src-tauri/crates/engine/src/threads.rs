//! How many threads compute.

use std::thread::available_parallelism;

use sysinfo::System;

/// Physical cores, as far as this process may use them: a second thread on a core only waits for
/// the same arithmetic units.
pub(crate) fn usual() -> u32 {
    let allowed = available_parallelism().map_or(1, usize::from);
    let physical = System::physical_core_count().unwrap_or(allowed);
    u32::try_from(physical.min(allowed)).unwrap_or(1).max(1)
}
