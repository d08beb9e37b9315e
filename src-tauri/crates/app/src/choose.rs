//! Which models a task needs, and which of the person's models those are.

use std::path::Path;

use winnow_engine::{GpuLayers, LoadSpec, ModelId, Purpose};
use winnow_models::{ModelFile, Registry};
use winnow_tasks::{Decide, Outcome, Task, TaskError, TaskKind, probe::Probe};

use crate::{
    App,
    convert::outcome::KeptOutcome,
    wire::{
        error::{ApiError, Code},
        settings::Settings,
    },
};

/// The models of a run, before they are loaded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// The language model.
    pub generator: Option<Pick>,
    /// The larger language model that is asked where the others are unsure.
    pub fallback: Option<Pick>,
    /// The embedder.
    pub embedder: Option<Pick>,
    /// The languages that the embedder reads, as ISO 639-1 codes; empty: nothing is known of them.
    pub embedder_languages: Vec<String>,
    /// Whether the language model may write summaries unasked.
    pub writes: bool,
}

/// One chosen model.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// Where it runs.
    pub place: Place,
    /// What it is called.
    pub name: String,
}

impl Pick {
    /// How it is loaded, if it runs here.
    #[must_use]
    pub fn spec(&self) -> Option<&LoadSpec> {
        match &self.place {
            Place::Here(spec) => Some(spec),
            Place::Elsewhere(_) => None,
        }
    }

    /// What the engine calls it.
    #[must_use]
    pub fn id(&self) -> &ModelId {
        match &self.place {
            Place::Here(spec) => &spec.id,
            Place::Elsewhere(id) => id,
        }
    }
}

/// Where a model runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// Here, loaded like this.
    Here(LoadSpec),
    /// At an endpoint, under this name.
    Elsewhere(ModelId),
}

/// Whether a task can do without a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    No,
    IfThere,
    Must,
}

impl Chosen {
    /// An outcome with the names of its models.
    #[must_use]
    pub fn kept(&self, outcome: Outcome) -> KeptOutcome {
        let name = |pick: &Option<Pick>| pick.as_ref().map(|pick| pick.name.clone());
        KeptOutcome {
            model_name: outcome.model.as_ref().and_then(|_| name(&self.generator)),
            fallback_name: outcome.fallback.as_ref().and_then(|_| name(&self.fallback)),
            embedder_name: outcome.embedder.as_ref().and_then(|_| name(&self.embedder)),
            outcome,
        }
    }

    /// The language model alone; the embedder where there is no other.
    #[must_use]
    pub fn reader(self) -> Self {
        match self.generator {
            Some(_) => Self { embedder: None, fallback: None, ..self },
            None => self,
        }
    }
}

impl App {
    /// The models that a task needs, out of those chosen.
    ///
    /// # Errors
    /// [`Code::ModelMissing`] when one that it cannot do without is not there.
    pub(crate) async fn choose(&self, task: &Task) -> Result<Chosen, ApiError> {
        let all = self.chosen().await?;
        let (generator, embedder) = needs(task, all.writes);
        let take = |pick: Option<Pick>, need, purpose| match (need, pick) {
            (Need::No, _) | (Need::IfThere, None) => Ok(None),
            (_, Some(pick)) => Ok(Some(pick)),
            (Need::Must, None) => Err(TaskError::ModelMissing(purpose)),
        };
        let chosen = Chosen {
            generator: take(all.generator, generator, Purpose::Generate)?,
            fallback: match &task.fallback {
                Some(wish) => Some(self.named(wish, Purpose::Generate).await?),
                None => None,
            },
            embedder: take(all.embedder, embedder, Purpose::Embed)?,
            embedder_languages: all.embedder_languages,
            writes: all.writes,
        };
        if chosen.generator.is_none()
            && chosen.embedder.is_none()
            && task.kind != TaskKind::Summarize
        {
            return Err(TaskError::ModelMissing(Purpose::Generate).into());
        }
        Ok(chosen)
    }

    /// The models that the person has chosen, or that this process was told to use.
    pub(crate) async fn chosen(&self) -> Result<Chosen, ApiError> {
        let settings = self.get_settings().await?;
        let mut registry = self.registry().await?;
        if self.selected(&registry, &settings)?.iter().any(Option::is_none) {
            registry = self.rescan().await?;
        }
        let [generator, embedder] = self.selected(&registry, &settings)?;
        let pick = |id: &ModelId, purpose| {
            registry.get(id).map(|file| self.pick(file, purpose, &settings))
        };
        let mut chosen = Chosen::default();
        chosen.generator = match self.elsewhere(&registry, &settings, Purpose::Generate)? {
            Some(id) => Some(at_endpoint(id)),
            None => {
                let probes = self.probes().await?;
                chosen.writes =
                    generator.is_some_and(|id| probes.get(id).is_some_and(Probe::earned));
                generator.and_then(|id| pick(id, Purpose::Generate))
            }
        };
        chosen.embedder = match self.elsewhere(&registry, &settings, Purpose::Embed)? {
            Some(id) => Some(at_endpoint(id)),
            None => {
                let card = embedder.and_then(|id| registry.get(id)).and_then(|file| file.card);
                chosen.embedder_languages =
                    card.map(|card| card.languages.clone()).unwrap_or_default();
                embedder.and_then(|id| pick(id, Purpose::Embed))
            }
        };
        Ok(chosen)
    }

