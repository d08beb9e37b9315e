//! What a GGUF file is, from its header: nothing is loaded.

use std::path::{Path, PathBuf};

use winnow_engine::{
    EngineError, KvFormat, Pooling, Purpose,
    gguf::{GgufHeader, Value},
};

/// What is known of a model file before it is loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelInfo {
    /// `general.name`, or the file's stem.
    pub name: String,
    /// `general.architecture` ("llama", "bert").
    pub architecture: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Parameters.
    pub parameters: u64,
    /// The format that holds most of its bytes ("Q8_0", "F16").
    pub quantization: String,
    /// Tokens that it was trained to hold.
    pub context_train: u32,
    /// Length of its hidden vectors.
    pub embedding_length: u32,
    /// Entries of its vocabulary.
    pub vocabulary: u32,
    /// Bytes of keys and values for one token of context; 0 for an embedder, which keeps none.
    pub kv_bytes_per_token: u64,
    /// How an embedder turns token vectors into one.
    pub pooling: Option<Pooling>,
    /// Whether the file brings a chat template.
    pub has_chat_template: bool,
    /// `general.license`, as the file writes it.
    pub license: Option<String>,
    /// Bytes on disk.
    pub file_bytes: u64,
}

/// Why a file cannot be used as a model.
#[derive(Clone, Debug, thiserror::Error)]
pub enum InspectError {
    /// It is no whole GGUF file.
    #[error(transparent)]
    Header(#[from] EngineError),
    /// It is one of several files that make up a model.
    #[error(
        "{path} is part of a model that is split into {parts} files; choose one in a single file"
    )]
    Split {
        /// The file.
        path: PathBuf,
        /// How many there are.
        parts: u64,
    },
    /// It is an addition to a model (an adapter, a projector for images).
    #[error("{path} is not a language model but its \"{kind}\"; choose the model itself")]
    NotAModel {
        /// The file.
        path: PathBuf,
        /// `general.type`.
        kind: String,
    },
}

/// Reads a file's header.
///
/// # Errors
/// [`InspectError`].
pub fn inspect(path: &Path) -> Result<ModelInfo, InspectError> {
    let header = GgufHeader::read(path)?;
    let parts = header.values.get("split.count").and_then(Value::unsigned).unwrap_or(1);
    if parts > 1 {
        return Err(InspectError::Split { path: path.to_owned(), parts });
    }
    if let Some(kind) = header.values.get("general.type").and_then(Value::text)
        && kind != "model"
    {
        return Err(InspectError::NotAModel { path: path.to_owned(), kind: kind.to_owned() });
    }
    let purpose = purpose(&header);
    let stem = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(ModelInfo {
        purpose,
        parameters: header.parameters,
        context_train: header.context_train,
        embedding_length: header.embedding_length,
        vocabulary: header.vocabulary,
        kv_bytes_per_token: match purpose {
            Purpose::Generate => header.kv_bytes_per_token(KvFormat::F16),
            Purpose::Embed => 0,
        },
        pooling: header.pooling,
        has_chat_template: header.chat_template.is_some(),
        license: header.license,
        file_bytes: header.bytes_on_disk,
        quantization: header.quantization,
        architecture: header.architecture,
        name: header.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(stem),
    })
}

/// A model that pools, or whose tokens see those after them, makes vectors; the others write.
fn purpose(header: &GgufHeader) -> Purpose {
    if header.pooling.is_some() || !header.causal { Purpose::Embed } else { Purpose::Generate }
}

#[cfg(test)]
impl ModelInfo {
    /// The default language model's shape.
    pub(crate) fn example() -> Self {
        Self {
            name: "SmolLM2 135M Instruct".to_owned(),
            architecture: "llama".to_owned(),
            purpose: Purpose::Generate,
            parameters: 134_515_008,
            quantization: "Q4_1".to_owned(),
            context_train: 8192,
            embedding_length: 576,
            vocabulary: 49_152,
            kv_bytes_per_token: 30 * 3 * 2 * 64 * 2,
            pooling: None,
            has_chat_template: true,
            license: Some("apache-2.0".to_owned()),
            file_bytes: 98_362_432,
        }
    }
}
