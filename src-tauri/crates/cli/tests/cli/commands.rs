//! History, models, doctor, eval, demo.

use std::fs;

use serde_json::json;

use super::{Machine, ROUTER, keys, sample};

#[test]
fn a_run_is_found_shown_run_again_deleted_and_restored() {
    let machine = Machine::new();
    let file = sample("message-double-charge.txt");
    machine.run(&[&["classify"], &ROUTER[..], &[&file]].concat()).ended(0);

    let find = || machine.run(&["history", "--search", "twice bill", "--format", "json"]).ended(0);
    let [found] = find().objects().try_into().unwrap();
    assert_eq!((&found["kind"], &found["status"]), (&json!("classify"), &json!("done")));
    let id = found["id"].as_str().unwrap();

    let [shown] = machine
        .run(&["history", "show", id, "--format", "json"])
        .ended(0)
        .objects()
        .try_into()
        .unwrap();
    assert_eq!(shown["outcome"]["answer"]["label"], "billing");
    let again = machine.run(&["history", "rerun", id, "--format", "json"]).ended(0).objects();
    assert_eq!(
        again[0]["outcome"]["answer"]["label"], shown["outcome"]["answer"]["label"],
        "the same task on the same document gives the same answer"
    );
    assert_eq!(find().objects().len(), 2, "a re-run is a run of its own");

    machine.run(&["history", "delete", id]).ended(0);
    assert_eq!(find().objects().len(), 1);
    machine.run(&["history", "restore", id]).ended(0);
    assert_eq!(find().objects().len(), 2);

    let export = machine.home.path().join("runs.csv").display().to_string();
    machine.run(&["history", "export", "--format", "csv", &export]).ended(0);
    let written = fs::read_to_string(&export).unwrap();
    assert_eq!(written.lines().filter(|line| line.contains("billing")).count(), 2, "{written}");
    let gone = machine.run(&["history", "show", "019ab2f0-0000-7000-8000-000000000000"]).ended(1);
    assert!(gone.err.contains("no run"), "{}", gone.err);
}

#[test]
fn doctor_tells_of_processor_memory_folder_and_models() {
    let machine = Machine::new();
    let ran = machine.run(&["doctor", "--format", "json"]).ended(0);
    let [found] = ran.objects().try_into().unwrap();
    assert!(found["cpuVariant"].as_str().unwrap().starts_with("CPU"), "{found}");
    assert_eq!(found["home"], json!(machine.home.path().display().to_string()));
    assert!(found["memoryTotal"].as_u64().unwrap() > 0);
    let models = found["models"].as_array().unwrap();
    let usable = models.iter().filter(|model| model["problem"].is_null()).count();
    assert!(usable >= 2, "the two default models are found: {found}");
    let table = machine.run(&["doctor"]).ended(0).out;
    assert!(table.contains("data folder") && table.contains("CPU"), "{table}");
}

#[test]
fn models_are_listed_and_chosen() {
    let machine = Machine::new();
    let models = machine.run(&["models", "--format", "json"]).ended(0).objects();
    let chosen: Vec<_> = models
        .iter()
        .filter(|model| model["selected"] == true)
        .map(|model| model["purpose"].as_str().unwrap())
        .collect();
    assert!(chosen.contains(&"generate") && chosen.contains(&"embed"), "{models:?}");
    let catalog = machine.run(&["models", "catalog", "--format", "json"]).ended(0).objects();
    assert!(catalog.len() > 2 && keys(&catalog[0]).contains(&"license"), "{catalog:?}");
    let unknown = machine.run(&["models", "select", "gpt-9"]).ended(2);
    assert!(unknown.err.contains("gpt-9"), "{}", unknown.err);
}

#[test]
fn a_models_formats_are_measured_kept_and_shown_with_it() {
    let machine = Machine::new();
    let optimize = ["models", "optimize", "all-minilm-l6-v2"];
    let measured = machine.run(&[&optimize[..], &["--format", "json"]].concat()).ended(0).objects();
    let formats = measured[0]["formats"].as_array().unwrap();
    assert_eq!(formats[0]["format"], "F16", "the published file comes first");
    assert!(formats.iter().filter(|one| one["verdict"] == "chosen").count() == 1, "{formats:?}");
    assert!(formats.iter().all(|one| one["prefill_rate"].is_number()), "{formats:?}");
    let models = machine.run(&["models", "--format", "json"]).ended(0).objects();
    let shown = models.iter().find(|model| model["id"] == measured[0]["id"]).unwrap();
    assert_eq!(shown["optimization"]["formats"].as_array().unwrap().len(), formats.len());
    let again = machine.run(&[&optimize[..], &["--once"]].concat()).ended(0);
    assert_eq!(again.out, "", "what was measured is left alone");
    let unknown = machine.run(&["models", "optimize", "gpt-9"]).ended(2);
    assert!(unknown.err.contains("gpt-9"), "{}", unknown.err);
}

#[test]
fn a_model_that_invents_things_does_not_earn_to_write() {
    let machine = Machine::new();
    let probe = ["models", "probe", "smollm2-135m-instruct", "--format", "json"];
    let [found] = machine.run(&probe).ended(0).objects().try_into().unwrap();
    assert_eq!((&found["earned"], &found["texts"]), (&json!(false), &json!(6)), "{found}");
    let models = machine.run(&["models", "--format", "json"]).ended(0).objects();
    let kept = models.iter().filter(|model| model["probe"]["earned"] == false).count();
    assert_eq!(kept, 1, "the result stays with the model");
    let embedder = machine.run(&["models", "probe", "all-minilm-l6-v2"]).ended(1);
    assert!(embedder.err.contains("writes nothing"), "{}", embedder.err);
}

#[test]
fn a_task_is_measured_and_nothing_is_kept() {
    let machine = Machine::new();
    let folder = tempfile::tempdir().unwrap();
    let (task, data) = (folder.path().join("t.toml"), folder.path().join("d.jsonl"));
    fs::write(&task, "kind = \"classify\"\n").unwrap();
    let items = [
        ("You charged me twice for one invoice", "billing"),
        ("I want my payment refunded", "billing"),
        ("The program crashes with an error", "technical problem"),
        ("The software has a bug", "technical problem"),
    ]
    .map(|(text, label)| json!({ "text": text, "label": label }).to_string())
    .join("\n");
    fs::write(&data, items).unwrap();
    let (task, data) = (task.display().to_string(), data.display().to_string());
    let arguments = ["eval", "--task", &task, "--data", &data, "--format", "json"];
    let [measured] = machine.run(&arguments).ended(0).objects().try_into().unwrap();
    assert_eq!(measured["items"], 4);
    assert!(measured["accuracy"].as_f64().unwrap() >= 0.75, "{measured}");
    for key in ["macro_f1", "ece", "items_per_second", "decided_by"] {
        assert!(keys(&measured).contains(&key), "{key} is missing: {measured}");
    }
    let history = machine.run(&["history", "--format", "json"]).ended(0);
    assert_eq!(history.out, "", "measuring leaves no trace");
}

#[test]
fn the_tour_ends_well() {
    let machine = Machine::new();
    let ran = machine.run(&["demo"]).ended(0);
    for word in ["billing", "technical", "delivery", "2026-0417", "winnow history"] {
        assert!(ran.out.contains(word), "\"{word}\" is missing in {}", ran.out);
    }
    assert_eq!(machine.strays(), [] as [std::path::PathBuf; 0], "all data lives in WINNOW_HOME");
}
