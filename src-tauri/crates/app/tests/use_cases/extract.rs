//! Values of a PDF, each where it stands.

use winnow_app::wire::{
    outcome::AnswerView,
    run::{ExportFormat, RunInput, RunQuery, RunStatus},
    task::FieldType,
};

use crate::desk::{cut, desk, invoice_fields};

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_gives_its_values_with_their_places() {
    let desk = desk().await;
    let samples = desk.app.list_samples().await.expect("samples");
    assert!(samples.iter().any(|sample| sample.name == "invoice.pdf"), "{samples:?}");
    let document = desk.app.open_sample("invoice.pdf").await.expect("the sample opens");
    assert_eq!(document.format, "pdf");
    let input = RunInput::Document { id: document.id.clone() };
    let record = desk.run(invoice_fields(), input).await.expect("the run begins");

    assert_eq!(record.summary.status, RunStatus::Done, "{:?}", record.error);
    let outcome = record.outcome.expect("done");
    let AnswerView::Extract { fields, value } = outcome.answer else {
        panic!("an extraction answers with fields")
    };
    assert_eq!(fields.len(), 3);
    for field in &fields {
        assert!(value.get(&field.path).is_some(), "{} is in the value: {value}", field.path);
        let Some(span) = field.span else { continue };
        assert!(field.verified, "{}: what has a place stands there", field.path);
        let there = cut(&record.document.text, span);
        assert_eq!(Some(there.as_str()), field.value.as_str(), "{}", field.path);
        let place = field.place.as_deref().unwrap_or_default();
        assert!(place.starts_with("page 1"), "{}: {place:?}", field.path);
    }
    let found: Vec<_> = fields.iter().filter(|field| field.span.is_some()).collect();
    assert!(found.len() >= 2, "the invoice states all three: {fields:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_are_exported_in_every_form_and_whole() {
    let desk = desk().await;
    let document = desk.app.open_sample("invoice.pdf").await.expect("the sample opens");
    for _ in 0..2 {
        let input = RunInput::Document { id: document.id.clone() };
        desk.run(invoice_fields(), input).await.expect("a run");
    }
    let cases = [
        (ExportFormat::Json, "runs.json"),
        (ExportFormat::Jsonl, "runs.jsonl"),
        (ExportFormat::Csv, "runs.csv"),
        (ExportFormat::Markdown, "runs.md"),
    ];
    for (format, name) in cases {
        let path = desk.file(name, b"an older export");
        // A page of one run must not mean an export of one run.
        let query = RunQuery { limit: Some(1), ..RunQuery::default() };
        let count = desk.app.export_runs(query, format, &path).await.expect("exported");
        assert_eq!(count, 2, "{name}");
        let text = std::fs::read_to_string(&path).expect("the export");
        let runs = match format {
            ExportFormat::Json => {
                serde_json::from_str::<Vec<serde_json::Value>>(&text).expect("one array").len()
            }
            ExportFormat::Jsonl => {
                let lines = text.lines().map(serde_json::from_str::<serde_json::Value>);
                lines.filter(|line| line.as_ref().is_ok_and(|run| run.is_object())).count()
            }
            ExportFormat::Csv => {
                csv::Reader::from_reader(text.as_bytes()).records().filter(Result::is_ok).count()
            }
            ExportFormat::Markdown => text.matches("## Read invoices: invoice.pdf").count(),
        };
        assert_eq!(runs, 2, "{name}: {text}");
    }
    let empty = RunQuery { search: "nowhere".to_owned(), ..RunQuery::default() };
    let path = desk.file("none.json", b"");
    assert_eq!(desk.app.export_runs(empty, ExportFormat::Json, &path).await, Ok(0));
    assert_eq!(std::fs::read_to_string(&path).expect("the export").trim(), "[]");

    let gone = desk.folder.path().join("no/such/folder/runs.csv");
    let error = desk
        .app
        .export_runs(RunQuery::default(), ExportFormat::Csv, &gone)
        .await
        .expect_err("a folder that is not there cannot be written to");
    assert!(error.message.contains("runs.csv"), "the message names the file: {error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_text_field_tell_what_it_is_looked_for_as() {
    let app = desk().await.app;
    for (name, description, kind) in [
        ("due_date", "", FieldType::Date),
        ("reference", "number of the order", FieldType::Identifier),
        ("notes", "what else was agreed", FieldType::Text),
    ] {
        assert_eq!(app.sought_type(name, description.to_owned()), kind, "{name}: {description}");
    }
}
