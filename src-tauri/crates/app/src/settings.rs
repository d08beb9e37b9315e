//! What the person has set.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{
    App,
    recognition::recognizer,
    wire::{
        error::{ApiError, Code},
        settings::{Settings, SettingsPatch},
    },
};

/// The keys under which the store keeps settings.
pub(crate) mod key {
    pub const THEME: &str = "theme";
    pub const THREADS: &str = "threads";
    pub const CONTEXT: &str = "context";
    pub const GPU_LAYERS: &str = "gpu_layers";
    pub const KV: &str = "kv";
    pub const GENERATOR: &str = "generator";
    pub const EMBEDDER: &str = "embedder";
    pub const RECOGNITION: &str = "recognition";
}

/// More threads than any machine that llama.cpp gains from.
const MAX_THREADS: u32 = 512;

/// Tokens below which no task has room.
const MIN_CONTEXT: u32 = 256;

impl App {
    /// What the person has set.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn get_settings(&self) -> Result<Settings, ApiError> {
        let kept = self.store.settings().await?;
        Ok(Settings {
            theme: setting(&kept, key::THEME).unwrap_or_default(),
            threads: setting(&kept, key::THREADS),
            context: setting(&kept, key::CONTEXT),
            gpu_layers: setting(&kept, key::GPU_LAYERS),
            kv: setting(&kept, key::KV),
            generator: setting(&kept, key::GENERATOR),
            embedder: setting(&kept, key::EMBEDDER),
            recognition: setting(&kept, key::RECOGNITION),
            home: self.home.path().display().to_string(),
        })
    }

    /// Changes some settings. Models take a change of threads, context or layers at their next
    /// use.
    ///
    /// # Errors
    /// [`Code::InvalidTask`] for a value that cannot be; `detail` names the setting. Nothing is
    /// changed then.
    pub async fn update_settings(&self, patch: SettingsPatch) -> Result<Settings, ApiError> {
        check(&patch)?;
        if let Some(Some(wish)) = &patch.recognition {
            recognizer(Some(wish)).await?;
        }
        self.change(key::THEME, patch.theme).await?;
        self.change(key::THREADS, patch.threads).await?;
        self.change(key::CONTEXT, patch.context).await?;
        self.change(key::GPU_LAYERS, patch.gpu_layers).await?;
        self.change(key::KV, patch.kv).await?;
        self.change(key::RECOGNITION, patch.recognition).await?;
        self.get_settings().await
    }

    /// An absent value stays, a null one goes back to its default.
    pub(crate) async fn change<T: Serialize>(
        &self,
        key: &str,
        value: Option<Option<T>>,
    ) -> Result<(), ApiError> {
        match value {
            None => {}
            Some(None) => self.store.clear_setting(key).await?,
            Some(Some(value)) => {
                self.store.set_setting(key, serde_json::to_value(value)?).await?;
            }
        }
        Ok(())
    }
}

/// A setting; one that cannot be understood counts as not set.
pub(crate) fn setting<T: DeserializeOwned>(kept: &Map<String, Value>, key: &str) -> Option<T> {
    serde_json::from_value(kept.get(key)?.clone())
        .inspect_err(|error| tracing::warn!(key, %error, "a setting is ignored"))
        .ok()
}

fn check(patch: &SettingsPatch) -> Result<(), ApiError> {
    if let Some(Some(threads)) = patch.threads
        && !(1..=MAX_THREADS).contains(&threads)
    {
        return Err(ApiError::about(
            Code::InvalidTask,
            format_args!("{threads} threads cannot be: choose 1 to {MAX_THREADS}"),
            key::THREADS,
        ));
    }
    if let Some(Some(context)) = patch.context
        && context < MIN_CONTEXT
    {
        return Err(ApiError::about(
            Code::InvalidTask,
            format_args!(
                "a context of {context} tokens is too short: choose {MIN_CONTEXT} or more"
            ),
            key::CONTEXT,
        ));
    }
    Ok(())
}
