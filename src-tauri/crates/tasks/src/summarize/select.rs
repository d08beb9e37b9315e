//! The document's own sentences, chosen for what they say of the whole and against repetition.

use winnow_engine::Purpose;

use super::contract::{first_words, has_room, laid_out, unmarked};
use super::salience::{may_stand, salience, title};
use super::similar::Vectors;
use crate::cost::Cost;
use crate::text::{sentences, word_count};
use crate::{
    Answer, Context, Coverage, Decide, Doubt, Length, Outcome, Progress, Source, Span, Stage,
    Summary, SummarySentence, Task, TaskError, WrittenBy,
};

/// What likeness to a chosen sentence costs, for each unit of centrality (maximal marginal
/// relevance, Carbonell & Goldstein 1998).
const REPETITION: f32 = 0.25;
/// What likeness to the title is worth.
const TITLE: f32 = 0.075;
/// What likeness to the person's focus is worth.
const FOCUS: f32 = 1.5;
/// Sentences beyond which similarities of all pairs would take too long; centrality is then
/// likeness to the mean of each run of this many.
const NEIGHBOURS: usize = 400;

/// Chooses sentences under the task's length contract, in the document's order.
pub(super) async fn run(
    task: &Task,
    document: &str,
    context: &Context,
) -> Result<Outcome, TaskError> {
    let length = task.length.unwrap_or_default();
    let all = sentences(document);
    let mut standing: Vec<Span> =
        all.iter().copied().filter(|span| may_stand(span.of(document))).collect();
    if standing.is_empty() {
        standing.clone_from(&all);
    }
    let mut texts: Vec<String> = standing.iter().map(|span| span.of(document).to_owned()).collect();
    let title = title(document, &all).map(str::to_owned);
    let focus = Some(task.focus.trim().to_owned()).filter(|focus| !focus.is_empty());
    let title_at = title.map(|title| push(&mut texts, title));
    let focus_at = focus.map(|focus| push(&mut texts, focus));

    let mut cost = Cost::default();
    (context.progress)(Progress::Stage { stage: Stage::Embed, done: 0, total: 1 });
    let vectors = match context.models.embedder.as_ref() {
        Some(model) => Vectors::embedded(&texts, model, context, &mut cost).await?,
        None if task.decide == Decide::Embedder => {
            return Err(TaskError::ModelMissing(Purpose::Embed));
        }
        None => Vectors::of_words(&texts),
    };
    (context.progress)(Progress::Stage { stage: Stage::Embed, done: 1, total: 1 });

    let worth: Vec<f32> = (0..standing.len())
        .map(|index| {
            let like = |other: Option<usize>| other.map_or(0.0, |at| vectors.similarity(index, at));
            centrality(&vectors, index, standing.len())
                + salience(&texts[index])
                + TITLE * like(title_at)
                + FOCUS * like(focus_at)
        })
        .collect();
    let lengths: Vec<usize> = texts[..standing.len()].iter().map(|text| word_count(text)).collect();
    let mut chosen: Vec<Span> = choose(&worth, &lengths, &vectors, length)
        .into_iter()
        .map(|index| unmarked(document, standing[index]))
        .collect();
    if let (true, Length::Words(most), Some(best)) = (chosen.is_empty(), length, best(&worth)) {
        chosen.push(first_words(document, standing[best], most as usize));
    }
    chosen.sort();
    outcome(task, document, &chosen, length, context, cost).await
}

fn push(texts: &mut Vec<String>, text: String) -> usize {
    texts.push(text);
    texts.len() - 1
}

/// Mean likeness of a sentence to the others around it.
fn centrality(vectors: &Vectors, index: usize, count: usize) -> f32 {
    let from = (index / NEIGHBOURS) * NEIGHBOURS;
    let to = (from + NEIGHBOURS).min(count);
    let others = (from..to).filter(|other| *other != index);
    let number = (to - from).saturating_sub(1).max(1) as f32;
    others.map(|other| vectors.similarity(index, other)).sum::<f32>() / number
}

fn best(worth: &[f32]) -> Option<usize> {
    (0..worth.len()).max_by(|&a, &b| worth[a].total_cmp(&worth[b]))
}

/// Greedy maximal marginal relevance: the sentence worth most beyond what is chosen already.
fn choose(worth: &[f32], lengths: &[usize], vectors: &Vectors, length: Length) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut nearest = vec![0.0_f32; worth.len()];
    loop {
        let words: usize = chosen.iter().map(|&index| lengths[index]).sum();
        let open = (0..worth.len()).filter(|index| {
            !chosen.contains(index) && has_room(length, chosen.len(), words, lengths[*index])
        });
        let value = |index: usize| worth[index] - REPETITION * nearest[index];
        let Some(next) = open.max_by(|&a, &b| value(a).total_cmp(&value(b))) else { break };
        chosen.push(next);
        for (index, near) in nearest.iter_mut().enumerate() {
            *near = near.max(vectors.similarity(index, next));
        }
    }
    chosen
}

async fn outcome(
    task: &Task,
    document: &str,
    chosen: &[Span],
    length: Length,
    context: &Context,
    cost: Cost,
) -> Result<Outcome, TaskError> {
    let models = &context.models;
    let counting = models.embedder.as_ref().or(models.generator.as_ref());
    let tokens = match counting {
        Some(model) => context.tokens_of(model, document).await?,
        None => word_count(document) as u32,
    };
    let missing = models.embedder.is_none();
    Ok(Outcome {
        answer: Answer::Summarize(Summary {
            text: laid_out(length, chosen.iter().map(|span| span.of(document))),
            sentences: chosen
                .iter()
                .map(|&span| SummarySentence {
                    text: span.of(document).to_owned(),
                    spans: vec![span],
                    verified: true,
                })
                .collect(),
            written_by: WrittenBy::Selection,
        }),
        coverage: Coverage { tokens, read: tokens, chunks: 1 },
        doubts: if missing {
            vec![Doubt::SourceMissing { source: Source::Embedder }]
        } else {
            Vec::new()
        },
        usage: cost.usage,
        timings: cost.timings,
        model: None,
        embedder: models.embedder.clone(),
        task: task.content_hash(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_summary_is_never_longer_than_asked(
            texts in prop::collection::vec("[a-d]{1,3}( [a-d]{1,3}){0,9}", 1..12),
            most in 1_u32..20,
            words in any::<bool>(),
        ) {
            let vectors = Vectors::of_words(&texts);
            let lengths: Vec<usize> = texts.iter().map(|text| word_count(text)).collect();
            let worth: Vec<f32> = texts.iter().map(|text| salience(text)).collect();
            let length = if words { Length::Words(most) } else { Length::Sentences(most) };
            let chosen = choose(&worth, &lengths, &vectors, length);
            let total: usize = chosen.iter().map(|&index| lengths[index]).sum();
            match length {
                Length::Words(most) => prop_assert!(total <= most as usize),
                _ => prop_assert_eq!(chosen.len(), texts.len().min(most as usize)),
            }
        }
    }

    #[test]
    fn a_repeated_sentence_is_not_chosen_twice() {
        let texts = ["the red light is broken", "the red light is broken", "we opened a shop"]
            .map(str::to_owned);
        let vectors = Vectors::of_words(&texts);
        let chosen = choose(&[0.5, 0.5, 0.3], &[5, 5, 4], &vectors, Length::Sentences(2));
        assert!(chosen.contains(&2), "{chosen:?}");
    }
}
