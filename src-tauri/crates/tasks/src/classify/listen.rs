//! What the language model is worth beside a taught head, heard on some of the examples.

use futures_util::{StreamExt, TryStreamExt, stream};

use super::{
    IN_FLIGHT,
    model::{Reading, Speaker},
    weighed,
    worth::SWAY,
};
use crate::{
    Context, Task, TaskError,
    evidence::{
        Baseline, ModelShare, Quality,
        distribution::{ranking, softmax, sums},
    },
};

/// Examples that the language model is asked about: enough to tell whether it helps, few enough
/// to wait for.
const HEARD: usize = 48;

/// Labels up to which it is asked. A question costs as much as it has labels, and small models
/// do not tell many apart (BANKING77, the default model: 0.2 questions a second).
const MOST_LABELS: usize = 20;

/// Weights that are tried; 1 is what the default model's word counts beside the labels' words of a
/// single document.
const WEIGHTS: [f64; 12] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.85, 1.0, 1.25, 1.6, 2.0];

/// The weight that stands until examples say otherwise, and how strongly it is held: the inverse
/// variance of a normal prior, in examples. Over 40 heads of 16 examples a label on five public sets
/// (0.5 held by 8: 0.873 right of texts not seen, calibration error 0.051): 0.874 and 0.047.
const SUPPOSED_WEIGHT: f64 = 1.0;
const HOLD: f64 = 4.0;

/// What is supposed of a word's sway counts for as much as examples with this many mistakes.
const SUPPOSED_MISTAKES: f64 = 2.0;

/// A weight below this changes no answer that matters.
const LEAST_WEIGHT: f64 = 0.1;

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
    if task.labels.len() > MOST_LABELS || !context.engine.model(model).await?.scores() {
        return Ok(None);
    }
    let plain = Task { examples: Vec::new(), ..task.clone() };
    let speaker = match Speaker::seat(&plain, model, context).await {
        Err(TaskError::InvalidSetting { .. }) => return Ok(None),
        seated => seated?,
    };
    let contextual =
        if task.calibrate { Some(speaker.baseline(&plain, context).await?) } else { None };
    let sample = sample(answers, task.labels.len());
    let (speaker, plain) = (&speaker, &plain);
    let rows: Vec<Vec<f64>> = stream::iter(sample.clone())
        .map(|index| async move {
            let reading = Reading { task: plain, document: texts[index], may_split: true };
            speaker.read(reading, context).await
        })
        .buffered(IN_FLIGHT)
        .map_ok(|opinion| opinion.scores)
        .try_collect()
        .await?;

    let heard: Vec<Vec<f64>> = sample.iter().map(|&index| unseen[index].clone()).collect();
    let right: Vec<usize> = sample.iter().map(|&index| answers[index]).collect();
    let said = without_prejudice(contextual.as_deref(), &rows, &right);
    let mut judged = judge(&heard, &said, &right, sample.len() == texts.len());
    if let Some(share) = &mut judged.share {
        share.prejudice = contextual.map(|contextual| told(&contextual, &rows, &right));
    }
    Ok(Some(judged))
}

/// The model's prejudice as documents of known label tell it: what it says of all other labels.
fn told(contextual: &Baseline, rows: &[Vec<f64>], answers: &[usize]) -> Baseline {
    let labels = contextual.values().len();
    let certain = |answer: &usize| {
        let mut belief = vec![0.0; labels];
        belief[*answer] = 1.0;
        belief
    };
    contextual.batch(rows, &answers.iter().map(certain).collect::<Vec<_>>())
}

/// The model's scores of each document on the scale of log-probabilities, beyond the prejudice that
/// all other documents tell.
fn without_prejudice(
    contextual: Option<&Baseline>,
    rows: &[Vec<f64>],
    answers: &[usize],
) -> Vec<Vec<f64>> {
    let Some(contextual) = contextual else {
        return rows.iter().map(|row| weighed(row)).collect();
    };
    (0..rows.len())
        .map(|index| {
            let rest = [&rows[..index], &rows[index + 1..]].concat();
            let known = [&answers[..index], &answers[index + 1..]].concat();
            weighed(&told(contextual, &rest, &known).apply(&rows[index]))
        })
        .collect()
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
    let with = |weight: f64| Quality::of(&sums(head, model, weight), answers);
    let alone = with(0.0);
    let count = answers.len() as f64;
    let cost = |weight: f64, quality: &Quality| {
        count * quality.loss + 0.5 * HOLD * (weight - SUPPOSED_WEIGHT).powi(2)
    };
    let (weight, together) = WEIGHTS
        .iter()
        .map(|&weight| (weight, with(weight)))
        .min_by(|a, b| cost(a.0, &a.1).total_cmp(&cost(b.0, &b.1)))
        .unwrap_or((0.0, alone));
    let helps = weight >= LEAST_WEIGHT;
    let share =
        helps.then(|| ModelShare { weight, sway: sway(head, model, weight), prejudice: None });
    Heard { share, after: (helps && all).then_some(together) }
}

