//! How much one document may cost.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What one document may use of the machine. Past a limit the document fails with
/// [`crate::ReadError::TooLarge`], [`crate::ReadError::TimedOut`] or
/// [`crate::ReadError::OutOfMemory`]; nothing is cut to fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Time from request to answer, processor time included.
    pub wall: Duration,
    /// Address space of the worker process, in bytes.
    pub memory: u64,
    /// Bytes of a file.
    pub input: u64,
    /// Bytes of text in all.
    pub output: u64,
    /// Bytes unpacked from one part of an archive (a DOCX is an archive too).
    pub part: u64,
    /// Bytes unpacked from one archive in all.
    pub unpacked: u64,
    /// Parts of an archive.
    pub parts: u64,
    /// Elements, arrays or archives inside one another.
    pub nesting: u32,
    /// Pages.
    pub pages: u32,
    /// Pictures whose text is recognized in one document. The rest are noted as not read.
    pub recognized: u32,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            wall: Duration::from_secs(30),
            memory: 2048 * MIB,
            input: 256 * MIB,
            output: 64 * MIB,
            part: 128 * MIB,
            unpacked: 512 * MIB,
            parts: 20_000,
            nesting: 256,
            pages: 20_000,
            recognized: 1_000,
        }
    }
}
