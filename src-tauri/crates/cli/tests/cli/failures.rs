//! Bad input: a clear error each, and nothing lost.

use std::fs;

use super::{Machine, ROUTER, sample};

fn classify<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    [&["classify"], &ROUTER[..], &["--format", "jsonl"], rest].concat()
}

#[test]
fn a_missing_file_fails_and_the_others_go_on() {
    let machine = Machine::new();
    let there = sample("message-double-charge.txt");
    let ran = machine.run(&classify(&["nowhere.txt", &there])).ended(1);
    let lines = ran.objects();
    assert_eq!(lines[0]["file"], "nowhere.txt");
    assert_eq!(lines[0]["error"]["code"], "notFound");
    assert_eq!(lines[1]["label"], "billing");
    assert!(ran.err.contains("nowhere.txt"), "people are told on standard error: {}", ran.err);
}

#[test]
fn a_file_that_is_no_model_is_refused() {
    let machine = Machine::new();
    let folder = tempfile::tempdir().unwrap();
    let document = sample("message-thanks.txt");
    for (name, content) in [("empty.gguf", ""), ("text.gguf", "Dear diary, today I wrote a model.")]
    {
        let model = folder.path().join(name);
        fs::write(&model, content).unwrap();
        let model = model.display().to_string();
        let arguments = ["generate", "--model", &model, "--format", "json", &document];
        let ran = machine.run(&arguments).ended(1);
        assert!(ran.err.contains(name), "the file is named: {}", ran.err);
    }
}

#[test]
fn a_newer_data_folder_is_refused() {
    let machine = Machine::new();
    fs::write(machine.home.path().join("winnow.db"), "not a database").unwrap();
    let ran = machine.run(&["history"]).ended(1);
    assert!(ran.err.contains("is not a database"), "{}", ran.err);
    let kept = fs::read_to_string(machine.home.path().join("winnow.db")).unwrap();
    assert_eq!(kept, "not a database", "it stays as it was found");
}

#[test]
fn a_document_cannot_write_to_the_terminal() {
    let machine = Machine::new();
    let ran = machine.run_with_input(&["read", "-"], "before \u{1b}[2J\u{1b}]0;title\u{7} after");
    let out = ran.ended(0).out;
    assert!(!out.contains('\u{1b}') && !out.contains('\u{7}'), "{out:?}");
    assert!(out.contains("before") && out.contains("after"), "{out:?}");
}
