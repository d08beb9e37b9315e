//! What the window is shown says the same as what the core decided.

use indexmap::IndexMap;
use serde_json::json;
use winnow_engine::{ModelId, Timings};
use winnow_tasks::{Evidence, Label, LabelScore, Span, SummarySentence, TaskKind};

use super::*;
use crate::convert::document::typed_document;

const TEXT: &str = "Größe 🙂\n\nTotal: 12,50 €. Due in May.";

fn span_of(word: &str) -> Span {
    let start = TEXT.find(word).unwrap();
    Span { start: u32::try_from(start).unwrap(), end: u32::try_from(start + word.len()).unwrap() }
}

fn view(answer: Answer, task: &Task) -> (KeptOutcome, wire::OutcomeView) {
    let outcome = Outcome {
        answer,
        coverage: Coverage { tokens: 20, read: 15, chunks: 2 },
        doubts: vec![Doubt::CloseCall, Doubt::SourceMissing { source: Source::Embedder }],
        usage: Usage { prompt: 9, generated: 3, ..Usage::default() },
        timings: Timings { queue_ms: 1.0, prefill_ms: 2.0, decode_ms: 3.0 },
        model: Some(ModelId("abc".to_owned())),
        fallback: Some(ModelId("def".to_owned())),
        embedder: None,
        ran_on: None,
        task: task.content_hash(),
    };
    let kept = KeptOutcome {
        outcome,
        model_name: Some("Small".to_owned()),
        fallback_name: Some("Large".to_owned()),
        embedder_name: None,
    };
    let view = outcome_view(&kept, task, &typed_document(TEXT), 7.5);
    (kept, view)
}

fn decider() -> Decider {
    Decider { sources: vec![Source::Shape, Source::Model], margin: 0.25 }
}

fn cut(span: TextSpan) -> String {
    let units: Vec<u16> = TEXT.encode_utf16().collect();
    String::from_utf16(&units[span.start as usize..span.end as usize]).unwrap()
}

#[test]
fn all_labels_that_apply_are_told() {
    let answer = |labels: &[&str]| {
        Answer::Classify(Classification {
            label: labels.first().map(|&label| label.to_owned()),
            labels: Some(labels.iter().map(|&label| label.to_owned()).collect()),
            confidence: Some(0.7),
            scores: Vec::new(),
            decided_by: decider(),
            evidence: Vec::new(),
        })
    };
    assert_eq!(answer_line(&answer(&["billing", "urgent"])), "billing, urgent");
    assert_eq!(answer_line(&answer(&[])), "–");
    let (_, view) = view(answer(&["billing", "urgent"]), &Task::new(TaskKind::Classify));
    let wire::AnswerView::Classify { label, labels, .. } = view.answer else {
        panic!("a classification stays one")
    };
    assert_eq!(label.as_deref(), Some("billing"));
    assert_eq!(labels.as_deref(), Some(&["billing".to_owned(), "urgent".to_owned()][..]));
}

#[test]
fn evidence_is_told_by_label() {
    let label = |name: &str| Label { name: name.to_owned(), description: String::new() };
    let task = Task { labels: vec![label("z"), label("a")], ..Task::new(TaskKind::Classify) };
    let score = |label: &str, probability| LabelScore { label: label.to_owned(), probability };
    let (kept, view) = view(
        Answer::Classify(Classification {
            label: None,
            labels: None,
            confidence: Some(0.7),
            scores: vec![score("a", 0.7), score("z", 0.3)],
            decided_by: decider(),
            evidence: vec![Evidence { source: Source::Model, probabilities: vec![0.4, 0.6] }],
        }),
        &task,
    );
    let wire::AnswerView::Classify { label, scores, evidence, decided_by, .. } = view.answer else {
        panic!("a classification stays one")
    };
    assert_eq!(label, None, "below the threshold stays below");
    assert_eq!(scores[0].label, "a", "the most probable stays first");
    assert_eq!(evidence[0].probabilities["z"], 0.4, "probabilities are in the task's order");
    assert_eq!(evidence[0].probabilities["a"], 0.6);
    assert_eq!(decided_by.sources, [wire::SourceName::Shape, wire::SourceName::Model]);
    assert_eq!(view.coverage, wire::CoverageView { tokens: 20, read: 15, chunks: 2 });
    assert_eq!((view.timings.total_ms, view.timings.decode_ms), (7.5, 3.0));
    assert_eq!(view.model_name.as_deref(), Some("Small"));
    assert_eq!(
        (view.fallback.as_deref(), view.fallback_name.as_deref()),
        (Some("def"), Some("Large"))
    );
    assert_eq!(view.doubts.len(), 2, "no doubt is lost");
    assert_eq!(answer_line(&kept.outcome.answer), "–");
    assert_eq!(confidence(&kept.outcome.answer), Some(0.7));
}

