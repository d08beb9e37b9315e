//! What the commands answer, in each format.

use std::fs;

use serde_json::json;

use super::{Machine, ROUTER, keys, sample, without_numbers};

fn classify<'a>(format: &'a str, files: &[&'a str]) -> Vec<&'a str> {
    [&["classify"], &ROUTER[..], &["--format", format], files].concat()
}

#[test]
fn a_message_is_classified() {
    let machine = Machine::new();
    let file = sample("message-double-charge.txt");
    let ran = machine.run(&classify("json", &[&file])).ended(0);
    let [answer] = ran.objects().try_into().unwrap();
    assert_eq!(
        keys(&answer),
        [
            "file",
            "label",
            "confidence",
            "scores",
            "decided_by",
            "margin",
            "doubts",
            "coverage",
            "usage",
            "timings",
            "model",
            "embedder",
            "task"
        ],
        "the order is what a reader sees"
    );
    assert_eq!(answer["file"], json!(file));
    assert_eq!(answer["label"], "billing");
    let scores = answer["scores"].as_object().unwrap();
    let sum: f64 = scores.values().map(|score| score.as_f64().unwrap()).sum();
    assert_eq!(scores.len(), 3, "every label has a probability");
    assert!((sum - 1.0).abs() < 1e-6, "they make 1, found {sum}");
    assert_eq!(scores["billing"], answer["confidence"]);
    assert_eq!(machine.strays(), [] as [std::path::PathBuf; 0], "all data lives in WINNOW_HOME");
}

#[test]
fn an_invoice_is_read_with_places() {
    let machine = Machine::new();
    let file = sample("invoice.pdf");
    let arguments = [
        "extract",
        "--field",
        "invoice_number: identifier = invoice number",
        "--field",
        "invoice_date: date = date of the invoice",
        "--field",
        "total: amount = total amount to pay",
        "--format",
        "json",
        &file,
    ];
    let [answer] = machine.run(&arguments).ended(0).objects().try_into().unwrap();
    let [read] =
        machine.run(&["read", "--format", "json", &file]).ended(0).objects().try_into().unwrap();
    let text = read["text"].as_str().unwrap();

    let fields = answer["fields"].as_object().unwrap();
    assert_eq!(fields.keys().collect::<Vec<_>>(), ["invoice_number", "invoice_date", "total"]);
    for (name, field) in fields {
        let span = &field["span"];
        let [start, end] = ["start", "end"].map(|end| span[end].as_u64().unwrap() as usize);
        assert_eq!(field["verified"], true, "{name} stands in the document");
        assert_eq!(
            text.get(start..end),
            field["value"].as_str(),
            "the span of {name} counts bytes of what `winnow read` prints"
        );
        assert_eq!(answer["value"][name], field["value"]);
    }
    assert_eq!(fields["invoice_date"]["normalized"], json!("2026-10-28"), "{answer}");
}

#[test]
fn notes_are_summarized_in_their_own_sentences() {
    let machine = Machine::new();
    let file = sample("meeting-notes.md");
    let arguments = ["summarize", "--sentences", "3", "--format", "json", &file];
    let [answer] = machine.run(&arguments).ended(0).objects().try_into().unwrap();
    assert_eq!(answer["written_by"], "selection");
    let sentences = answer["sentences"].as_array().unwrap();
    assert!((1..=3).contains(&sentences.len()), "at most three: {answer}");
    assert!(sentences.iter().all(|sentence| sentence["verified"] == true));

    let ran = machine.run(&["summarize", "--sentences", "3", &file]).ended(0);
    assert_eq!(ran.out.trim_end(), answer["value"].as_str().unwrap(), "people see the text alone");
}

#[test]
fn a_prompt_is_answered_the_same_with_the_same_seed() {
    let machine = Machine::new();
    let write = || {
        let arguments = [
            "generate",
            "--prompt",
            "Name a colour.",
            "--max-tokens",
            "12",
            "--temperature",
            "0.7",
            "--seed",
            "5",
            "--no-save",
            "--format",
            "json",
        ];
        let [answer] = machine.run(&arguments).ended(0).objects().try_into().unwrap();
        answer["value"].as_str().unwrap().to_owned()
    };
    let text = write();
    assert!(!text.is_empty());
    assert_eq!(text, write(), "a seed names its text");
    let history = machine.run(&["history", "--format", "json"]).ended(0);
    assert_eq!(history.out, "", "--no-save keeps nothing");
}

#[test]
fn a_json_schema_is_answered_by_valid_json() {
    let machine = Machine::new();
    let schema = machine.home.path().join("invoice.schema.json");
    let content = json!({
        "type": "object",
        "properties": {"total": {"type": "string"}, "paid": {"type": "boolean"}},
        "required": ["total", "paid"]
    });
    fs::write(&schema, content.to_string()).unwrap();
    let schema = schema.display().to_string();
    let file = sample("receipt.txt");
    let arguments = ["extract", "--schema", &schema, "--format", "json", &file];
    let [answer] = machine.run(&arguments).ended(0).objects().try_into().unwrap();
    assert_eq!(keys(&answer["value"]), ["total", "paid"]);
    assert!(answer["value"]["paid"].is_boolean() || answer["value"]["paid"].is_null(), "{answer}");
}

#[test]
fn the_same_answers_stand_in_a_table_a_csv_and_lines() {
    let machine = Machine::new();
    let files = [sample("message-double-charge.txt"), sample("message-late-parcel.txt")];
    let files = files.each_ref().map(String::as_str);
    let lines = machine.run(&classify("jsonl", &files)).ended(0).objects();
    let labels: Vec<_> = lines.iter().map(|line| line["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["billing", "delivery"], "in the order of the files");

    let csv = machine.run(&classify("csv", &files)).ended(0).out;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<_> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(
        header,
        [
            "file",
            "index",
            "label",
            "confidence",
            "decided_by",
            "score.billing",
            "score.technical",
            "score.delivery",
            "error"
        ]
    );
    let from_csv: Vec<String> =
        rows.records().map(|row| row.unwrap().get(2).unwrap().to_owned()).collect();
    assert_eq!(from_csv, labels);

    let table = machine.run(&classify("table", &files)).ended(0).out;
    for label in labels {
        assert!(table.contains(label), "{table}");
    }
}

#[test]
fn texts_become_vectors() {
    let machine = Machine::new();
    let input = ["The cat sleeps.", "A cat is sleeping.", "Interest rates rose."]
        .map(|text| json!({ "text": text }).to_string())
        .join("\n");
    let arguments = ["embed", "--format", "jsonl", "--text-field", "text", "-"];
    let lines = machine.run_with_input(&arguments, &input).ended(0).objects();
    let vectors: Vec<Vec<f64>> = lines
        .iter()
        .map(|line| serde_json::from_value(line["embedding"].clone()).unwrap())
        .collect();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    assert!((dot(&vectors[0], &vectors[0]) - 1.0).abs() < 1e-3, "unit length");
    let (near, far) = (dot(&vectors[0], &vectors[1]), dot(&vectors[0], &vectors[2]));
    assert!(near > far + 0.3, "near in meaning is near in space: {near} against {far}");
}

#[test]
fn the_shape_of_each_answer_is_a_promise() {
    let machine = Machine::new();
    let notes = sample("meeting-notes.md");
    let invoice = sample("invoice.pdf");
    let message = sample("message-double-charge.txt");
    let commands = [
        ("classify", classify("json", &[&message])),
        ("extract", vec!["extract", "--field", "total: amount", "--format", "json", &invoice]),
        ("summarize", vec!["summarize", "--sentences", "1", "--format", "json", &notes]),
        ("failed", classify("json", &["nowhere.txt"])),
    ];
    for (name, arguments) in commands {
        let [mut answer] = machine.run(&arguments).objects().try_into().unwrap();
        answer["file"] = answer["file"].as_str().unwrap().rsplit('/').next().unwrap().into();
        // Hashes of models and task change with their version, alternatives with the ranker's.
        for volatile in ["model", "embedder", "task"] {
            if let Some(hash) = answer.get_mut(volatile).filter(|hash| hash.is_string()) {
                *hash = "[hash]".into();
            }
        }
        if let Some(fields) = answer.get_mut("fields").and_then(|fields| fields.as_object_mut()) {
            for field in fields.values_mut() {
                field["alternatives"].as_array_mut().unwrap().truncate(1);
            }
        }
        let shape = serde_json::to_string_pretty(&without_numbers(answer)).unwrap();
        insta::assert_snapshot!(format!("answer_{name}"), shape);
    }
}
