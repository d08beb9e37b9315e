//! The reading process of this package's tests. The product re-executes itself instead.

use std::process::ExitCode;

fn main() -> ExitCode {
    winnow_documents::worker_main()
}
