//! Models and devices on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a model is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ModelPurpose {
    /// Write and score text.
    Generate,
    /// Turn text into vectors.
    Embed,
}

/// Where a model came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ModelOrigin {
    /// Came with Winnow.
    Default,
    /// Opened from disk; its file belongs to the person.
    Opened,
    /// Downloaded from the catalog.
    Downloaded,
}

/// Whether a model fits in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Fit {
    /// With room to spare.
    Comfortable,
    /// Only just.
    Tight,
    /// Not at all.
    TooBig,
}

/// A model on this machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelView {
    /// Content hash.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where the file is.
    pub path: String,
    /// What it is for.
    pub purpose: ModelPurpose,
    /// Where it came from.
    pub origin: ModelOrigin,
    /// What it is good for, in a sentence.
    pub good_for: Option<String>,
    /// Its licence.
    pub license: Option<String>,
    /// `general.architecture`.
    pub architecture: String,
    /// Parameters.
    pub parameters: u64,
    /// "Q8_0", "F16"…
    pub quantization: String,
    /// Tokens that it was trained to hold.
    pub context_train: u32,
    /// Bytes on disk.
    pub bytes: u64,
    /// Whether it fits.
    pub fit: Fit,
    /// Bytes of memory that it needs.
    pub memory_needed: u64,
    /// Whether it is chosen for its purpose.
    pub selected: bool,
    /// What is known since it was loaded; none: not loaded.
    pub loaded: Option<LoadedView>,
    /// Why it cannot be used (file gone, damaged).
    pub problem: Option<String>,
    /// What was measured when it was optimized for this computer; none: not yet.
    pub optimization: Option<OptimizationView>,
    /// What its summaries of the sample texts were like; none: not yet probed.
    pub probe: Option<ProbeView>,
}

/// The formats of a model, as measured here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OptimizationView {
    /// The device that computed.
    pub device: String,
    /// How many times as fast the file in use reads as the published one.
    pub gain: f64,
    /// Every format, the published one first.
    pub formats: Vec<FormatView>,
}

/// One format of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FormatView {
    /// Its name ("Q8_0").
    pub format: String,
    /// Bytes of its file; reckoned where none was made.
    pub bytes: u64,
    /// Tokens per second reading.
    pub prefill_rate: Option<f64>,
    /// Tokens per second writing.
    pub decode_rate: Option<f64>,
    /// Mean Kullback–Leibler divergence of its next-token distributions from the published file's,
    /// in nats.
    pub divergence: Option<f64>,
    /// Share of places where both find the same token most probable.
    pub agreement: Option<f64>,
    /// Mean cosine to the published file's vectors, of an embedder.
    pub cosine: Option<f64>,
    /// What became of it.
    pub verdict: FormatVerdict,
    /// Why it was skipped.
    pub reason: Option<String>,
}

/// What became of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FormatVerdict {
    /// It is used.
    Chosen,
    /// Another one is better for document work.
    Slower,
    /// Its answers differ too much.
    TooFar,
    /// It was not tried.
    Skipped,
}

/// How a model's own summaries of the sample texts compare with the texts' own sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProbeView {
    /// Sample texts.
    pub texts: u32,
    /// Share of known facts that the model kept.
    pub facts_kept: f64,
    /// Share that the texts' own sentences keep.
    pub selection_kept: f64,
    /// Numbers, dates and names that the model made up.
    pub invented: u32,
    /// Words of a written summary, mean.
    pub words: f64,
    /// Words of a summary of own sentences, mean.
    pub selection_words: f64,
    /// Whether it writes summaries from now on.
    pub earned: bool,
}

/// How far an optimization is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OptimizeEvent {
    /// What is being done.
    pub stage: OptimizeStage,
    /// With the file in this format.
    pub format: String,
    /// Steps done.
    pub done: u32,
    /// Steps in all.
    pub total: u32,
}

/// A stage of an optimization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OptimizeStage {
    /// A file is written in another format.
    Convert,
    /// Its answers are compared with the published file's.
    Compare,
    /// It is timed.
    Time,
}

/// What is known of a loaded model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LoadedView {
    /// Tokens that its context holds.
    pub context: u32,
    /// The device that computes.
    pub device: String,
    /// Why it runs elsewhere than asked.
    pub notice: Option<String>,
    /// Tokens per second reading.
    pub prefill_rate: f64,
    /// Tokens per second writing.
    pub decode_rate: f64,
}

/// A model that could be had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CatalogView {
    /// Its key.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: ModelPurpose,
    /// What it is good for.
    pub good_for: String,
    /// Parameters, in words ("1.7 B").
    pub parameters: String,
    /// Licence.
    pub license: String,
    /// Bytes to download, about.
    pub bytes: u64,
    /// The host that a download would talk to.
    pub host: String,
    /// Whether it fits.
    pub fit: Fit,
    /// Whether it is here already.
    pub installed: bool,
}

/// How far a download or load is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransferEvent {
    /// Bytes (or thousandths of a load) done.
    pub done: u64,
    /// In all, if known.
    pub total: Option<u64>,
}

/// What `winnow doctor` and Settings show of the machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Doctor {
    /// Winnow's version.
    pub version: String,
    /// Data folder.
    pub home: String,
    /// The CPU variant that llama.cpp picked ("CPU (icelake)").
    pub cpu_variant: String,
    /// Physical cores.
    pub cores: u32,
    /// Memory in bytes.
    pub memory_total: u64,
    /// Free memory in bytes.
    pub memory_available: u64,
    /// Languages that text recognition (Tesseract) is installed for; empty: it is not there, and
    /// pictures and scans cannot be read.
    pub recognition_languages: Vec<String>,
    /// Devices found.
    pub devices: Vec<DeviceView>,
    /// Models found.
    pub models: Vec<ModelView>,
    /// What is wrong, in words; empty: all is well.
    pub problems: Vec<String>,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// llama.cpp's name.
    pub name: String,
    /// The maker's words.
    pub description: String,
    /// Backend and variant.
    pub backend: String,
    /// "cpu", "gpu", "integratedGpu", "accelerator".
    pub kind: String,
    /// Bytes.
    pub memory_total: u64,
    /// Bytes.
    pub memory_free: u64,
}
