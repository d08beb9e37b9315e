//! Several labels for one document: asked, printed, taught, measured, found again.

use std::fs;

use serde_json::json;

use crate::{Machine, ROUTER};

const BOTH: &str = "The app crashes with an error whenever I open it, and you charged my card twice: \
                    please refund the second payment.\n";

fn task() -> String {
    let mut text = "kind = \"classify\"\nmulti = true\n".to_owned();
    for label in ROUTER.iter().filter(|word| word.contains(": ")) {
        let (name, description) = label.split_once(": ").unwrap();
        text += &format!("[[labels]]\nname = \"{name}\"\ndescription = \"{description}\"\n");
    }
    text
}

#[test]
fn all_labels_that_apply_are_printed_in_every_format() {
    let machine = Machine::new();
    let asked = |format: &str| {
        let question = ["classify", "--multi", "--decide", "embedder", "--format", format, "-"];
        machine.run_with_input(&[&question[..], &ROUTER[..]].concat(), BOTH).ended(0)
    };
    let found = &asked("json").objects()[0];
    let mut labels: Vec<&str> =
        found["labels"].as_array().unwrap().iter().map(|label| label.as_str().unwrap()).collect();
    assert_eq!(json!(labels[0]), found["label"], "the most probable one comes first");
    labels.sort_unstable();
    assert_eq!(labels, ["billing", "technical"], "{found}");
    let csv = asked("csv").out;
    assert!(csv.starts_with("file,index,labels,confidence"), "{csv}");
    assert!(csv.contains("billing; technical") || csv.contains("technical; billing"), "{csv}");
    assert!(asked("table").out.contains("labels"));
    let kept = machine.run(&["history", "--format", "json"]).ended(0).objects();
    let answer = kept[0]["answer"].as_str().unwrap();
    assert!(answer.contains("billing") && answer.contains("technical"), "{answer}");
}

#[test]
fn several_labels_are_taught_and_measured() {
    let machine = Machine::new();
    let folder = machine.elsewhere.path().join("work");
    fs::write(folder.join("post.toml"), task()).unwrap();
    let texts = [
        ("The bill shows the wrong amount", "billing"),
        ("You charged my card two times", "billing"),
        ("Please refund the payment for May", "billing"),
        ("The program crashes at the start", "technical"),
        ("I get error 17 when I save a file", "technical"),
        ("The export button does nothing", "technical"),
        ("My parcel has not arrived yet", "delivery"),
        ("The shipment came with a broken lid", "delivery"),
        ("When will the courier bring my order?", "delivery"),
    ];
    let mut rows: Vec<String> = texts
        .iter()
        .map(|(text, label)| json!({"text": text, "labels": [label]}).to_string())
        .collect();
    for (index, (text, label)) in texts.iter().enumerate() {
        let (other, second) = texts[(index + 4) % texts.len()];
        let both = json!({"text": format!("{text}. {other}."), "labels": [label, second]});
        rows.push(both.to_string());
    }
    rows.push(json!({"text": "Have a nice weekend!", "labels": []}).to_string());
    fs::write(folder.join("answered.jsonl"), rows.join("\n")).unwrap();
    let taught =
        machine.run(&["teach", "post.toml", "--examples", "answered.jsonl", "--format", "json"]);
    let report = &taught.ended(0).objects()[0];
    assert_eq!(report["examples"], 19, "{report}");
    assert!(report["after"].as_f64().unwrap() >= 0.0 && report["before"].is_number());
    let told = machine.run_with_input(
        &["classify", "--task", "post.toml", "--format", "json", "-"],
        "Have a nice weekend!",
    );
    let told = &told.ended(0).objects()[0];
    assert_eq!((&told["labels"], &told["decided_by"]), (&json!([]), &json!("person")), "{told}");

    let measured = machine.run(&[
        "eval",
        "--task",
        "post.toml",
        "--data",
        "answered.jsonl",
        "--format",
        "json",
        "--decide",
        "embedder",
    ]);
    let measured = &measured.ended(0).objects()[0];
    for measure in ["exact_match", "micro_f1", "macro_f1", "ece"] {
        let value = measured[measure].as_f64().unwrap_or(-1.0);
        assert!((0.0..=1.0).contains(&value), "{measure} in {measured}");
    }
    assert!(measured["micro_f1"].as_f64().unwrap() > 0.6, "{measured}");
}

#[test]
fn what_contradicts_itself_is_refused() {
    let machine = Machine::new();
    let folder = machine.elsewhere.path().join("work");
    fs::write(folder.join("post.toml"), task()).unwrap();
    let rest = ["classify", "--task", "post.toml", "--label", "other", "-"];
    let refused = machine.run_with_input(&rest, BOTH).ended(2);
    assert!(refused.err.contains("\"other\""), "{}", refused.err);
    fs::write(folder.join("sum.toml"), "kind = \"summarize\"\nmulti = true\n").unwrap();
    let refused = machine.run_with_input(&["run", "--task", "sum.toml", "-"], BOTH).ended(2);
    assert!(refused.err.contains("multi"), "{}", refused.err);
}
