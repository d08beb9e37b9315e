//! The weights: checked, then read by llama.cpp.

use std::sync::Arc;

use llama_cpp_2::model::{LlamaModel, params::LlamaModelParams};
use tokio_util::sync::CancellationToken;

use super::placement::Placement;
use crate::{
    EngineError, LoadSpec, LoadedModel, Purpose, SelfTest, backend::Backend, gguf::GgufHeader,
    loaded::Loaded, log,
};

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
    let placement = Placement::new(backend, spec, &header)?;
    tracing::debug!(?placement, "loading {}", spec.id);
    if cancel.is_cancelled() {
        return Err(EngineError::Cancelled);
    }
    let stop = cancel.clone();
    // An empty list keeps llama.cpp from using a card even for single large products.
    let params = LlamaModelParams::default()
        .with_n_gpu_layers(placement.layers)
        // The processor's kernels want most formats in another order, a copy: the file's own pages
        // would only stand beside it.
        .with_use_mmap(!placement.cards.is_empty())
        .with_devices(&placement.cards)
        .map_err(|error| EngineError::Compute(error.to_string()))?
        .with_progress_callback(move |share| {
            progress(share);
            !stop.is_cancelled()
        });
    log::take_complaints();
    let model = LlamaModel::load_from_file(&backend.llama, &spec.path, &params);
    let complaints = log::take_complaints();
    let model = match model {
        Ok(model) => Arc::new(model),
        Err(_) if cancel.is_cancelled() => return Err(EngineError::Cancelled),
        Err(error) => return Err(refusal(spec, &header, &complaints, &error.to_string())),
    };
    Ok(Loaded::new(model.clone(), describe(spec, &header, placement, &model), &header))
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
    placement: Placement,
    model: &LlamaModel,
) -> LoadedModel {
    let plan = placement.plan;
    let wide = (spec.purpose == Purpose::Generate && plan.kv != spec.kv).then(|| {
        format!(
            "keys and values stay in 16 bits: heads of {} and {} numbers cannot be kept in 8",
            header.key_length, header.value_length
        )
    });
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
        device: placement.device,
        notice: placement.notice.or(wide),
        self_test: SelfTest { text: String::new(), prefill_rate: 0.0, decode_rate: 0.0 },
        remote: None,
    }
}
