//! Bad input: a clear error each, and nothing lost.

use std::fs;

use super::{Machine, ROUTER, fixture, sample};

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
fn documents_without_readable_text_say_why() {
    let machine = Machine::new();
    for (name, code) in [("locked.pdf", "documentEncrypted"), ("scan.pdf", "documentEmpty")] {
        let file = fixture(name);
        let ran = machine.run(&classify(&["--ocr", "off", &file])).ended(1);
        let [line] = ran.objects().try_into().unwrap();
        assert_eq!(line["error"]["code"], code, "{line}");
        assert!(line["error"]["message"].as_str().unwrap().contains(name), "{line}");
    }
}

#[test]
fn a_prompt_longer_than_the_context_is_refused_with_both_counts() {
    let machine = Machine::new();
    let long = "All work and no play makes Jack a dull boy. ".repeat(20_000);
    let ran = machine.run_with_input(&["generate", "--format", "json", "-"], &long).ended(1);
    let [line] = ran.objects().try_into().unwrap();
    assert_eq!(line["error"]["code"], "contextTooLong", "{line}");
    let numbers = ran
        .err
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|digits| digits.len() >= 3)
        .count();
    assert!(numbers >= 2, "how long it is and how much fits: {}", ran.err);
}

#[test]
fn a_file_that_is_no_model_is_refused() {
    let machine = Machine::new();
    let folder = tempfile::tempdir().unwrap();
    let document = sample("message-thanks.txt");
    let whole = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../models/cache/smollm2-135m-instruct.gguf"
    ))
    .unwrap();
    for (name, content) in [
        ("empty.gguf", &[][..]),
        ("text.gguf", b"Dear diary, today I wrote a model."),
        ("truncated.gguf", &whole[..whole.len() / 2]),
    ] {
        let model = folder.path().join(name);
        fs::write(&model, content).unwrap();
        let model = model.display().to_string();
        let arguments = ["generate", "--model", &model, "--format", "json", &document];
        let ran = machine.run(&arguments).ended(1);
        assert!(ran.err.contains(name), "the file is named: {}", ran.err);
    }
}

#[test]
fn a_file_that_is_no_database_is_refused() {
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
    let record = "{\"text\": \"before \\u001b[2J\\u001b]0;title\\u0007 \\u009b after\"}";
    let ran = machine.run_with_input(&["read", "--text-field", "text", "-"], record);
    let out = ran.ended(0).out;
    assert!(!out.contains(['\u{1b}', '\u{7}', '\u{9b}']), "{out:?}");
    assert!(out.contains("before") && out.contains("after"), "{out:?}");
}
