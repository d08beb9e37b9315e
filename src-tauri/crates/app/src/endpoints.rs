//! Endpoints: add, list, probe, remove. Nothing is contacted before a person adds one.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use winnow_engine::{
    CancellationToken, LoadedModel, ModelId, Purpose,
    remote::{
        Abilities, Ability, Address, Endpoint, EndpointConfig, Endpoints, Patience, RemoteModel,
        endpoint_name,
    },
};
use winnow_store::{EndpointRow, NewEndpoint};

use crate::{
    App, keys,
    settings::key,
    wire::{
        endpoint::{AbilityName, EndpointModelView, EndpointSpec, EndpointView},
        error::{ApiError, Code},
        settings::Settings,
    },
};

/// Requests at once, where the person does not say.
const CONCURRENCY: u32 = 4;
const MOST_CONCURRENCY: u32 = 256;
/// Seconds.
const MOST_TIMEOUT: u32 = 3600;

/// What probes of one endpoint found, as the store keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Found {
    /// Every model that is listed.
    models: Vec<RemoteModel>,
    /// What works with those that were probed.
    abilities: BTreeMap<String, Abilities>,
}

/// The endpoints of one data folder: those kept, and the ways to them.
#[derive(Default)]
pub struct Roster {
    pub(crate) ways: Endpoints,
    rows: Mutex<BTreeMap<String, EndpointRow>>,
}

impl Roster {
    /// Takes over the kept ones; a row that cannot be understood is left out with a warning.
    pub(crate) fn new(rows: Vec<EndpointRow>) -> Arc<Self> {
        let roster = Self::default();
        for row in rows {
            if let Err(error) = roster.add(row) {
                tracing::warn!(%error, "an endpoint is left out");
            }
        }
        Arc::new(roster)
    }

    fn add(&self, row: EndpointRow) -> Result<(), ApiError> {
        let new = &row.endpoint;
        let (name, seconds) = (new.name.clone(), u64::from(new.timeout_seconds));
        let endpoint = Endpoint::new(EndpointConfig {
            name: new.name.clone(),
            address: Address::parse(&new.url, new.any_line).map_err(ApiError::from)?,
            key: Arc::new(move || Ok(keys::key_of(&name))),
            concurrency: new.concurrency as usize,
            context: new.context,
            patience: Patience { silence: Duration::from_secs(seconds), ..Patience::default() },
        });
        let found = found(&row);
        for model in found.models {
            if let Some(abilities) = found.abilities.get(&model.name) {
                endpoint.learn(model, abilities.clone());
            }
        }
        self.ways.insert(endpoint);
        self.rows().insert(row.endpoint.name.clone(), row);
        Ok(())
    }

    fn rows(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, EndpointRow>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn row(&self, name: &str) -> Result<EndpointRow, ApiError> {
        self.rows().get(name).cloned().ok_or_else(|| {
            ApiError::about(
                Code::NotFound,
                format_args!("there is no endpoint \"{name}\": add it first"),
                name,
            )
        })
    }

    /// The endpoint's model that a person means by `NAME/MODEL`, or by its whole id.
    pub(crate) fn meant(&self, wish: &str) -> Option<ModelId> {
        let bare = wish.strip_prefix("remote:").unwrap_or(wish);
        let (name, model) = bare.split_once('/')?;
        let name = endpoint_name(name).ok()?;
        let known = self.rows().contains_key(&name) && !model.is_empty();
        known.then(|| ModelId::remote(&name, model))
    }

    fn known(&self, id: &ModelId) -> Option<LoadedModel> {
        let (name, model) = id.as_remote()?;
        self.ways.get(name)?.known(model).ok()
    }

    /// What an endpoint's model is for: to answer, unless a probe found that it only embeds.
    pub(crate) fn purpose(&self, id: &ModelId) -> Purpose {
        self.known(id).map_or(Purpose::Generate, |known| known.purpose)
    }

    /// Whether a model may do this, as far as it was probed.
    ///
    /// # Errors
    /// [`Code::ModelUnsupported`] for one that a probe found unable.
    pub(crate) fn check(&self, id: &ModelId, purpose: Purpose) -> Result<(), ApiError> {
        let Some(known) = self.known(id) else { return Ok(()) };
        let able = match purpose {
            Purpose::Generate => known.purpose == Purpose::Generate,
            Purpose::Embed => {
                known.remote.is_some_and(|remote| remote.abilities.can(Ability::Embeddings))
            }
        };
        let what = match purpose {
            Purpose::Generate => "neither answers nor continues texts",
            Purpose::Embed => "gives no vectors of texts",
        };
        able.then_some(()).ok_or_else(|| {
            ApiError::about(
                Code::ModelUnsupported,
                format_args!("{id} {what}, as its probe found: choose another model"),
                id.0.as_str(),
            )
        })
    }
}

fn found(row: &EndpointRow) -> Found {
    row.found.clone().and_then(|found| serde_json::from_value(found).ok()).unwrap_or_default()
}

impl App {
    /// The endpoints that were set up. Contacts none of them.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list_endpoints(&self) -> Result<Vec<EndpointView>, ApiError> {
        let settings = self.get_settings().await?;
        let rows: Vec<EndpointRow> = self.roster.rows().values().cloned().collect();
        rows.iter().map(|row| view(row, &settings)).collect()
    }

