//! Everything that can be wrong with a task or its answer.

use winnow_engine::{EngineError, Purpose};

/// A task's failure. Each message names the field, what was found and what to do.
#[derive(Debug, Clone, thiserror::Error)]
pub enum TaskError {
    /// A classification without labels.
    #[error("the task has no labels: name at least two answers to choose from")]
    NoLabels,
    /// One label leaves nothing to choose.
    #[error("the task has only the label \"{label}\": name at least one other answer")]
    SingleLabel {
        /// The lonely label.
        label: String,
    },
    /// Two labels of the same name.
    #[error("the label \"{label}\" is there twice: give each label its own name")]
    DuplicateLabel {
        /// The name.
        label: String,
    },
    /// A label without a name.
    #[error("label {number} has no name")]
    EmptyLabel {
        /// Which, from 1.
        number: usize,
    },
    /// An extraction without fields or schema.
    #[error("the task has no fields: name at least one value to find")]
    NoFields,
    /// A field that contradicts itself.
    #[error("field \"{field}\": {reason}")]
    InvalidField {
        /// Its path.
        field: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// Not a JSON Schema that can be used.
    #[error("the JSON Schema is not valid at \"{pointer}\": {reason}")]
    InvalidSchema {
        /// JSON Pointer into the schema.
        pointer: String,
        /// What is wrong.
        reason: String,
    },
    /// An example that does not fit its task.
    #[error("example {number}: {reason}")]
    InvalidExample {
        /// Which, from 1.
        number: usize,
        /// What is wrong and what to do.
        reason: String,
    },
    /// Examples that teach nothing.
    #[error("the task cannot be taught: {0}")]
    Unteachable(Unteachable),
    /// A head for other answers or another embedder.
    #[error("the taught head does not fit: {reason}. Teach the task again")]
    HeadMismatch {
        /// What differs.
        reason: String,
    },
    /// A length of nothing, a threshold outside 0 to 1, a negative temperature.
    #[error("{setting}: {reason}")]
    InvalidSetting {
        /// Which setting.
        setting: &'static str,
        /// What was found and what is expected.
        reason: String,
    },
    /// A task file that cannot be understood.
    #[error("the task file cannot be read: {0}")]
    InvalidFile(String),
    /// Nothing to read.
    #[error("the document holds no text")]
    EmptyDocument,
    /// A document that neither fits nor may be read in pieces.
    #[error(
        "the document has {tokens} tokens, the model has room for {limit}: shorten it, or choose a model with a longer context"
    )]
    DocumentTooLong {
        /// Tokens of the document.
        tokens: u32,
        /// Tokens that fit.
        limit: u32,
    },
    /// The model said nothing.
    #[error("the model answered nothing: rephrase the instructions, or choose another model")]
    EmptyAnswer,
    /// A structured answer that was cut off at the token limit.
    #[error(
        "the answer was cut at {limit} tokens and is not complete: raise the limit, or ask for less"
    )]
    CutAtLimit {
        /// The limit in tokens.
        limit: u32,
        /// What was written until then.
        partial: String,
    },
    /// A model that the task needs is not there.
    #[error("{}", match .0 {
        Purpose::Generate => "this task needs a language model, and none is chosen: choose one under Models",
        Purpose::Embed => "this task needs an embedding model, and none is chosen: choose one under Models",
    })]
    ModelMissing(Purpose),
    /// The engine's failure.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Why examples teach nothing: what was found, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unteachable {
    /// There are none.
    #[error("it has no examples: give some documents with their right answers")]
    NoExamples,
    /// There is nothing to tell apart.
    #[error("all {count} examples are \"{label}\": give at least one of another label")]
    OneLabel {
        /// The label of all.
        label: String,
        /// How many they are.
        count: usize,
    },
    /// A head for so many labels would take too long to learn and too much room to keep.
    #[error("it has {count} labels, and at most {most} can be taught: their words decide")]
    TooManyLabels {
        /// How many it has.
        count: usize,
        /// How many can be taught.
        most: usize,
    },
    /// Cross-validation shows no gain, so that there is nothing to hand on.
    #[error("its examples do not help yet: give more")]
    NotYet,
    /// The kind of task learns in other ways.
    #[error("its examples are shown to the model as they are; labels and fields can be taught")]
    OtherKind,
}
