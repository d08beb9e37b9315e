//! Models made faster for this computer.

use std::path::PathBuf;

use winnow_engine::on_own_thread;
use winnow_models::{
    Origin,
    optimize::{OptimizeError, OptimizeRequest, optimize},
};
use winnow_tasks::probe::sample_texts;

use crate::{
    App,
    convert::model::optimize_event,
    models::find_usable,
    wire::{
        error::{ApiError, Code},
        model::{ModelView, OptimizeEvent},
    },
};

/// Sample texts that formats are compared on: some five hundred tokens.
const TEXTS: usize = 2;

impl App {
    /// Measures a model's formats here and uses the best from now on. The published file stays.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::ModelUnsupported`] for a model that cannot be used;
    /// [`Code::StoreUnusable`] for a folder that cannot be written; [`Code::Cancelled`]. Everything
    /// is then as it was.
    pub async fn optimize_model(
        &self,
        id: &str,
        operation: &str,
        events: impl Fn(OptimizeEvent) + Send + Sync + 'static,
    ) -> Result<ModelView, ApiError> {
        self.optimize_model_into(id, self.library.optimized(), operation, events).await
    }

    /// Optimizes the models that come with Winnow, where that was not done on this computer yet: at
    /// the first start of an installed copy. A failure is logged; the published files run then.
    pub async fn optimize_defaults(self) {
        if self.config.as_published {
            return;
        }
        let Ok(registry) = self.registry().await else { return };
        let new = registry.models().iter().filter(|model| {
            model.origin == Origin::Default && model.state.is_ok() && model.optimization.is_none()
        });
        for model in new {
            let operation = format!("optimize {}", model.id);
            if let Err(error) = self.optimize_model(&model.id.0, &operation, |_| {}).await {
                tracing::warn!(%error, "{} stays as it was published", model.name());
            }
        }
    }

    /// As [`App::optimize_model`], with the result in a folder `optimized` beside a model, where
    /// every data folder finds it.
    ///
    /// # Errors
    /// As [`App::optimize_model`].
    pub async fn optimize_model_into(
        &self,
        id: &str,
        folder: PathBuf,
        operation: &str,
        events: impl Fn(OptimizeEvent) + Send + Sync + 'static,
    ) -> Result<ModelView, ApiError> {
        let registry = self.registry().await?;
        let (file, purpose) = find_usable(&registry, id)?;
        let operation = self.operations.begin(operation)?;
        let spec = self.load_spec(file, purpose, &self.get_settings().await?);
        let engine = self.shelf.config().clone();
        // Memory for what is measured; a model in use is waited for.
        self.unload_file(file).await?;
        let (model, cancel) = (file.clone(), operation.token().clone());
        let work = on_own_thread(move || {
            let texts: Vec<String> =
                sample_texts().iter().take(TEXTS).map(|sample| sample.text.clone()).collect();
            let request = OptimizeRequest {
                model: &model,
                folder: &folder,
                texts: &texts,
                engine: &engine,
                threads: spec.threads,
                gpu_layers: spec.gpu_layers,
            };
            optimize(&request, &mut |step| events(optimize_event(step)), &cancel)
        });
        // A file that is being converted cannot be interrupted; nobody has to wait for it.
        let measured = tokio::select! {
            measured = work => measured,
            () = operation.token().cancelled() => return Err(OptimizeError::Cancelled.into()),
        };
        measured.map_err(|error| {
            ApiError::plain(Code::Internal, format_args!("measuring has failed: {error}"))
        })??;
        let found = self.rescan().await?;
        self.view(&found, &file.id).await
    }
}
