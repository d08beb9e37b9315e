//! What computes here, and how much memory it has.

use llama_cpp_2::{LlamaBackendDevice, LlamaBackendDeviceType, list_llama_ggml_backend_devices};
use sysinfo::System;

use crate::{Device, DeviceKind, backend::Backend};

/// How llama.cpp calls Apple's graphics.
const METAL: &str = "MTL";

/// Every device that llama.cpp found.
pub(crate) fn devices(backend: &Backend) -> Vec<Device> {
    list_llama_ggml_backend_devices().into_iter().map(|device| describe(device, backend)).collect()
}

/// Memory that a program may still take before the system swaps, and all there is, in bytes. A
/// container's limit counts as the machine's.
pub(crate) fn main_memory() -> (u64, u64) {
    let Ok(mut system) = System::new() else {
        return (0, 0);
    };
    system.refresh_memory();
    let (mut free, mut total) = (system.available_memory(), system.total_memory());
    if let Some(limits) = system.cgroup_limits() {
        total = total.min(limits.total_memory);
        // What a group has in the page cache counts as used, yet is given back when it is needed.
        free = free.min(limits.total_memory.saturating_sub(limits.rss));
    }
    (free, total)
}

fn describe(device: LlamaBackendDevice, backend: &Backend) -> Device {
    let kind = match device.device_type {
        LlamaBackendDeviceType::Cpu => DeviceKind::Cpu,
        LlamaBackendDeviceType::Gpu => DeviceKind::Gpu,
        LlamaBackendDeviceType::IntegratedGpu => DeviceKind::IntegratedGpu,
        LlamaBackendDeviceType::Accelerator | LlamaBackendDeviceType::Unknown => {
            DeviceKind::Accelerator
        }
    };
    // ggml reports all memory of the machine as free, and graphics that share the computer's
    // memory, as all of Apple's do, report it a second time, or the part that they may use.
    let shares_memory =
        matches!(kind, DeviceKind::Cpu | DeviceKind::IntegratedGpu) || device.backend == METAL;
    let (memory_free, memory_total) = if shares_memory {
        let (free, total) = main_memory();
        let most = Some(device.memory_total as u64).filter(|&most| most > 0).unwrap_or(total);
        (free.min(most), total.min(most))
    } else {
        (device.memory_free as u64, device.memory_total as u64)
    };
    let is_cpu = kind == DeviceKind::Cpu;
    Device {
        name: device.name,
        description: device.description,
        backend: if is_cpu { backend.cpu_name() } else { device.backend },
        kind,
        memory_total,
        memory_free,
    }
}
