//! Teaching as the window does it: one correction after the other, each kept and learnt from.

use serde_json::json;
use winnow_app::wire::{
    document::TextSpan,
    error::{ApiError, Code},
    outcome::{AnswerView, SourceName},
    run::{RunInput, RunRecord},
    task::{FieldSpec, FieldType, LabelSpec, TaskSpec},
    teaching::{
        CellValue, CellWord, Correction, CorrectionRequest, FieldCorrection, FieldWord,
        TeachRefusal, TeachingView,
    },
};
use winnow_tasks::TaskKind;

use super::desk::{Desk, cut, desk, form, invoice_fields, text};

/// Whose desk a message goes to: first names say nothing of bills or doors.
fn desks() -> TaskSpec {
    let label = |name: &str| LabelSpec { name: name.to_owned(), description: String::new() };
    TaskSpec { labels: vec![label("Amara"), label("Jonas")], ..form(TaskKind::Classify) }
}

const LETTERS: [(&str, &str); 6] = [
    ("The invoice shows the wrong VAT number.", "Amara"),
    ("The heating in room 12 is cold.", "Jonas"),
    ("Please send the bill for October again.", "Amara"),
    ("The lock of the cellar door is broken.", "Jonas"),
    ("We were charged twice for one order.", "Amara"),
    ("Could someone repair the light on the stairs?", "Jonas"),
];

async fn say(
    desk: &Desk,
    task: &TaskSpec,
    document: &str,
    correction: Correction,
) -> Result<TeachingView, ApiError> {
    let request = CorrectionRequest {
        operation: "learn".to_owned(),
        task: task.clone(),
        input: text(document),
        correction,
    };
    desk.app.correct_answer(request, |_| {}).await
}

fn named(label: &str) -> Correction {
    Correction::Label { label: Some(label.to_owned()) }
}

fn label_of(record: &RunRecord) -> (Option<String>, Vec<SourceName>) {
    match &record.outcome.as_ref().expect("it is answered").answer {
        AnswerView::Classify { label, decided_by, .. } => {
            (label.clone(), decided_by.sources.clone())
        }
        other => panic!("{other:?} is no label"),
    }
}

#[tokio::test]
async fn corrections_are_kept_learnt_from_and_can_be_taken_back() {
    let desk = desk().await;
    let task = desks();
    let first = say(&desk, &task, LETTERS[0].0, named(LETTERS[0].1)).await.expect("it is kept");
    assert_eq!(first.refusal, Some(TeachRefusal::OneLabel { label: "Amara".to_owned() }));
    assert_eq!((first.total, first.report), (1, None), "kept, though it teaches nothing yet");

    let record = desk.run(task.clone(), text(LETTERS[0].0)).await.expect("it runs");
    assert_eq!(label_of(&record), (Some("Amara".to_owned()), vec![SourceName::Person]));

    let mut last = None;
    for (document, label) in &LETTERS[1..] {
        last = Some(say(&desk, &task, document, named(label)).await.expect("it learns"));
    }
    let view = last.expect("several were said");
    let report = view.report.as_ref().expect("it was measured");
    assert_eq!((view.total, report.examples, report.used), (6, 6, true), "{report:?}");
    assert!(report.after > report.before, "{report:?}");
    assert_eq!(view.head.as_ref().map(|head| head.examples), Some(6), "its version is told");
    assert_eq!(view.examples[0].text, LETTERS[5].0, "the latest comes first");

    let record = desk.run(task.clone(), text("Our last bill has the wrong amount.")).await;
    let (label, sources) = label_of(&record.expect("it runs"));
    assert_eq!(label.as_deref(), Some("Amara"));
    assert!(sources.contains(&SourceName::Head), "it uses what was learnt: {sources:?}");

    let latest = view.examples[0].id.clone();
    desk.app.drop_example(&latest).await.expect("it can be taken back");
    let without = desk.app.learn_task(task.clone(), "again", |_| {}).await.expect("it learns");
    assert_eq!((without.total, without.report.map(|report| report.examples)), (5, Some(5)));
    let record = desk.run(task.clone(), text(LETTERS[5].0)).await.expect("it runs");
    assert!(!label_of(&record).1.contains(&SourceName::Person), "nobody says so any more");
    desk.app.restore_example(&latest).await.expect("it can be put back");
    let again = desk.app.get_teaching(task.clone()).await.expect("it is looked at");
    assert_eq!(again.report, view.report, "what was learnt from these examples was kept");

    let none = say(&desk, &task, "Hello, regards, Ann", Correction::Label { label: None }).await;
    assert_eq!(none.expect("none of these is an answer").examples[0].answer, json!(null));
    let record = desk.run(task, text("Hello, regards, Ann")).await.expect("it runs");
    assert_eq!(label_of(&record), (None, vec![SourceName::Person]));
}

