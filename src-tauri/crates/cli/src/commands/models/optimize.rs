//! `winnow models optimize`

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use winnow_app::wire::model::{
    FormatVerdict, FormatView, ModelView, OptimizationView, OptimizeEvent, OptimizeStage,
};

use super::{Desk, bytes, model_of, stoppable};
use crate::{
    arguments::{Format, OutputArgs},
    ending::{Ending, Failure},
    output::{Objects, print_line, printable, table},
    progress::Steps,
};

const OPERATION: &str = "winnow models optimize";
/// Characters of the longest bar.
const BAR: f64 = 24.0;

const EXAMPLES: &str = "\
Examples:
  winnow models optimize ~/models/Qwen3-1.7B-Q4_K_M.gguf
  winnow models optimize smollm2-135m-instruct --format json

Writes the model in other formats, times each here, compares its next-token distributions with the
published file's on sample texts (mean Kullback-Leibler divergence, in nats), and keeps the fastest
for document work whose answers stay the same. The published file stays as it is and is used again
with WINNOW_AS_PUBLISHED=1, or when it is named with --model FILE.";

#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct OptimizeArgs {
    /// GGUF files, or models' names or ids
    #[arg(required = true, value_name = "FILE|ID")]
    models: Vec<String>,
    /// Folder for the results [default: in the data folder]
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    /// Leave models alone that were measured before
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub async fn run(desk: &Desk, arguments: OptimizeArgs) -> Result<Ending, Failure> {
    for named in &arguments.models {
        let model = model_of(desk, named).await?;
        if arguments.once && model.optimization.is_some() {
            continue;
        }
        let model = measure(desk, &model, arguments.into.clone()).await?;
        print(&model, arguments.output.format)?;
    }
    Ok(Ending::Done)
}

async fn measure(
    desk: &Desk,
    model: &ModelView,
    into: Option<PathBuf>,
) -> Result<ModelView, Failure> {
    let steps = Steps::new();
    let bar = steps.clone();
    let events = move |event: OptimizeEvent| {
        let doing = match event.stage {
            OptimizeStage::Convert => "writing",
            OptimizeStage::Compare => "comparing",
            OptimizeStage::Time => "timing",
        };
        bar.at(event.done, event.total, format!("{doing} {}", event.format));
    };
    let measured = match into {
        Some(folder) => {
            let work = desk.app.optimize_model_into(&model.id, folder, OPERATION, events);
            stoppable(desk, OPERATION, work).await
        }
        None => {
            let work = desk.app.optimize_model(&model.id, OPERATION, events);
            stoppable(desk, OPERATION, work).await
        }
    };
    steps.clear();
    Ok(measured?)
}

fn print(model: &ModelView, format: Format) -> Result<(), Failure> {
    let Some(measured) = &model.optimization else {
        return Ok(());
    };
    match format {
        Format::Json | Format::Jsonl => Objects::new(format).print(&json!({
            "model": model.name,
            "id": model.id,
            "device": measured.device,
            "prefill_gain": measured.gain,
            "formats": measured.formats.iter().map(object).collect::<Vec<_>>(),
        })),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            writer.write_record(HEADER)?;
            for format in &measured.formats {
                writer.write_record(row(format))?;
            }
            Ok(writer.flush()?)
        }
        Format::Table => people(model, measured),
    }
}

fn object(format: &FormatView) -> serde_json::Value {
    json!({
        "format": format.format,
        "bytes": format.bytes,
        "prefill_rate": format.prefill_rate,
        "decode_rate": format.decode_rate,
        "divergence": format.divergence,
        "agreement": format.agreement,
        "cosine": format.cosine,
        "verdict": verdict(format.verdict),
        "reason": format.reason,
    })
}

const HEADER: [&str; 6] = ["format", "size", "reads/s", "writes/s", "divergence", "verdict"];

fn row(format: &FormatView) -> [String; 6] {
    let rate = |rate: Option<f64>| rate.map(|rate| format!("{rate:.0}")).unwrap_or_default();
    let away = format.divergence.or(format.cosine.map(|cosine| 1.0 - cosine));
    [
        format.format.clone(),
        bytes(format.bytes),
        rate(format.prefill_rate),
        rate(format.decode_rate),
        away.map(|away| format!("{away:.4}")).unwrap_or_default(),
        format.reason.clone().unwrap_or_else(|| verdict(format.verdict).to_owned()),
    ]
}

fn people(model: &ModelView, measured: &OptimizationView) -> Result<(), Failure> {
    let fastest = measured.formats.iter().filter_map(|one| one.prefill_rate).fold(0.0, f64::max);
    let mut rows = table(["format", "size", "reads/s", "", "writes/s", "divergence", "verdict"]);
    for format in &measured.formats {
        let [name, size, reads, writes, away, verdict] = row(format);
        let length = format.prefill_rate.map_or(0.0, |rate| rate / fastest * BAR).round();
        let bar = "█".repeat(length as usize);
        rows.add_row([name, size, reads, bar, writes, away, printable(&verdict).into_owned()]);
    }
    print_line(&format!(
        "{} on {}, tokens a second:\n{rows}\nDocuments are read {:.1} times as fast as with the published file.\n",
        printable(&model.name),
        printable(&measured.device),
        measured.gain
    ))
}

fn verdict(verdict: FormatVerdict) -> &'static str {
    match verdict {
        FormatVerdict::Chosen => "chosen",
        FormatVerdict::Slower => "slower",
        FormatVerdict::TooFar => "other answers",
        FormatVerdict::Skipped => "skipped",
    }
}
