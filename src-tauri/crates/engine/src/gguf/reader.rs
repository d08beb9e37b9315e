//! Bytes of a GGUF header to values.

use std::{
    fs::File,
    io::{BufReader, ErrorKind, Read},
    path::{Path, PathBuf},
};

use crate::EngineError;

/// Texts longer than this are skipped: no name and no template comes near it.
const LONGEST_TEXT: u64 = 4 << 20;
/// Arrays longer than this keep only their length.
const LONGEST_LIST: u64 = 4096;

/// A value of the header.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Any integer that is not negative.
    Unsigned(u64),
    /// A negative integer.
    Signed(i64),
    /// Any floating-point number.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// A text.
    Text(String),
    /// A short list of numbers or truth values.
    List(Vec<Value>),
    /// A list of texts, or a long one, of which only the length is kept.
    Length(u64),
}

impl Value {
    /// The integer, if it is one and not negative.
    #[must_use]
    pub fn unsigned(&self) -> Option<u64> {
        match self {
            Self::Unsigned(value) => Some(*value),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads little-endian values and keeps count of where it is.
pub(super) struct Reader {
    path: PathBuf,
    input: BufReader<File>,
    position: u64,
    size: u64,
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Self, EngineError> {
        let unreadable = |error: std::io::Error| EngineError::ModelFileUnreadable {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        let file = File::open(path).map_err(unreadable)?;
        let about = file.metadata().map_err(unreadable)?;
        if !about.is_file() {
            return Err(EngineError::ModelFileUnreadable {
                path: path.to_owned(),
                reason: "it is not a file".to_owned(),
            });
        }
        Ok(Self {
            path: path.to_owned(),
            input: BufReader::with_capacity(1 << 16, file),
            position: 0,
            size: about.len(),
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes of the file.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    pub(super) fn damaged(&self, reason: impl Into<String>) -> EngineError {
        EngineError::DamagedModel { path: self.path.clone(), reason: reason.into() }
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], EngineError> {
        let mut bytes = [0; N];
        self.input.read_exact(&mut bytes).map_err(|error| self.failed(N as u64, &error))?;
        self.position += N as u64;
        Ok(bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, EngineError> {
        Ok(u32::from_le_bytes(self.bytes()?))
    }

    pub(super) fn u64(&mut self) -> Result<u64, EngineError> {
        Ok(u64::from_le_bytes(self.bytes()?))
    }

    /// A text of at most [`LONGEST_TEXT`] bytes; a longer one is an error.
    pub(super) fn text(&mut self) -> Result<String, EngineError> {
        let length = self.u64()?;
        if length > LONGEST_TEXT {
            return Err(self.damaged(format!("a text of {length} bytes in the header")));
        }
        self.within(length)?;
        let mut text = Vec::new();
        (&mut self.input)
            .take(length)
            .read_to_end(&mut text)
            .map_err(|error| self.failed(length, &error))?;
        self.position += length;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    pub(super) fn value(&mut self) -> Result<Value, EngineError> {
        let kind = self.u32()?;
        if kind != 9 {
            return self.scalar(kind);
        }
        let kind = self.u32()?;
        let count = self.u64()?;
        if let Some(width) = width(kind) {
            let bytes = count.checked_mul(width).ok_or_else(|| self.cut_short(u64::MAX))?;
            self.within(bytes)?;
            if count > LONGEST_LIST {
                self.skip(bytes)?;
                return Ok(Value::Length(count));
            }
            return (0..count)
                .map(|_| self.scalar(kind))
                .collect::<Result<_, _>>()
                .map(Value::List);
        }
        if kind != 8 {
            return Err(self.damaged(format!("an array of unknown type {kind}")));
        }
        for _ in 0..count {
            let length = self.u64()?;
            self.within(length)?;
            self.skip(length)?;
        }
        Ok(Value::Length(count))
    }

    fn scalar(&mut self, kind: u32) -> Result<Value, EngineError> {
        let signed =
            |value: i64| u64::try_from(value).map_or(Value::Signed(value), Value::Unsigned);
        Ok(match kind {
            0 => Value::Unsigned(self.bytes::<1>()?[0].into()),
            1 => signed(i8::from_le_bytes(self.bytes()?).into()),
            2 => Value::Unsigned(u16::from_le_bytes(self.bytes()?).into()),
            3 => signed(i16::from_le_bytes(self.bytes()?).into()),
            4 => Value::Unsigned(self.u32()?.into()),
            5 => signed(i32::from_le_bytes(self.bytes()?).into()),
            6 => Value::Float(f32::from_le_bytes(self.bytes()?).into()),
            7 => Value::Bool(self.bytes::<1>()?[0] != 0),
            8 => Value::Text(self.text()?),
            10 => Value::Unsigned(self.u64()?),
            11 => signed(i64::from_le_bytes(self.bytes()?)),
            12 => Value::Float(f64::from_le_bytes(self.bytes()?)),
            _ => return Err(self.damaged(format!("a value of unknown type {kind}"))),
        })
    }

    fn skip(&mut self, bytes: u64) -> Result<(), EngineError> {
        let by = i64::try_from(bytes).map_err(|_| self.cut_short(bytes))?;
        self.input.seek_relative(by).map_err(|error| self.failed(bytes, &error))?;
        self.position += bytes;
        Ok(())
    }

    /// Refuses a length that runs past the end of the file.
    fn within(&self, bytes: u64) -> Result<(), EngineError> {
        if bytes > self.size.saturating_sub(self.position) {
            return Err(self.cut_short(bytes));
        }
        Ok(())
    }

    fn cut_short(&self, bytes: u64) -> EngineError {
        EngineError::TruncatedModel {
            path: self.path.clone(),
            expected: self.position.saturating_add(bytes),
            found: self.size,
        }
    }

    fn failed(&self, bytes: u64, error: &std::io::Error) -> EngineError {
        if error.kind() == ErrorKind::UnexpectedEof {
            return self.cut_short(bytes);
        }
        EngineError::ModelFileUnreadable { path: self.path.clone(), reason: error.to_string() }
    }
}

/// Bytes of one element of an array; `None` for texts and unknown types.
fn width(kind: u32) -> Option<u64> {
    match kind {
        0 | 1 | 7 => Some(1),
        2 | 3 => Some(2),
        4..=6 => Some(4),
        10..=12 => Some(8),
        _ => None,
    }
}
