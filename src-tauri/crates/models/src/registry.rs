//! The models that a person has: those that came with Winnow, downloaded ones, and files opened
//! from disk.
//!
//! A model is known by the hash of its bytes, wherever it lies. A file that is gone or damaged stays
//! listed, with the reason; it never keeps the others from being found. Files are only read.

use std::path::{Path, PathBuf};

use winnow_engine::{CancellationToken, ModelId, Purpose};

use crate::{
    Catalog, CatalogEntry, HashCache, HashError, InspectError, ModelInfo, Places, inspect,
    optimize::Optimization,
};

/// Where a model came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// It came with Winnow.
    Default,
    /// It was downloaded from the catalog.
    Downloaded,
    /// It was opened from disk; the file belongs to the person.
    Opened,
}

/// A model that a person opened from disk once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedModel {
    /// Where the file was.
    pub path: PathBuf,
    /// The hash that it had.
    pub id: ModelId,
}

/// Why a model cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ModelProblem {
    /// Its file is no model.
    #[error(transparent)]
    Inspect(#[from] InspectError),
    /// Its file cannot be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// A model that comes with Winnow is not there.
    #[error("{name} is not installed: no {file} in {}. Run `make models`, or install Winnow again", list(.looked_in))]
    NotInstalled {
        /// Its name.
        name: String,
        /// Its file name.
        file: String,
        /// Folders in which it was looked for.
        looked_in: Vec<PathBuf>,
    },
    /// A file has the name of a model that comes with Winnow, but other bytes.
    #[error(
        "{path} is not the model that comes with Winnow under this name: its SHA-256 is {found}, expected {expected}. Run `make models`, or install Winnow again"
    )]
    Altered {
        /// The file.
        path: PathBuf,
        /// The hash that it must have.
        expected: String,
        /// The hash that it has.
        found: String,
    },
}

/// A model, usable or not.
#[derive(Clone, Debug)]
pub struct ModelFile {
    /// The hash of its bytes; for a file that could not be read, the hash that it had, or its path.
    pub id: ModelId,
    /// Where it is, or should be.
    pub path: PathBuf,
    /// Where it came from.
    pub origin: Origin,
    /// What the catalog says of it.
    pub card: Option<&'static CatalogEntry>,
    /// What it holds, or why it cannot be used.
    pub state: Result<ModelInfo, ModelProblem>,
    /// What was measured when it was optimized for this computer.
    pub optimization: Option<Optimization>,
    /// The file that runs in its place since then.
    pub stand_in: Option<StandIn>,
}

/// A file made from a model, with the same answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandIn {
    /// Where it is.
    pub path: PathBuf,
    /// The hash of its bytes.
    pub id: ModelId,
}

/// All models that were found.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    models: Vec<ModelFile>,
}

impl ModelFile {
    /// Looks at one file. The header is read first, so that what is no model is not hashed.
    #[must_use]
    pub fn look(
        path: &Path,
        origin: Origin,
        hashes: &mut HashCache,
        cancel: &CancellationToken,
    ) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let seen = inspect(&path).map_err(ModelProblem::from).and_then(|info| {
            let hash = hashes.sha256(&path, cancel)?;
            Ok((hash, info))
        });
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match seen {
            Ok((hash, info)) => {
                let card = Catalog::built_in().describe(&hash, &name);
                let state = match altered(&path, origin, &name, &hash) {
                    Some(problem) => Err(problem),
                    None => Ok(info),
                };
                Self {
                    id: ModelId(hash),
                    origin,
                    card,
                    state,
                    path,
                    optimization: None,
                    stand_in: None,
                }
            }
            Err(problem) => {
                let known = hashes.last_known(&path).map(str::to_owned);
                let id = ModelId(known.unwrap_or_else(|| path.display().to_string()));
                Self {
                    id,
                    origin,
                    card: None,
                    state: Err(problem),
                    path,
                    optimization: None,
                    stand_in: None,
                }
            }
        }
    }

    /// The catalog's name for it, else its own, else the file's.
    #[must_use]
    pub fn name(&self) -> String {
        match (self.card, &self.state) {
            (Some(card), _) => card.name.clone(),
            (None, Ok(info)) => info.name.clone(),
            (None, Err(_)) => self.path.file_stem().unwrap_or_default().to_string_lossy().into(),
        }
    }

    /// Looks up what is known since it was optimized.
    fn look_for_optimization(
        &mut self,
        folders: &[PathBuf],
        hashes: &mut HashCache,
        cancel: &CancellationToken,
    ) {
        if self.state.is_err() {
            return;
        }
        if let Some((report, file)) = Optimization::find(&self.id, folders, hashes, cancel) {
            let derived = report.derived.as_ref().map(|derived| ModelId(derived.sha256.clone()));
            self.stand_in = file.zip(derived).map(|(path, id)| StandIn { path, id });
            self.optimization = Some(report);
        }
    }

    /// Whether this is its hash, or that of the file that runs in its place.
    #[must_use]
    pub fn is(&self, id: &ModelId) -> bool {
        self.id == *id || self.stand_in.as_ref().is_some_and(|file| file.id == *id)
    }

    /// What it is for, as far as is known.
    #[must_use]
    pub fn purpose(&self) -> Option<Purpose> {
        self.state.as_ref().ok().map(|info| info.purpose).or(self.card.map(|card| card.purpose))
    }
}