/// How far the model's word moves the odds between the head's two best answers, as the root of the
/// mean square over examples, each counted by the probability that the head is wrong: it is asked
/// only about those.
fn sway(head: &[Vec<f64>], model: &[Vec<f64>], weight: f64) -> f64 {
    let supposed = SUPPOSED_WEIGHT * SWAY;
    let (mut doubts, mut squares) = (SUPPOSED_MISTAKES, SUPPOSED_MISTAKES * supposed.powi(2));
    for (head, model) in head.iter().zip(model) {
        let &[best, rival, ..] = &ranking(head)[..] else { continue };
        let doubt = 1.0 - softmax(head, 1.0)[best];
        doubts += doubt;
        squares += doubt * (weight * (model[best] - model[rival])).powi(2);
    }
    (squares / doubts).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knowing(answers: &[usize]) -> Vec<Vec<f64>> {
        answers
            .iter()
            .map(|&answer| if answer == 0 { vec![1.0, -1.0] } else { vec![-1.0, 1.0] })
            .collect()
    }

    #[test]
    fn a_model_that_knows_better_keeps_its_share_and_one_that_errs_loses_it() {
        let answers: Vec<usize> = (0..40).map(|index| index % 2).collect();
        let head = vec![vec![0.2, 0.0]; 40];
        let right = knowing(&answers);
        let share = judge(&head, &right, &answers, true).share.expect("it mends every mistake");
        assert!(share.weight > 0.5 && share.sway > 2.0, "{share:?}");
        let wrong: Vec<Vec<f64>> =
            right.iter().map(|row| row.iter().map(|score| -3.0 * score).collect()).collect();
        assert_eq!(judge(&head, &wrong, &answers, true).share, None);
    }

    #[test]
    fn a_few_examples_do_not_take_the_model_its_word() {
        let share = judge(&[vec![2.0, 0.0]], &knowing(&[1]), &[0], true).share;
        let share = share.expect("one mistake says little");
        assert!(share.weight >= 0.4 && share.sway > 0.3, "{share:?}");
    }

    #[test]
    fn a_prejudice_that_examples_tell_is_taken_off_without_asking_them_about_themselves() {
        // It says the first label of everything, a little less loudly where that is wrong.
        let answers: Vec<usize> = (0..200).map(|index| index % 2).collect();
        let knows = |answer: &usize| if *answer == 0 { vec![3.5, 0.0] } else { vec![3.0, 0.5] };
        let rows: Vec<Vec<f64>> = answers.iter().map(knows).collect();
        let contextual = Baseline::none(2);
        let said = without_prejudice(Some(&contextual), &rows, &answers);
        assert!((Quality::of(&said, &answers).accuracy - 1.0).abs() < 1e-9, "{:?}", &said[..2]);
        assert!((Quality::of(&rows, &answers).accuracy - 0.5).abs() < 1e-9);

        let odd = [vec![0.0, 0.0], vec![9.0, 0.0]];
        let alone = without_prejudice(Some(&contextual), &odd, &[0, 1]);
        assert_eq!(alone[1], weighed(&odd[1]), "nothing else tells of its first label");
    }

    #[test]
    fn a_word_counts_for_how_far_it_reaches_where_the_head_is_in_doubt() {
        let close = [vec![0.1, 0.0], vec![9.0, 0.0]];
        let reach = |model: [f64; 2]| {
            let rows: Vec<Vec<f64>> = model.iter().map(|margin| vec![*margin, 0.0]).collect();
            sway(&close, &rows, 1.0)
        };
        assert!((reach([3.0, 0.0]) - reach([3.0, 9.0])).abs() < 0.01, "the second one is sure");
        assert!(reach([3.0, 0.0]) > reach([0.0, 0.0]) + 0.2);
    }

    #[test]
    fn every_label_is_heard_before_one_is_heard_twice() {
        assert_eq!(sample(&[0, 0, 0, 1, 2], 3), [0, 3, 4, 1, 2]);
        assert_eq!(sample(&vec![0; 100], 2).len(), HEARD);
    }
}
