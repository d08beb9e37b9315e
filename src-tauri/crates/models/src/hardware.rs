//! What this computer has to offer a model.

use std::thread::available_parallelism;

use sysinfo::{MemoryRefreshKind, RefreshKind, System};

/// Processor and memory, as far as this process may use them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hardware {
    /// Physical cores.
    pub cores: u32,
    /// Memory in bytes.
    pub memory_total: u64,
    /// Memory in bytes that programs could have now without swapping.
    pub memory_available: u64,
}

impl Hardware {
    /// Looks.
    #[must_use]
    pub fn detect() -> Self {
        let (memory_total, memory_available) = memory();
        let allowed = available_parallelism().map_or(1, usize::from);
        let cores = System::physical_core_count().unwrap_or(allowed).min(allowed);
        Self {
            cores: u32::try_from(cores).unwrap_or(u32::MAX).max(1),
            memory_total,
            memory_available,
        }
    }
}

/// Total and available bytes; zeros where the system does not tell.
fn memory() -> (u64, u64) {
    let memory = RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram());
    let Ok(system) = System::new_with_specifics(memory) else {
        return (0, 0);
    };
    let (total, available) = (system.total_memory(), system.available_memory());
    match system.cgroup_limits() {
        // In a container its limit counts. What it holds of files is given back when needed, so
        // only its own memory is taken off.
        Some(limits) => {
            let limit = total.min(limits.total_memory);
            (limit, available.min(limit.saturating_sub(limits.rss)))
        }
        None => (total, available),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_computer_has_cores_and_memory() {
        let hardware = Hardware::detect();
        assert!(hardware.cores >= 1, "{hardware:?}");
        assert!(hardware.memory_available > 0, "{hardware:?}");
        assert!(hardware.memory_available <= hardware.memory_total, "{hardware:?}");
    }
}
