//! Settings on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the keys and values of a language model's context are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum KvFormat {
    /// In 16 bits.
    F16,
    /// In 8 bits: about half the memory.
    Q8,
}

impl From<KvFormat> for winnow_engine::KvFormat {
    fn from(format: KvFormat) -> Self {
        match format {
            KvFormat::F16 => Self::F16,
            KvFormat::Q8 => Self::Q8,
        }
    }
}

/// Colours of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the desktop.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What a person has set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Compute threads; none: physical cores.
    pub threads: Option<u32>,
    /// Context in tokens; none: chosen from model and memory.
    pub context: Option<u32>,
    /// Layers on an accelerator; none: as many as fit.
    pub gpu_layers: Option<u32>,
    /// How keys and values are kept; none: in 16 bits.
    pub kv: Option<KvFormat>,
    /// Chosen language model.
    pub generator: Option<String>,
    /// Chosen embedder.
    pub embedder: Option<String>,
    /// Languages of text recognition as Tesseract names them ("deu+eng"), or "off"; none: the
    /// system's language and English.
    pub recognition: Option<String>,
    /// Data folder (read only; `WINNOW_HOME` moves it).
    pub home: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            threads: None,
            context: None,
            gpu_layers: None,
            kv: None,
            generator: None,
            embedder: None,
            recognition: None,
            home: String::new(),
        }
    }
}

/// A change to some settings. An absent field stays; a null one goes back to its default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SettingsPatch {
    /// Colours.
    #[serde(skip_serializing_if = "Option::is_none", with = "double_option")]
    #[ts(as = "Option<Theme>", optional = nullable)]
    pub theme: Option<Option<Theme>>,
    /// Compute threads.
    #[serde(skip_serializing_if = "Option::is_none", with = "double_option")]
    #[ts(as = "Option<u32>", optional = nullable)]
    pub threads: Option<Option<u32>>,
    /// Context in tokens.
    #[serde(skip_serializing_if = "Option::is_none", with = "double_option")]
    #[ts(as = "Option<u32>", optional = nullable)]
    pub context: Option<Option<u32>>,
    /// Layers on an accelerator.
    #[serde(skip_serializing_if = "Option::is_none", with = "double_option")]
    #[ts(as = "Option<u32>", optional = nullable)]
    pub gpu_layers: Option<Option<u32>>,
    /// How keys and values are kept.
    #[serde(skip_serializing_if = "Option::is_none", with = "double_option")]
    #[ts(as = "Option<KvFormat>", optional = nullable)]
    pub kv: Option<Option<KvFormat>>,
    /// Languages of text recognition.
    #[serde(skip_serializing_if = "Option::is_none", with = "double_option")]
    #[ts(as = "Option<String>", optional = nullable)]
    pub recognition: Option<Option<String>>,
}

/// Tells an absent field from a null one.
mod double_option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(
        value: &Option<Option<T>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().and_then(Option::as_ref).serialize(serializer)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<T>>, D::Error> {
        Option::deserialize(deserializer).map(Some)
    }
}
