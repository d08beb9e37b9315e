//! Summaries on the real models: chosen, bent, taught, written and checked.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::sync::{Arc, Mutex};

use serde_json::json;
use support::{context, context_of, failure};
use winnow_tasks::{
    Answer, Context, Decide, Doubt, Example, Length, Models, Outcome, Progress, Stage, Strategy,
    Summary, Task, TaskKind, WrittenBy, preview,
    probe::{probe, sample_texts},
    run,
};

fn task(sentences: u32) -> Task {
    Task { length: Some(Length::Sentences(sentences)), ..Task::new(TaskKind::Summarize) }
}

fn summary(outcome: &Outcome) -> &Summary {
    match &outcome.answer {
        Answer::Summarize(summary) => summary,
        other => panic!("a summary is made of sentences, not {other:?}"),
    }
}

fn council() -> &'static str {
    let samples = sample_texts().iter();
    let mut texts = samples.map(|sample| sample.text.as_str());
    texts.find(|text| text.contains("works council")).expect("a sample text")
}

#[tokio::test]
async fn what_a_person_wants_to_know_bends_the_choice() {
    let context = context().await;
    for (focus, wanted) in [
        ("the food and what a meal costs", "40 cents"),
        ("when we meet again", "next meeting is on"),
        ("people being ill", "Sick leave"),
    ] {
        let task = Task { focus: focus.to_owned(), ..task(2) };
        let outcome = run(&task, council(), &context).await.expect("a summary");
        assert!(summary(&outcome).text.contains(wanted), "{focus}: {}", summary(&outcome).text);
    }
}

#[tokio::test]
async fn marks_in_a_document_hold_and_those_that_stand_nowhere_are_refused() {
    let context = context().await;
    let plain = run(&task(3), council(), &context).await.expect("a summary");
    let first = summary(&plain).sentences[0].text.clone();
    let starred =
        "There was also some\ntalk about the coffee machine, which everyone finds too loud.";
    let output = json!({"starred": [starred], "struck": [first]});
    let marked = Example { input: council().to_owned(), output };
    let task_with = |example| Task { examples: vec![example], ..task(3) };
    let outcome = run(&task_with(marked), council(), &context).await.expect("a summary");
    let text = &summary(&outcome).text;
    assert!(text.contains("coffee machine"), "what was starred is in: {text}");
    assert!(summary(&outcome).sentences.iter().all(|s| s.text != first), "struck is out: {text}");

    let output = json!({"starred": ["The moon is made of cheese."]});
    let lost = Example { input: council().to_owned(), output };
    let refused = failure(run(&task_with(lost), council(), &context).await, "it stands nowhere");
    assert!(refused.to_string().contains("does not stand in its text"), "{refused}");
}

#[tokio::test]
async fn stars_in_other_documents_teach_what_to_look_for() {
    let context = context().await;
    // Somebody who reads for money alone.
    let money = [
        "It costs 48,600 euros",
        "Prices rise by 40 cents",
        "paid 64.90 euros",
        "cost 9.4\nmillion euros",
        "A repair after wrong descaling cost us 380 euros",
    ];
    let examples: Vec<Example> = sample_texts()
        .iter()
        .filter_map(|sample| {
            let mark = money.iter().find(|mark| sample.text.contains(*mark))?;
            let output = json!({ "starred": [mark] });
            Some(Example { input: sample.text.clone(), output })
        })
        .collect();
    assert_eq!(examples.len(), money.len(), "each sentence stands in one sample text");
    let letter = "The garden club met on Sunday in the old mill. Eleven members came, and Ms. Reed \
        took the minutes. The new rose bed was planted in April and is doing well. Slugs were less \
        of a problem than last year. A second water tank was bought for 310 euros. The club will \
        visit the castle gardens in June, and everyone is asked to bring a friend. The apple trees \
        must be cut before the end of February.";
    let plain = run(&task(1), letter, &context).await.expect("a summary");
    let taught = Task { examples, ..task(1) };
    let outcome = run(&taught, letter, &context).await.expect("a summary");
    assert!(!summary(&plain).text.contains("310 euros"), "nobody knew what was looked for");
    assert!(summary(&outcome).text.contains("310 euros"), "{}", summary(&outcome).text);
}

