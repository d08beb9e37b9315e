//! `winnow summarize`

use clap::Args;
use winnow_tasks::{Length, Strategy, TaskKind};

use super::Desk;
use crate::{
    arguments::OutputArgs,
    asking::{SaveArgs, StrategyArg, TaskArgs},
    ending::{Ending, Failure},
    input::InputArgs,
};

const EXAMPLES: &str = "\
Examples:
  winnow summarize --sentences 3 minutes.md
  winnow summarize --bullets 5 --focus \"what was decided\" --format json minutes/
  winnow summarize --words 60 --decide model letter.docx
  winnow summarize --decide model --strategy refine --answer-in German report.pdf

By default a summary is the document's own sentences; --decide model lets the language model write,
and marks what does not stand in the document.

With --format json each item has file (and index of a record), value,
sentences [{text, spans, verified}], written_by (selection or model), doubts and the rest. Spans are
bytes {start, end} of the text that \"winnow read\" prints.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct SummarizeArgs {
    #[command(flatten)]
    input: InputArgs,
    /// This many sentences of running text [default: 3]
    #[arg(long, value_name = "N", group = "length")]
    sentences: Option<u32>,
    /// This many bullet points
    #[arg(long, value_name = "N", group = "length")]
    bullets: Option<u32>,
    /// At most this many words
    #[arg(long, value_name = "N", group = "length")]
    words: Option<u32>,
    /// What to dwell on
    #[arg(long, value_name = "TEXT")]
    focus: Option<String>,
    /// How a language model goes through a document that does not fit [default: map-reduce]
    #[arg(long, value_enum)]
    strategy: Option<StrategyArg>,
    #[command(flatten)]
    task: TaskArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    save: SaveArgs,
}

pub async fn run(desk: &Desk, arguments: SummarizeArgs) -> Result<Ending, Failure> {
    let mut task = arguments.task.task(&desk.app, TaskKind::Summarize).await?;
    let length = arguments
        .sentences
        .map(Length::Sentences)
        .or(arguments.bullets.map(Length::Bullets))
        .or(arguments.words.map(Length::Words));
    task.length = length.or(task.length);
    if let Some(focus) = arguments.focus {
        task.focus = focus;
    }
    if let Some(strategy) = arguments.strategy {
        task.strategy = Strategy::from(strategy);
    }
    let plan = arguments.input.plan()?;
    desk.work(&task, plan, &arguments.save, arguments.output).await
}
