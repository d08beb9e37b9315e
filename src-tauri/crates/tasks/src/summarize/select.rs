//! The document's own sentences, chosen for what they say of the whole and against repetition.

use super::contract::{first_words, has_room, laid_out, unmarked};
use super::similar::Vectors;
use super::teach;
use super::view::View;
use crate::cost::Cost;
use crate::text::word_count;
use crate::{
    Answer, Context, Coverage, Doubt, Length, Outcome, Progress, Source, Span, Stage, Summary,
    SummarySentence, Task, TaskError, WrittenBy,
};

/// What likeness to a chosen sentence costs, for each unit of centrality (maximal marginal
/// relevance, Carbonell & Goldstein 1998).
const REPETITION: f32 = 0.25;
/// More than any sentence is worth by itself: what a person has marked in a document stays so.
const MARKED: f32 = 100.0;

/// Chooses sentences under the task's length contract, in the document's order.
pub(super) async fn run(
    task: &Task,
    document: &str,
    context: &Context,
) -> Result<Outcome, TaskError> {
    let length = task.length.unwrap_or_default();
    let mut cost = Cost::default();
    (context.progress)(Progress::Stage { stage: Stage::Embed, done: 0, total: 1 });
    let wishes = teach::wishes(task, document);
    let view = View::of(document, &wishes, task.decide, context, &mut cost).await?;
    let taste = teach::taste(task, context, &mut cost).await?;
    (context.progress)(Progress::Stage { stage: Stage::Embed, done: 1, total: 1 });

    let marks = teach::own_marks(task, document).unwrap_or_default();
    let marked = |places: &[usize], span: Span| places.iter().any(|&i| marks.sentences[i] == span);
    let worth: Vec<f32> = view
        .measured()
        .iter()
        .zip(&view.sentences)
        .map(|(sentence, &span)| {
            let worth = taste.map_or(sentence.worth, |taste| taste.worth(sentence)) as f32;
            if marked(&marks.starred, span) {
                worth + MARKED
            } else if marked(&marks.struck, span) {
                worth - MARKED
            } else {
                worth
            }
        })
        .collect();
    let mut chosen: Vec<Span> = choose(&worth, &view.words, &view.vectors, length)
        .into_iter()
        .filter(|&index| worth[index] > -MARKED / 2.0)
        .map(|index| unmarked(document, view.sentences[index]))
        .collect();
    if let (true, Length::Words(most), Some(best)) = (chosen.is_empty(), length, best(&worth)) {
        chosen.push(first_words(document, view.sentences[best], most as usize));
    }
    chosen.sort();
    outcome(task, document, &chosen, length, context, cost).await
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
    let mut doubts = Vec::new();
    if models.embedder.is_none() {
        doubts.push(Doubt::SourceMissing { source: Source::Embedder });
    }
    if !task.answer_in.trim().is_empty() {
        doubts.push(Doubt::NotTranslated { language: task.answer_in.trim().to_owned() });
    }
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
        doubts,
        usage: cost.usage,
        timings: cost.timings,
        model: None,
        embedder: models.embedder.clone(),
        fallback: None,
        ran_on: None,
        task: task.content_hash(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::salience::salience;
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
