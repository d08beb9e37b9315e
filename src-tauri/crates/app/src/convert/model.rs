//! Models, devices and downloads.

use winnow_engine::{Device, DeviceKind, LoadedModel, Purpose};
use winnow_models::{CatalogEntry, Fit, Hardware, MemoryNeed, ModelFile, Origin, download};

use crate::wire::model as wire;

/// A model as the window shows it; `context` as set, `selected` for its purpose.
#[must_use]
pub fn model_view(
    file: &ModelFile,
    context: Option<u32>,
    selected: bool,
    loaded: Option<&LoadedModel>,
    hardware: &Hardware,
) -> wire::ModelView {
    let info = file.state.as_ref().ok();
    let need = info.map(|info| MemoryNeed::of_model(info, context));
    wire::ModelView {
        id: file.id.0.clone(),
        name: file.name(),
        path: file.path.display().to_string(),
        purpose: purpose_view(file.purpose().unwrap_or(Purpose::Generate)),
        origin: match file.origin {
            Origin::Default => wire::ModelOrigin::Default,
            Origin::Downloaded => wire::ModelOrigin::Downloaded,
            Origin::Opened => wire::ModelOrigin::Opened,
        },
        good_for: file.card.map(|card| card.good_for.clone()),
        license: file
            .card
            .map(|card| card.license.clone())
            .or_else(|| info.and_then(|info| info.license.clone())),
        architecture: info.map(|info| info.architecture.clone()).unwrap_or_default(),
        parameters: info
            .map(|info| info.parameters)
            .or(file.card.map(|card| card.parameters))
            .unwrap_or_default(),
        quantization: info.map(|info| info.quantization.clone()).unwrap_or_default(),
        context_train: info.map(|info| info.context_train).unwrap_or_default(),
        bytes: info.map(|info| info.file_bytes).unwrap_or_default(),
        fit: fit_view(need.map_or(Fit::Comfortable, |need| need.fit(hardware))),
        memory_needed: need.map(|need| need.total()).unwrap_or_default(),
        selected,
        loaded: loaded.map(loaded_view),
        problem: file.state.as_ref().err().map(ToString::to_string),
    }
}

/// A model that could be had; `None` for one without an address, which comes with Winnow.
#[must_use]
pub fn catalog_view(
    entry: &CatalogEntry,
    installed: bool,
    hardware: &Hardware,
) -> Option<wire::CatalogView> {
    Some(wire::CatalogView {
        id: entry.id.clone(),
        name: entry.name.clone(),
        purpose: purpose_view(entry.purpose),
        good_for: entry.good_for.clone(),
        parameters: entry.parameters_in_words(),
        license: entry.license.clone(),
        bytes: entry.bytes,
        host: entry.host()?,
        fit: fit_view(MemoryNeed::of_entry(entry).fit(hardware)),
        installed,
    })
}

/// A device.
#[must_use]
pub fn device_view(device: &Device) -> wire::DeviceView {
    wire::DeviceView {
        name: device.name.clone(),
        description: device.description.clone(),
        backend: device.backend.clone(),
        kind: match device.kind {
            DeviceKind::Cpu => "cpu",
            DeviceKind::Gpu => "gpu",
            DeviceKind::IntegratedGpu => "integratedGpu",
            DeviceKind::Accelerator => "accelerator",
        }
        .to_owned(),
        memory_total: device.memory_total,
        memory_free: device.memory_free,
    }
}

/// How far a download is.
#[must_use]
pub fn transfer_event(progress: download::Progress) -> wire::TransferEvent {
    wire::TransferEvent { done: progress.done, total: progress.total }
}

/// How far a load is, in thousandths.
#[must_use]
pub fn load_event(fraction: f32) -> wire::TransferEvent {
    const WHOLE: f32 = 1000.0;
    wire::TransferEvent {
        done: (fraction.clamp(0.0, 1.0) * WHOLE).round() as u64,
        total: Some(WHOLE as u64),
    }
}

fn loaded_view(loaded: &LoadedModel) -> wire::LoadedView {
    wire::LoadedView {
        context: loaded.context,
        device: loaded.device.clone(),
        notice: loaded.notice.clone(),
        prefill_rate: loaded.self_test.prefill_rate,
        decode_rate: loaded.self_test.decode_rate,
    }
}

fn purpose_view(purpose: Purpose) -> wire::ModelPurpose {
    match purpose {
        Purpose::Generate => wire::ModelPurpose::Generate,
        Purpose::Embed => wire::ModelPurpose::Embed,
    }
}

fn fit_view(fit: Fit) -> wire::Fit {
    match fit {
        Fit::Comfortable => wire::Fit::Comfortable,
        Fit::Tight => wire::Fit::Tight,
        Fit::TooBig => wire::Fit::TooBig,
    }
}