    /// The model of this computer or of an endpoint that a task names.
    ///
    /// # Errors
    /// [`Code::ModelMissing`] for a name that no model has; the file's own problem.
    async fn named(&self, wish: &str, purpose: Purpose) -> Result<Pick, ApiError> {
        let path = Path::new(wish);
        if !path.is_file()
            && let Some(id) = self.roster.meant(wish)
        {
            return Ok(at_endpoint(id));
        }
        let settings = self.get_settings().await?;
        if path.is_file() {
            let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
            let file = self.look_at_model(&absolute).await?;
            file.state.as_ref().map_err(|problem| ApiError::from(problem.clone()))?;
            return Ok(Pick {
                place: Place::Here(self.spec(&file.id, &file.path, purpose, &settings)),
                name: file.name(),
            });
        }
        let mut registry = self.registry().await?;
        if registry.named(wish).is_none() {
            registry = self.rescan().await?;
        }
        let file = registry.named(wish).filter(|file| file.purpose() == Some(purpose));
        let file = file.ok_or_else(|| {
            ApiError::about(
                Code::ModelMissing,
                format_args!(
                    "there is no language model \"{wish}\": name one of the list, a GGUF file, or ENDPOINT/MODEL"
                ),
                wish,
            )
        })?;
        file.state.as_ref().map_err(|problem| ApiError::from(problem.clone()))?;
        Ok(self.pick(file, purpose, &settings))
    }

    /// The endpoint's model that was chosen for a purpose, or that this process was told to use.
    ///
    /// # Errors
    /// As [`App::wished`].
    pub(crate) fn elsewhere(
        &self,
        registry: &Registry,
        settings: &Settings,
        purpose: Purpose,
    ) -> Result<Option<ModelId>, ApiError> {
        if let Some(id) = self.wished_elsewhere()
            && self.roster.purpose(&id) == purpose
        {
            return Ok(Some(id));
        }
        if self.wished(registry)?.is_some_and(|file| file.purpose() == Some(purpose)) {
            return Ok(None);
        }
        let kept = match purpose {
            Purpose::Generate => &settings.generator,
            Purpose::Embed => &settings.embedder,
        };
        let kept = kept.as_ref().filter(|id| id.starts_with("remote:"));
        Ok(kept.and_then(|id| self.roster.meant(id)))
    }

    /// The language model and the embedder in use on this computer.
    pub(crate) fn selected<'a>(
        &self,
        registry: &'a Registry,
        settings: &Settings,
    ) -> Result<[Option<&'a ModelId>; 2], ApiError> {
        let wished = self.wished(registry)?;
        let choose = |purpose, set: &Option<String>| {
            let wished = wished.filter(|file| file.purpose() == Some(purpose));
            let preferred = wished.map(|file| file.id.clone()).or(set.clone().map(ModelId));
            registry.choose(purpose, preferred.as_ref()).map(|file| &file.id)
        };
        Ok([
            choose(Purpose::Generate, &settings.generator),
            choose(Purpose::Embed, &settings.embedder),
        ])
    }

    /// The file that runs for a model, and its hash: one that was made for this computer, unless
    /// published files are asked for, or this very file was.
    pub(crate) fn running_file<'a>(&self, file: &'a ModelFile) -> (&'a ModelId, &'a Path) {
        let as_it_is = self.config.as_published || self.is_wished_file(&file.path);
        match file.stand_in.as_ref().filter(|_| !as_it_is) {
            Some(made) => (&made.id, &made.path),
            None => (&file.id, &file.path),
        }
    }

    /// A model with the settings under which it is loaded.
    pub(crate) fn pick(&self, file: &ModelFile, purpose: Purpose, settings: &Settings) -> Pick {
        let (id, path) = self.running_file(file);
        Pick { place: Place::Here(self.spec(id, path, purpose, settings)), name: file.name() }
    }

    /// How a file of this computer is loaded under these settings.
    pub(crate) fn load_spec(
        &self,
        file: &ModelFile,
        purpose: Purpose,
        settings: &Settings,
    ) -> LoadSpec {
        let (id, path) = self.running_file(file);
        self.spec(id, path, purpose, settings)
    }

    fn spec(&self, id: &ModelId, path: &Path, purpose: Purpose, settings: &Settings) -> LoadSpec {
        let kv = self.config.kv.or(settings.kv).filter(|_| purpose == Purpose::Generate);
        LoadSpec {
            context: settings.context.filter(|_| purpose == Purpose::Generate),
            threads: self.config.threads.or(settings.threads),
            gpu_layers: match settings.gpu_layers {
                None => GpuLayers::Auto,
                Some(0) => GpuLayers::None,
                Some(layers) => GpuLayers::Count(layers),
            },
            kv: kv.map(Into::into).unwrap_or_default(),
            ..LoadSpec::new(id.clone(), path.to_owned(), purpose)
        }
    }
}

fn at_endpoint(id: ModelId) -> Pick {
    let name = id.as_remote().map(|(endpoint, model)| format!("{endpoint}/{model}"));
    Pick { name: name.unwrap_or_else(|| id.0.clone()), place: Place::Elsewhere(id) }
}

/// Needs of a language model, which may have earned to write summaries, and of an embedder.
fn needs(task: &Task, writes: bool) -> (Need, Need) {
    match (task.kind, task.decide) {
        (TaskKind::Generate, _) | (TaskKind::Classify, Decide::Model) => (Need::Must, Need::No),
        (TaskKind::Extract | TaskKind::Summarize, Decide::Model) => (Need::Must, Need::IfThere),
        (TaskKind::Classify | TaskKind::Extract, Decide::Embedder) => (Need::No, Need::Must),
        (TaskKind::Summarize, Decide::Cascade | Decide::Best) if writes => {
            (Need::Must, Need::IfThere)
        }
        // The document's own sentences are chosen without a language model.
        (TaskKind::Summarize, _) => (Need::No, Need::IfThere),
        (TaskKind::Classify | TaskKind::Extract, Decide::Cascade | Decide::Best) => {
            (Need::IfThere, Need::IfThere)
        }
    }
}