    /// Sets an endpoint up, or changes one of that name. Contacts nobody; the key goes to the
    /// system's key ring.
    ///
    /// # Errors
    /// [`Code::InvalidEndpoint`] for a name, address or number that cannot be; `detail` names it.
    /// [`Code::KeyRingMissing`]; nothing is kept then.
    pub async fn add_endpoint(&self, spec: EndpointSpec) -> Result<EndpointView, ApiError> {
        let name = endpoint_name(&spec.name).map_err(ApiError::from)?;
        let address = Address::parse(&spec.url, spec.any_line).map_err(ApiError::from)?;
        let new = NewEndpoint {
            name: name.clone(),
            url: address.url(),
            concurrency: within(spec.concurrency, CONCURRENCY, MOST_CONCURRENCY, "concurrency")?,
            timeout_seconds: within(spec.timeout, default_timeout(), MOST_TIMEOUT, "timeout")?,
            context: spec.context.filter(|&tokens| tokens > 0),
            any_line: spec.any_line,
        };
        if let Some(key) = spec.key.filter(|key| !key.trim().is_empty()) {
            let name = name.clone();
            blocking(move || keys::keep(&name, key.trim())).await?;
        }
        self.store.keep_endpoint(&new).await?;
        let row = self.store.endpoints().await?.into_iter().find(|row| row.endpoint.name == name);
        if let Some(row) = row {
            self.roster.add(row)?;
        }
        view(&self.roster.row(&name)?, &self.get_settings().await?)
    }

    /// Asks an endpoint for its models and finds out, with one of them, what it can do. Sends no
    /// document.
    ///
    /// # Errors
    /// [`Code::NotFound`]; [`Code::EndpointUnreachable`], [`Code::EndpointRefused`];
    /// [`Code::Cancelled`].
    pub async fn probe_endpoint(
        &self,
        name: &str,
        model: Option<String>,
        operation: &str,
    ) -> Result<EndpointView, ApiError> {
        let operation = self.operations.begin(operation)?;
        self.look_into(name, model.as_deref(), operation.token()).await?;
        view(&self.roster.row(name)?, &self.get_settings().await?)
    }