#[tokio::test]
async fn two_corrections_move_what_is_like_them_before_a_head_is_used() {
    let desk = desk().await;
    let task = desks();
    let alike = "The heating in room 14 is cold too.";
    let chance = |record: RunRecord| match record.outcome.expect("it is answered").answer {
        AnswerView::Classify { scores, .. } => {
            scores.iter().find(|score| score.label == "Jonas").map(|score| score.probability)
        }
        other => panic!("{other:?} is no label"),
    };
    let before = chance(desk.run(task.clone(), text(alike)).await.expect("it runs"));
    for (document, label) in &LETTERS[..2] {
        say(&desk, &task, document, named(label)).await.expect("it is kept");
    }
    let record = desk.run(task.clone(), text(alike)).await.expect("it runs");
    let outcome = record.outcome.as_ref().expect("it is answered");
    assert!(!label_of(&record).1.contains(&SourceName::Head), "two say too little for a head");
    assert!(outcome.task.len() == 64, "the run belongs to the task as it was asked");
    let after = chance(record);
    assert!(after > before, "{before:?} should have risen, not {after:?}");
}

#[tokio::test]
async fn a_taught_task_goes_to_another_desk_without_its_texts() {
    let desk = desk().await;
    let task = TaskSpec { name: "Desks".to_owned(), ..desks() };
    let file = desk.file("desks.json", b"");
    let refused = desk.app.export_teaching(task.clone(), false, &file).await;
    assert_eq!(refused.expect_err("nothing was learnt").code, Code::InvalidTask);
    for (document, label) in LETTERS {
        say(&desk, &task, document, named(label)).await.expect("it learns");
    }
    desk.app.export_teaching(task.clone(), false, &file).await.expect("it is written");
    let written = std::fs::read_to_string(&file).expect("a file");
    assert!(!written.contains("VAT number"), "texts stay here unless they are asked for");

    let other = super::desk::desk().await;
    let there = other.file("desks.json", written.as_bytes());
    let saved = other.app.import_teaching(&there).await.expect("it is taken in");
    assert_eq!(saved.task.name, "Desks");
    let record = other.run(saved.task, text("Our last bill has the wrong amount.")).await;
    let (label, sources) = label_of(&record.expect("it runs"));
    assert!(label.as_deref() == Some("Amara") && sources.contains(&SourceName::Head));

    let foreign = other.file("foreign.json", written.replace("\"Jonas\"", "\"Petra\"").as_bytes());
    let error = other.app.import_teaching(&foreign).await.expect_err("its question is another");
    assert_eq!(error.code, Code::InvalidTask, "{error}");
    let garbled = other.file("garbled.json", b"{}");
    let error = other.app.import_teaching(&garbled).await.expect_err("no taught task");
    assert!(error.code == Code::InvalidTask && error.message.contains("garbled.json"), "{error}");
}

const BILL: &str = "Überweisung – bill of Ito Ltd\nNet 90.00\nGross 108.00\nDue 3 May 2026\n";

fn place(part: &str) -> TextSpan {
    let byte = BILL.find(part).expect("it stands there");
    let start = BILL[..byte].encode_utf16().count() as u32;
    TextSpan { start, end: start + part.encode_utf16().count() as u32 }
}

fn field(path: &str, value: FieldWord) -> Correction {
    Correction::Fields { fields: vec![FieldCorrection { path: path.to_owned(), value }] }
}

