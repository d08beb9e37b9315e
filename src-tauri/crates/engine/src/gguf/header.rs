//! What a person and the loader want to know of a file before it is loaded.

use std::{collections::HashMap, path::Path};

use super::{
    reader::{Reader, Value},
    tensors::Tensors,
};
use crate::{EngineError, KvFormat, Pooling};

/// More keys than any model has; a hostile header may claim to.
const MOST_KEYS: u64 = 1 << 16;
const DEFAULT_ALIGNMENT: u64 = 32;

/// A GGUF header.
#[derive(Clone, Debug, PartialEq)]
pub struct GgufHeader {
    /// `general.architecture` ("llama", "bert").
    pub architecture: String,
    /// `general.name`.
    pub name: Option<String>,
    /// `general.license`, as the file writes it.
    pub license: Option<String>,
    /// Parameters: entries of all tensors.
    pub parameters: u64,
    /// The format that holds most of the bytes ("Q4_1", "F16").
    pub quantization: String,
    /// Tokens that it was trained to hold.
    pub context_train: u32,
    /// Length of its hidden vectors.
    pub embedding_length: u32,
    /// Transformer blocks.
    pub layers: u32,
    /// Heads that keep keys and values, one number for each layer.
    pub kv_heads: Vec<u32>,
    /// Length of one head's key.
    pub key_length: u32,
    /// Length of one head's value.
    pub value_length: u32,
    /// How token vectors become one, if the file says so.
    pub pooling: Option<Pooling>,
    /// Whether a token sees only those before it.
    pub causal: bool,
    /// The Jinja chat template, if any.
    pub chat_template: Option<String>,
    /// `tokenizer.ggml.model` ("gpt2", "llama", "bert").
    pub tokenizer: String,
    /// Entries of the vocabulary.
    pub vocabulary: u32,
    /// Bytes that the file must have for its tensors to be whole.
    pub bytes_expected: u64,
    /// Bytes that it has.
    pub bytes_on_disk: u64,
    /// Every other value by its key, long lists by their length.
    pub values: HashMap<String, Value>,
}

impl GgufHeader {
    /// Reads the header of a file and checks that what it announces is there.
    ///
    /// # Errors
    /// [`EngineError::ModelFileUnreadable`], [`EngineError::NotGguf`],
    /// [`EngineError::TruncatedModel`], [`EngineError::DamagedModel`].
    pub fn read(path: &Path) -> Result<Self, EngineError> {
        let mut reader = Reader::open(path)?;
        check_magic(&mut reader)?;
        let tensors = reader.u64()?;
        let keys = reader.u64()?;
        if keys > MOST_KEYS {
            return Err(reader.damaged(format!("{keys} keys in the header")));
        }
        let mut values = HashMap::new();
        for _ in 0..keys {
            let key = reader.text()?;
            let value = reader.value()?;
            values.insert(key, value);
        }
        let alignment = values
            .get("general.alignment")
            .map_or(Some(DEFAULT_ALIGNMENT), Value::unsigned)
            .ok_or_else(|| reader.damaged("general.alignment is not a number"))?;
        let tensors = Tensors::read(&mut reader, tensors, alignment)?;
        if reader.size() < tensors.file_bytes {
            return Err(EngineError::TruncatedModel {
                path: path.to_owned(),
                expected: tensors.file_bytes,
                found: reader.size(),
            });
        }
        Self::assemble(&reader, values, tensors)
    }

    /// Bytes of keys and values that one token of context takes.
    #[must_use]
    pub fn kv_bytes_per_token(&self, format: KvFormat) -> u64 {
        let blocks = |length: u32| u64::from(length.div_ceil(format.block()));
        let each = (blocks(self.key_length) + blocks(self.value_length)) * format.block_bytes();
        self.kv_heads.iter().map(|&heads| u64::from(heads) * each).sum()
    }

    /// Whether its keys and values can be kept so.
    #[must_use]
    pub fn takes(&self, format: KvFormat) -> bool {
        [self.key_length, self.value_length].iter().all(|&length| length % format.block() == 0)
    }

