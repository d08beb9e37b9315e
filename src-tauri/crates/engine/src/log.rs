//! What llama.cpp says, handed to `tracing`, with its last complaints kept for error messages.
//!
//! Knows nothing of models or requests.

use std::{
    cell::RefCell,
    ffi::{CStr, c_char, c_void},
};

use llama_cpp_sys_2 as sys;

/// Complaints kept for each thread.
const KEPT: usize = 8;

thread_local! {
    static COMPLAINTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Sends everything that llama.cpp and ggml log from now on to `tracing`.
pub(crate) fn install() {
    // SAFETY: the callback is a plain function that never unwinds and keeps no pointer.
    unsafe {
        sys::llama_log_set(Some(receive), std::ptr::null_mut());
        sys::ggml_log_set(Some(receive), std::ptr::null_mut());
    }
}

/// What was complained about on this thread since the last call, in llama.cpp's words.
pub(crate) fn take_complaints() -> Vec<String> {
    COMPLAINTS.with(|kept| kept.take())
}

unsafe extern "C" fn receive(level: sys::ggml_log_level, text: *const c_char, _: *mut c_void) {
    if text.is_null() {
        return;
    }
    // SAFETY: llama.cpp passes a NUL-terminated string that lives for this call.
    let text = unsafe { CStr::from_ptr(text) }.to_string_lossy();
    let text = text.trim();
    if text.is_empty() || text.chars().all(|c| c == '.') {
        return;
    }
    match level {
        sys::GGML_LOG_LEVEL_ERROR => {
            tracing::warn!(target: "llama_cpp", "{text}");
            COMPLAINTS.with_borrow_mut(|kept| {
                if kept.len() < KEPT {
                    kept.push(text.to_owned());
                }
            });
        }
        sys::GGML_LOG_LEVEL_WARN => tracing::debug!(target: "llama_cpp", "{text}"),
        _ => tracing::trace!(target: "llama_cpp", "{text}"),
    }
}
