//! What was measured and what was kept, as it lies beside the kept file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use winnow_engine::{CancellationToken, ModelId, quantize::Closeness};

use crate::HashCache;

/// The measurements of one model on one computer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Optimization {
    /// The published file's hash.
    pub original: ModelId,
    /// The device that computed ("CPU (icelake)").
    pub device: String,
    /// When, in seconds since 1970.
    pub measured_at: u64,
    /// Every format, the published one first.
    pub candidates: Vec<Candidate>,
    /// What was kept; none: the published file is the best.
    pub derived: Option<Derived>,
}

/// One format of the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its name ("Q8_0").
    pub format: String,
    /// Bytes of its file; reckoned where none was made.
    pub bytes: u64,
    /// What was measured; none: it was skipped.
    pub figures: Option<Figures>,
    /// What became of it.
    pub verdict: Verdict,
}

/// Measurements of one file.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Tokens per second reading.
    pub prefill_rate: f64,
    /// Tokens per second writing; none for an embedder.
    pub decode_rate: Option<f64>,
    /// How near its computations are to the published file's; none for that file itself.
    pub closeness: Option<Closeness>,
}

/// What became of a format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Verdict {
    /// It is used.
    Chosen,
    /// Another one is better for document work.
    Slower,
    /// Its answers differ too much from the published file's.
    TooFar,
    /// It was not tried.
    Skipped {
        /// Why.
        reason: String,
    },
}

/// The file that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derived {
    /// Its name, in the report's folder.
    pub file: String,
    /// Its hash.
    pub sha256: String,
    /// Its format.
    pub format: String,
    /// Its bytes.
    pub bytes: u64,
}

impl Optimization {
    /// How many times as fast the chosen file reads as the published one; 1 for that file itself.
    #[must_use]
    pub fn gain(&self) -> f64 {
        let rate = |candidate: Option<&Candidate>| Some(candidate?.figures?.prefill_rate);
        let chosen = self.candidates.iter().find(|one| one.verdict == Verdict::Chosen);
        match (rate(chosen), rate(self.candidates.first())) {
            (Some(chosen), Some(published)) if published > 0.0 => chosen / published,
            _ => 1.0,
        }
    }

    /// The report's name in its folder.
    pub(super) fn file_name(original: &ModelId) -> String {
        format!("{}.json", original.0)
    }

    /// The latest result for a model in these folders, the first folder first; with the kept file,
    /// if there is one and it is still what was kept.
    pub(crate) fn find(
        original: &ModelId,
        folders: &[PathBuf],
        hashes: &mut HashCache,
        cancel: &CancellationToken,
    ) -> Option<(Self, Option<PathBuf>)> {
        let (folder, report) = folders.iter().find_map(|folder| {
            let report = Self::read(&folder.join(Self::file_name(original)))?;
            (report.original == *original).then_some((folder, report))
        })?;
        let file = report.derived.as_ref().and_then(|derived| {
            let path = folder.join(Path::new(&derived.file).file_name()?);
            let same = hashes.sha256(&path, cancel).is_ok_and(|hash| hash == derived.sha256);
            if !same {
                tracing::warn!("{} is not what was kept, so it is not used", path.display());
            }
            same.then_some(path)
        });
        Some((report, file))
    }

    fn read(path: &Path) -> Option<Self> {
        let text = fs::read(path).ok()?;
        serde_json::from_slice(&text)
            .inspect_err(|error| tracing::warn!("{} is not used: {error}", path.display()))
            .ok()
    }
}
