//! A summary in the model's own words: kept to its length, linked to its sources, checked.

use winnow_engine::{EngineError, Finish};

use super::contract::{has_room, laid_out};
use super::plan::{plan, refining_plan};
use crate::cost::Cost;
use crate::grounding::{invented, sources_of};
use crate::pieces::{Cut, parts};
use crate::prompt::PromptPlan;
use crate::text::{sentences, word_count};
use crate::{
    Answer, Context, Coverage, Doubt, Length, Outcome, Progress, Stage, Strategy, Summary,
    SummarySentence, Task, TaskError, WrittenBy, writing,
};

/// Tokens that a word takes, at most, in the languages that small models write well.
const TOKENS_PER_WORD: u32 = 3;
/// Words of a sentence or bullet point that is not too long.
const WORDS_PER_SENTENCE: u32 = 40;
/// Pieces of pieces of pieces: summaries that do not get shorter are given up on.
const MOST_ROUNDS: usize = 4;
/// Tokens that a piece has at least: shorter ones are not worth a summary of their own.
const SHORTEST: u32 = 64;
/// Tokens of what a prompt says about the summary so far.
const REFINING: u32 = 48;

/// Lets the language model write; a document that does not fit is read in pieces, as the task's
/// [`Strategy`] says.
pub(super) async fn run(
    task: &Task,
    document: &str,
    context: &Context,
) -> Result<Outcome, TaskError> {
    let model = context.generator()?;
    let tokens = context.tokens_of(model, document).await?;
    let length = task.length.unwrap_or_default();
    let limit = task.max_tokens.unwrap_or_else(|| most_tokens(length));
    let mut writing = Writing { task, context, limit, cost: Cost::default(), cut: false };
    let mut chunks = 1;
    let mut shown = document.to_owned();
    let mut text = None;
    for _ in 0..MOST_ROUNDS {
        match writing.write(plan(task, &shown)).await {
            Ok(written) => {
                text = Some(written);
                break;
            }
            Err(TaskError::Engine(EngineError::PromptTooLong { tokens: asked, limit })) => {
                let pieces = writing.pieces(&shown, asked, limit).await?;
                chunks = chunks.max(pieces.len() as u32);
                if task.strategy == Strategy::Refine {
                    text = Some(writing.refine(&pieces).await?);
                    break;
                }
                shown = writing.write_each(&pieces).await?;
            }
            Err(other) => return Err(other),
        }
    }
    let Some(text) = text else {
        return Err(TaskError::DocumentTooLong { tokens, limit });
    };
    let (sentences, invented) = checked(&text, document, length);
    let mut doubts: Vec<Doubt> =
        invented.into_iter().map(|text| Doubt::Invented { text }).collect();
    if writing.cut {
        doubts.push(Doubt::CutAtLimit { limit });
    }
    if sentences.is_empty() {
        return Err(TaskError::EmptyAnswer);
    }
    Ok(Outcome {
        answer: Answer::Summarize(Summary {
            text: laid_out(length, sentences.iter().map(|sentence| sentence.text.as_str())),
            sentences,
            written_by: WrittenBy::Model,
        }),
        coverage: Coverage { tokens, read: tokens, chunks },
        doubts,
        usage: writing.cost.usage,
        timings: writing.cost.timings,
        model: Some(model.clone()),
        fallback: None,
        embedder: None,
        ran_on: None,
        task: task.content_hash(),
    })
}

fn most_tokens(length: Length) -> u32 {
    match length {
        Length::Sentences(count) | Length::Bullets(count) => {
            count * WORDS_PER_SENTENCE * TOKENS_PER_WORD
        }
        Length::Words(count) => count * TOKENS_PER_WORD,
    }
    .clamp(64, 2048)
}

struct Writing<'a> {
    task: &'a Task,
    context: &'a Context,
    limit: u32,
    cost: Cost,
    cut: bool,
}

