//! Models, devices and downloads.

use winnow_engine::{Device, DeviceKind, LoadedModel, Purpose, quantize::Closeness};
use winnow_models::{
    CatalogEntry, Fit, Hardware, MemoryNeed, ModelFile, Origin, download,
    optimize::{Candidate, Optimization, Stage, Step, Verdict},
};
use winnow_tasks::probe::Probe;

use crate::wire::model as wire;

/// What is known of a model beside its file.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Tokens of context, as set.
    pub context: Option<u32>,
    /// Whether it is chosen for its purpose.
    pub selected: bool,
    /// What is known since it was loaded.
    pub loaded: Option<&'a LoadedModel>,
    /// What its probe found.
    pub probe: Option<&'a Probe>,
    /// The computer.
    pub hardware: &'a Hardware,
}

/// A model as the window shows it.
#[must_use]
pub fn model_view(file: &ModelFile, shown: &Shown<'_>) -> wire::ModelView {
    let Shown { context, selected, loaded, probe, hardware } = *shown;
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
        optimization: file.optimization.as_ref().map(optimization_view),
        probe: probe.map(probe_view),
    }
}

/// The measured formats of a model.
#[must_use]
pub fn optimization_view(measured: &Optimization) -> wire::OptimizationView {
    let format = |candidate: &Candidate| {
        let closeness = candidate.figures.and_then(|figures| figures.closeness);
        let (divergence, agreement, cosine) = match closeness {
            Some(Closeness::Tokens { divergence, agreement }) => {
                (Some(divergence), Some(agreement), None)
            }
            Some(Closeness::Vectors { cosine }) => (None, None, Some(cosine)),
            None => (None, None, None),
        };
        let (verdict, reason) = match &candidate.verdict {
            Verdict::Chosen => (wire::FormatVerdict::Chosen, None),
            Verdict::Slower => (wire::FormatVerdict::Slower, None),
            Verdict::TooFar => (wire::FormatVerdict::TooFar, None),
            Verdict::Skipped { reason } => (wire::FormatVerdict::Skipped, Some(reason.clone())),
        };
        wire::FormatView {
            format: candidate.format.clone(),
            bytes: candidate.bytes,
            prefill_rate: candidate.figures.map(|figures| figures.prefill_rate),
            decode_rate: candidate.figures.and_then(|figures| figures.decode_rate),
            divergence,
            agreement,
            cosine,
            verdict,
            reason,
        }
    };
    wire::OptimizationView {
        device: measured.device.clone(),
        gain: measured.gain(),
        formats: measured.candidates.iter().map(format).collect(),
    }
}

/// How far an optimization is.
#[must_use]
pub fn optimize_event(step: Step) -> wire::OptimizeEvent {
    wire::OptimizeEvent {
        stage: match step.stage {
            Stage::Convert => wire::OptimizeStage::Convert,
            Stage::Compare => wire::OptimizeStage::Compare,
            Stage::Time => wire::OptimizeStage::Time,
        },
        format: step.format,
        done: step.done,
        total: step.total,
    }
}

fn probe_view(probe: &Probe) -> wire::ProbeView {
    wire::ProbeView {
        texts: probe.texts as u32,
        facts_kept: probe.facts_kept,
        selection_kept: probe.selection_kept,
        invented: probe.invented as u32,
        words: probe.words,
        selection_words: probe.selection_words,
        earned: probe.earned(),
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

/// What is meant by a purpose on the wire.
pub(crate) fn purpose_of(purpose: wire::ModelPurpose) -> Purpose {
    match purpose {
        wire::ModelPurpose::Generate => Purpose::Generate,
        wire::ModelPurpose::Embed => Purpose::Embed,
    }
}

fn fit_view(fit: Fit) -> wire::Fit {
    match fit {
        Fit::Comfortable => wire::Fit::Comfortable,
        Fit::Tight => wire::Fit::Tight,
        Fit::TooBig => wire::Fit::TooBig,
    }
}
