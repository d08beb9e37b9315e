//! `winnow teach`: what is taught once is known in every later run, and can be taken back and
//! shared.

use std::fs;

use serde_json::json;

use super::Machine;

const TASK: &str = "kind = \"classify\"\ndecide = \"embedder\"\n\
    [[labels]]\nname = \"Amara\"\n[[labels]]\nname = \"Jonas\"\n";

const ANSWERS: [(&str, &str); 8] = [
    ("The invoice shows the wrong VAT number.", "Amara"),
    ("Please send the bill for October again.", "Amara"),
    ("We were charged twice for one order.", "Amara"),
    ("Can we pay by bank transfer?", "Amara"),
    ("The heating in room 12 is cold.", "Jonas"),
    ("The lock of the cellar door is broken.", "Jonas"),
    ("Could someone repair the light on the stairs?", "Jonas"),
    ("The window in the kitchen does not close.", "Jonas"),
];

fn written(machine: &Machine) -> (String, String) {
    let path = |name: &str| machine.home.path().join(name).display().to_string();
    let (task, pool) = (path("desks.toml"), path("answers.jsonl"));
    fs::write(&task, TASK).unwrap();
    let lines: Vec<String> = ANSWERS
        .iter()
        .map(|(text, label)| json!({"text": text, "label": label}).to_string())
        .collect();
    fs::write(&pool, lines.join("\n")).unwrap();
    (task, pool)
}

fn decided_by(machine: &Machine, task: &str) -> (String, serde_json::Value) {
    let arguments = ["classify", "--task", task, "--format", "json", "--no-save", "-"];
    let ran = machine.run_with_input(&arguments, "Our last bill has the wrong amount.").ended(0);
    let answer = ran.objects().remove(0);
    (answer["label"].as_str().unwrap().to_owned(), answer["decided_by"].clone())
}

#[test]
fn what_is_taught_is_used_taken_back_and_shared() {
    let machine = Machine::new();
    let (task, pool) = written(&machine);
    assert!(!decided_by(&machine, &task).1.to_string().contains("head"), "nothing is taught yet");

    let taught = machine.run(&["teach", &task, "--examples", &pool, "--format", "json"]).ended(0);
    let report = taught.objects().remove(0);
    assert_eq!((&report["examples"], &report["used"]), (&json!(8), &json!(true)), "{report}");
    assert!(report["after"].as_f64() > report["before"].as_f64(), "{report}");
    let (label, sources) = decided_by(&machine, &task);
    assert_eq!(label, "Amara");
    assert!(sources.to_string().contains("head"), "the run uses what was learnt: {sources}");

    let shared = machine.home.path().join("taught.json").display().to_string();
    machine.run(&["teach", &task, "--export", &shared]).ended(0);
    let file = fs::read_to_string(&shared).unwrap();
    assert!(!file.contains("VAT number"), "texts stay here unless they are asked for");
    let other = Machine::new();
    let (task_there, _) = written(&other);
    other.run(&["teach", "--import", &shared]).ended(0);
    let (label, sources) = decided_by(&other, &task_there);
    assert_eq!(label, "Amara");
    assert!(sources.to_string().contains("head"), "another person's machine knows it: {sources}");

    let list = ["teach", &task, "--list", "--format", "json"];
    let kept = machine.run(&list).ended(0).objects();
    assert_eq!(kept.len(), 8);
    let id = kept[0]["id"].as_str().unwrap();
    let dropped = machine.run(&["teach", &task, "--drop", id, "--format", "json"]).ended(0);
    assert_eq!(dropped.objects()[0]["examples"], json!(7), "it teaches no more");
    machine.run(&["teach", &task, "--restore", id]).ended(0);
    assert_eq!(machine.run(&list).ended(0).objects(), kept, "it stands where it stood");
}

#[test]
fn what_cannot_teach_is_refused_and_not_kept() {
    let machine = Machine::new();
    let (task, pool) = written(&machine);
    fs::write(&pool, "{\"text\": \"The bill is wrong.\", \"label\": \"Amara\"}\n").unwrap();
    let ran = machine.run(&["teach", &task, "--examples", &pool]).ended(2);
    assert!(ran.err.contains("\"Amara\"") && ran.err.contains("another label"), "{}", ran.err);
    fs::write(&pool, "{\"text\": \"The bill is wrong.\", \"label\": \"Petra\"}\n").unwrap();
    let ran = machine.run(&["teach", &task, "--examples", &pool]).ended(2);
    assert!(ran.err.contains("Petra") && ran.err.contains("Amara, Jonas"), "{}", ran.err);
    let kept = machine.run(&["teach", &task, "--list", "--format", "json"]).ended(0);
    assert_eq!(kept.out, "", "nothing of it was kept");
    let garbled = machine.run(&["teach", "--import", &task]).ended(2);
    assert!(garbled.err.contains("teach --export"), "{}", garbled.err);
}

