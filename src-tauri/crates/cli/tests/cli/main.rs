//! The real `winnow` on the real models, with a data folder of its own for each test.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

mod answers;
mod commands;
mod endpoints;
mod failures;
mod fallback;
mod help;
mod inputs;
mod long;
mod several;
mod stop;
mod teach;
mod watch;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// A person's machine: a data folder, an empty home, an empty folder to work in.
struct Machine {
    home: TempDir,
    elsewhere: TempDir,
}

const ROUTER: [&str; 6] = [
    "--label",
    "billing: payment, charges, invoices, refunds",
    "--label",
    "technical: bugs, errors, crashes",
    "--label",
    "delivery: parcels, shipping, late orders",
];

impl Machine {
    fn new() -> Self {
        let elsewhere = tempfile::tempdir().unwrap();
        for folder in ["user", "work"] {
            fs::create_dir(elsewhere.path().join(folder)).unwrap();
        }
        Self { home: tempfile::tempdir().unwrap(), elsewhere }
    }

    /// `winnow` with these arguments, not yet started.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_winnow"));
        command
            .args(arguments)
            .env("WINNOW_HOME", self.home.path())
            .env("WINNOW_AS_PUBLISHED", "1")
            .env("HOME", self.elsewhere.path().join("user"))
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_CACHE_HOME")
            .current_dir(self.elsewhere.path().join("work"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    }

    /// Whatever was written outside the data folder.
    fn strays(&self) -> Vec<PathBuf> {
        files_under(self.elsewhere.path())
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] })
        .collect()
}

/// What a command printed, and how it ended.
#[derive(Debug)]
struct Ran {
    status: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// It ended like this, or the test shows all that it said.
    #[track_caller]
    fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "unexpected end: {self:#?}");
        self
    }

    /// Its JSON objects, one a line.
    fn objects(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// A document that comes with Winnow.
fn sample(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/samples").join(name);
    path.canonicalize().unwrap().display().to_string()
}

/// A document that is hard to read.
fn fixture(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/documents");
    Path::new(folder).join(name).canonicalize().unwrap().display().to_string()
}

/// The same with every number replaced: what depends on the machine.
fn without_numbers(value: Value) -> Value {
    match value {
        Value::Number(_) => "[number]".into(),
        Value::Array(items) => items.into_iter().map(without_numbers).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(key, value)| (key, without_numbers(value))).collect()
        }
        other => other,
    }
}

/// The names of an object's members, in order.
fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
