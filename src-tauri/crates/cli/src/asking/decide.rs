//! Who decides, as an option.

use clap::ValueEnum;
use winnow_tasks::Decide;

/// [`Decide`] on a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DecideArg {
    /// The embedding model alone: fast
    Embedder,
    /// The language model alone
    Model,
    /// The embedder where it is sure, all sources elsewhere
    Cascade,
    /// All sources, always
    Best,
}

impl From<DecideArg> for Decide {
    fn from(argument: DecideArg) -> Self {
        match argument {
            DecideArg::Embedder => Self::Embedder,
            DecideArg::Model => Self::Model,
            DecideArg::Cascade => Self::Cascade,
            DecideArg::Best => Self::Best,
        }
    }
}
