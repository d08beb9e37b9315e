//! A folder that is watched from the terminal.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use serde_json::Value;

use super::{Machine, Ran};

#[test]
fn what_is_there_and_what_comes_is_read_until_ctrl_c() {
    let machine = Machine::new();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("there.txt"), "first").unwrap();
    fs::write(folder.path().join("left-out.md"), "not this").unwrap();
    let path = folder.path().display().to_string();
    let mut child = machine
        .command(&["read", "--format", "json", "--watch", "--include", "*.txt", &path])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> String {
        let line: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
        line["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(next(), "first", "what is there comes first");
    fs::write(folder.path().join("left-out-too.md"), "nor this").unwrap();
    fs::create_dir(folder.path().join("deep")).unwrap();
    fs::write(folder.path().join("deep/new.txt"), "second").unwrap();
    assert_eq!(next(), "second", "a new file in a new folder");
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    Ran::from(child.wait_with_output().unwrap()).ended(130);
}
