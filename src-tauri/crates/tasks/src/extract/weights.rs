//! The weights of a ranker, and the prior that ships.
//!
//! The prior is learned on generated documents by the recipe in `models/priors`; its card there
//! says from what, under which licences, and how good it is.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::measures::{OF_CONTENDER, OF_NONE};
use super::role::Role;
use crate::{FieldType, evidence::distribution::sigmoid};

/// What each number of the evidence is worth in units of log-odds, and how the probabilities that
/// come of it are calibrated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// One for each number of a contender.
    pub contender: Vec<f64>,
    /// One for each number of "not in this document".
    pub none: Vec<f64>,
    /// Calibration: log-odds are multiplied by the first and raised by the second (Platt 1999).
    pub calibration: Option<(f64, f64)>,
}

impl Weights {
    pub(super) fn flat(&self) -> Vec<f64> {
        self.contender.iter().chain(&self.none).copied().collect()
    }

    pub(super) fn unflat(&self, flat: &[f64]) -> Self {
        let (contender, none) = flat.split_at(self.contender.len());
        Self { contender: contender.to_vec(), none: none.to_vec(), calibration: self.calibration }
    }
}

/// A probability after calibration.
pub(super) fn calibrated(probability: f64, calibration: Option<(f64, f64)>) -> f64 {
    let Some((slope, offset)) = calibration else { return probability };
    let kept = probability.clamp(1e-6, 1.0 - 1e-6);
    let odds = slope * (kept / (1.0 - kept)).ln() + offset;
    sigmoid(odds)
}

/// Which models have borne witness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Witnesses {
    pub embedder: bool,
    pub model: bool,
}

impl Witnesses {
    /// All that there can be.
    pub const ALL: [Self; 4] = [
        Self { embedder: false, model: false },
        Self { embedder: true, model: false },
        Self { embedder: false, model: true },
        Self { embedder: true, model: true },
    ];

    const fn name(self) -> &'static str {
        match (self.embedder, self.model) {
            (false, false) => "shape",
            (true, false) => "shape+embedder",
            (false, true) => "shape+model",
            (true, true) => "shape+embedder+model",
        }
    }
}

/// The general weights of every family of types, for single values and for lists, and for each
/// set of witnesses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// Names of the numbers of a contender, in the order of the weights.
    pub contender: Vec<String>,
    /// Names of the numbers of "not in this document".
    pub none: Vec<String>,
    /// By "family/witnesses" and "family list/witnesses".
    pub weights: IndexMap<String, Weights>,
}

static SHIPPED: LazyLock<Prior> = LazyLock::new(|| {
    let text = include_str!("../../../../../models/priors/extraction.json");
    serde_json::from_str(text).unwrap_or_default()
});

impl Prior {
    /// The one that ships.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Plain common sense, to begin learning from.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            contender: OF_CONTENDER.map(str::to_owned).to_vec(),
            none: OF_NONE.map(str::to_owned).to_vec(),
            weights: IndexMap::new(),
        }
    }

    pub(super) fn key(family: &str, many: bool, witnesses: Witnesses) -> String {
        let list = if many { " list" } else { "" };
        format!("{family}{list}/{}", witnesses.name())
    }

    /// The weights of a type and role; those of the type where nothing was learned of the role.
    pub(super) fn of(
        &self,
        kind: FieldType,
        role: Role,
        many: bool,
        witnesses: Witnesses,
    ) -> Weights {
        let families = [format!("{}{}", family(kind), role.name(kind)), family(kind).to_owned()];
        let known = families
            .iter()
            .find_map(|family| self.weights.get(&Self::key(family, many, witnesses)));
        let fits = |known: &&Weights| {
            known.contender.len() == OF_CONTENDER.len() && known.none.len() == OF_NONE.len()
        };
        known.filter(fits).cloned().unwrap_or_else(|| common_sense(many))
    }
}

/// Types whose evidence weighs alike.
pub(super) const fn family(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Date => "date",
        FieldType::Amount => "amount",
        FieldType::Number => "number",
        FieldType::Organization => "organization",
        FieldType::Name => "name",
        FieldType::Address => "address",
        FieldType::Duration => "duration",
        FieldType::Email | FieldType::Phone | FieldType::Url => "contact",
        FieldType::Identifier => "identifier",
        _ => "text",
    }
}

/// Weights for a family that nothing was learned about.
fn common_sense(many: bool) -> Weights {
    let weight = |name: &&str| match *name {
        "shape" | "announced" => 2.0,
        "pure" | "log-probability to the best" => 1.0,
        "similarity" => 4.0,
        "early" | "first" => 0.5,
        _ => 0.0,
    };
    let none = |name: &&str| match *name {
        "always" if many => 4.5,
        "always" => 2.0,
        _ => 0.0,
    };
    Weights {
        contender: OF_CONTENDER.iter().map(weight).collect(),
        none: OF_NONE.iter().map(none).collect(),
        calibration: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_prior_has_a_weight_for_every_measure() {
        let prior = Prior::shipped();
        assert_eq!(prior.contender, OF_CONTENDER, "learn the prior again: models/priors/README.md");
        assert_eq!(prior.none, OF_NONE);
        for family in ["date", "amount total", "organization issuer", "address issuer"] {
            let key = Prior::key(family, false, Witnesses { embedder: true, model: false });
            let weights = &prior.weights[&key];
            assert_eq!(weights.contender.len(), OF_CONTENDER.len(), "{key}");
            assert_eq!(weights.none.len(), OF_NONE.len(), "{key}");
        }
    }

    #[test]
    fn calibration_keeps_the_order() {
        let honest = |probability| calibrated(probability, Some((0.6, -0.2)));
        assert!(honest(0.9) < 0.9 && honest(0.9) > honest(0.5) && honest(0.5) > honest(0.1));
        assert_eq!(calibrated(0.7, None), 0.7);
    }
}