#[tokio::test]
async fn values_are_pointed_at_and_stand_where_the_person_pointed() {
    let desk = desk().await;
    let task = invoice_fields();
    let here = |part| FieldWord::Here { span: place(part) };
    say(&desk, &task, BILL, field("total", here("90.00"))).await.expect("it is kept");
    let view = say(&desk, &task, BILL, field("invoice_number", FieldWord::Absent)).await;
    let view = view.expect("both are kept");
    assert_eq!(view.total, 1, "one document is one example");
    assert!(view.replaced.is_some(), "what was said first can be put back");
    assert_eq!(view.examples[0].answer, json!({"total": "90.00", "invoice_number": null}));
    let report = view.report.expect("it was measured");
    assert!(!report.used && report.more_needed.is_some(), "one document says little: {report:?}");

    let record = desk.run(task.clone(), text(BILL)).await.expect("it runs");
    let answer = record.outcome.as_ref().map(|outcome| &outcome.answer);
    let Some(AnswerView::Extract { fields, .. }) = answer else { panic!("values") };
    let found = |path: &str| fields.iter().find(|one| one.path == path).expect("it is asked for");
    let total = found("total");
    assert_eq!(cut(&record.document.text, total.span.expect("it stands there")), "90.00");
    assert_eq!(total.decided_by.sources, [SourceName::Person]);
    assert_eq!(found("invoice_number").value, json!(null));
    assert_ne!(found("invoice_date").decided_by.sources, [SourceName::Person], "nothing was said");

    for word in [
        FieldWord::Here { span: TextSpan { start: 0, end: 9_999 } },
        FieldWord::Here { span: TextSpan { start: 11, end: 12 } },
        FieldWord::Rows { spans: vec![place("90.00"), TextSpan { start: 4, end: 4 }] },
    ] {
        let error = say(&desk, &task, BILL, field("total", word)).await.expect_err("no words");
        assert_eq!((error.code, error.detail.as_deref()), (Code::InvalidTask, Some("total")));
    }
    let error = say(&desk, &task, BILL, field("colour", here("90.00"))).await;
    assert_eq!(error.expect_err("the task has no colour").code, Code::InvalidTask);
    let error = say(&desk, &task, BILL, named("Amara")).await.expect_err("it asks for no label");
    assert_eq!(error.code, Code::InvalidTask);
    let error = say(&desk, &task, " \n", field("total", FieldWord::Absent)).await;
    assert_eq!(error.expect_err("nothing to read").code, Code::DocumentEmpty);
    let kept = desk.app.get_teaching(task).await.expect("it is looked at");
    assert_eq!(kept.examples[0].answer, view.examples[0].answer, "what was refused was not kept");
}

#[tokio::test]
async fn the_document_to_look_at_next_is_an_unsure_one_that_was_not_answered() {
    let desk = desk().await;
    let task = super::desk::sorting();
    let mut ids = Vec::new();
    for (name, words) in [
        ("plain.txt", "Please refund the payment, the invoice charges are wrong."),
        ("greeting.txt", "Hello, as discussed on the phone. Regards, Ann"),
        ("crash.txt", "The app crashes with an error, a bug: it does not work."),
    ] {
        let file = desk.file(name, words.as_bytes());
        ids.push(desk.app.open_document(&file).await.expect("it opens"));
    }
    let all: Vec<String> = ids.iter().map(|document| document.id.clone()).collect();
    let next = desk.app.suggest_document(task.clone(), all.clone()).await.expect("it reads them");
    assert_eq!(next.as_ref(), Some(&all[1]), "a greeting is the least plain");
    say(&desk, &task, &ids[1].text, Correction::Label { label: None }).await.expect("kept");
    let next = desk.app.suggest_document(task, all.clone()).await.expect("it reads them");
    assert!(next.is_some() && next.as_ref() != Some(&all[1]), "what is answered is passed over");
}

