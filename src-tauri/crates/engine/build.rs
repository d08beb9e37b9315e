//! Puts llama.cpp's shared libraries where programs of the build tree look for them.
//!
//! Executables ask for the versioned names (`libllama.so.0`) beside themselves; llama-cpp-sys-2
//! leaves only the plain ones there. Cargo hides the difference for programs that it starts
//! itself, nothing does for `target/debug/winnow`.

use std::{
    env,
    error::Error,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=DEP_LLAMA_BACKENDS_DIR");
    let Some(backends) = env::var_os("DEP_LLAMA_BACKENDS_DIR").map(PathBuf::from) else {
        return Ok(());
    };
    let libraries = backends.with_file_name("lib");
    // The build script's folder is <profile>/build/<package>/out.
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let profile = out.ancestors().nth(3).ok_or("OUT_DIR is not inside a target folder")?;
    for entry in fs::read_dir(libraries)? {
        let library = entry?.path();
        if !is_versioned(&library) {
            continue;
        }
        for folder in [profile.to_owned(), profile.join("deps"), profile.join("examples")] {
            fs::create_dir_all(&folder)?;
            put(&library, &folder)?;
        }
    }
    Ok(())
}

/// Whether this is a name that executables ask for: `.so` or `.dylib` with one number.
fn is_versioned(library: &Path) -> bool {
    let name = library.file_name().unwrap_or_default().to_string_lossy();
    let version = if let Some((_, version)) = name.split_once(".so.") {
        version
    } else if let Some((_, version)) = name.trim_end_matches(".dylib").split_once('.') {
        version
    } else {
        return false;
    };
    !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit())
}

/// Links the library into the folder, in place of what an earlier build put there.
#[cfg(unix)]
fn put(library: &Path, folder: &Path) -> io::Result<()> {
    let link = folder.join(library.file_name().unwrap_or_default());
    match fs::remove_file(&link) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => std::os::unix::fs::symlink(library, link),
    }
}

/// Windows knows no versioned names.
#[cfg(not(unix))]
fn put(_library: &Path, _folder: &Path) -> io::Result<()> {
    Ok(())
}
