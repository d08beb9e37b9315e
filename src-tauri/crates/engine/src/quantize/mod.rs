//! Other formats of a model, and what they are worth on this computer.
//!
//! [`quantize`] writes a model anew in another [`Format`]; a [`Gauge`] times a file here and
//! compares what it computes with what another file computes. Which file is then used is decided
//! elsewhere. Everything here blocks for seconds to minutes and has nothing to do with the engine's
//! thread.

mod closeness;
mod format;
mod gauge;

pub use closeness::{Closeness, Outlook};
pub use format::Format;
pub use gauge::{Gauge, GaugeSpec};

use std::{ffi::CString, path::Path};

use llama_cpp_sys_2 as sys;

use crate::{EngineConfig, EngineError, backend::Backend, log, threads};

/// Bytes of tensor rows that llama.cpp may hold at once while it converts.
const BUFFER: usize = 1 << 30;

/// Writes the model in `source` to `target` in another format (llama.cpp's `llama_model_quantize`,
/// which takes quantized models too). Takes about a second per hundred million parameters and
/// cannot be interrupted; `target` is incomplete until it returns, and after an error.
///
/// # Errors
/// [`EngineError::NoBackend`]; [`EngineError::Unconvertible`] in llama.cpp's words.
pub fn quantize(
    config: &EngineConfig,
    source: &Path,
    target: &Path,
    format: Format,
) -> Result<(), EngineError> {
    Backend::start(config.backends.as_deref())?;
    let refused = |reason: String| EngineError::Unconvertible {
        path: source.to_owned(),
        format: format.name(),
        reason,
    };
    let name = |path: &Path| {
        path.to_str()
            .and_then(|text| CString::new(text).ok())
            .ok_or_else(|| refused(format!("{} has a name that is no text", path.display())))
    };
    let (from, to) = (name(source)?, name(target)?);
    log::take_complaints();
    // SAFETY: both names are NUL-terminated and outlive the call; the parameters are llama.cpp's
    // own defaults with plain numbers changed, and hold no pointers.
    let status = unsafe {
        let mut params = sys::llama_model_quantize_default_params();
        params.nthread = i32::try_from(threads::usual()).unwrap_or(1);
        params.ftype = format.code();
        params.allow_requantize = true;
        params.max_buf_size = BUFFER;
        sys::llama_model_quantize(from.as_ptr(), to.as_ptr(), &raw const params)
    };
    if status == 0 {
        return Ok(());
    }
    let complaints = log::take_complaints().join("; ");
    Err(refused(if complaints.is_empty() { format!("status {status}") } else { complaints }))
}
