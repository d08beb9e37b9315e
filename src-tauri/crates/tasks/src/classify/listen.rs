//! What the language model is worth beside a taught head, heard on some of the examples.

use futures_util::{StreamExt, TryStreamExt, stream};

use super::{IN_FLIGHT, model::Speaker, weighed};
use crate::{
    Context, Task, TaskError,
    evidence::{Baseline, ModelShare, Quality, distribution::softmax},
};

/// Examples that the language model is asked about: enough to tell whether it helps, few enough
/// to wait for.
const HEARD: usize = 48;

/// Labels up to which it is asked. A question costs as much as it has labels, and small models
/// do not tell many apart (BANKING77, the default model: 0.2 questions a second).
const MOST_LABELS: usize = 20;

/// Weights that are tried.
const WEIGHTS: [f64; 9] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.85, 1.0];

/// Share of the loss that the language model must take off to be asked at all.
const WORTH_ASKING: f64 = 0.02;

/// Mistakes that count as half mended before any was seen, so that a few do not say much.
const SUPPOSED_MISTAKES: f64 = 2.0;

/// What was heard.
pub(super) struct Heard {
    /// The model's share; none where it adds nothing.
    pub(super) share: Option<ModelShare>,
    /// The whole's quality where all examples were heard.
    pub(super) after: Option<Quality>,
}

/// Weighs the language model against scores of a head that has not seen the examples. `None`
/// where there is no language model or where it is not worth asking.
pub(super) async fn weigh(
    task: &Task,
    texts: &[&str],
    answers: &[usize],
    unseen: &[Vec<f64>],
    context: &Context,
) -> Result<Option<Heard>, TaskError> {
    let Some(model) = &context.models.generator else { return Ok(None) };
    if task.labels.len() > MOST_LABELS {
        return Ok(None);
    }
    let plain = Task { examples: Vec::new(), ..task.clone() };
    let speaker = match Speaker::seat(&plain, model, context).await {
        Err(TaskError::InvalidSetting { .. }) => return Ok(None),
        seated => seated?,
    };
    let contextual = if task.calibrate {
        Baseline::clone(&*speaker.baseline(&plain, context).await?)
    } else {
        Baseline::none(task.labels.len())
    };
    let sample = sample(answers, task.labels.len());
    let (speaker, plain) = (&speaker, &plain);
    let rows: Vec<Vec<f64>> = stream::iter(sample.clone())
        .map(|index| async move { speaker.read(plain, texts[index], true, context).await })
        .buffered(IN_FLIGHT)
        .map_ok(|opinion| opinion.scores)
        .try_collect()
        .await?;

    let heard: Vec<Vec<f64>> = sample.iter().map(|&index| unseen[index].clone()).collect();
    let right: Vec<usize> = sample.iter().map(|&index| answers[index]).collect();
    let belief: Vec<Vec<f64>> = heard.iter().map(|row| softmax(row, 1.0)).collect();
    let baseline = if task.calibrate { contextual.batch(&rows, &belief) } else { contextual };
    let said: Vec<Vec<f64>> = rows.iter().map(|row| weighed(&baseline.apply(row))).collect();
    Ok(Some(judge(&heard, &said, &right, sample.len() == texts.len())))
}

/// Examples of each label in turn.
fn sample(answers: &[usize], labels: usize) -> Vec<usize> {
    let mut of_label: Vec<Vec<usize>> = vec![Vec::new(); labels];
    for (index, &answer) in answers.iter().enumerate() {
        of_label[answer].push(index);
    }
    let rounds = of_label.iter().map(Vec::len).max().unwrap_or(0);
    (0..rounds)
        .flat_map(|round| of_label.iter().filter_map(move |of| of.get(round).copied()))
        .take(HEARD)
        .collect()
}

fn judge(head: &[Vec<f64>], model: &[Vec<f64>], answers: &[usize], all: bool) -> Heard {
    let with = |weight: f64| {
        let sums: Vec<Vec<f64>> =
            head.iter().zip(model).map(|(head, model)| sum(head, model, weight)).collect();
        Quality::of(&sums, answers)
    };
    let alone = with(0.0);
    let (weight, together) = WEIGHTS
        .iter()
        .map(|&weight| (weight, with(weight)))
        .min_by(|a, b| a.1.loss.total_cmp(&b.1.loss))
        .unwrap_or((0.0, alone));
    let helps =
        together.loss < (1.0 - WORTH_ASKING) * alone.loss && together.accuracy >= alone.accuracy;
    let count = answers.len() as f64;
    let mistakes = (1.0 - alone.accuracy) * count;
    let mended = (together.accuracy - alone.accuracy) * count;
    let mends = (mended + 0.5 * SUPPOSED_MISTAKES) / (mistakes + SUPPOSED_MISTAKES);
    let share = helps.then_some(ModelShare { weight, mends });
    Heard { share, after: (helps && all).then_some(together) }
}

fn sum(head: &[f64], model: &[f64], weight: f64) -> Vec<f64> {
    head.iter().zip(model).map(|(head, model)| head + weight * model).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_that_knows_better_gets_a_share_and_one_that_guesses_none() {
        let answers = [0, 1, 0, 1, 0, 1, 0, 1];
        let head = vec![vec![0.2, 0.0]; 8];
        let knowing: Vec<Vec<f64>> = answers
            .iter()
            .map(|&answer| if answer == 0 { vec![1.0, -1.0] } else { vec![-1.0, 1.0] })
            .collect();
        let share = judge(&head, &knowing, &answers, true).share.expect("it mends every mistake");
        assert!(share.weight > 0.5 && share.mends > 0.7, "{share:?}");
        let guessing: Vec<Vec<f64>> = knowing.iter().rev().cloned().collect();
        assert_eq!(judge(&head, &guessing, &answers, true).share, None);
    }

    #[test]
    fn every_label_is_heard_before_one_is_heard_twice() {
        assert_eq!(sample(&[0, 0, 0, 1, 2], 3), [0, 3, 4, 1, 2]);
        assert_eq!(sample(&vec![0; 100], 2).len(), HEARD);
    }
}