#[tokio::test]
async fn several_labels_are_ticked_where_they_apply_and_stand_in_later_runs() {
    let desk = desk().await;
    let task = TaskSpec { multi: true, ..desks() };
    let letter = "The invoice is wrong, and the heating in room 12 is cold.";
    let both = vec!["Amara".to_owned(), "Jonas".to_owned()];
    let ticked = |labels: &[String]| Correction::Labels { labels: labels.to_vec() };
    let view = say(&desk, &task, letter, ticked(&both)).await.expect("it is kept");
    assert_eq!((view.total, &view.examples[0].answer), (1, &json!(["Amara", "Jonas"])));
    let labels = |record: &RunRecord| match &record.outcome.as_ref().expect("answered").answer {
        AnswerView::Classify { labels, decided_by, .. } => {
            (labels.clone(), decided_by.sources.clone())
        }
        other => panic!("{other:?} is no label"),
    };
    let record = desk.run(task.clone(), text(letter)).await.expect("it runs");
    assert_eq!(labels(&record), (Some(both.clone()), vec![SourceName::Person]));
    assert_eq!(record.summary.answer, "Amara, Jonas", "the history lists all of them");

    // The run is opened from the history and corrected there: none of them.
    let opened = desk.app.get_run(&record.summary.id).await.expect("it is kept");
    let request = CorrectionRequest {
        operation: "again".to_owned(),
        task: opened.task.clone(),
        input: RunInput::Document { id: opened.document.id.clone() },
        correction: ticked(&[]),
    };
    let view = desk.app.correct_answer(request, |_| {}).await.expect("it is kept");
    assert_eq!((view.total, &view.examples[0].answer), (1, &json!([])));
    let again = desk.app.rerun(&record.summary.id, "once more", |_| {}).await.expect("it runs");
    assert_eq!(labels(&again), (Some(Vec::new()), vec![SourceName::Person]));

    let one = say(&desk, &task, letter, named("Amara")).await.expect_err("several may apply");
    assert_eq!(one.code, Code::InvalidTask, "{one}");
    let alone = desk.run(desks(), text(letter)).await.expect("it runs");
    assert_eq!(labels(&alone).0, None, "a task of one label is another question");
}

const ORDER: &str =
    "Order 7 – Ito Ltd\nItem  Amount\nDesk lamp  79.80\nFloor lamp  129.00\nTotal 208.80\n";

fn in_order(part: &str) -> TextSpan {
    place_in(ORDER, part)
}

fn place_in(document: &str, part: &str) -> TextSpan {
    let byte = document.find(part).expect("it stands there");
    let start = document[..byte].encode_utf16().count() as u32;
    TextSpan { start, end: start + part.encode_utf16().count() as u32 }
}

/// A row of an item and an amount.
fn row(item: CellValue, amount: CellValue) -> Vec<CellWord> {
    let cell = |column: &str, value| CellWord { column: column.to_owned(), value };
    vec![cell("item", item), cell("amount", amount)]
}

fn here(part: &str) -> CellValue {
    CellValue::Here { span: in_order(part) }
}

fn kept(part: &str) -> CellValue {
    CellValue::Kept { value: json!(part), span: Some(in_order(part)) }
}

fn table(rows: &[Vec<CellWord>]) -> Correction {
    field("lines", FieldWord::Table { rows: rows.to_vec() })
}

fn order_lines() -> TaskSpec {
    use super::desk::field;
    let columns = vec![field("item", FieldType::Text, ""), field("amount", FieldType::Amount, "")];
    let item = FieldSpec { fields: columns, ..field("item", FieldType::Object, "") };
    let lines = FieldSpec { fields: vec![item], ..field("lines", FieldType::List, "") };
    let total = field("total", FieldType::Amount, "total amount to pay");
    TaskSpec { fields: vec![total, lines], ..form(TaskKind::Extract) }
}

/// The rows of a run, and the words of the document that each of their cells points at.
fn rows_of(record: &RunRecord) -> (serde_json::Value, Vec<(String, Option<String>)>) {
    let answer = record.outcome.as_ref().map(|outcome| &outcome.answer);
    let Some(AnswerView::Extract { value, fields }) = answer else { panic!("values") };
    let cells = fields.iter().filter(|one| one.path.starts_with("lines."));
    let cells = cells.map(|one| {
        assert_eq!(one.decided_by.sources, [SourceName::Person], "{}", one.path);
        (one.path.clone(), one.span.map(|span| cut(&record.document.text, span)))
    });
    (value["lines"].clone(), cells.collect())
}

