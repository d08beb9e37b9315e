//! Files, folders, standard input and records.

use std::fs;

use serde_json::{Value, json};

use super::{Machine, ROUTER, sample};

fn classify<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    [&["classify"], &ROUTER[..], &["--format", "jsonl"], rest].concat()
}

#[test]
fn standard_input_is_a_document() {
    let machine = Machine::new();
    let ran = machine.run_with_input(&classify(&["-"]), "I was charged twice, refund me!");
    let [answer] = ran.ended(0).objects().try_into().unwrap();
    assert_eq!((&answer["file"], &answer["label"]), (&json!("-"), &json!("billing")));
}

#[test]
fn records_are_items_and_each_is_counted() {
    let machine = Machine::new();
    let input = "{\"text\": \"My card was charged twice\"}\n\
                 {\"body\": \"no text\"}\n\
                 broken\n\
                 {\"text\": \"The app crashes at the start\"}\n\
                 {\"text\": \"\"}\n";
    let ran = machine.run_with_input(&classify(&["--text-field", "text", "-"]), input).ended(1);
    let lines = ran.objects();
    let indices: Vec<_> = lines.iter().map(|line| line["index"].as_u64().unwrap()).collect();
    assert_eq!(indices, [0, 1, 2, 3, 4], "items in are items out, in their order");
    let failed: Vec<_> = lines.iter().filter_map(|line| line["error"]["code"].as_str()).collect();
    assert_eq!(failed, ["documentUnreadable", "documentUnreadable", "documentEmpty"]);
    assert_eq!((&lines[0]["label"], &lines[3]["label"]), (&json!("billing"), &json!("technical")));
    assert!(ran.err.contains("2 done, 3 failed"), "{}", ran.err);
}

#[test]
fn rows_of_a_table_are_items() {
    let machine = Machine::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("post.csv");
    fs::write(&file, "id,message\n7,\"Refund my\nlast invoice\"\n8,Where is my parcel?\n").unwrap();
    let file = file.display().to_string();
    let lines = machine.run(&classify(&["--text-field", "message", &file])).ended(0).objects();
    let labels: Vec<_> = lines.iter().map(|line| line["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["billing", "delivery"]);
}

#[test]
fn what_a_document_is_made_of_are_items_when_asked_for() {
    let machine = Machine::new();
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("post.csv");
    fs::write(&table, "id;message\n7;Refund, please\n;\n8;Where is my parcel?\n").unwrap();
    let mailbox = folder.path().join("post.mbox");
    let mail = |subject: &str| {
        format!("From a@x Thu Jan  1 00:00:00 2026\nFrom: a@x\nSubject: {subject}\n\nHello.\n\n")
    };
    fs::write(&mailbox, mail("One") + &mail("Two")).unwrap();
    let files = [table, mailbox].map(|path| path.display().to_string());
    let arguments = ["read", "--format", "json", "--items", &files[0], &files[1]];
    let lines = machine.run(&arguments).ended(0).objects();
    let items: Vec<_> = lines
        .iter()
        .map(|line| (line["index"].as_u64().unwrap(), line["text"].as_str().unwrap()))
        .collect();
    assert_eq!(
        items[..2],
        [(0, "id: 7\nmessage: Refund, please"), (1, "id: 8\nmessage: Where is my parcel?")]
    );
    assert_eq!(items[2].0, 0, "each file counts for itself");
    assert!(items[3].1.contains("Subject: Two"), "{items:?}");
    let whole = machine.run(&["read", "--format", "json", &files[1]]).ended(0).objects();
    assert_eq!(whole.len(), 1, "a file is one document unless its items are asked for");
}

#[test]
fn a_folder_is_read_with_all_that_is_in_it() {
    let machine = Machine::new();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("deep")).unwrap();
    fs::write(folder.path().join("a.txt"), "You charged my card twice.").unwrap();
    fs::write(folder.path().join("deep/b.txt"), "The parcel is late.").unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    let path = folder.path().display().to_string();
    let ran = machine.run(&classify(&[&path])).ended(1);
    let lines = ran.objects();
    let ends: Vec<_> = lines
        .iter()
        .map(|line| {
            let file = line["file"].as_str().unwrap();
            let end = line["label"].as_str().or(line["error"]["code"].as_str()).unwrap();
            (file.rsplit('/').next().unwrap(), end)
        })
        .collect();
    assert_eq!(
        ends,
        [("a.txt", "billing"), ("b.txt", "delivery"), ("empty.txt", "documentEmpty")],
        "in the order of their names; one bad file does not stop the others"
    );
}

#[test]
fn a_task_file_says_what_is_asked() {
    let machine = Machine::new();
    let folder = tempfile::tempdir().unwrap();
    let task = folder.path().join("post.toml");
    fs::write(
        &task,
        "name = \"Post\"\nkind = \"classify\"\n[[labels]]\nname = \"billing\"\n\
         description = \"payment, charges\"\n[[labels]]\nname = \"technical\"\n",
    )
    .unwrap();
    let task = task.display().to_string();
    let file = sample("message-double-charge.txt");
    let direct = ["classify", "--task", &task, "--format", "json", &file];
    let run = ["run", "--task", &task, "--format", "json", &file];
    for arguments in [&direct, &run] {
        let [answer] = machine.run(arguments).ended(0).objects().try_into().unwrap();
        assert_eq!(answer["label"], "billing", "{arguments:?}");
    }
    let wrong = machine.run(&["extract", "--task", &task, &file]).ended(2);
    assert!(wrong.err.contains("winnow classify"), "it tells the right command: {}", wrong.err);
    let decided = ["classify", "--task", &task, "--decide", "embedder", "--format", "json", &file];
    let [answer] = machine.run(&decided).ended(0).objects().try_into().unwrap();
    assert_eq!(
        (&answer["decided_by"], &answer["model"]),
        (&json!("embedder"), &Value::Null),
        "the embedder alone"
    );
}

#[test]
fn a_document_cannot_put_a_formula_into_a_spreadsheet() {
    let machine = Machine::new();
    let hostile = "=HYPERLINK(\"mailto:x@example.org\") is all that stands in this letter.";
    let arguments = ["summarize", "--sentences", "1", "--format", "csv", "-"];
    let csv = machine.run_with_input(&arguments, hostile).ended(0).out;
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let row = rows.records().next().unwrap().unwrap();
    assert_eq!(row[2], format!("'{hostile}"), "marked as text, and whole");
}
