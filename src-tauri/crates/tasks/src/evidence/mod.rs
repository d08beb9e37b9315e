//! Evidence: what each source says of each answer, and how their voices become one probability.
//!
//! Pure arithmetic over scores in the order of the task's labels. Knows nothing of engines,
//! prompts or documents.

mod calibration;
mod combine;
pub(crate) mod distribution;
mod head;
mod learn;
mod logistic;
mod neighbours;
mod none;
mod prototypes;
mod relevance;
mod relevance_head;
mod settled;
mod vectors;
mod weight;

pub(crate) use calibration::Baseline;
pub(crate) use combine::{Verdict, Voices};
pub use head::{LabelHead, ModelShare};
pub(crate) use learn::{Learnt, Lesson, Quality, learn};
pub(crate) use none::none_bound;
pub(crate) use prototypes::Prototypes;
pub(crate) use relevance::Relevance;
pub use relevance_head::RelevanceHead;
pub(crate) use relevance_head::{SetLesson, learn_sets};
pub(crate) use settled::Settled;
pub(crate) use vectors::{direction, dot, mean, nearness, unit};
pub(crate) use weight::model_weight;