    fn assemble(
        reader: &Reader,
        values: HashMap<String, Value>,
        tensors: Tensors,
    ) -> Result<Self, EngineError> {
        let text = |key: &str| values.get(key).and_then(Value::text).map(str::to_owned);
        let architecture = text("general.architecture")
            .ok_or_else(|| reader.damaged("general.architecture is missing"))?;
        let number = |key: &str| {
            let value = values.get(&format!("{architecture}.{key}")).and_then(Value::unsigned);
            value.and_then(|value| u32::try_from(value).ok())
        };
        let required = |key: &str| {
            number(key).ok_or_else(|| reader.damaged(format!("{architecture}.{key} is missing")))
        };
        let layers = required("block_count")?.min(1 << 16);
        let embedding_length = required("embedding_length")?;
        let heads = number("attention.head_count").unwrap_or(1).max(1);
        let head_length = embedding_length / heads;
        let kv_heads = match values.get(&format!("{architecture}.attention.head_count_kv")) {
            Some(Value::List(list)) => {
                let heads = list.iter().map(|heads| heads.unsigned().unwrap_or(0));
                heads.map(|heads| u32::try_from(heads).unwrap_or(u32::MAX)).collect()
            }
            _ => vec![number("attention.head_count_kv").unwrap_or(heads); layers as usize],
        };
        let causal = values.get(&format!("{architecture}.attention.causal"));
        let vocabulary = match values.get("tokenizer.ggml.tokens") {
            Some(Value::Length(length)) => u32::try_from(*length).unwrap_or(u32::MAX),
            _ => 0,
        };
        Ok(Self {
            name: text("general.name"),
            license: text("general.license"),
            parameters: tensors.parameters,
            quantization: tensors.format,
            context_train: required("context_length")?,
            embedding_length,
            layers,
            kv_heads,
            key_length: number("attention.key_length").unwrap_or(head_length),
            value_length: number("attention.value_length").unwrap_or(head_length),
            pooling: match number("pooling_type") {
                Some(1) => Some(Pooling::Mean),
                Some(2) => Some(Pooling::Cls),
                Some(3) => Some(Pooling::Last),
                _ => None,
            },
            causal: causal != Some(&Value::Bool(false)),
            chat_template: text("tokenizer.chat_template"),
            tokenizer: text("tokenizer.ggml.model").unwrap_or_default(),
            vocabulary,
            bytes_expected: tensors.file_bytes,
            bytes_on_disk: reader.size(),
            architecture,
            values,
        })
    }
}

fn check_magic(reader: &mut Reader) -> Result<(), EngineError> {
    let not_gguf = |reader: &Reader, found: String| EngineError::NotGguf {
        path: reader.path().to_owned(),
        found,
    };
    if reader.size() == 0 {
        return Err(not_gguf(reader, "the file is empty".to_owned()));
    }
    if reader.size() < 4 {
        return Err(not_gguf(reader, format!("the file has only {} bytes", reader.size())));
    }
    let magic = reader.bytes::<4>()?;
    if &magic != b"GGUF" {
        return Err(not_gguf(reader, resemblance(magic)));
    }
    match reader.u32()? {
        2 | 3 => Ok(()),
        version if matches!(version.swap_bytes(), 1..=3) => {
            Err(not_gguf(reader, "it was written for big-endian machines".to_owned()))
        }
        version => Err(not_gguf(reader, format!("GGUF version {version}, not 2 or 3"))),
    }
}

/// What the first bytes look like.
fn resemblance(magic: [u8; 4]) -> String {
    match magic {
        [b'P', b'K', 3, 4] => "it is a ZIP archive".to_owned(),
        [0x1f, 0x8b, ..] => "it is compressed with gzip".to_owned(),
        [b'%', b'P', b'D', b'F'] => "it is a PDF".to_owned(),
        [b'<', ..] => "it is a web page or XML, perhaps an error page saved as a model".to_owned(),
        bytes if bytes.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace()) => {
            "it is a text file".to_owned()
        }
        [a, b, c, d] => format!("it begins with the bytes {a:02x} {b:02x} {c:02x} {d:02x}"),
    }
}
