//! Which models there are: looked up once, and again when something changes.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use winnow_engine::{CancellationToken, ModelId};
use winnow_models::{HashCache, HashError, ModelFile, OpenedModel, Places, Registry};

use crate::{
    App, Home,
    wire::error::{ApiError, Code},
};

/// The models of one data folder. Lock order: `hashes` before `known`.
pub struct Library {
    places: Places,
    hashes: Arc<Mutex<HashCache>>,
    known: Mutex<Option<Arc<Registry>>>,
}

impl Library {
    /// Looks nowhere yet.
    #[must_use]
    pub fn new(home: &Home) -> Self {
        Self {
            places: Places::standard(home.path()),
            hashes: Arc::new(Mutex::new(HashCache::open(home.path().join("model-hashes.json")))),
            known: Mutex::default(),
        }
    }

    /// Where downloads go.
    #[must_use]
    pub fn downloads(&self) -> &Path {
        &self.places.downloads
    }

    /// Where models made for this computer go.
    #[must_use]
    pub fn optimized(&self) -> PathBuf {
        self.places.downloads.join("optimized")
    }

    /// What the last look found.
    fn known(&self) -> Option<Arc<Registry>> {
        self.lock_known().clone()
    }

    /// Looks at every model file; files that were hashed before are not hashed again.
    async fn scan(&self, opened: Vec<OpenedModel>) -> Result<Arc<Registry>, HashError> {
        let places = self.places.clone();
        let scan = move |hashes: &mut HashCache| {
            Registry::scan(&places, &opened, hashes, &CancellationToken::new())
        };
        let registry = Arc::new(self.with_hashes(scan).await?);
        *self.lock_known() = Some(registry.clone());
        Ok(registry)
    }

    /// Looks at one file.
    async fn look(&self, path: PathBuf) -> Result<ModelFile, HashError> {
        let look = move |hashes: &mut HashCache| {
            let opened = winnow_models::Origin::Opened;
            Ok(ModelFile::look(&path, opened, hashes, &CancellationToken::new()))
        };
        self.with_hashes(look).await
    }

    async fn with_hashes<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut HashCache) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let hashes = self.hashes.clone();
        let worked = tokio::task::spawn_blocking(move || {
            let mut hashes = hashes.lock().unwrap_or_else(PoisonError::into_inner);
            let result = work(&mut hashes);
            if let Err(error) = hashes.save() {
                tracing::warn!(%error, "models will be hashed again next time");
            }
            result
        });
        worked.await.unwrap_or(Err(HashError::Cancelled))
    }

    fn lock_known(&self) -> MutexGuard<'_, Option<Arc<Registry>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// The models, as they were when last looked at.
    pub(crate) async fn registry(&self) -> Result<Arc<Registry>, ApiError> {
        match self.library.known() {
            Some(known) => Ok(known),
            None => self.rescan().await,
        }
    }

    /// The models, looked at now.
    pub(crate) async fn rescan(&self) -> Result<Arc<Registry>, ApiError> {
        let remembered = self.store.models().await?.into_iter();
        let mut opened: Vec<OpenedModel> = remembered
            .map(|row| OpenedModel { path: row.path.into(), id: ModelId(row.sha256) })
            .collect();
        opened.extend(
            self.wished_file()
                .map(|path| OpenedModel { id: ModelId(path.display().to_string()), path }),
        );
        Ok(self.library.scan(opened).await?)
    }

    /// One file, whatever it is.
    pub(crate) async fn look_at_model(&self, path: &Path) -> Result<ModelFile, ApiError> {
        Ok(self.library.look(path.to_owned()).await?)
    }

    /// The model that this process was told to use, if it was.
    ///
    /// # Errors
    /// [`Code::ModelMissing`] for a name that no model has; the file's own problem.
    pub(crate) fn wished<'a>(
        &self,
        registry: &'a Registry,
    ) -> Result<Option<&'a ModelFile>, ApiError> {
        let Some(wish) = &self.config.model else { return Ok(None) };
        if self.wished_elsewhere().is_some() {
            return Ok(None);
        }
        let file = self.wished_file();
        let found = match &file {
            Some(path) => registry.models().iter().find(|model| model.path == *path),
            None => registry.named(wish),
        };
        let found = found.ok_or_else(|| {
            ApiError::about(
                Code::ModelMissing,
                format_args!(
                    "there is no model \"{wish}\": give a GGUF file, or a name of the list"
                ),
                wish.as_str(),
            )
        })?;
        match &found.state {
            Ok(_) => Ok(Some(found)),
            Err(problem) => Err(problem.clone().into()),
        }
    }

    /// The endpoint's model that this process was told to use, if it was. A file of that name
    /// comes first.
    pub(crate) fn wished_elsewhere(&self) -> Option<ModelId> {
        let wish = self.config.model.as_ref()?;
        if Path::new(wish).is_file() {
            return None;
        }
        self.roster.meant(wish)
    }

    /// Whether this process was told to use this very file.
    pub(crate) fn is_wished_file(&self, path: &Path) -> bool {
        self.wished_file().is_some_and(|wished| wished == path)
    }

    /// The file that this process was told to use, unless it was given a name.
    fn wished_file(&self) -> Option<PathBuf> {
        let path = Path::new(self.config.model.as_ref()?);
        if self.wished_elsewhere().is_some() {
            return None;
        }
        let is_path = path.components().count() > 1 || path.extension().is_some() || path.exists();
        is_path.then(|| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
    }
}
