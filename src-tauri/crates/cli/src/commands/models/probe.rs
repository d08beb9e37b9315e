//! `winnow models probe`

use clap::Args;
use serde_json::json;
use winnow_app::wire::model::{ModelView, TransferEvent};

use super::{Desk, model_of, stoppable};
use crate::{
    arguments::{Format, OutputArgs},
    ending::{Ending, Failure},
    output::{Objects, print_line, printable, table},
    progress::Steps,
};

const OPERATION: &str = "winnow models probe";

const EXAMPLES: &str = "\
Examples:
  winnow models probe Qwen3-1.7B

The model summarizes six sample texts with known facts in three sentences each. If it keeps as many
facts as the texts' own sentences do, and makes up no number, date or name, it writes summaries from
now on; otherwise they are made of the document's own sentences.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ProbeArgs {
    /// A GGUF file, or a model's name or id
    #[arg(value_name = "FILE|ID")]
    model: String,
    #[command(flatten)]
    output: OutputArgs,
}

pub async fn run(desk: &Desk, arguments: ProbeArgs) -> Result<Ending, Failure> {
    let model = model_of(desk, &arguments.model).await?;
    let steps = Steps::new();
    let bar = steps.clone();
    let events = move |event: TransferEvent| {
        let total = event.total.unwrap_or_default();
        bar.at(event.done as u32, total as u32, "texts summarized".to_owned());
    };
    let probing = desk.app.probe_model(&model.id, OPERATION, events);
    let probed = stoppable(desk, OPERATION, probing).await;
    steps.clear();
    print(&probed?, arguments.output.format)?;
    Ok(Ending::Done)
}

fn print(model: &ModelView, format: Format) -> Result<(), Failure> {
    let Some(probe) = &model.probe else {
        return Ok(());
    };
    let share = |share: f64| format!("{:.0} %", share * 100.0);
    let rows = [
        ["facts kept".to_owned(), share(probe.facts_kept), share(probe.selection_kept)],
        ["numbers and names made up".to_owned(), probe.invented.to_string(), "0".to_owned()],
        [
            "words".to_owned(),
            format!("{:.0}", probe.words),
            format!("{:.0}", probe.selection_words),
        ],
    ];
    const HEADER: [&str; 3] = ["", "the model", "own sentences"];
    match format {
        Format::Json | Format::Jsonl => Objects::new(format).print(&json!({
            "model": model.name,
            "id": model.id,
            "texts": probe.texts,
            "facts_kept": probe.facts_kept,
            "selection_kept": probe.selection_kept,
            "invented": probe.invented,
            "words": probe.words,
            "selection_words": probe.selection_words,
            "earned": probe.earned,
        })),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            writer.write_record(HEADER)?;
            for row in rows {
                writer.write_record(row)?;
            }
            Ok(writer.flush()?)
        }
        Format::Table => {
            let mut shown = table(HEADER);
            for row in rows {
                shown.add_row(row);
            }
            let follows = if probe.earned {
                "It writes summaries from now on."
            } else {
                "Summaries stay made of the document's own sentences."
            };
            print_line(&format!("{}\n{shown}\n{follows}", printable(&model.name)))
        }
    }
}
