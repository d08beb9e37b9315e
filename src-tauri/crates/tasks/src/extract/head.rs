//! What a person's corrections teach about the fields of a task.
//!
//! For each field a maximum a posteriori ranker: the prior's weights, moved towards what explains
//! the examples, and weights for the signs that the examples share and for how like a place's
//! surroundings are to those of their values. A field keeps its head only where cross-validation
//! on the examples shows that it is better than the prior.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::contender::Contender;
use super::likeness::{self, Likeness};
use super::lists::Empty;
use super::measures::{OF_CONTENDER, OF_NONE};
use super::reading::RowReading;
use super::tagger::{COLUMNS, Tagger};
use super::weights::{Weights, Witnesses};

/// What was learned about the fields of a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldHead {
    /// By path; fields without are ranked by the prior.
    pub fields: IndexMap<String, TaughtField>,
    /// How rows are read, by path; those without are read in the usual way.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub rows: IndexMap<String, RowReading>,
}

/// What was learned about one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TaughtField {
    /// Who says which lines are the value, where values have several. What it says has weights
    /// behind those of the measures.
    #[serde(default)]
    pub tagger: Option<Tagger>,
    /// Which surroundings its values have, where that is worth knowing. What it says has weights
    /// behind those of the tagger, and behind them one for who is introduced as a party.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likeness: Option<Likeness>,
    /// The signs that have a weight, in the order of the last weights.
    pub signs: Vec<String>,
    /// Weights before any witness is heard.
    pub shape: Weights,
    /// Weights with the witnesses that are worth hearing.
    pub heard: Weights,
    /// Whether the embedder is worth hearing, and the language model.
    pub embedder: bool,
    /// See [`Self::embedder`].
    pub model: bool,
    /// Of a list: whether every example has a value.
    #[serde(default)]
    pub never_empty: bool,
}

impl FieldHead {
    /// Whether every field has as many weights as there are measures and signs.
    pub(crate) fn is_whole(&self) -> bool {
        self.fields.values().all(|field| {
            let more = field.extras().columns();
            [&field.shape, &field.heard].iter().all(|weights| {
                weights.contender.len() == OF_CONTENDER.len() + more
                    && weights.none.len() == OF_NONE.len()
            })
        })
    }
}

impl TaughtField {
    /// The weights for contenders on which these witnesses were heard, and the witnesses that they
    /// were taught with.
    pub(super) fn weights(&self, heard: Witnesses) -> (&Weights, Witnesses) {
        let wanted = Witnesses { embedder: self.embedder, model: self.model };
        let all_heard = (heard.embedder || !wanted.embedder) && (heard.model || !wanted.model);
        if all_heard { (&self.heard, wanted) } else { (&self.shape, Witnesses::default()) }
    }

    pub(super) fn empty(&self) -> Empty {
        if self.never_empty { Empty::Rarely } else { Empty::AsLearned }
    }

    /// What only a head weighs of each contender, a row for each.
    pub(super) fn marks(&self, contenders: &[Contender]) -> Vec<Vec<f32>> {
        self.extras().of(contenders)
    }

    fn extras(&self) -> Extras<'_> {
        let (tagged, likeness) = (self.tagger.is_some(), self.likeness.as_ref());
        Extras { tagged, likeness, signs: &self.signs }
    }
}

/// What a head weighs beside the measures.
#[derive(Clone, Copy)]
pub(super) struct Extras<'a> {
    /// Whether there is a tagger.
    pub tagged: bool,
    pub likeness: Option<&'a Likeness>,
    pub signs: &'a [String],
}

impl Extras<'_> {
    /// How many numbers a contender has of them.
    pub fn columns(&self) -> usize {
        let tagged = if self.tagged { COLUMNS } else { 0 };
        tagged + self.likeness.map_or(0, |_| likeness::COLUMNS + 1) + self.signs.len()
    }

    /// For each contender what a tagger says of it, how like its surroundings are and whether it is
    /// introduced, each where the head knows of it, and 1 for each sign that it has.
    pub fn of(&self, contenders: &[Contender]) -> Vec<Vec<f32>> {
        let mark = |held: bool| if held { 1.0 } else { 0.0 };
        let alike = self.likeness.map(|likeness| likeness.judge(contenders));
        let of_one = |(index, one): (usize, &Contender)| {
            let tagged = one.tagged.iter().copied().filter(|_| self.tagged);
            let like = alike.as_ref().and_then(|alike| alike.get(index)).into_iter();
            let like = like.flat_map(|told| told.iter().copied().chain([one.features.introduced]));
            let signs = self.signs.iter();
            let signs = signs.map(|sign| mark(one.signs.binary_search(sign).is_ok()));
            tagged.chain(like).chain(signs).collect()
        };
        contenders.iter().enumerate().map(of_one).collect()
    }
}
