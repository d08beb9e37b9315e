//! Where a value stands in the document, and whether what was written stands there at all.
//!
//! Owns the difference between found and claimed: a value without a place is unverified, a number
//! or name in a written sentence without a place is invented. Knows nothing of models.

mod facts;
mod locate;
mod sources;

pub(crate) use facts::invented;
pub(crate) use locate::locate;
pub(crate) use sources::sources_of;
