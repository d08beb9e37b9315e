//! The libraries that compute: found at run time, loaded once for the whole process.
//!
//! ggml ships one library for each generation of processors and picks the best one that this
//! machine can run. Knows nothing of models.

use std::{
    env,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use llama_cpp_2::{
    LlamaBackendDeviceType, list_llama_ggml_backend_devices, llama_backend::LlamaBackend,
};
use llama_cpp_sys_2 as sys;

use crate::{EngineError, log};

/// Names the folder of the backend libraries, before any other place.
const FOLDER_VARIABLE: &str = "WINNOW_BACKENDS";

/// Proof that llama.cpp is ready.
pub(crate) struct Backend {
    /// llama.cpp's own proof.
    pub(crate) llama: LlamaBackend,
    /// The processor generation of the CPU library ("icelake"), where it can be told.
    pub(crate) cpu_variant: Option<String>,
}

static STARTED: Mutex<Option<&'static Backend>> = Mutex::new(None);

impl Backend {
    /// Loads the libraries from `folder`, or from the first usual place that has them. A second
    /// call in a process gives the backend of the first, whatever its folder.
    ///
    /// # Errors
    /// [`EngineError::NoBackend`].
    pub(crate) fn start(folder: Option<&Path>) -> Result<&'static Self, EngineError> {
        let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(backend) = *started {
            return Ok(backend);
        }
        log::install();
        let folder = folder.map_or_else(usual_folder, Path::to_owned);
        if !has_cpu_library(&folder) || folder.to_str().is_none_or(|text| text.contains('\0')) {
            return Err(EngineError::NoBackend { folder });
        }
        llama_cpp_2::llama_backend::load_backends_from_path(&folder);
        let cpu = list_llama_ggml_backend_devices()
            .into_iter()
            .find(|device| device.device_type == LlamaBackendDeviceType::Cpu);
        let Some(cpu) = cpu else {
            return Err(EngineError::NoBackend { folder });
        };
        let llama =
            LlamaBackend::init().map_err(|error| EngineError::Compute(error.to_string()))?;
        log::install();
        let backend = Box::leak(Box::new(Self { llama, cpu_variant: variant(cpu.index) }));
        *started = Some(backend);
        Ok(backend)
    }

    /// "CPU (icelake)".
    pub(crate) fn cpu_name(&self) -> String {
        match &self.cpu_variant {
            Some(variant) => format!("CPU ({variant})"),
            None => "CPU".to_owned(),
        }
    }
}

/// The variable, beside the executable, an installed tree, the build tree.
fn usual_folder() -> PathBuf {
    if let Some(folder) = env::var_os(FOLDER_VARIABLE) {
        return PathBuf::from(folder);
    }
    let beside = env::current_exe()
        .ok()
        .and_then(|path| path.parent().map(Path::to_owned))
        .unwrap_or_default();
    let installed = beside.join("../lib/winnow");
    let built = sys::BACKENDS_DIR.map(PathBuf::from);
    [Some(beside.clone()), Some(installed), built]
        .into_iter()
        .flatten()
        .find(|folder| has_cpu_library(folder))
        .unwrap_or(beside)
}

fn has_cpu_library(folder: &Path) -> bool {
    let Ok(entries) = folder.read_dir() else {
        return false;
    };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains("ggml-cpu"))
}

/// The processor generation in the name of the library that drives a device.
#[cfg(unix)]
fn variant(device: usize) -> Option<String> {
    use std::{ffi::CStr, mem::MaybeUninit};

    let mut info = MaybeUninit::<libc::Dl_info>::uninit();
    // SAFETY: the index comes from ggml's own list; dladdr only reads the address, and fills
    // `info` when it answers non-zero.
    let library = unsafe {
        let registry = sys::ggml_backend_dev_backend_reg(sys::ggml_backend_dev_get(device));
        if libc::dladdr(registry.cast(), info.as_mut_ptr()) == 0 {
            return None;
        }
        let name = info.assume_init().dli_fname;
        if name.is_null() {
            return None;
        }
        CStr::from_ptr(name).to_string_lossy().into_owned()
    };
    let stem = Path::new(&library).file_stem()?.to_str()?.to_owned();
    stem.rsplit_once("ggml-cpu-").map(|(_, variant)| variant.to_owned())
}

/// Other systems do not tell which library an address belongs to without more code than it is
/// worth; the device is then called by its plain name.
#[cfg(not(unix))]
fn variant(_device: usize) -> Option<String> {
    None
}
