//! The reading worker alone, so that tests can drive a real child process. Nothing ships it: the
//! product starts its own executable as the worker.

fn main() -> std::process::ExitCode {
    winnow_documents::worker_main()
}
