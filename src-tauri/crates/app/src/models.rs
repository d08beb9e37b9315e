//! Models: list, open, choose, load, download.

use std::{path::Path, sync::Arc};

use winnow_engine::{ModelId, Purpose};
use winnow_models::{Catalog, Hardware, ModelFile, Origin, Registry, download};

use crate::{
    App,
    convert::model::{Shown, catalog_view, load_event, model_view, purpose_of, transfer_event},
    settings::key,
    wire::{
        error::{ApiError, Code},
        model::{CatalogView, ModelPurpose, ModelView, TransferEvent},
    },
};

impl App {
    /// The models on this computer, looked at now; one that cannot be used says why.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_models(&self) -> Result<Vec<ModelView>, ApiError> {
        let registry = self.rescan().await?;
        self.views(&registry).await
    }

    /// The models that could be had. Asks nobody: the list comes with Winnow.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_catalog(&self) -> Result<Vec<CatalogView>, ApiError> {
        let registry = self.registry().await?;
        let hardware = Hardware::detect();
        let entries = Catalog::built_in().entries.iter();
        Ok(entries
            .filter_map(|entry| {
                let mut models = registry.models().iter();
                let installed =
                    models.any(|model| model.card == Some(entry) && model.state.is_ok());
                catalog_view(entry, installed, &hardware)
            })
            .collect())
    }

    /// Adds a GGUF file from disk and remembers where it is; the file stays the person's own.
    ///
    /// # Errors
    /// [`Code::ModelUnsupported`] for a file that is no whole model; nothing is remembered then.
    pub async fn open_model(&self, path: &Path) -> Result<ModelView, ApiError> {
        let file = self.look_at_model(path).await?;
        if let Err(problem) = file.state {
            return Err(problem.into());
        }
        let path = file.path.to_str().ok_or_else(|| {
            ApiError::about(
                Code::ModelUnsupported,
                format_args!("{} has a name that is no text: rename it", file.path.display()),
                file.path.display().to_string(),
            )
        })?;
        self.store.remember_model(path, &file.id.0, &file.name()).await?;
        let registry = self.rescan().await?;
        self.view(&registry, &file.id).await
    }

    /// Takes a model off the list. A downloaded file is deleted; one that the person opened, or
    /// that came with Winnow, stays where it is.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::ModelUnsupported`] for a model that came with Winnow.
    pub async fn forget_model(&self, id: &str) -> Result<(), ApiError> {
        let registry = self.rescan().await?;
        let file = find(&registry, id)?;
        match file.origin {
            Origin::Default => {
                return Err(ApiError::about(
                    Code::ModelUnsupported,
                    format_args!("{} comes with Winnow and stays", file.name()),
                    id,
                ));
            }
            Origin::Downloaded => {
                self.unload_file(file).await?;
                tokio::fs::remove_file(&file.path).await.map_err(|error| {
                    ApiError::about(
                        Code::Internal,
                        format_args!("{} cannot be deleted: {error}", file.path.display()),
                        file.path.display().to_string(),
                    )
                })?;
            }
            Origin::Opened => {
                self.unload_file(file).await?;
                self.store.forget_model(id).await?;
            }
        }
        self.rescan().await?;
        Ok(())
    }

    /// Chooses a model for its purpose. One of an endpoint may have both: `purpose` says which is
    /// meant, else it is an embedder only if it is known to do nothing else.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::ModelUnsupported`] for one that cannot be used, or not for this.
    pub async fn select_model(
        &self,
        id: &str,
        purpose: Option<ModelPurpose>,
    ) -> Result<(), ApiError> {
        if let Some(meant) = self.roster.meant(id).filter(|_| id.starts_with("remote:")) {
            let purpose = purpose.map_or_else(|| self.roster.purpose(&meant), purpose_of);
            self.roster.check(&meant, purpose)?;
            return self.change(selection(purpose), Some(Some(meant.0))).await;
        }
        let registry = self.registry().await?;
        let own = find_usable(&registry, id)?.1;
        if purpose.is_some_and(|purpose| purpose_of(purpose) != own) {
            return Err(ApiError::about(
                Code::ModelUnsupported,
                format_args!("the model {id} is for something else: choose it without a purpose"),
                id,
            ));
        }
        self.change(selection(own), Some(Some(id))).await
    }

    /// Loads a model now, and chooses it for its purpose, since one of each is held at a time.
    ///
    /// # Errors
    /// As [`App::select_model`]; [`Code::NotEnoughMemory`], [`Code::Cancelled`].
    pub async fn load_model(
        &self,
        id: &str,
        operation: &str,
        events: impl Fn(TransferEvent) + Send + Sync + 'static,
    ) -> Result<ModelView, ApiError> {
        let registry = self.registry().await?;
        let (file, purpose) = find_usable(&registry, id)?;
        let operation = self.operations.begin(operation)?;
        let spec = self.load_spec(file, purpose, &self.get_settings().await?);
        let progress = move |fraction| events(load_event(fraction));
        self.shelf.lend(&spec, progress, operation.token()).await?;
        self.change(selection(purpose), Some(Some(id))).await?;
        self.view(&registry, &file.id).await
    }

    /// Frees a model's memory, as soon as no run uses it. Its next use loads it again.
    ///
    /// # Errors
    /// [`Code::Internal`] when the engine has stopped.
    pub async fn unload_model(&self, id: &str) -> Result<(), ApiError> {
        match self.registry().await?.get(&ModelId(id.to_owned())) {
            Some(file) => self.unload_file(file).await,
            None => Ok(self.shelf.unload(&ModelId(id.to_owned())).await?),
        }
    }

    /// Frees the memory of a model, whichever of its files runs.
    pub(crate) async fn unload_file(&self, file: &ModelFile) -> Result<(), ApiError> {
        let stand_in = file.stand_in.as_ref().map(|made| &made.id);
        for id in [Some(&file.id), stand_in].into_iter().flatten() {
            self.shelf.unload(id).await?;
        }
        Ok(())
    }

    /// Fetches a model of the catalog, from the host that it names.
    ///
    /// # Errors
    /// [`Code::NotFound`] for an id that the catalog does not have, [`Code::DownloadFailed`] with
    /// what to do, [`Code::Cancelled`]; what was fetched is kept for the next try.
    pub async fn download_model(
        &self,
        id: &str,
        operation: &str,
        events: impl Fn(TransferEvent) + Send + Sync + 'static,
    ) -> Result<ModelView, ApiError> {
        let entry = Catalog::built_in().get(id).ok_or_else(|| unknown(id))?;
        let operation = self.operations.begin(operation)?;
        let progress = move |progress| events(transfer_event(progress));
        let fetched =
            download::fetch_entry(entry, self.library.downloads(), progress, operation.token())
                .await?;
        let registry = self.rescan().await?;
        self.view(&registry, &ModelId(fetched.sha256)).await
    }

    /// Every model as the window shows it.
    pub(crate) async fn views(&self, registry: &Registry) -> Result<Vec<ModelView>, ApiError> {
        let settings = self.get_settings().await?;
        let mut chosen = self.selected(registry, &settings)?;
        for (here, purpose) in chosen.iter_mut().zip([Purpose::Generate, Purpose::Embed]) {
            if self.elsewhere(registry, &settings, purpose)?.is_some() {
                *here = None;
            }
        }
        let hardware = Hardware::detect();
        let probes = self.probes().await?;
        let view = |file: &ModelFile| {
            let selected = chosen.iter().flatten().any(|id| *id == &file.id);
            let loaded = self.shelf.loaded(self.running_file(file).0);
            let shown = Shown {
                context: settings.context,
                selected,
                loaded: loaded.as_ref(),
                probe: probes.get(&file.id),
                hardware: &hardware,
            };
            model_view(file, &shown)
        };
        Ok(registry.models().iter().map(view).collect())
    }

    pub(crate) async fn view(
        &self,
        registry: &Arc<Registry>,
        id: &ModelId,
    ) -> Result<ModelView, ApiError> {
        let views = self.views(registry).await?;
        views.into_iter().find(|view| view.id == id.0).ok_or_else(|| unknown(&id.0))
    }
}

/// The setting that holds the choice for a purpose.
fn selection(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Generate => key::GENERATOR,
        Purpose::Embed => key::EMBEDDER,
    }
}

fn find<'a>(registry: &'a Registry, id: &str) -> Result<&'a ModelFile, ApiError> {
    registry.get(&ModelId(id.to_owned())).ok_or_else(|| unknown(id))
}

pub(crate) fn find_usable<'a>(
    registry: &'a Registry,
    id: &str,
) -> Result<(&'a ModelFile, Purpose), ApiError> {
    let file = find(registry, id)?;
    match &file.state {
        Ok(info) => Ok((file, info.purpose)),
        Err(problem) => Err(problem.clone().into()),
    }
}

fn unknown(id: &str) -> ApiError {
    ApiError::about(
        Code::NotFound,
        format_args!("there is no model \"{id}\": choose one of the list"),
        id,
    )
}
