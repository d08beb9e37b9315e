//! How a long document is summarized, as an option.

use clap::ValueEnum;
use winnow_tasks::Strategy;

/// [`Strategy`] on a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StrategyArg {
    /// Each piece by itself, then their summaries together
    MapReduce,
    /// The first piece, then the summary so far with each next piece
    Refine,
}

impl From<StrategyArg> for Strategy {
    fn from(argument: StrategyArg) -> Self {
        match argument {
            StrategyArg::MapReduce => Self::MapReduce,
            StrategyArg::Refine => Self::Refine,
        }
    }
}
