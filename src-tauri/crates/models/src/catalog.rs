//! Models worth knowing: those that come with Winnow, and those that could be had.
//!
//! The data is `models/catalog.toml`, built into the program. This module knows nothing of what is
//! on the disk.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;
use url::Url;
use winnow_engine::Purpose;

const BUILT_IN: &str = include_str!("../../../../models/catalog.toml");

/// A list of models.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalog {
    /// The models, in the order in which they are offered.
    #[serde(rename = "model")]
    pub entries: Vec<CatalogEntry>,
}

/// A model that comes with Winnow or could be had.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogEntry {
    /// A stable key; the model's file is called `<id>.gguf`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether it comes with Winnow.
    #[serde(default)]
    pub default: bool,
    /// What it is good for, in a sentence or two.
    pub good_for: String,
    /// Parameters.
    pub parameters: u64,
    /// Licence, as its makers call it.
    pub license: String,
    /// ISO 639-1 codes of the languages that it knows; "multi" for dozens.
    pub languages: Vec<String>,
    /// Tokens that it was trained to hold.
    pub context: u32,
    /// Text that an embedder wants before every text.
    pub prefix: Option<String>,
    /// Bytes of the file, nearly; for judging room and time only.
    pub bytes: u64,
    /// SHA-256 of the file in lower-case hexadecimal, where it was computed from the file.
    pub sha256: Option<String>,
    /// Where it is downloaded from; none: it comes with Winnow.
    pub url: Option<String>,
}

/// What is wrong with a catalog.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// It is not TOML, or a field is missing, unknown or of another type.
    #[error("the catalog of models cannot be read: {0}")]
    Unreadable(String),
    /// A field says something that cannot be.
    #[error("catalog of models, entry \"{id}\": {field} {problem}")]
    Invalid {
        /// The entry.
        id: String,
        /// Its field.
        field: &'static str,
        /// What was found and what was expected.
        problem: String,
    },
}

impl Catalog {
    /// The catalog that is built into the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        #[expect(clippy::expect_used, reason = "the text is a constant, and a test parses it")]
        static CATALOG: LazyLock<Catalog> =
            LazyLock::new(|| Catalog::parse(BUILT_IN).expect("models/catalog.toml is valid"));
        &CATALOG
    }

    /// Reads a catalog from TOML and checks it.
    ///
    /// # Errors
    /// [`CatalogError`].
    pub fn parse(text: &str) -> Result<Self, CatalogError> {
        let catalog: Self =
            toml::from_str(text).map_err(|error| CatalogError::Unreadable(error.to_string()))?;
        let mut seen = HashSet::new();
        for entry in &catalog.entries {
            entry.check()?;
            if !seen.insert(&entry.id) {
                return Err(entry.invalid("id", "is used twice".to_owned()));
            }
        }
        Ok(catalog)
    }

    /// The entry with this key.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&CatalogEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The entry that a file is a copy of: the one with its hash, else the one whose file name it
    /// bears.
    #[must_use]
    pub fn describe(&self, sha256: &str, file_name: &str) -> Option<&CatalogEntry> {
        let by_hash = self.entries.iter().find(|entry| entry.sha256.as_deref() == Some(sha256));
        by_hash.or_else(|| {
            let named = self.entries.iter().find(|entry| entry.file_name() == file_name)?;
            // A pinned model is known by its bytes: another file may borrow its name, not its card.
            named.sha256.is_none().then_some(named)
        })
    }
}

impl CatalogEntry {
    /// The name under which its file is kept.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.gguf", self.id)
    }

    /// The host that a download would talk to.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        Url::parse(self.url.as_deref()?).ok()?.host_str().map(str::to_owned)
    }

    /// Parameters as people say them: "135 M", "1.7 B".
    #[must_use]
    pub fn parameters_in_words(&self) -> String {
        let millions = self.parameters as f64 / 1e6;
        if millions < 999.5 {
            format!("{millions:.0} M")
        } else {
            format!("{:.1} B", millions / 1000.0)
        }
    }

    fn check(&self) -> Result<(), CatalogError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
        // The key becomes a file name: it must not be able to leave its folder.
        if !self.id.chars().all(plain) || !self.id.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            return Err(self.invalid("id", "may hold a-z, 0-9, dots and hyphens only".to_owned()));
        }
        if let Some(hash) = self.sha256.as_deref()
            && !is_sha256(hash)
        {
            let found = format!("is \"{hash}\", expected 64 digits in lower-case hexadecimal");
            return Err(self.invalid("sha256", found));
        }
        match &self.url {
            Some(url) => match Url::parse(url) {
                Ok(parsed) if parsed.scheme() == "https" => {}
                _ => return Err(self.invalid("url", format!("is \"{url}\", expected https://…"))),
            },
            None if self.default && self.sha256.is_some() => {}
            None => {
                return Err(self.invalid("url", "is missing, and it is no pinned default".into()));
            }
        }
        for (field, number) in [("bytes", self.bytes), ("parameters", self.parameters)] {
            if number == 0 {
                return Err(self.invalid(field, "is 0".to_owned()));
            }
        }
        Ok(())
    }

    fn invalid(&self, field: &'static str, problem: String) -> CatalogError {
        CatalogError::Invalid { id: self.id.clone(), field, problem }
    }
}