#[tokio::test]
async fn rows_are_corrected_cell_by_cell_and_stand_in_later_runs() {
    let desk = desk().await;
    let task = order_lines();
    let first = [row(here("Desk lamp"), kept("79.80")), row(here("Floor"), CellValue::Empty)];
    let view = say(&desk, &task, ORDER, table(&first)).await.expect("it is kept");
    let said = json!([{"item": "Desk lamp", "amount": "79.80"}, {"item": "Floor", "amount": null}]);
    assert_eq!(view.examples[0].answer, json!({ "lines": said }));
    let report = view.report.expect("it was looked at");
    assert_eq!(
        (report.examples, report.used, view.refusal),
        (1, false, None),
        "how rows are read is not learned from one document"
    );
    assert_eq!(report.notes, []);

    let record = desk.run(task.clone(), text(ORDER)).await.expect("it runs");
    let stands = |path: &str, words: Option<&str>| (path.to_owned(), words.map(str::to_owned));
    let cells = vec![
        stands("lines.0.item", Some("Desk lamp")),
        stands("lines.0.amount", Some("79.80")),
        stands("lines.1.item", Some("Floor")),
        stands("lines.1.amount", None),
    ];
    assert_eq!(rows_of(&record), (said.clone(), cells));
    let opened = desk.app.get_run(&record.summary.id).await.expect("it is in the history");
    assert_eq!(rows_of(&opened), rows_of(&record));

    // The first row is removed: no place of it stays behind.
    let second = [row(here("Floor lamp"), here("129.00"))];
    let view = say(&desk, &task, ORDER, table(&second)).await.expect("it is kept");
    let record = desk.run(task.clone(), text(ORDER)).await.expect("it runs");
    let cells =
        vec![stands("lines.0.item", Some("Floor lamp")), stands("lines.0.amount", Some("129.00"))];
    assert_eq!(rows_of(&record), (json!([{"item": "Floor lamp", "amount": "129.00"}]), cells));

    let undone = view.replaced.expect("what was said first can be put back");
    desk.app.restore_example(&undone).await.expect("it is put back");
    let record = desk.run(task.clone(), text(ORDER)).await.expect("it runs");
    assert_eq!(rows_of(&record).0, said);

    let total = field("total", FieldWord::Here { span: in_order("208.80") });
    let view = say(&desk, &task, ORDER, total).await.expect("it is kept");
    assert_eq!(view.examples[0].answer, json!({"lines": said, "total": "208.80"}));
    let report = view.report.expect("it was measured");
    assert_eq!(report.examples, 1, "both are of one document");
    let view = say(&desk, &task, ORDER, table(&[])).await.expect("there may be none");
    assert_eq!(view.examples[0].answer, json!({"lines": [], "total": "208.80"}));
    let record = desk.run(task, text(ORDER)).await.expect("it runs");
    assert_eq!(rows_of(&record), (json!([]), Vec::new()));
}

#[tokio::test]
async fn corrected_rows_of_two_documents_teach_how_the_next_is_read() {
    let desk = desk().await;
    let task = order_lines();
    let told: [(&str, &[(&str, &str)]); 2] = [
        (
            "Desk lamp 39.90\nDiscount 2.00\nBall pen 1.20\nOil paint 7.10",
            &[
                ("Desk lamp", "39.90"),
                ("Discount", "2.00"),
                ("Ball pen", "1.20"),
                ("Oil paint", "7.10"),
            ],
        ),
        (
            "Ruler 3.00\nDiscount 1.00\nEraser 0.50",
            &[("Ruler", "3.00"), ("Discount", "1.00"), ("Eraser", "0.50")],
        ),
    ];
    let mut used = Vec::new();
    for (document, rows) in told {
        let there = |part: &str| CellValue::Here { span: place_in(document, part) };
        let rows: Vec<_> =
            rows.iter().map(|(item, amount)| row(there(item), there(amount))).collect();
        let view = say(&desk, &task, document, table(&rows)).await.expect("it is kept");
        used.push(view.report.expect("it was measured").used);
    }
    assert_eq!(used, [false, true]);
    let next = "Stapler 5.00\nDiscount 0.40\nGlue 2.00";
    let record = desk.run(task, text(next)).await.expect("it runs");
    let answer = record.outcome.map(|outcome| outcome.answer);
    let Some(AnswerView::Extract { value, .. }) = answer else { panic!("values") };
    let items: Vec<_> =
        value["lines"].as_array().expect("rows").iter().map(|row| &row["item"]).collect();
    assert_eq!(items, ["Stapler", "Discount", "Glue"]);
}

