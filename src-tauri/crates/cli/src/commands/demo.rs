//! `winnow demo`: the sample documents, read one after the other.

use comfy_table::Table;
use winnow_app::{
    spec_of,
    wire::{
        outcome::AnswerView,
        run::{RunInput, RunRecord, RunRequest},
    },
};
use winnow_tasks::{Length, Task, TaskKind};

use super::Desk;
use crate::{
    asking::{FieldArg, parse_field, parse_label},
    ending::{Ending, Failure},
    output::{percent, print_line, printable, table},
    progress::Progress,
};

const OPERATION: &str = "winnow demo";

const LABELS: [&str; 4] = [
    "billing: payments, charges, invoices, refunds",
    "technical: errors, crashes, things that do not work",
    "delivery: parcels, shipping, late orders",
    "other: thanks, wishes, anything else",
];

const MESSAGES: [&str; 4] = [
    "message-double-charge.txt",
    "message-app-crash.txt",
    "message-late-parcel.txt",
    "message-thanks.txt",
];

const INVOICE_FIELDS: [&str; 3] = [
    "invoice_number: identifier = invoice number",
    "invoice_date: date = date of the invoice",
    "total: amount = total amount to pay",
];

pub async fn run(desk: &Desk) -> Result<Ending, Failure> {
    print_line("Winnow reads its sample documents. Everything happens on this computer.\n")?;
    classify(desk).await?;
    extract(desk).await?;
    summarize(desk).await?;
    print_line(
        "All of it is in the history now:\n  winnow history --search invoice\n\nYour turn:\n  winnow classify --help",
    )?;
    Ok(Ending::Done)
}

async fn classify(desk: &Desk) -> Result<(), Failure> {
    print_line("1. Which of billing, technical, delivery and other is each message about?")?;
    let mut task = Task::new(TaskKind::Classify);
    task.name = "Sort the messages".to_owned();
    for label in LABELS {
        task.labels.push(parse_label(label).map_err(Failure::Usage)?);
    }
    let mut answers = table(["message", "label", "sure"]);
    for name in MESSAGES {
        let record = ask(desk, &task, name).await?;
        if let Some(AnswerView::Classify { label, confidence, .. }) = answer(&record) {
            let label = label.as_deref().unwrap_or("(none)").to_owned();
            answers.add_row([name.to_owned(), label, percent(*confidence)]);
        }
    }
    section(&answers)
}

async fn extract(desk: &Desk) -> Result<(), Failure> {
    print_line(
        "2. What does invoice.pdf say? Each value is copied from the document, with its place.",
    )?;
    let mut task = Task::new(TaskKind::Extract);
    task.name = "Read an invoice".to_owned();
    for field in INVOICE_FIELDS {
        let FieldArg { name, field } = parse_field(field).map_err(Failure::Usage)?;
        task.fields.insert(name, field);
    }
    let record = ask(desk, &task, "invoice.pdf").await?;
    let mut answers = table(["field", "value", "sure", "place"]);
    if let Some(AnswerView::Extract { fields, .. }) = answer(&record) {
        for field in fields {
            let value = field.value.as_str().map_or(field.value.to_string(), str::to_owned);
            answers.add_row([
                field.path.clone(),
                printable(&value).into_owned(),
                percent(field.confidence),
                field.place.clone().unwrap_or_default(),
            ]);
        }
    }
    section(&answers)
}

async fn summarize(desk: &Desk) -> Result<(), Failure> {
    print_line("3. meeting-notes.md in three sentences, its own:\n")?;
    let mut task = Task::new(TaskKind::Summarize);
    task.name = "Summarize notes".to_owned();
    task.length = Some(Length::Sentences(3));
    let record = ask(desk, &task, "meeting-notes.md").await?;
    match answer(&record) {
        Some(AnswerView::Summarize { text, .. }) => print_line(&format!("{}\n", printable(text))),
        _ => Ok(()),
    }
}

/// Runs a task on a sample and keeps the run; one that fails ends the tour.
async fn ask(desk: &Desk, task: &Task, sample: &str) -> Result<RunRecord, Failure> {
    let document = desk.app.open_sample(sample).await?;
    let request = RunRequest {
        operation: OPERATION.to_owned(),
        task: spec_of(task),
        input: RunInput::Document { id: document.id },
    };
    let progress = Progress::new(Some(1));
    let bar = progress.clone();
    let running = desk.app.run_task(request, move |event| bar.event(&event));
    let ran = desk.watch(OPERATION, running).await;
    progress.clear();
    let record = ran?;
    match record.error {
        Some(error) => Err(error.into()),
        None => Ok(record),
    }
}

fn answer(record: &RunRecord) -> Option<&AnswerView> {
    record.outcome.as_ref().map(|outcome| &outcome.answer)
}

fn section(table: &Table) -> Result<(), Failure> {
    print_line(&format!("{table}\n"))
}