/// Whether a text is a SHA-256 in lower-case hexadecimal.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(changes: &str) -> String {
        let given: Vec<&str> =
            changes.lines().filter_map(|line| Some(line.split_once('=')?.0.trim())).collect();
        let usual = "id = 'a'\nname = 'A'\npurpose = 'generate'\ngood_for = 'x'\nparameters = 1\n\
            license = 'MIT'\nlanguages = ['en']\ncontext = 1\nbytes = 1\nurl = 'https://h.org/f'";
        let kept = usual.lines().filter(|l| !given.contains(&l.split(' ').next().unwrap_or(l)));
        format!("[[model]]\n{}\n{changes}\n", kept.collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn the_built_in_catalog_is_valid_and_has_one_default_for_each_purpose() {
        let catalog = Catalog::parse(BUILT_IN).expect("models/catalog.toml must be valid");
        for purpose in [Purpose::Generate, Purpose::Embed] {
            let defaults = catalog.entries.iter().filter(|e| e.default && e.purpose == purpose);
            assert_eq!(defaults.count(), 1, "{purpose:?} needs exactly one default");
        }
        assert!(catalog.entries.len() >= 12, "people should find a choice");
    }

    #[test]
    fn the_defaults_are_those_that_setup_installs() {
        let pins: toml::Table = include_str!("../../../../models/pins.toml").parse().expect("TOML");
        for pin in pins["model"].as_array().expect("a list of models") {
            let id = pin["id"].as_str().expect("a text");
            let entry = Catalog::built_in().get(id).expect("every pinned model has an entry");
            assert_eq!(entry.sha256.as_deref(), pin["sha256"].as_str(), "{id}: same file");
            assert_eq!(Some(entry.file_name().as_str()), pin["file"].as_str(), "{id}: same name");
            assert_eq!(i64::try_from(entry.bytes).ok(), pin["bytes"].as_integer(), "{id}: bytes");
        }
    }

    #[test]
    fn impossible_entries_are_refused_with_their_field() {
        for (changes, field) in [
            ("id = '../escape'", "id"),
            ("id = '.hidden'", "id"),
            ("url = 'http://h.org/f'", "url"),
            ("url = 'file:///etc/passwd'", "url"),
            ("sha256 = 'ABC'", "sha256"),
            ("bytes = 0", "bytes"),
        ] {
            let Err(CatalogError::Invalid { field: found, .. }) = Catalog::parse(&entry(changes))
            else {
                panic!("{changes} must be refused");
            };
            assert_eq!(found, field, "{changes}");
        }
        let twice = format!("{}{}", entry(""), entry(""));
        assert!(Catalog::parse(&twice).is_err(), "two entries must not share a file");
        assert!(Catalog::parse(&entry("")).is_ok(), "the unchanged entry is fine");
    }

    #[test]
    fn a_pinned_model_is_known_by_its_bytes_and_another_by_its_name() {
        let catalog = Catalog::built_in();
        let pinned = &catalog.entries[0];
        let hash = pinned.sha256.as_deref().expect("the default is pinned");
        assert_eq!(catalog.describe(hash, "renamed.gguf"), Some(pinned), "the bytes decide");
        let other = "0".repeat(64);
        assert_eq!(catalog.describe(&other, &pinned.file_name()), None, "a name can be borrowed");
        let open = catalog.entries.iter().find(|e| e.sha256.is_none()).expect("an open one");
        assert_eq!(catalog.describe(&other, &open.file_name()), Some(open));
    }

    #[test]
    fn parameters_read_as_people_say_them() {
        let mut entry = Catalog::built_in().entries[0].clone();
        for (parameters, words) in
            [(134_515_008, "135 M"), (22_467_072, "22 M"), (1_711_000_000, "1.7 B")]
        {
            entry.parameters = parameters;
            assert_eq!(entry.parameters_in_words(), words);
        }
    }
}
