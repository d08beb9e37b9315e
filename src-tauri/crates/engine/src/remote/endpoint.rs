//! One endpoint, and all of them by name.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Instant,
};

use async_trait::async_trait;
use tokio::sync::OnceCell;

use super::{connection::Connection, count, embed, gate::Gate, generate, probe, score};
use crate::{
    CancellationToken, EmbedOutcome, EmbedRequest, EngineError, GenerateOutcome, GenerateRequest,
    GenerateSink, Inference, KvFormat, LoadedModel, ModelId, Priority, Prompt, Purpose, Remote,
    RenderedPrompt, ScoreOutcome, ScoreRequest, SelfTest,
    remote::{Abilities, Ability, Address, EndpointError, Patience, RemoteModel},
};

/// Tokens that are supposed to fit where neither the endpoint nor the person says: what Ollama
/// holds unless told otherwise, which cuts longer prompts without a word.
const SUPPOSED_CONTEXT: u32 = 4096;

/// Where a key comes from. It is asked for when first needed, since a key ring may ask the person.
pub type KeySource = Arc<dyn Fn() -> Result<Option<String>, EndpointError> + Send + Sync>;

/// How an endpoint is spoken to.
#[derive(Clone)]
pub struct EndpointConfig {
    /// Its name, as [`crate::remote::endpoint_name`] gives it.
    pub name: String,
    /// Where it is.
    pub address: Address,
    /// Its key.
    pub key: KeySource,
    /// Requests at once.
    pub concurrency: usize,
    /// Tokens that fit, where the person says so.
    pub context: Option<u32>,
    /// How long and how often.
    pub patience: Patience,
}

/// An endpoint. One connection pool, made when first used.
pub struct Endpoint {
    config: EndpointConfig,
    gate: Gate,
    connection: OnceCell<Connection>,
    /// What is known of its models.
    known: RwLock<BTreeMap<String, (RemoteModel, Abilities)>>,
}

/// A request under way: whom it goes to, and what is known of it.
pub(crate) struct Asked<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) address: &'a Address,
    pub(crate) endpoint: &'a str,
    pub(crate) model: &'a str,
    pub(crate) abilities: &'a Abilities,
    pub(crate) patience: Patience,
    context: u32,
}

impl Asked<'_> {
    /// A failure with the endpoint's name.
    pub(crate) fn failed(&self, error: EndpointError) -> EngineError {
        EngineError::Endpoint { endpoint: self.endpoint.to_owned(), error }
    }

    /// # Errors
    /// [`EndpointError::Unable`] where the probe did not find this.
    pub(crate) fn need(&self, ability: Ability) -> Result<(), EngineError> {
        if self.abilities.can(ability) {
            return Ok(());
        }
        Err(self.failed(EndpointError::Unable { ability }))
    }

    /// A failure to take a prompt of so many bytes: perhaps it was too long.
    pub(crate) fn refused(&self, error: EndpointError, bytes: usize) -> EngineError {
        match &error {
            EndpointError::Refused { message, .. } | EndpointError::Failed { message, .. }
                if is_about_length(message) =>
            {
                let tokens = u32::try_from(bytes / 3).unwrap_or(u32::MAX);
                EngineError::PromptTooLong { tokens: tokens.max(self.context), limit: self.context }
            }
            _ => self.failed(error),
        }
    }
}

/// The words of llama-server, vLLM, TGI and OpenAI for a prompt that does not fit.
fn is_about_length(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["context size", "context length", "context_length", "maximum context", "must be <="]
        .iter()
        .any(|words| message.contains(words))
}

impl Endpoint {
    /// Contacts nobody.
    #[must_use]
    pub fn new(config: EndpointConfig) -> Self {
        let gate = Gate::new(config.concurrency);
        Self { config, gate, connection: OnceCell::new(), known: RwLock::default() }
    }

    /// How it is spoken to.
    #[must_use]
    pub fn config(&self) -> &EndpointConfig {
        &self.config
    }

    /// The models that it lists.
    ///
    /// # Errors
    /// [`EngineError::Endpoint`], [`EngineError::Cancelled`].
    pub async fn models(
        &self,
        cancel: &CancellationToken,
    ) -> Result<Vec<RemoteModel>, EngineError> {
        self.until(cancel, async {
            let connection = self.connection().await?;
            probe::models(connection, &self.config.address, self.config.patience)
                .await
                .map_err(|error| self.failed(error))
        })
        .await
    }

    /// Finds out what it can do with a model, by small questions about nothing, and remembers it.
    ///
    /// # Errors
    /// [`EngineError::Endpoint`] when it does not answer at all; [`EngineError::Cancelled`].
    pub async fn probe(
        &self,
        model: &RemoteModel,
        cancel: &CancellationToken,
    ) -> Result<Abilities, EngineError> {
        let abilities = self
            .until(cancel, async {
                let connection = self.connection().await?;
                let patience = self.config.patience;
                probe::probe(connection, &self.config.address, &model.name, patience)
                    .await
                    .map_err(|error| self.failed(error))
            })
            .await?;
        self.learn(model.clone(), abilities.clone());
        Ok(abilities)
    }