impl Registry {
    /// Finds every model: in the folders of `places`, and where `opened` ones were. Takes a moment
    /// per file, seconds per gigabyte that `hashes` does not know yet: call it off the main thread.
    ///
    /// # Errors
    /// [`HashError::Cancelled`].
    pub fn scan(
        places: &Places,
        opened: &[OpenedModel],
        hashes: &mut HashCache,
        cancel: &CancellationToken,
    ) -> Result<Self, HashError> {
        let mut registry = Self::default();
        let defaults = places.defaults.iter().flat_map(|folder| files(folder));
        let downloads = files(&places.downloads);
        for (path, origin) in defaults
            .map(|path| (path, Origin::Default))
            .chain(downloads.into_iter().map(|path| (path, Origin::Downloaded)))
        {
            registry.add(ModelFile::look(&path, origin, hashes, cancel));
        }
        for OpenedModel { path, id } in opened {
            let mut file = ModelFile::look(path, Origin::Opened, hashes, cancel);
            if file.state.is_err() {
                file.id = id.clone();
            }
            registry.add(file);
        }
        registry.add_missing_defaults(places);
        let folders = places.optimized();
        for model in &mut registry.models {
            model.look_for_optimization(&folders, hashes, cancel);
        }
        if cancel.is_cancelled() {
            return Err(HashError::Cancelled);
        }
        Ok(registry)
    }

    /// Every model, usable or not: those that came with Winnow first, then downloads, then opened
    /// files.
    #[must_use]
    pub fn models(&self) -> &[ModelFile] {
        &self.models
    }

    /// The model with this hash, or in whose place the file with this hash runs.
    #[must_use]
    pub fn get(&self, id: &ModelId) -> Option<&ModelFile> {
        let exact = self.models.iter().find(|model| model.id == *id);
        exact.or_else(|| self.models.iter().find(|model| model.is(id)))
    }

    /// The model that a person means: by its hash, its name, or its name in the catalog.
    #[must_use]
    pub fn named(&self, wish: &str) -> Option<&ModelFile> {
        self.models.iter().find(|model| {
            model.id.0 == wish
                || model.name().eq_ignore_ascii_case(wish)
                || model.card.is_some_and(|card| card.id == wish)
        })
    }

    /// The model to use: the preferred one if it is usable and serves the purpose, else the first
    /// usable one, which is the one that came with Winnow.
    #[must_use]
    pub fn choose(&self, purpose: Purpose, preferred: Option<&ModelId>) -> Option<&ModelFile> {
        let serves =
            |model: &&ModelFile| model.state.as_ref().is_ok_and(|info| info.purpose == purpose);
        let wished = preferred.and_then(|id| self.get(id)).filter(serves);
        wished.or_else(|| self.models.iter().find(serves))
    }

    /// The same bytes are one model. A usable file displaces one that is not.
    fn add(&mut self, file: ModelFile) {
        match self.models.iter_mut().find(|known| known.id == file.id) {
            Some(known) if known.state.is_err() && file.state.is_ok() => *known = file,
            Some(_) => {}
            None => self.models.push(file),
        }
    }

    fn add_missing_defaults(&mut self, places: &Places) {
        for card in Catalog::built_in().entries.iter().filter(|card| card.default) {
            let file = card.file_name();
            let here = |model: &ModelFile| {
                model.card == Some(card) || model.path.file_name().is_some_and(|n| *n == *file)
            };
            if self.models.iter().any(here) {
                continue;
            }
            let id = ModelId(card.sha256.clone().unwrap_or_else(|| card.id.clone()));
            let looked_in = places.defaults.clone();
            let path = looked_in.first().unwrap_or(&places.downloads).join(&file);
            let problem = ModelProblem::NotInstalled { name: card.name.clone(), file, looked_in };
            self.models.push(ModelFile {
                id,
                path,
                origin: Origin::Default,
                card: Some(card),
                state: Err(problem),
                optimization: None,
                stand_in: None,
            });
        }
    }
}

/// A file among the defaults that bears the name of a pinned model must have its bytes.
fn altered(path: &Path, origin: Origin, name: &str, found: &str) -> Option<ModelProblem> {
    let entries = &Catalog::built_in().entries;
    let pinned = entries.iter().find(|card| card.default && card.file_name() == name)?;
    let expected = pinned.sha256.as_deref()?;
    (origin == Origin::Default && expected != found).then(|| ModelProblem::Altered {
        path: path.to_owned(),
        expected: expected.to_owned(),
        found: found.to_owned(),
    })
}

/// The GGUF files of a folder in the order of their names; a folder that cannot be read has none.
fn files(folder: &Path) -> Vec<PathBuf> {
    let is_gguf = |path: &PathBuf| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gguf"));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_gguf).collect();
    found.sort();
    found
}

fn list(folders: &[PathBuf]) -> String {
    let shown: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    shown.join(", ")
}
