//! `winnow generate`

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::Args;
use winnow_app::{
    AskOptions,
    wire::{error::Code, run::RunEvent},
};
use winnow_tasks::{Answer, Doubt, Task, TaskKind, validate};

use super::Desk;
use crate::{
    arguments::{Format, OutputArgs},
    asking::{SaveArgs, TaskArgs},
    ending::{Ending, Failure},
    input::{FolderArgs, Origin, Plan, RecordArgs, text_document},
    output::{Answered, printable, sink},
    progress::Progress,
};

const EXAMPLES: &str = "\
Examples:
  winnow generate --prompt \"Write a friendly reminder about an unpaid invoice.\"
  winnow generate --instructions \"Answer this letter politely.\" letter.txt
  echo \"Three names for a cat?\" | winnow generate --temperature 0.8 --seed 7 -";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct GenerateArgs {
    /// Files, folders, - for standard input: each is a prompt of its own
    #[arg(value_name = "FILE", required_unless_present = "prompt", conflicts_with = "prompt")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    folders: FolderArgs,
    #[command(flatten)]
    records: RecordArgs,
    /// The prompt itself, instead of files
    #[arg(long, short, value_name = "TEXT")]
    prompt: Option<String>,
    #[command(flatten)]
    task: TaskArgs,
    #[command(flatten)]
    sampling: SamplingArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    save: SaveArgs,
}

/// How the next word is chosen.
#[derive(Args, Debug)]
struct SamplingArgs {
    /// At most this many tokens
    #[arg(long, value_name = "N")]
    max_tokens: Option<u32>,
    /// 0 takes the most probable word always
    #[arg(long, value_name = "T")]
    temperature: Option<f32>,
    /// Keep the most probable words up to this much probability
    #[arg(long, value_name = "P")]
    top_p: Option<f32>,
    /// Keep this many words
    #[arg(long, value_name = "K")]
    top_k: Option<u32>,
    /// Drop words less probable than this share of the best
    #[arg(long, value_name = "P")]
    min_p: Option<f32>,
    /// Make words seen lately less probable; 1 does nothing
    #[arg(long, value_name = "R")]
    repeat_penalty: Option<f32>,
    /// The same seed gives the same text
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
}

impl SamplingArgs {
    fn apply(&self, task: &mut Task) {
        task.max_tokens = self.max_tokens.or(task.max_tokens);
        let sampling = &mut task.sampling;
        sampling.temperature = self.temperature.unwrap_or(sampling.temperature);
        sampling.top_p = self.top_p.unwrap_or(sampling.top_p);
        sampling.top_k = self.top_k.unwrap_or(sampling.top_k);
        sampling.min_p = self.min_p.unwrap_or(sampling.min_p);
        sampling.repeat_penalty = self.repeat_penalty.unwrap_or(sampling.repeat_penalty);
        sampling.seed = self.seed.unwrap_or(sampling.seed);
    }
}

pub async fn run(desk: &Desk, arguments: GenerateArgs) -> Result<Ending, Failure> {
    let GenerateArgs { files, folders, records, prompt, task, sampling, output, save } = arguments;
    let mut task = task.task(&desk.app, TaskKind::Generate).await?;
    sampling.apply(&mut task);
    if let Some(prompt) = prompt {
        return write_prompt(desk, &task, &prompt, output.format, save.keep()).await;
    }
    desk.work(&task, Plan::new(&files, &folders, &records)?, &save, output).await
}

/// Writes to one prompt; for people the words appear as they come.
async fn write_prompt(
    desk: &Desk,
    task: &Task,
    prompt: &str,
    format: Format,
    save: bool,
) -> Result<Ending, Failure> {
    validate(task)?;
    let document = text_document("prompt".to_owned(), prompt.to_owned());
    let origin = Origin { file: document.name.clone(), index: None };
    let live = format == Format::Table;
    let progress = Progress::new(Some(1));
    let bar = progress.clone();
    let events = move |event: RunEvent| match event {
        RunEvent::Text { text, .. } if live => {
            bar.clear();
            let mut out = io::stdout().lock();
            // A reader that has gone is noticed when the answer is printed.
            let _ = write!(out, "{}", printable(&text)).and_then(|()| out.flush());
        }
        other => bar.event(&other),
    };
    let options = AskOptions { save, ..AskOptions::default() };
    let asked = desk.app.ask(task, &document, options, events, &desk.cancel).await;
    progress.clear();
    let outcome = match asked {
        Ok(outcome) => outcome,
        Err(error) if error.code == Code::Cancelled => {
            if live {
                writeln!(io::stdout())?;
            }
            return Ok(Ending::Stopped);
        }
        Err(error) => return Err(error.into()),
    };
    if !live {
        let mut sink = sink(format, task);
        sink.answered(&Answered { origin: &origin, document: &document, outcome: &outcome })?;
        sink.finish()?;
        return Ok(Ending::Done);
    }
    writeln!(io::stdout())?;
    if let Answer::Generate(_) = outcome.answer
        && let Some(limit) = outcome.doubts.iter().find_map(|doubt| match doubt {
            Doubt::CutAtLimit { limit } => Some(limit),
            _ => None,
        })
    {
        eprintln!("winnow: cut at {limit} tokens; --max-tokens allows more");
    }
    Ok(Ending::Done)
}
