//! Between the wire and the core: total, lossless where it must be, and without a decision.

pub mod document;
pub mod model;
pub mod outcome;
pub mod run;
pub mod spans;
pub mod task;
