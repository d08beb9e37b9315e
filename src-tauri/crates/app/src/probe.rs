//! Whether a language model may write summaries.

use std::{collections::BTreeMap, sync::Arc};

use winnow_engine::{ModelId, Priority, Purpose};
use winnow_tasks::probe::{Probe, probe, sample_texts};

use crate::{
    App,
    choose::Chosen,
    models::find_usable,
    prompts::silence,
    wire::{
        error::{ApiError, Code},
        model::{ModelView, TransferEvent},
    },
};

impl App {
    /// Has a language model summarize the sample texts and keeps what came of it. One that keeps to
    /// the facts writes summaries from now on, unless a task says otherwise.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::ModelUnsupported`] for an embedder or a model that cannot be
    /// used; those of loading; [`Code::Cancelled`].
    pub async fn probe_model(
        &self,
        id: &str,
        operation: &str,
        events: impl Fn(TransferEvent) + Send + Sync + 'static,
    ) -> Result<ModelView, ApiError> {
        let registry = self.registry().await?;
        let (file, purpose) = find_usable(&registry, id)?;
        if purpose != Purpose::Generate {
            return Err(ApiError::about(
                Code::ModelUnsupported,
                format_args!("{} turns texts into vectors and writes nothing", file.name()),
                id,
            ));
        }
        let operation = self.operations.begin(operation)?;
        let generator = self.pick(file, purpose, &self.get_settings().await?);
        let chosen = Chosen { generator: Some(generator), ..self.chosen().await? };
        let lent = self.lend(&chosen, &silence(), operation.token()).await?;
        let context =
            self.context(&lent, Priority::batch(), Arc::new(|_| {}), operation.token()).await?;
        let total = Some(sample_texts().len() as u64);
        let found =
            probe(&context, &mut |done| events(TransferEvent { done: done as u64, total })).await?;
        self.store.keep_probe(&file.id.0, &serde_json::to_value(&found)?).await?;
        self.view(&registry, &file.id).await
    }

    /// What probes found; one that an earlier version kept in another form counts as none.
    pub(crate) async fn probes(&self) -> Result<BTreeMap<ModelId, Probe>, ApiError> {
        let kept = self.store.probes().await?;
        Ok(kept
            .into_iter()
            .filter_map(|(id, found)| Some((ModelId(id), serde_json::from_value(found).ok()?)))
            .collect())
    }
}