#[tokio::test]
async fn what_a_model_writes_is_linked_checked_and_kept_to_its_length() {
    let context = context().await;
    let task = Task { decide: Decide::Model, ..task(3) };
    let mut flagged = 0;
    for sample in sample_texts() {
        let outcome = run(&task, &sample.text, &context).await.expect("the model writes");
        let written = summary(&outcome);
        assert_eq!(written.written_by, WrittenBy::Model);
        assert!((1..=3).contains(&written.sentences.len()), "never more than asked");
        for sentence in &written.sentences {
            let numbers = sentence.text.split(|c: char| !c.is_ascii_digit());
            let lost = numbers.filter(|n| n.len() > 2).find(|n| !sample.text.contains(n));
            if let Some(number) = lost {
                assert!(!sentence.verified, "{number} stands nowhere: {}", sentence.text);
            }
            for span in &sentence.spans {
                assert!(sample.text.get(span.range()).is_some(), "a source is part of the text");
            }
        }
        let doubtful = written.sentences.iter().any(|sentence| !sentence.verified);
        let doubts = outcome.doubts.iter().any(|doubt| matches!(doubt, Doubt::Invented { .. }));
        assert_eq!(doubtful, doubts, "a sentence in doubt is a doubt of the whole");
        flagged += usize::from(doubts);
    }
    assert!(flagged > 0, "this model makes things up, and the checks notice it");
}

#[tokio::test]
async fn a_document_that_does_not_fit_is_written_about_piece_by_piece() {
    let full = context_of(1024).await;
    let steps = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&steps);
    let context = Context {
        progress: Arc::new(move |progress| {
            if let Progress::Stage { stage: Stage::Write, done, total } = progress {
                told.lock().unwrap().push((done, total));
            }
        }),
        ..full
    };
    let texts: Vec<&str> = sample_texts().iter().map(|sample| sample.text.as_str()).collect();
    // Lines far apart have tokens of their own.
    let document = texts.repeat(2).join("\n\n \n\t\n\n");
    let mut written = Vec::new();
    for strategy in [Strategy::MapReduce, Strategy::Refine] {
        let task = Task { decide: Decide::Model, strategy, ..task(1) };
        let outcome = run(&task, &document, &context).await.expect("it is read in pieces");
        let chunks = outcome.coverage.chunks;
        assert!(chunks > 2, "{strategy:?}: {:?}", outcome.coverage);
        assert_eq!(outcome.coverage.read, outcome.coverage.tokens, "nothing is left out");
        let steps = std::mem::take(&mut *steps.lock().unwrap());
        let first: Vec<_> = (0..=chunks).map(|done| (done, chunks)).collect();
        assert_eq!(steps[..first.len()], first, "{strategy:?} tells each piece");
        written.push(summary(&outcome).text.clone());
    }
    assert_ne!(written[0], written[1], "they go other ways through the document");
}

#[tokio::test]
async fn a_language_is_asked_of_who_writes_and_doubted_of_own_sentences() {
    let context = context().await;
    let german = |decide| Task { decide, answer_in: "German".to_owned(), ..task(1) };
    let asked = preview(&german(Decide::Model), council(), &context).await.expect("a prompt");
    assert!(asked.text.contains("Answer in German."), "{}", asked.text);
    let chosen = run(&german(Decide::Cascade), council(), &context).await.expect("a summary");
    assert!(
        chosen.doubts.contains(&Doubt::NotTranslated { language: "German".to_owned() }),
        "{:?}",
        chosen.doubts
    );
}

#[tokio::test]
async fn the_small_model_does_not_earn_to_write_and_one_that_has_writes() {
    let context = context().await;
    let mut told = 0;
    let found = probe(&context, &mut |done| told = done).await.expect("a probe");
    assert_eq!((found.texts, told), (sample_texts().len(), sample_texts().len()));
    assert!(!found.earned(), "a model of 135 million parameters does not: {found:?}");
    assert!(found.selection_kept >= 0.4, "own sentences keep what matters: {found:?}");

    let earned = Models { writes: true, ..context.models.clone() };
    let writing = Context { models: earned, ..context };
    let outcome = run(&task(1), council(), &writing).await.expect("a summary");
    assert_eq!(summary(&outcome).written_by, WrittenBy::Model, "the probe decides the default");
}

#[tokio::test]
async fn without_an_embedder_sentences_are_chosen_by_their_words() {
    let full = context().await;
    let alone = Context { models: Models { embedder: None, ..full.models.clone() }, ..full };
    let outcome = run(&task(2), council(), &alone).await.expect("a summary");
    assert_eq!(summary(&outcome).sentences.len(), 2);
    let missing = outcome.doubts.iter().any(|doubt| matches!(doubt, Doubt::SourceMissing { .. }));
    assert!(missing, "it is said: {:?}", outcome.doubts);
}
