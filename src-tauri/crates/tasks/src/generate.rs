//! A free text: the person's instructions and document in, the model's words out as they come.

use winnow_engine::{EngineError, Finish, TokenLogprob};

use crate::{
    Answer, Context, Coverage, Doubt, Generated, Outcome, Progress, Stage, Task, TaskError, prompt,
    writing,
};

/// Writes a text.
///
/// A text that was cut at the limit is kept and doubted; one that is empty is an error.
pub(crate) async fn run(
    task: &Task,
    document: &str,
    context: &Context,
) -> Result<Outcome, TaskError> {
    let model = context.generator()?;
    let tokens = context.tokens_of(model, document).await?;
    let limit = task.max_tokens.unwrap_or(writing::MAX_TOKENS);
    let plan = prompt::generate(task, document);
    (context.progress)(Progress::Stage { stage: Stage::Write, done: 0, total: 1 });
    let written =
        writing::stream(writing::request(task, plan, limit, model, context), context).await;
    let written = written.map_err(|error| in_terms_of_document(error, tokens))?;
    if written.text.trim().is_empty() {
        return Err(TaskError::EmptyAnswer);
    }
    let confidence = context.told(&written).then(|| geometric_mean(&written.tokens));
    let cut = written.finish == Finish::Length;
    (context.progress)(Progress::Stage { stage: Stage::Write, done: 1, total: 1 });
    Ok(Outcome {
        answer: Answer::Generate(Generated {
            text: written.text,
            finish: written.finish,
            confidence,
        }),
        coverage: Coverage { tokens, read: tokens, chunks: 1 },
        doubts: cut
            .then_some(Doubt::CutAtLimit { limit })
            .into_iter()
            .chain(confidence.is_none().then_some(Doubt::NoProbabilities))
            .collect(),
        usage: written.usage,
        timings: written.timings,
        model: Some(model.clone()),
        fallback: None,
        embedder: None,
        ran_on: None,
        task: task.content_hash(),
    })
}

/// A prompt that is too long, told as a document that is: both counts without the task's words.
fn in_terms_of_document(error: TaskError, document: u32) -> TaskError {
    match error {
        TaskError::Engine(EngineError::PromptTooLong { tokens, limit }) => {
            let own = tokens.saturating_sub(document);
            TaskError::DocumentTooLong { tokens: document, limit: limit.saturating_sub(own) }
        }
        other => other,
    }
}

/// Geometric mean of the probabilities of the tokens that the model chose; 1 where it chose none.
fn geometric_mean(tokens: &[TokenLogprob]) -> f64 {
    let chosen: Vec<f64> =
        tokens.iter().filter(|token| !token.forced).map(|token| f64::from(token.logprob)).collect();
    if chosen.is_empty() {
        return 1.0;
    }
    (chosen.iter().sum::<f64>() / chosen.len() as f64).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(probability: f32, forced: bool) -> TokenLogprob {
        TokenLogprob { offset: 0, length: 1, logprob: probability.ln(), forced }
    }

    #[test]
    fn forced_tokens_say_nothing_about_confidence() {
        let told = geometric_mean(&[token(0.25, false), token(1.0, true), token(1.0, false)]);
        assert!((told - 0.5).abs() < 1e-6, "the mean of 0.25 and 1 is 0.5, not {told}");
    }

    #[test]
    fn a_prompt_too_long_is_told_as_the_documents_own_counts() {
        let error = EngineError::PromptTooLong { tokens: 1_100, limit: 600 };
        match in_terms_of_document(error.into(), 1_000) {
            TaskError::DocumentTooLong { tokens, limit } => {
                assert_eq!((tokens, limit), (1_000, 500))
            }
            other => panic!("{other}"),
        }
    }
}
