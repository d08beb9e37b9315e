//! Where models are looked for.

use std::{
    env,
    path::{Path, PathBuf},
};

/// Ancestors of the program's folder that are asked whether they are Winnow's source folder.
const LEVELS_UP: usize = 4;

/// Folders that hold models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Folders of models that come with Winnow, the first to be asked first.
    pub defaults: Vec<PathBuf>,
    /// Folder of downloaded models.
    pub downloads: PathBuf,
}

impl Places {
    /// The usual folders: `WINNOW_MODELS`, those beside the program, those of the source folder it
    /// was built in, and `<data folder>/models` for downloads.
    #[must_use]
    pub fn standard(data_folder: &Path) -> Self {
        let mut defaults = Vec::new();
        if let Some(named) = env::var_os("WINNOW_MODELS").filter(|value| !value.is_empty()) {
            defaults.push(PathBuf::from(named));
        }
        let program = env::current_exe().and_then(|program| program.canonicalize());
        if let Some(folder) = program.ok().as_deref().and_then(Path::parent) {
            defaults.extend(beside(folder));
        }
        if cfg!(debug_assertions) {
            defaults.push(source_cache(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")));
        }
        Self { defaults, downloads: data_folder.join("models") }
    }

    /// Folders of models that were optimized for this computer, the first to be asked first; new
    /// ones are made in the first.
    #[must_use]
    pub fn optimized(&self) -> Vec<PathBuf> {
        let beside = |folder: &PathBuf| folder.join("optimized");
        std::iter::once(&self.downloads).chain(&self.defaults).map(beside).collect()
    }
}

/// Folders relative to that of the program: installed on Linux, in a macOS bundle, portable, and in
/// a build tree.
fn beside(folder: &Path) -> Vec<PathBuf> {
    let installed = ["../lib/winnow/models", "../share/winnow/models", "../Resources/models"];
    let mut found: Vec<PathBuf> = installed.iter().map(|place| folder.join(place)).collect();
    found.push(folder.join("models"));
    let is_source = |folder: &&Path| folder.join("models/catalog.toml").is_file();
    found.extend(folder.ancestors().take(LEVELS_UP).find(is_source).map(source_cache));
    found
}

fn source_cache(source: &Path) -> PathBuf {
    source.join("models/cache")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_program_in_a_build_tree_finds_the_cache_of_its_sources() {
        let source = tempfile::tempdir().unwrap();
        let deps = source.path().join("target/debug/deps");
        fs::create_dir_all(&deps).unwrap();
        fs::create_dir_all(source.path().join("models")).unwrap();
        let cache = source.path().join("models/cache");
        assert!(!beside(&deps).contains(&cache), "any folder called models is not enough");
        fs::write(source.path().join("models/catalog.toml"), "").unwrap();
        assert!(beside(&deps).contains(&cache), "a test program lies three levels down");
        assert!(beside(&source.path().join("target/debug")).contains(&cache));
    }

    #[test]
    fn downloads_go_to_the_data_folder_alone() {
        let places = Places::standard(Path::new("/data"));
        assert_eq!(places.downloads, Path::new("/data/models"));
        assert!(!places.defaults.contains(&places.downloads), "downloads are no defaults");
    }
}
