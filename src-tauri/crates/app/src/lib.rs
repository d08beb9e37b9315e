//! Use cases: what a window and a terminal both do.
//!
//! Knows the engine, the models, the readers, the tasks and the store; never a window. Errors leave
//! as [`wire::error::ApiError`], data as [`wire`] types.

pub mod wire;