impl Writing<'_> {
    async fn write(&mut self, plan: PromptPlan) -> Result<String, TaskError> {
        let model = self.context.generator()?;
        let request = writing::request(self.task, plan, self.limit, model, self.context);
        let written = writing::stream(request, self.context).await?;
        self.cost.add(&written.usage, &written.timings);
        self.cut = written.finish == Finish::Length;
        if written.text.trim().is_empty() {
            return Err(TaskError::EmptyAnswer);
        }
        Ok(written.text)
    }

    /// The summaries of all pieces, one under the other.
    async fn write_each(&mut self, pieces: &[&str]) -> Result<String, TaskError> {
        let mut written = Vec::with_capacity(pieces.len());
        for (index, piece) in pieces.iter().enumerate() {
            self.tell(index, pieces.len());
            written.push(self.write(plan(self.task, piece)).await?.trim().to_owned());
        }
        self.tell(pieces.len(), pieces.len());
        Ok(written.join("\n\n"))
    }

    /// One summary, begun with the first piece and written anew with each further one.
    async fn refine(&mut self, pieces: &[&str]) -> Result<String, TaskError> {
        let mut so_far = String::new();
        for (index, piece) in pieces.iter().enumerate() {
            self.tell(index, pieces.len());
            let plan = match so_far.as_str() {
                "" => plan(self.task, piece),
                so_far => refining_plan(self.task, so_far, piece),
            };
            so_far = self.write(plan).await?.trim().to_owned();
        }
        self.tell(pieces.len(), pieces.len());
        Ok(so_far)
    }

    fn tell(&self, done: usize, total: usize) {
        let (done, total) = (done as u32, total as u32);
        (self.context.progress)(Progress::Stage { stage: Stage::Write, done, total });
    }

    /// The text in runs of whole sentences that fit; a prompt of `asked` tokens had room for `limit`.
    async fn pieces<'t>(
        &self,
        text: &'t str,
        asked: u32,
        limit: u32,
    ) -> Result<Vec<&'t str>, TaskError> {
        let model = self.context.generator()?;
        let tokens = self.context.tokens_of(model, text).await?;
        let refining = match self.task.strategy {
            Strategy::Refine => self.limit + REFINING,
            Strategy::MapReduce => 0,
        };
        let room = limit.saturating_sub(asked.saturating_sub(tokens) + refining);
        if room < SHORTEST {
            return Err(TaskError::DocumentTooLong { tokens, limit: room });
        }
        let parts = parts(text, tokens, Cut::apart(room), model, self.context).await?;
        Ok(parts.into_iter().map(|part| part.span.of(text)).collect())
    }
}

/// The written sentences within the length contract, each with its sources; and what is invented.
fn checked(written: &str, document: &str, length: Length) -> (Vec<SummarySentence>, Vec<String>) {
    let sources = sentences(document);
    let mut kept: Vec<SummarySentence> = Vec::new();
    let mut claims = Vec::new();
    let mut words = 0;
    for span in sentences(written) {
        let text = span.of(written).trim_start_matches(['-', '*', '•', ' ']).to_owned();
        let more = word_count(&text);
        if more == 0 {
            continue;
        }
        if !has_room(length, kept.len(), words, more) {
            break;
        }
        words += more;
        let invented = invented(&text, document);
        kept.push(SummarySentence {
            spans: sources_of(&text, document, &sources),
            verified: invented.is_empty(),
            text,
        });
        claims.extend(invented);
    }
    (kept, claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str =
        "We recall the NL-3 light. The cover can come loose. Some 14,200 lights were sold.";

    #[test]
    fn written_sentences_are_kept_to_the_contract_and_checked() {
        let written = "The NL-3 light is recalled. Some 15,000 lights were sold. Call Bob.";
        let (sentences, invented) = checked(written, DOCUMENT, Length::Sentences(2));
        assert_eq!(sentences.len(), 2, "never more than asked");
        assert!(sentences[0].verified && !sentences[1].verified);
        assert_eq!(sentences[0].spans[0].of(DOCUMENT), "We recall the NL-3 light.");
        assert_eq!(invented, ["15,000"]);
    }
}