    /// Forgets an endpoint and its key. Runs of its models stay in the history.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub async fn remove_endpoint(&self, name: &str) -> Result<(), ApiError> {
        self.roster.row(name)?;
        self.store.forget_endpoint(name).await?;
        self.roster.rows().remove(name);
        self.roster.ways.remove(name);
        let settings = self.get_settings().await?;
        for (key, chosen) in
            [(key::GENERATOR, settings.generator), (key::EMBEDDER, settings.embedder)]
        {
            let chosen = chosen.map(ModelId);
            if chosen.as_ref().and_then(ModelId::as_remote).is_some_and(|(of, _)| of == name) {
                self.change::<String>(key, Some(None)).await?;
            }
        }
        let name = name.to_owned();
        blocking(move || {
            keys::forget(&name);
            Ok(())
        })
        .await
    }

    /// What is known of an endpoint's model; it is probed when nothing is.
    ///
    /// # Errors
    /// As [`App::probe_endpoint`].
    pub(crate) async fn reach(
        &self,
        id: &ModelId,
        cancel: &CancellationToken,
    ) -> Result<LoadedModel, ApiError> {
        let (name, model) = id.as_remote().ok_or_else(|| unknown(id))?;
        let endpoint = self.roster.ways.get(name).ok_or_else(|| unknown(id))?;
        match endpoint.known(model) {
            Ok(known) => Ok(known),
            Err(_) => {
                self.look_into(name, Some(model), cancel).await?;
                Ok(endpoint.known(model)?)
            }
        }
    }

    async fn look_into(
        &self,
        name: &str,
        model: Option<&str>,
        cancel: &CancellationToken,
    ) -> Result<(), ApiError> {
        let mut row = self.roster.row(name)?;
        let endpoint = self.roster.ways.get(name).ok_or_else(|| unknown_name(name))?;
        let models = endpoint.models(cancel).await?;
        let wanted = match model {
            Some(model) => models.iter().find(|listed| listed.name == model),
            None => models.first(),
        };
        let wanted = wanted.ok_or_else(|| {
            let names: Vec<&str> = models.iter().map(|model| model.name.as_str()).collect();
            ApiError::about(
                Code::ModelMissing,
                format_args!(
                    "the endpoint \"{name}\" does not list {}; it lists: {}",
                    model.map_or("any model".to_owned(), |model| format!("\"{model}\"")),
                    names.join(", ")
                ),
                name,
            )
        })?;
        let abilities = endpoint.probe(wanted, cancel).await?;
        let mut found = found(&row);
        found.abilities.retain(|name, _| models.iter().any(|model| model.name == *name));
        found.abilities.insert(wanted.name.clone(), abilities);
        found.models = models;
        let kept = serde_json::to_value(&found)?;
        self.store.keep_found(name, &kept).await?;
        row.found = Some(kept);
        self.roster.rows().insert(name.to_owned(), row);
        Ok(())
    }
}

fn view(row: &EndpointRow, settings: &Settings) -> Result<EndpointView, ApiError> {
    let new = &row.endpoint;
    let address = Address::parse(&new.url, new.any_line).map_err(ApiError::from)?;
    let found = found(row);
    let models = found
        .models
        .iter()
        .map(|model| {
            let id = ModelId::remote(&new.name, &model.name).0;
            EndpointModelView {
                selected: settings.generator.as_ref() == Some(&id),
                embeds: settings.embedder.as_ref() == Some(&id),
                id,
                name: model.name.clone(),
                context: new.context.or(model.context),
                works: found.abilities.get(&model.name).map(works),
            }
        })
        .collect();
    Ok(EndpointView {
        name: new.name.clone(),
        url: new.url.clone(),
        host: address.host(),
        here: address.is_here(),
        concurrency: new.concurrency,
        timeout: new.timeout_seconds,
        context: new.context,
        key_variable: keys::variable(&new.name),
        models,
    })
}

fn works(abilities: &Abilities) -> Vec<AbilityName> {
    let name = |ability: &Ability| match ability {
        Ability::Chat => AbilityName::Chat,
        Ability::Completions => AbilityName::Completions,
        Ability::Streaming => AbilityName::Streaming,
        Ability::Schema => AbilityName::Schema,
        Ability::Logprobs => AbilityName::Logprobs,
        Ability::Scoring => AbilityName::Scoring,
        Ability::Embeddings => AbilityName::Embeddings,
        Ability::Tokenize => AbilityName::Tokenize,
    };
    abilities.works.iter().map(name).collect()
}

fn default_timeout() -> u32 {
    u32::try_from(Patience::default().silence.as_secs()).unwrap_or(MOST_TIMEOUT)
}

fn within(given: Option<u32>, usual: u32, most: u32, what: &'static str) -> Result<u32, ApiError> {
    let number = given.unwrap_or(usual);
    if (1..=most).contains(&number) {
        return Ok(number);
    }
    Err(ApiError::about(
        Code::InvalidEndpoint,
        format_args!("{what} is {number}: choose 1 to {most}"),
        what,
    ))
}

fn unknown(id: &ModelId) -> ApiError {
    ApiError::about(
        Code::ModelMissing,
        format_args!("the model {id} belongs to no endpoint that is set up: choose another one"),
        id.0.as_str(),
    )
}

fn unknown_name(name: &str) -> ApiError {
    ApiError::about(Code::NotFound, format_args!("there is no endpoint \"{name}\""), name)
}

/// The key ring may wait for the person.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| {
        Err(ApiError::plain(Code::Internal, format_args!("the key ring failed: {panic}")))
    })
}
