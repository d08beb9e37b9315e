//! What a model is to the engine, before and after loading.

use std::{fmt, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::remote::{Abilities, Ability};

/// A model's content hash (lower-case hexadecimal SHA-256), or any other stable name its owner chose.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelId(pub String);

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the name of a model on another computer begins.
const REMOTE: &str = "remote:";

impl ModelId {
    /// The name of an endpoint's model: `remote:ENDPOINT/MODEL`.
    #[must_use]
    pub fn remote(endpoint: &str, model: &str) -> Self {
        Self(format!("{REMOTE}{endpoint}/{model}"))
    }

    /// The endpoint and its model's name there; none for a model of this computer.
    #[must_use]
    pub fn as_remote(&self) -> Option<(&str, &str)> {
        self.0.strip_prefix(REMOTE)?.split_once('/')
    }
}

/// What a model is loaded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Write and score text.
    Generate,
    /// Turn text into vectors.
    Embed,
}

/// How many layers go to an accelerator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GpuLayers {
    /// As many as free device memory holds; none without a device.
    #[default]
    Auto,
    /// None: the CPU does everything.
    None,
    /// Exactly this many.
    Count(u32),
}

/// How the keys and values of a context are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KvFormat {
    /// 16-bit numbers.
    #[default]
    F16,
    /// 8-bit numbers with a scale for every 32 (ggml's Q8_0): about half the memory.
    Q8,
}

impl KvFormat {
    /// Numbers that share a scale; a head's length must be a multiple of it.
    pub(crate) fn block(self) -> u32 {
        match self {
            Self::F16 => 1,
            Self::Q8 => 32,
        }
    }

    /// Bytes of a block.
    pub(crate) fn block_bytes(self) -> u64 {
        match self {
            Self::F16 => 2,
            Self::Q8 => 34,
        }
    }
}

/// A request to load a GGUF file.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadSpec {
    /// The name under which requests will ask for it.
    pub id: ModelId,
    /// The GGUF file.
    pub path: PathBuf,
    /// What it is for.
    pub purpose: Purpose,
    /// Context length in tokens, shared by all sequences; `None`: chosen from the model and free memory.
    pub context: Option<u32>,
    /// Compute threads; `None`: the number of physical cores.
    pub threads: Option<u32>,
    /// Layers on an accelerator.
    pub gpu_layers: GpuLayers,
    /// How keys and values are kept. An embedder keeps none.
    pub kv: KvFormat,
}

impl LoadSpec {
    /// A file, loaded as suits it and this computer.
    #[must_use]
    pub fn new(id: ModelId, path: PathBuf, purpose: Purpose) -> Self {
        Self {
            id,
            path,
            purpose,
            context: None,
            threads: None,
            gpu_layers: GpuLayers::default(),
            kv: KvFormat::default(),
        }
    }
}

/// How an embedder turns token vectors into one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pooling {
    /// The mean over tokens.
    Mean,
    /// The first token's vector.
    Cls,
    /// The last token's vector.
    Last,
}

/// What the short probe after loading saw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SelfTest {
    /// What the model wrote (empty for an embedder).
    pub text: String,
    /// Prefill rate in tokens per second.
    pub prefill_rate: f64,
    /// Decode rate in tokens per second (0 for an embedder).
    pub decode_rate: f64,
}

/// Where a model runs that does not run here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remote {
    /// The host that texts go to.
    pub host: String,
    /// What it can do.
    pub abilities: Abilities,
}

/// A model that is ready to answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoadedModel {
    /// The name it was loaded under.
    pub id: ModelId,
    /// The GGUF file; empty for a model that does not run here.
    pub path: PathBuf,
    /// What it was loaded for.
    pub purpose: Purpose,
    /// `general.name`, or the file's stem.
    pub name: String,
    /// `general.architecture`.
    pub architecture: String,
    /// Parameters.
    pub parameters: u64,
    /// Bytes on disk.
    pub file_bytes: u64,
    /// Tokens that the model was trained to hold.
    pub context_train: u32,
    /// Tokens that its context holds now.
    pub context: u32,
    /// How their keys and values are kept.
    #[serde(default)]
    pub kv: KvFormat,
    /// Length of its hidden vectors.
    pub embedding_length: u32,
    /// How it pools, if it is an embedder.
    pub pooling: Option<Pooling>,
    /// The Jinja chat template in the file, if any.
    pub chat_template: Option<String>,
    /// The device that computes ("CPU (icelake)", "Vulkan0: …").
    pub device: String,
    /// A message when it runs elsewhere than asked (a GPU that failed its self-test, say).
    pub notice: Option<String>,
    /// What the self-test saw.
    pub self_test: SelfTest,
    /// Where it runs, if not on this computer.
    #[serde(default)]
    pub remote: Option<Remote>,
}

impl LoadedModel {
    /// Whether it can tell how probable given words are.
    #[must_use]
    pub fn scores(&self) -> bool {
        self.remote.as_ref().is_none_or(|remote| remote.abilities.can(Ability::Scoring))
    }
}

/// What a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// The processor.
    Cpu,
    /// A graphics card with memory of its own.
    Gpu,
    /// Graphics that share the computer's memory.
    IntegratedGpu,
    /// Any other accelerator.
    Accelerator,
}

/// A device that llama.cpp found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Device {
    /// llama.cpp's name ("CPU", "Vulkan0").
    pub name: String,
    /// The maker's words.
    pub description: String,
    /// The backend that drives it, with its CPU variant ("CPU (icelake)").
    pub backend: String,
    /// What it is.
    pub kind: DeviceKind,
    /// Memory in bytes.
    pub memory_total: u64,
    /// Free memory in bytes.
    pub memory_free: u64,
}
