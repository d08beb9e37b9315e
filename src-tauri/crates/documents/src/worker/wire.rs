//! What parent and worker say to each other: frames of JSON with their length in front.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::Limits;

/// The first frame to the worker.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Setup {
    /// Limits of every document.
    pub(crate) limits: Limits,
}

/// A document to read. Its bytes follow the frame.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    /// The file's name.
    pub(crate) name: String,
    /// How many bytes follow.
    pub(crate) bytes: u64,
    /// Whether to read in the simpler way, the usual one having failed.
    pub(crate) simpler: bool,
}

/// Bytes in front of a frame: its length, little-endian.
pub(crate) const LENGTH: usize = 8;

/// A frame as bytes.
pub(crate) fn frame(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut frame = vec![0; LENGTH];
    serde_json::to_writer(&mut frame, value)?;
    let length = (frame.len() - LENGTH) as u64;
    frame[..LENGTH].copy_from_slice(&length.to_le_bytes());
    Ok(frame)
}

/// Writes a frame.
pub(crate) fn write_frame(output: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    output.write_all(&frame(value)?)
}

/// Reads the next frame; none at the end of the stream.
pub(crate) fn read_frame<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; LENGTH];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let mut frame = Vec::new();
    input.take(u64::from_le_bytes(length)).read_to_end(&mut frame)?;
    Ok(Some(serde_json::from_slice(&frame)?))
}
