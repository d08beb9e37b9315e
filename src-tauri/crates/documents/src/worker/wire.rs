//! What parent and worker say to each other: frames of JSON with their length in front.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Document, Limits, PagePicture, ReadError,
    recognize::{Recognized, launch::Launch},
};

/// The first frame to the worker: what it is for.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Setup {
    /// Reading documents.
    Read {
        /// Limits of every document.
        limits: Limits,
        /// Whether the parent recognizes text in pictures.
        recognizes: bool,
    },
    /// Becoming another program.
    Launch(Launch),
}

/// What is wanted of a document.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Wanted {
    /// Its text.
    Text,
    /// A page of a PDF as a picture.
    Page {
        /// Its number, from 1.
        number: u32,
        /// Pixels to the point.
        scale: f32,
    },
}

/// Something that is wanted of a document. Its bytes follow the frame.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    /// The file's name.
    pub(crate) name: String,
    /// How many bytes follow.
    pub(crate) bytes: u64,
    /// What is wanted.
    pub(crate) wanted: Wanted,
}

/// What the worker says while it reads.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The document, or why there is none: the end of a request.
    Read(Box<Result<Document, ReadError>>),
    /// The page, or why there is none: the end of a request.
    Page(Box<Result<PagePicture, ReadError>>),
    /// A picture whose text is wanted. `width` × `height` grey bytes follow the frame; the parent
    /// answers with a frame of [`Recognition`].
    Recognize {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
}

/// The words of a picture, or why there are none.
pub(crate) type Recognition = Result<Recognized, String>;

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
