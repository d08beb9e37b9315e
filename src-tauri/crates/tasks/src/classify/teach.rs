//! Teaching a classification by documents whose labels are known.

use std::time::Instant;

use serde_json::Value;
use winnow_engine::Purpose;

use super::{embedder::Embedder, listen};
use crate::{
    Context, Decide, Example, Task, TaskError,
    evidence::{Learnt, Lesson, learn},
    teach::{CurvePoint, HEAD_VERSION, Head, HeadKind, Taught, TeachNote, TeachReport, distinct},
};

/// Examples a label, on average, below which cross-validation says too little to trust a head.
const LEAST_A_LABEL: usize = 3;

/// Examples of each label at which a head has been better than the labels' words on every set
/// that we tried.
const ENOUGH_A_LABEL: usize = 5;

/// Teaches a head over the embedder's vectors, and weighs the language model beside it.
///
/// # Errors
/// [`TaskError::Unteachable`] without examples or with those of one label only;
/// [`TaskError::ModelMissing`] without an embedder; the engine's.
pub(crate) async fn teach(task: &Task, context: &Context) -> Result<Taught, TaskError> {
    let (examples, mut notes) = distinct(&task.examples);
    let answers = answers(task, &examples)?;
    notes.extend(untaught(task, &answers));
    let model = context.models.embedder.as_ref().ok_or(TaskError::ModelMissing(Purpose::Embed))?;

    let began = Instant::now();
    let embedder = Embedder::seat(model, context).await?;
    let words = embedder.words(task, context).await?;
    let texts: Vec<&str> = examples.iter().map(|example| example.input.as_str()).collect();
    let mut vectors = Vec::with_capacity(texts.len());
    for point in embedder.read(&texts, context).await? {
        vectors.push(point?.vector);
    }
    let mut reading_seconds = began.elapsed().as_secs_f64();

    let began = Instant::now();
    let names: Vec<String> = task.labels.iter().map(|label| label.name.clone()).collect();
    let lesson = Lesson { vectors, answers };
    let learning = lesson.clone();
    let Learnt { mut head, before, after, curve, unseen } =
        tokio::task::spawn_blocking(move || learn(&names, &words, &learning))
            .await
            .map_err(|error| winnow_engine::EngineError::Panicked(error.to_string()))?;
    let seconds = began.elapsed().as_secs_f64();
    let enough = texts.len() >= LEAST_A_LABEL * task.labels.len();
    let used = enough && after.beats(&before);

    let mut after = after;
    if used && matches!(task.decide, Decide::Cascade | Decide::Best) {
        let began = Instant::now();
        if let Some(heard) = listen::weigh(task, &texts, &lesson.answers, &unseen, context).await? {
            head.model = heard.share;
            after = heard.after.unwrap_or(after);
        }
        reading_seconds += began.elapsed().as_secs_f64();
    }
    let report = TeachReport {
        examples: texts.len(),
        before: before.accuracy,
        after: after.accuracy,
        curve: curve.into_iter().map(|(examples, score)| CurvePoint { examples, score }).collect(),
        reading_seconds,
        seconds,
        used,
        more_needed: (!used).then(|| more_needed(task, &lesson.answers)),
        notes,
    };
    let generator = head.model.and(context.models.generator.clone());
    let head = used.then(|| Head {
        version: HEAD_VERSION,
        question: task.question_hash(),
        examples_hash: task.examples_hash(),
        examples: texts.len(),
        embedder: Some(model.clone()),
        generator,
        kind: HeadKind::Labels(head),
    });
    Ok(Taught { head, report })
}

/// The index of each example's label.
fn answers(task: &Task, examples: &[&Example]) -> Result<Vec<usize>, TaskError> {
    let answers: Vec<usize> = examples
        .iter()
        .filter_map(|example| match &example.output {
            Value::String(name) => task.labels.iter().position(|label| label.name == *name),
            _ => None,
        })
        .collect();
    let unteachable = |reason: String| Err(TaskError::Unteachable { reason });
    match answers.first() {
        None => unteachable("it has no examples: give some documents with their labels".to_owned()),
        Some(&first) if answers.iter().all(|&answer| answer == first) => unteachable(format!(
            "all {} examples are \"{}\": give at least one of another label",
            answers.len(),
            task.labels[first].name
        )),
        Some(_) => Ok(answers),
    }
}

fn untaught(task: &Task, answers: &[usize]) -> Option<TeachNote> {
    let labels: Vec<String> = task
        .labels
        .iter()
        .enumerate()
        .filter(|(index, _)| !answers.contains(index))
        .map(|(_, label)| label.name.clone())
        .collect();
    (!labels.is_empty()).then_some(TeachNote::Untaught { labels })
}

/// Examples that every label lacks to [`ENOUGH_A_LABEL`]; where none does, as many again.
fn more_needed(task: &Task, answers: &[usize]) -> usize {
    let lacking: usize = (0..task.labels.len())
        .map(|label| {
            let count = answers.iter().filter(|&&answer| answer == label).count();
            ENOUGH_A_LABEL.saturating_sub(count)
        })
        .sum();
    if lacking > 0 { lacking } else { answers.len() }
}