#[test]
fn values_and_their_alternatives_stand_where_they_stood() {
    let field = |value: serde_json::Value, span, confidence| FieldAnswer {
        value,
        normalized: Some(json!("12.50 EUR")),
        confidence: Some(confidence),
        span,
        verified: span.is_some(),
        decided_by: decider(),
        alternatives: vec![Candidate {
            text: "May".to_owned(),
            span: span_of("May"),
            normalized: None,
            probability: Some(0.1),
        }],
    };
    let fields: IndexMap<String, FieldAnswer> = [
        ("total".to_owned(), field(json!("12,50 €"), Some(span_of("12,50 €")), 0.9)),
        ("date".to_owned(), field(json!(null), None, 0.4)),
    ]
    .into_iter()
    .collect();
    let extraction = Extraction { value: json!({"total": "12,50 €", "date": null}), fields };
    let (kept, view) = view(Answer::Extract(extraction), &Task::new(TaskKind::Extract));
    let wire::AnswerView::Extract { fields, .. } = view.answer else {
        panic!("an extraction stays one")
    };
    let paths: Vec<_> = fields.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(paths, ["total", "date"], "fields keep the task's order");
    assert_eq!(cut(fields[0].span.unwrap()), "12,50 €");
    assert_eq!(fields[0].place.as_deref(), Some("paragraph 2"));
    assert_eq!(cut(fields[0].alternatives[0].span), "May");
    assert_eq!((fields[1].span, fields[1].place.as_ref()), (None, None));
    assert_eq!(
        (fields[1].confidence, fields[1].alternatives[0].probability),
        (Some(0.4), Some(0.1))
    );
    assert_eq!(answer_line(&kept.outcome.answer), "total: 12,50 €", "what was not found is silent");
    assert_eq!(
        confidence(&kept.outcome.answer),
        Some(0.4),
        "a chain is as sure as its weakest part"
    );
    let mut answer = kept.outcome.answer;
    let Answer::Extract(found) = &mut answer else { panic!("an extraction stays one") };
    found.fields["date"].confidence = None;
    assert_eq!(confidence(&answer), None, "a part that nobody measured may be the weakest");
}

#[test]
fn sentences_keep_all_their_sources() {
    let summary = Summary {
        text: "Total: 12,50 €.\nDue in May.".to_owned(),
        sentences: vec![SummarySentence {
            text: "Pay 12,50 € in May.".to_owned(),
            spans: vec![span_of("12,50 €"), span_of("May")],
            verified: false,
        }],
        written_by: WrittenBy::Model,
    };
    let (kept, view) = view(Answer::Summarize(summary), &Task::new(TaskKind::Summarize));
    let wire::AnswerView::Summarize { sentences, written_by, .. } = view.answer else {
        panic!("a summary stays one")
    };
    assert_eq!(written_by, wire::WrittenBy::Model);
    let sources: Vec<_> = sentences[0].spans.iter().map(|span| cut(*span)).collect();
    assert_eq!(sources, ["12,50 €", "May"]);
    assert!(!sentences[0].verified, "a doubt about a sentence is not lost");
    assert_eq!(answer_line(&kept.outcome.answer), "Total: 12,50 €. Due in May.");
    assert_eq!(confidence(&kept.outcome.answer), None);
}

#[test]
fn an_outcome_survives_the_store() {
    let generated =
        Generated { text: "A".to_owned(), finish: Finish::Length, confidence: Some(0.123_456_789) };
    let (kept, shown) = view(Answer::Generate(generated), &Task::new(TaskKind::Generate));
    let stored = serde_json::to_string(&kept).unwrap();
    let back: KeptOutcome = serde_json::from_str(&stored).unwrap();
    assert_eq!(back, kept, "the history reproduces an outcome to the last digit");
    assert!(matches!(shown.answer, wire::AnswerView::Generate { cut: true, .. }));
}
