//! Ctrl-C, and readers that go away.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
};

use super::{Machine, Ran};

#[test]
fn ctrl_c_stops_writing_and_keeps_what_was_written() {
    let machine = Machine::new();
    let mut child = machine
        .command(&["generate", "--prompt", "Tell a very long story.", "--max-tokens", "4000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 40];
    child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let ran = Ran::from(child.wait_with_output().unwrap()).ended(130);
    assert!(ran.err.contains("stopping"), "{}", ran.err);

    let [kept] =
        machine.run(&["history", "--format", "json"]).ended(0).objects().try_into().unwrap();
    assert_eq!(kept["status"], "cancelled");
    let id = kept["id"].as_str().unwrap();
    let shown = machine.run(&["history", "show", id, "--format", "json"]).ended(0).objects();
    let partial = shown[0]["partial"].as_str().unwrap();
    assert!(partial.as_bytes().starts_with(&first[..20]), "what was seen is kept: {partial}");
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let machine = Machine::new();
    let input: String = (0..400).map(|_| "{\"text\": \"one two three\"}\n").collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.jsonl");
    std::fs::write(&file, input).unwrap();
    let file = file.display().to_string();
    let mut child = machine
        .command(&["read", "--format", "json", "--text-field", "text", &file])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("one two three"));
    drop(lines);
    let ran = Ran::from(child.wait_with_output().unwrap()).ended(0);
    assert_eq!(ran.err, "", "it ends without a word");
}
