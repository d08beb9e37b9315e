//! The engine over real llama.cpp and the real default models.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod embed;
mod generate;
mod interleave;
mod load;
mod quantize;
mod schedule;
mod schema;
mod score;
mod share;
mod support;
