//! `winnow demo`: the sample documents, read one after the other.

use comfy_table::Table;
use winnow_app::{
    spec_of,
    wire::{
        outcome::AnswerView,
        run::{RunInput, RunRecord, RunRequest},
    },
};

use super::Desk;
use crate::{
    ending::{Ending, Failure},
    output::{print_line, printable, sure, table},
    progress::Progress,
};

const OPERATION: &str = "winnow demo";

const MESSAGES: [&str; 6] = [
    "message-double-charge.txt",
    "message-app-crash.txt",
    "message-late-parcel.txt",
    "message-cancel.txt",
    "message-thanks.txt",
    "complaint.eml",
];

pub async fn run(desk: &Desk) -> Result<Ending, Failure> {
    print_line("Winnow reads its sample documents. Everything happens on this computer.\n")?;
    classify(desk).await?;
    extract(desk, 2, "invoice.pdf").await?;
    extract(desk, 3, "agreement.docx").await?;
    summarize(desk).await?;
    print_line(
        "All of it is in the history now:\n  winnow history --search invoice\n\nYour turn:\n  winnow classify --help",
    )?;
    Ok(Ending::Done)
}

async fn classify(desk: &Desk) -> Result<(), Failure> {
    print_line("1. What is each message about?")?;
    let mut answers = table(["message", "label", "sure"]);
    for name in MESSAGES {
        let record = ask(desk, name).await?;
        if let Some(AnswerView::Classify { label, confidence, .. }) = answer(&record) {
            let label = label.as_deref().unwrap_or("(none)").to_owned();
            answers.add_row([name.to_owned(), label, sure(*confidence)]);
        }
    }
    section(&answers)
}

async fn extract(desk: &Desk, number: u32, name: &str) -> Result<(), Failure> {
    print_line(&format!(
        "{number}. What does {name} say? Each value is copied from the document, with its place."
    ))?;
    let record = ask(desk, name).await?;
    let mut answers = table(["field", "value", "sure", "place"]);
    if let Some(AnswerView::Extract { fields, .. }) = answer(&record) {
        for field in fields {
            let value = field.value.as_str().map_or(field.value.to_string(), str::to_owned);
            answers.add_row([
                field.path.clone(),
                printable(&value).into_owned(),
                sure(field.confidence),
                field.place.clone().unwrap_or_default(),
            ]);
        }
    }
    section(&answers)
}

async fn summarize(desk: &Desk) -> Result<(), Failure> {
    print_line("4. meeting-notes.md in three sentences, its own:\n")?;
    let record = ask(desk, "meeting-notes.md").await?;
    match answer(&record) {
        Some(AnswerView::Summarize { text, .. }) => print_line(&format!("{}\n", printable(text))),
        _ => Ok(()),
    }
}

/// Runs a sample's task on it and keeps the run; one that fails ends the tour.
async fn ask(desk: &Desk, sample: &str) -> Result<RunRecord, Failure> {
    let task = desk.app.sample_task(sample)?;
    let document = desk.app.open_sample(sample).await?;
    let request = RunRequest {
        operation: OPERATION.to_owned(),
        task: spec_of(&task),
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
