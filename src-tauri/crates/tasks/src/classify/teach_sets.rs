//! Teaching a classification where several labels may apply.

use std::time::Instant;

use winnow_engine::{EngineError, Purpose};

use super::{
    embedder::Embedder,
    everyday::everyday,
    teach::{LEAST_A_LABEL, check_count, more_needed, remembered, untaught},
};
use crate::{
    Context, Task, TaskError, Unteachable,
    evidence::{Relevance, SetLesson, learn_sets},
    teach::{CurvePoint, HEAD_VERSION, Head, HeadKind, Taught, TeachReport, distinct},
};

/// Teaches a head of its own for each label.
///
/// # Errors
/// [`TaskError::Unteachable`] without examples, with those of one answer only, or of too many
/// labels; [`TaskError::ModelMissing`] without an embedder; the engine's.
pub(super) async fn teach_sets(task: &Task, context: &Context) -> Result<Taught, TaskError> {
    check_count(task)?;
    let (examples, mut notes) = distinct(&task.examples);
    let sets: Vec<Vec<usize>> =
        examples.iter().map(|example| task.places_of(&example.output)).collect();
    check_answers(task, &sets)?;
    notes.extend(untaught(task, &sets.concat()));
    let model = context.models.embedder.as_ref().ok_or(TaskError::ModelMissing(Purpose::Embed))?;

    let began = Instant::now();
    let embedder = Embedder::seat(model, context).await?;
    let words = embedder.words(task, context).await?;
    let words = Relevance::new(&words, &everyday(&embedder, context).await?, &[]);
    let texts: Vec<String> = examples.iter().map(|example| example.input.clone()).collect();
    let vectors = remembered(&embedder, &texts, context).await?;
    let reading_seconds = began.elapsed().as_secs_f64();

    let began = Instant::now();
    let names: Vec<String> = task.labels.iter().map(|label| label.name.clone()).collect();
    let lesson = SetLesson { vectors, sets };
    let named = lesson.sets.concat();
    let learnt = tokio::task::spawn_blocking(move || learn_sets(&names, &words, &lesson))
        .await
        .map_err(|error| EngineError::Panicked(error.to_string()))?;
    let seconds = began.elapsed().as_secs_f64();
    let enough = texts.len() >= LEAST_A_LABEL * task.labels.len();
    let used = enough && learnt.after.beats(&learnt.before);
    let point = |(examples, score)| CurvePoint { examples, score };
    let report = TeachReport {
        examples: texts.len(),
        before: learnt.before.exact,
        after: learnt.after.exact,
        curve: learnt.curve.into_iter().map(point).collect(),
        reading_seconds,
        seconds,
        used,
        more_needed: (!used).then(|| more_needed(task, &named)),
        notes,
    };
    let head = used.then(|| Head {
        version: HEAD_VERSION,
        question: task.question_hash(),
        examples_hash: task.examples_hash(),
        examples: texts.len(),
        embedder: Some(model.clone()),
        generator: None,
        kind: HeadKind::Sets(learnt.head),
    });
    Ok(Taught { head, report })
}

/// Something must differ between the examples.
fn check_answers(task: &Task, sets: &[Vec<usize>]) -> Result<(), TaskError> {
    let unteachable = |reason| Err(TaskError::Unteachable(reason));
    match sets.first() {
        None => unteachable(Unteachable::NoExamples),
        Some(first) if sets.iter().all(|set| set == first) => {
            let names: Vec<&str> =
                first.iter().map(|&label| task.labels[label].name.as_str()).collect();
            let label = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            unteachable(Unteachable::OneLabel { label, count: sets.len() })
        }
        Some(_) => Ok(()),
    }
}
