//! Regular expressions that are part of the program.

use regex::Regex;

/// Compiles an expression written in this crate.
///
/// # Panics
/// Never for the expressions of this crate: each lives in a `LazyLock` that a test forces.
#[expect(clippy::expect_used, reason = "the expressions are constants, and tests compile each")]
pub(crate) fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant expression compiles")
}