    /// Takes over what an earlier probe found.
    pub fn learn(&self, model: RemoteModel, abilities: Abilities) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(model.name.clone(), (model, abilities));
    }

    /// What is known of a model, without asking.
    ///
    /// # Errors
    /// [`EngineError::ModelNotLoaded`] for one that was never probed.
    pub fn known(&self, model: &str) -> Result<LoadedModel, EngineError> {
        let (model, abilities) = self.find(model)?;
        let context = self.context(&model);
        let purpose = match abilities.can(Ability::Chat) || abilities.can(Ability::Completions) {
            true => Purpose::Generate,
            false => Purpose::Embed,
        };
        Ok(LoadedModel {
            id: ModelId::remote(&self.config.name, &model.name),
            path: PathBuf::new(),
            purpose,
            name: model.name,
            architecture: String::new(),
            parameters: model.parameters.unwrap_or(0),
            file_bytes: 0,
            context_train: context,
            context,
            kv: KvFormat::default(),
            embedding_length: abilities.vector_length,
            pooling: None,
            chat_template: None,
            device: self.config.address.host(),
            notice: None,
            self_test: SelfTest { text: String::new(), prefill_rate: 0.0, decode_rate: 0.0 },
            remote: Some(Remote { host: self.config.address.host(), abilities }),
        })
    }

    fn find(&self, model: &str) -> Result<(RemoteModel, Abilities), EngineError> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let missing = || EngineError::ModelNotLoaded(ModelId::remote(&self.config.name, model));
        known.get(model).cloned().ok_or_else(missing)
    }

    fn context(&self, model: &RemoteModel) -> u32 {
        self.config.context.or(model.context).unwrap_or(SUPPOSED_CONTEXT)
    }

    async fn connection(&self) -> Result<&Connection, EngineError> {
        let make = || async {
            let source = self.config.key.clone();
            let key = tokio::task::spawn_blocking(move || source()).await;
            let key =
                key.unwrap_or_else(|panic| Err(EndpointError::Key { reason: panic.to_string() }))?;
            Connection::new(&self.config.address, key)
        };
        self.connection.get_or_try_init(make).await.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: EndpointError) -> EngineError {
        EngineError::Endpoint { endpoint: self.config.name.clone(), error }
    }

    /// Dropping `work` closes its connections.
    async fn until<T>(
        &self,
        cancel: &CancellationToken,
        work: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(EngineError::Cancelled),
            done = work => done,
        }
    }

    /// Waits for a place, then works.
    async fn ask<T>(
        &self,
        id: &ModelId,
        priority: Priority,
        cancel: &CancellationToken,
        work: impl AsyncFnOnce(&Asked<'_>, f64) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let name = id.as_remote().map_or(id.0.as_str(), |(_, model)| model);
        let (model, abilities) = self.find(name)?;
        self.until(cancel, async {
            let waited = Instant::now();
            let _place = self.gate.enter(priority).await?;
            let asked = Asked {
                connection: self.connection().await?,
                address: &self.config.address,
                endpoint: &self.config.name,
                model: &model.name,
                abilities: &abilities,
                patience: self.config.patience,
                context: self.context(&model),
            };
            work(&asked, waited.elapsed().as_secs_f64() * 1e3).await
        })
        .await
    }
}

#[async_trait]
impl Inference for Endpoint {
    async fn model(&self, id: &ModelId) -> Result<LoadedModel, EngineError> {
        self.known(id.as_remote().map_or(id.0.as_str(), |(_, model)| model))
    }

    async fn generate(
        &self,
        request: GenerateRequest,
        sink: Option<GenerateSink>,
        cancel: CancellationToken,
    ) -> Result<GenerateOutcome, EngineError> {
        self.ask(&request.model, request.priority, &cancel, async |asked, queue_ms| {
            generate::generate(asked, &request, sink.as_ref(), queue_ms).await
        })
        .await
    }

    async fn score(
        &self,
        request: ScoreRequest,
        cancel: CancellationToken,
    ) -> Result<ScoreOutcome, EngineError> {
        self.ask(&request.model, request.priority, &cancel, async |asked, queue_ms| {
            score::score(asked, &request, queue_ms).await
        })
        .await
    }

    async fn embed(
        &self,
        request: EmbedRequest,
        cancel: CancellationToken,
    ) -> Result<EmbedOutcome, EngineError> {
        self.ask(&request.model, request.priority, &cancel, async |asked, queue_ms| {
            embed::embed(asked, &request, queue_ms).await
        })
        .await
    }

    /// Roles and texts in plain words, without asking: the template is the server's own.
    async fn render(
        &self,
        _model: &ModelId,
        prompt: &Prompt,
    ) -> Result<RenderedPrompt, EngineError> {
        let text = generate::as_text(prompt, None);
        Ok(RenderedPrompt { tokens: count::reckoned(&text), text })
    }

    async fn count_tokens(
        &self,
        model: &ModelId,
        texts: &[String],
    ) -> Result<Vec<u32>, EngineError> {
        let name = model.as_remote().map_or(model.0.as_str(), |(_, model)| model);
        let (model, abilities) = self.find(name)?;
        if !abilities.can(Ability::Tokenize) {
            return Ok(texts.iter().map(|text| count::reckoned(text)).collect());
        }
        let (connection, address) = (self.connection().await?, &self.config.address);
        count::counted(connection, address, &model.name, texts, self.config.patience)
            .await
            .map_err(|error| self.failed(error))
    }
}

/// The endpoints that a person has set up, by name. Clones share them.
#[derive(Clone, Default)]
pub struct Endpoints(Arc<RwLock<BTreeMap<String, Arc<Endpoint>>>>);

impl Endpoints {
    /// Adds one, or puts it in the place of another of its name.
    pub fn insert(&self, endpoint: Endpoint) {
        let name = endpoint.config.name.clone();
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(name, Arc::new(endpoint));
    }

    /// Forgets one; its requests under way go on.
    pub fn remove(&self, name: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// The one of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Arc<Endpoint>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// The one that answers for this model, if it is a remote one.
    pub(crate) fn of(&self, id: &ModelId) -> Option<Result<Arc<Endpoint>, EngineError>> {
        let (name, _) = id.as_remote()?;
        Some(self.get(name).ok_or_else(|| EngineError::ModelNotLoaded(id.clone())))
    }
}