#[test]
fn rows_stand_for_their_document_and_those_of_two_teach_how_tables_are_read() {
    let machine = Machine::new();
    let path = |name: &str| machine.home.path().join(name).display().to_string();
    let (task, pool) = (path("orders.toml"), path("orders.jsonl"));
    fs::write(
        &task,
        "kind = \"extract\"\ndecide = \"embedder\"\n[fields.lines]\ntype = \"list\"\n\
         [fields.lines.items]\ntype = \"object\"\n\
         [fields.lines.items.fields]\nitem = {}\namount = { type = \"amount\" }\n",
    )
    .unwrap();
    let order = "Two desk lamps for 79.80, and a floor lamp.";
    let rows = json!([{"item": "desk lamps", "amount": "79.80"}, {"item": "floor lamp"}]);
    let teach = |lines: &serde_json::Value| {
        fs::write(&pool, json!({"text": order, "value": {"lines": lines}}).to_string()).unwrap();
        machine.run(&["teach", &task, "--examples", &pool])
    };
    for (wrong, told) in [
        (json!([{"colour": "white"}]), "\"lines.0.colour\""),
        (json!(["desk lamps"]), "row 1 of \"lines\""),
    ] {
        let ran = teach(&wrong).ended(2);
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    let taught = teach(&rows).ended(0);
    assert!(taught.out.contains("more examples are likely needed"), "{}", taught.out);
    let lines_of = |text: &str| {
        let asked = ["extract", "--task", &task, "--format", "json", "-"];
        machine.run_with_input(&asked, text).ended(0).objects().remove(0)["value"]["lines"].clone()
    };
    assert_eq!(lines_of(order), rows);

    let next = "Stapler 5.00\nDiscount 0.40\nGlue 2.00";
    let items = |lines: &serde_json::Value| -> Vec<String> {
        let rows = lines.as_array().unwrap().iter();
        rows.map(|row| row["item"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(items(&lines_of(next)).len(), 1, "a discount ends a table of its own accord");
    let row = |item: &str, amount: &str| json!({"item": item, "amount": amount});
    let told = [
        json!({"text": "Lamp 39.90\nDiscount 2.00\nPen 1.20\nOil 7.10", "value": {"lines":
            [row("Lamp", "39.90"), row("Discount", "2.00"), row("Pen", "1.20"), row("Oil", "7.10")]}}),
        json!({"text": "Ruler 3.00\nDiscount 1.00\nEraser 0.50", "value": {"lines":
            [row("Ruler", "3.00"), row("Discount", "1.00"), row("Eraser", "0.50")]}}),
    ];
    fs::write(&pool, told.map(|one| one.to_string()).join("\n")).unwrap();
    machine.run(&["teach", &task, "--examples", &pool]).ended(0);
    assert_eq!(items(&lines_of(next)), ["Stapler", "Discount", "Glue"]);
    let file = path("taught.json");
    machine.run(&["teach", &task, "--export", &file]).ended(0);
    assert!(fs::read_to_string(&file).unwrap().contains("\"sums_last\""), "it can be handed on");
}

#[test]
fn an_evaluation_teaches_from_its_draw_and_keeps_nothing() {
    let machine = Machine::new();
    let (task, pool) = written(&machine);
    let ran = machine
        .run(&[
            "eval",
            "--task",
            &task,
            "--data",
            &pool,
            "--examples",
            &pool,
            "--shots",
            "3",
            "--format",
            "json",
        ])
        .ended(0);
    let measured = ran.objects().remove(0);
    assert_eq!(measured["decided_by"]["head"], json!(8), "{measured}");
    let kept = machine.run(&["teach", &task, "--list", "--format", "json"]).ended(0);
    assert_eq!(kept.out, "");
    assert!(!decided_by(&machine, &task).1.to_string().contains("head"), "no head was kept");
}
