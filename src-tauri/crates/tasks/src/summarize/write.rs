//! A summary in the model's own words: kept to its length, linked to its sources, checked.

use winnow_engine::{EngineError, Finish};

use super::contract::{has_room, laid_out};
use super::plan::plan;
use crate::cost::Cost;
use crate::grounding::{invented, sources_of};
use crate::text::{sentences, word_count};
use crate::{
    Answer, Context, Coverage, Doubt, Length, Outcome, Progress, Span, Stage, Summary,
    SummarySentence, Task, TaskError, WrittenBy, writing,
};

/// Tokens that a word takes, at most, in the languages that small models write well.
const TOKENS_PER_WORD: u32 = 3;
/// Words of a sentence or bullet point that is not too long.
const WORDS_PER_SENTENCE: u32 = 40;
/// Pieces of pieces of pieces: summaries that do not get shorter are given up on.
const MOST_ROUNDS: usize = 4;

/// Lets the language model write; a document that does not fit is summarized piece by piece, and
/// the pieces' summaries together.
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
        match writing.write(&shown).await {
            Ok(written) => {
                text = Some(written);
                break;
            }
            Err(TaskError::Engine(EngineError::PromptTooLong { tokens: asked, limit })) => {
                let pieces = pieces(&shown, asked, limit)?;
                chunks = chunks.max(pieces.len() as u32);
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
    async fn write(&mut self, document: &str) -> Result<String, TaskError> {
        let model = self.context.generator()?;
        let plan = plan(self.task, document);
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
        let total = pieces.len() as u32;
        let mut written = Vec::with_capacity(pieces.len());
        for (index, piece) in pieces.iter().enumerate() {
            let done = index as u32;
            (self.context.progress)(Progress::Stage { stage: Stage::Write, done, total });
            written.push(self.write(piece).await?.trim().to_owned());
        }
        (self.context.progress)(Progress::Stage { stage: Stage::Write, done: total, total });
        Ok(written.join("\n\n"))
    }
}

/// The text in runs of whole sentences, each of a size that fits: `asked` tokens had room for `limit`.
fn pieces(text: &str, asked: u32, limit: u32) -> Result<Vec<&str>, TaskError> {
    // A quarter is kept back for the prompt's own words and because tokens are not spread evenly.
    let share = 0.75 * f64::from(limit) / f64::from(asked.max(1));
    let most = (text.len() as f64 * share) as u32;
    let too_long = TaskError::DocumentTooLong { tokens: asked, limit };
    if most < 200 {
        return Err(too_long);
    }
    let mut joined: Vec<Span> = Vec::new();
    for sentence in sentences(text) {
        match joined.last_mut() {
            Some(last) if sentence.end - last.start <= most => last.end = sentence.end,
            _ => joined.push(sentence),
        }
    }
    if joined.len() < 2 || joined.iter().any(|span| span.end - span.start > 2 * most) {
        return Err(too_long);
    }
    Ok(joined.into_iter().map(|span| span.of(text)).collect())
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

    #[test]
    fn pieces_are_whole_sentences_and_lose_none() {
        let text = "A sentence of some length stands here. ".repeat(100);
        let pieces = pieces(&text, 1000, 300).unwrap();
        assert!(pieces.len() >= 4);
        assert_eq!(pieces.join(" "), text.trim_end());
        assert!(matches!(super::pieces("short.", 9, 1), Err(TaskError::DocumentTooLong { .. })));
    }
}
