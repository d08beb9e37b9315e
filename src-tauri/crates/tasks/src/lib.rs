//! What is asked of a document, and what counts as an answer.
//!
//! A [`Task`] is data: what to do, with which labels or fields, how long. [`run`] decides the
//! answer from several sources of evidence and says who decided, where in the document each value
//! stands, and how much of the document was read. Pure: the only thing asked from outside is
//! [`winnow_engine::Inference`]; no files, no database, no window.

mod classify;
mod context;
mod cost;
mod error;
pub mod eval;
mod evidence;
mod extract;
mod generate;
mod grounding;
mod outcome;
mod pieces;
pub mod probe;
mod prompt;
mod run;
mod summarize;
mod task;
mod task_file;
pub mod teach;
mod text;
mod validate;
mod writing;

pub use classify::classify_batch;
pub use context::{Context, Models, Progress, Stage};
pub use error::{TaskError, Unteachable};
pub use extract::{Observed, Prior, Weights, learn, observe, schema_of, sought_type};
pub use outcome::{
    Answer, Candidate, Classification, Coverage, Decider, Doubt, Evidence, Extraction, FieldAnswer,
    Generated, LabelScore, Outcome, Source, Span, Summary, SummarySentence, WrittenBy,
};
pub use prompt::{PromptForm, PromptPlan, plan, preview};
pub use run::run;
pub use task::{Decide, Example, Field, FieldType, Label, Length, Strategy, Task, TaskKind};
pub use task_file::{parse_task, to_toml};
pub use validate::validate;
