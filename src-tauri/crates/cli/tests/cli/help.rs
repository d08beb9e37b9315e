//! Help is part of the contract: scripts are written from it.

use super::Machine;

#[test]
fn help_says_what_there_is() {
    let machine = Machine::new();
    for command in [
        "",
        "classify",
        "extract",
        "summarize",
        "generate",
        "run",
        "embed",
        "read",
        "teach",
        "eval",
        "history",
        "models",
        "endpoints",
        "doctor",
    ] {
        let arguments: Vec<&str> =
            [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let ran = machine.run(&arguments).ended(0);
        let name = if command.is_empty() { "winnow" } else { command };
        insta::assert_snapshot!(format!("help_{name}"), ran.out);
    }
    assert!(super::files_under(machine.home.path()).is_empty(), "help opens no data folder");
}

#[test]
fn wrong_use_is_told_with_status_2() {
    let machine = Machine::new();
    let schema = machine.home.path().join("bad.json");
    std::fs::write(&schema, "{\"type\": 5}").unwrap();
    let schema = schema.display().to_string();
    for (arguments, word) in [
        (vec!["classify"], "FILE"),
        (vec!["frobnicate"], "frobnicate"),
        (vec!["classify", "--label", "a", "--label", "b", "--format", "xml", "-"], "xml"),
        (vec!["extract", "--field", "total: money", "-"], "amount"),
        (vec!["classify", "-"], "no labels"),
        (vec!["classify", "--label", "a", "-"], "only the label"),
        (vec!["classify", "--label", "a", "--label", "a", "-"], "twice"),
        (vec!["extract", "-"], "no fields"),
        (vec!["extract", "--schema", &schema, "-"], "schema"),
        (vec!["extract", "--schema", "nowhere.json", "-"], "nowhere.json"),
        (vec!["run", "--task", "nowhere.toml", "-"], "nowhere.toml"),
        (vec!["summarize", "--sentences", "0", "-"], "sentences"),
        (vec!["summarize", "--sentences", "3", "--words", "9", "-"], "--words"),
        (vec!["classify", "--threads", "0", "-"], "threads"),
    ] {
        let ran = machine.run(&arguments).ended(2);
        let told = ran.err.to_lowercase().contains(&word.to_lowercase());
        assert!(told, "{arguments:?} should tell of \"{word}\": {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?} prints no answer");
    }
}
