//! Teaching a classification by documents whose labels are known.

use std::{num::NonZeroUsize, sync::Arc, time::Instant};

use serde_json::Value;
use winnow_engine::Purpose;

use super::{embedder::Embedder, listen, memory::Memory, teach_sets::teach_sets};
use crate::{
    Context, Decide, Example, Task, TaskError, Unteachable,
    evidence::{Learnt, Lesson, learn, none_bound},
    teach::{CurvePoint, HEAD_VERSION, Head, HeadKind, Taught, TeachNote, TeachReport, distinct},
};

/// Examples a label, on average, below which cross-validation says too little to trust a head.
pub(super) const LEAST_A_LABEL: usize = 3;

/// Labels of which a head can be taught; one of 1,000 is 1.5 MB of weights.
const MOST_LABELS: usize = 1_000;

/// Examples of each label at which a head has been better than the labels' words on every set
/// that we tried.
const ENOUGH_A_LABEL: usize = 5;

/// Examples whose vectors are remembered: a correction is learnt from with all that came before it.
static VECTORS: Memory<Vec<f32>> = Memory::with_room(REMEMBERED);
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(8192).unwrap();

/// Teaches a head over the embedder's vectors, and weighs the language model beside it.
///
/// # Errors
/// [`TaskError::Unteachable`] without examples, with those of one label only, or of too many labels;
/// [`TaskError::ModelMissing`] without an embedder; the engine's.
pub(crate) async fn teach(task: &Task, context: &Context) -> Result<Taught, TaskError> {
    if task.multi {
        return teach_sets(task, context).await;
    }
    check_count(task)?;
    let (examples, mut notes) = distinct(&task.examples);
    let (strange, examples): (Vec<&Example>, Vec<&Example>) =
        examples.into_iter().partition(|example| example.output.is_null());
    let answers = answers(task, &examples)?;
    notes.extend(untaught(task, &answers));
    let model = context.models.embedder.as_ref().ok_or(TaskError::ModelMissing(Purpose::Embed))?;

    let began = Instant::now();
    let embedder = Embedder::seat(model, context).await?;
    let words = embedder.words(task, context).await?;
    let text = |example: &&Example| example.input.clone();
    let texts: Vec<String> = examples.iter().map(text).collect();
    let vectors = remembered(&embedder, &texts, context).await?;
    let strange: Vec<String> = strange.iter().map(text).collect();
    let strange = remembered(&embedder, &strange, context).await?;
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

    let scores: Vec<Vec<f64>> = strange.iter().map(|vector| head.scores(vector)).collect();
    let bound = none_bound(&unseen, &lesson.answers, &scores);
    head.none_below = bound.map(|bound| bound.below);

    let (mut after, mut generator) = (after, None);
    if used && matches!(task.decide, Decide::Cascade | Decide::Best) {
        let began = Instant::now();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        if let Some(heard) = listen::weigh(task, &texts, &lesson.answers, &unseen, context).await? {
            head.model = heard.share;
            generator.clone_from(&context.models.generator);
            after = heard.after.unwrap_or(after);
        }
        reading_seconds += began.elapsed().as_secs_f64();
    }
    // Without a bound every text of none is answered wrong.
    let known = texts.len() as f64 / (texts.len() + strange.len()) as f64;
    let after = bound.map_or(known * after.accuracy, |bound| bound.accuracy);
    let mut curve: Vec<CurvePoint> = curve
        .into_iter()
        .map(|(examples, score)| CurvePoint { examples, score: known * score })
        .collect();
    if let (Some(last), Some(bound)) = (curve.last_mut(), bound) {
        last.score = bound.accuracy;
    }
    let report = TeachReport {
        examples: texts.len() + strange.len(),
        before: known * before.accuracy,
        after,
        curve,
        reading_seconds,
        seconds,
        used,
        more_needed: (!used).then(|| more_needed(task, &lesson.answers)),
        notes,
    };
    let head = used.then(|| Head {
        version: HEAD_VERSION,
        question: task.question_hash(),
        examples_hash: task.examples_hash(),
        examples: texts.len() + strange.len(),
        embedder: Some(model.clone()),
        generator,
        kind: HeadKind::Labels(head),
    });
    Ok(Taught { head, report })
}

pub(super) fn check_count(task: &Task) -> Result<(), TaskError> {
    let count = task.labels.len();
    if count > MOST_LABELS {
        return Err(TaskError::Unteachable(Unteachable::TooManyLabels {
            count,
            most: MOST_LABELS,
        }));
    }
    Ok(())
}

/// Each text as a point, read only where it was not read before.
pub(super) async fn remembered(
    embedder: &Embedder,
    texts: &[String],
    context: &Context,
) -> Result<Vec<Vec<f32>>, TaskError> {
    let known = |text: &String| VECTORS.recall_text(&embedder.model, text);
    let mut vectors: Vec<Option<Arc<Vec<f32>>>> = texts.iter().map(known).collect();
    let open: Vec<usize> = (0..texts.len()).filter(|&index| vectors[index].is_none()).collect();
    let unread: Vec<&str> = open.iter().map(|&index| texts[index].as_str()).collect();
    for (index, point) in open.into_iter().zip(embedder.read(&unread, context).await?) {
        let vector = VECTORS.keep_text(&embedder.model, &texts[index], point?.vector);
        vectors[index] = Some(vector);
    }
    Ok(vectors.into_iter().flatten().map(|vector| Vec::clone(&vector)).collect())
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
    match answers.first() {
        None => Err(TaskError::Unteachable(Unteachable::NoExamples)),
        Some(&first) if answers.iter().all(|&answer| answer == first) => {
            Err(TaskError::Unteachable(Unteachable::OneLabel {
                label: task.labels[first].name.clone(),
                count: answers.len(),
            }))
        }
        Some(_) => Ok(answers),
    }
}

pub(super) fn untaught(task: &Task, answers: &[usize]) -> Option<TeachNote> {
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
pub(super) fn more_needed(task: &Task, answers: &[usize]) -> usize {
    let lacking: usize = (0..task.labels.len())
        .map(|label| {
            let count = answers.iter().filter(|&&answer| answer == label).count();
            ENOUGH_A_LABEL.saturating_sub(count)
        })
        .sum();
    if lacking > 0 { lacking } else { answers.len() }
}
