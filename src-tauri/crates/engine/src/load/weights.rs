//! The weights: checked, then read by llama.cpp.

use std::sync::Arc;

use llama_cpp_2::model::{LlamaModel, params::LlamaModelParams};
use tokio_util::sync::CancellationToken;

use super::Plan;
use crate::{
    DeviceKind, EngineError, GpuLayers, LoadSpec, LoadedModel, Purpose, SelfTest,
    backend::Backend,
    device::{devices, main_memory},
    gguf::GgufHeader,
    loaded::Loaded,
    log,
};

/// Share of a graphics card's free memory that weights may take; the rest is for its cache.
const CARD_SHARE: f64 = 0.8;

/// Loads a model's weights. `progress` gets the share done, 0 to 1.
///
/// # Errors
/// Everything that can be wrong with a file, [`EngineError::WrongPurpose`],
/// [`EngineError::NotEnoughMemory`], [`EngineError::Cancelled`].
pub(crate) fn load(
    backend: &'static Backend,
    spec: &LoadSpec,
    mut progress: impl FnMut(f32) + Send + 'static,
    cancel: &CancellationToken,
) -> Result<Loaded, EngineError> {
    let header = GgufHeader::read(&spec.path)?;
    check_purpose(spec, &header)?;
    let plan = Plan::new(spec, &header, main_memory().0)?;
    tracing::debug!(needed = plan.needed, context = plan.context, "loading {}", spec.id);
    let (gpu_layers, device) = offload(backend, spec, &header);
    if cancel.is_cancelled() {
        return Err(EngineError::Cancelled);
    }
    let stop = cancel.clone();
    let params = LlamaModelParams::default().with_n_gpu_layers(gpu_layers).with_progress_callback(
        move |share| {
            progress(share);
            !stop.is_cancelled()
        },
    );
    log::take_complaints();
    let model = LlamaModel::load_from_file(&backend.llama, &spec.path, &params);
    let complaints = log::take_complaints();
    let model = match model {
        Ok(model) => Arc::new(model),
        Err(_) if cancel.is_cancelled() => return Err(EngineError::Cancelled),
        Err(error) => return Err(refusal(spec, &header, &complaints, &error.to_string())),
    };
    Ok(Loaded::new(model.clone(), describe(spec, &header, &plan, &model, device), &header))
}

fn check_purpose(spec: &LoadSpec, header: &GgufHeader) -> Result<(), EngineError> {
    let wrong = |operation, reason: &str| {
        Err(EngineError::WrongPurpose {
            model: spec.id.clone(),
            operation,
            reason: reason.to_owned(),
        })
    };
    match spec.purpose {
        Purpose::Generate if !header.causal => {
            wrong("generate text", "it is an embedder: every token sees the whole text")
        }
        Purpose::Embed if header.pooling.is_none() => {
            wrong("embed texts", "its file does not say how token vectors become one")
        }
        _ => Ok(()),
    }
}

/// How many layers go to an accelerator, and the name of what will compute.
fn offload(backend: &Backend, spec: &LoadSpec, header: &GgufHeader) -> (u32, String) {
    let card = devices(backend)
        .into_iter()
        .filter(|device| matches!(device.kind, DeviceKind::Gpu | DeviceKind::IntegratedGpu))
        .max_by_key(|device| (device.kind == DeviceKind::Gpu, device.memory_free));
    let all = header.layers + 1;
    let layers = match (spec.gpu_layers, &card) {
        (GpuLayers::None, _) | (_, None) => 0,
        (GpuLayers::Count(count), Some(_)) => count.min(all),
        (GpuLayers::Auto, Some(card)) => {
            let room = card.memory_free as f64 * CARD_SHARE;
            let share = room / header.bytes_expected.max(1) as f64;
            (f64::from(all) * share.min(1.0)) as u32
        }
    };
    match card {
        Some(card) if layers > 0 => (layers, format!("{}: {}", card.name, card.description)),
        _ => (0, backend.cpu_name()),
    }
}

/// Why llama.cpp would not load the file.
fn refusal(
    spec: &LoadSpec,
    header: &GgufHeader,
    complaints: &[String],
    error: &str,
) -> EngineError {
    let words = complaints.iter().find(|line| line.contains("error loading model"));
    let words = words.or(complaints.first()).cloned().unwrap_or_else(|| error.to_owned());
    let reason = words.rsplit_once("error loading model: ").map_or(&*words, |(_, reason)| reason);
    if complaints.iter().any(|line| line.contains("unknown model architecture")) {
        return EngineError::UnsupportedArchitecture {
            path: spec.path.clone(),
            architecture: header.architecture.clone(),
            reason: reason.to_owned(),
        };
    }
    EngineError::DamagedModel { path: spec.path.clone(), reason: reason.to_owned() }
}

fn describe(
    spec: &LoadSpec,
    header: &GgufHeader,
    plan: &Plan,
    model: &LlamaModel,
    device: String,
) -> LoadedModel {
    let stem = || spec.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    LoadedModel {
        id: spec.id.clone(),
        path: spec.path.clone(),
        purpose: spec.purpose,
        name: header.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(stem),
        architecture: header.architecture.clone(),
        parameters: model.n_params(),
        file_bytes: header.bytes_on_disk,
        context_train: header.context_train,
        context: plan.context,
        kv: plan.kv,
        embedding_length: header.embedding_length,
        pooling: header.pooling.filter(|_| spec.purpose == Purpose::Embed),
        chat_template: header.chat_template.clone(),
        device,
        notice: (spec.purpose == Purpose::Generate && plan.kv != spec.kv).then(|| {
            format!(
                "keys and values stay in 16 bits: heads of {} and {} numbers cannot be kept in 8",
                header.key_length, header.value_length
            )
        }),
        self_test: SelfTest { text: String::new(), prefill_rate: 0.0, decode_rate: 0.0 },
        remote: None,
    }
}