#[tokio::test]
async fn corrections_are_valid_under_the_schema_of_the_task() {
    let desk = desk().await;
    let line = json!({"type": "object", "properties": {
        "item": {"type": "string"}, "amount": {"type": "number"},
    }});
    let schema = json!({"type": "object", "properties": {
        "total": {"type": "number"}, "lines": {"type": "array", "items": line},
    }});
    let task = TaskSpec { schema: Some(schema), ..form(TaskKind::Extract) };
    let rows = [row(here("Desk lamp"), here("79.80")), row(here("Floor lamp"), here("129.00"))];
    say(&desk, &task, ORDER, table(&rows)).await.expect("it is kept");
    let total = |part| field("total", FieldWord::Here { span: in_order(part) });
    say(&desk, &task, ORDER, total("208.80")).await.expect("it is kept");
    let error = say(&desk, &task, ORDER, total("Floor lamp")).await.expect_err("no number");
    assert_eq!((error.code, error.detail.as_deref()), (Code::InvalidTask, Some("total")));

    let record = desk.run(task, text(ORDER)).await.expect("it runs");
    let lines = json!([
        {"item": "Desk lamp", "amount": 79.8},
        {"item": "Floor lamp", "amount": 129.0},
    ]);
    let (found, cells) = rows_of(&record);
    assert_eq!(found, lines, "numbers, not their texts");
    let stands = |path: &str, words: &str| (path.to_owned(), Some(words.to_owned()));
    assert!(cells.contains(&stands("lines.1.amount", "129.00")), "each where it stands: {cells:?}");
    let answer = record.outcome.map(|outcome| outcome.answer);
    let Some(AnswerView::Extract { value, .. }) = answer else { panic!("values") };
    assert_eq!(value["total"], json!(208.8));
}

#[tokio::test]
async fn rows_that_are_none_are_refused_and_what_was_said_before_stays() {
    let desk = desk().await;
    let task = order_lines();
    let good = [row(here("Desk lamp"), kept("79.80"))];
    say(&desk, &task, ORDER, table(&good)).await.expect("it is kept");
    let nowhere = CellValue::Here { span: TextSpan { start: 0, end: 9_999 } };
    let beyond = CellValue::Kept {
        value: json!("79.80"),
        span: Some(TextSpan { start: 9_000, end: 9_001 }),
    };
    let listed = CellValue::Kept { value: json!(["79.80"]), span: None };
    let colour = CellWord { column: "colour".to_owned(), value: CellValue::Empty };
    let twice = [good[0].clone(), good[0].clone()].concat();
    for (rows, place) in [
        (vec![good[0].clone(), row(nowhere, CellValue::Empty)], Some("lines.1.item")),
        (vec![row(CellValue::Empty, beyond)], Some("lines.0.amount")),
        (vec![twice], Some("lines.0.item")),
        (vec![row(CellValue::Empty, listed)], None),
        (vec![vec![colour]], None),
    ] {
        let error = say(&desk, &task, ORDER, table(&rows)).await.expect_err("no rows");
        assert_eq!(error.code, Code::InvalidTask, "{error}");
        assert!(place.is_none() || error.detail.as_deref() == place, "{error:?}");
        assert!(error.message.contains("lines"), "it names the field: {error}");
    }
    let view = desk.app.get_teaching(task).await.expect("it is looked at");
    assert_eq!(
        view.examples[0].answer,
        json!({"lines": [{"item": "Desk lamp", "amount": "79.80"}]})
    );
}
