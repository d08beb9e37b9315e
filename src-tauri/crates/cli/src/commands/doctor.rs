//! `winnow doctor`

use winnow_app::wire::model::Doctor;

use super::Desk;
use crate::{
    arguments::{Format, OutputArgs},
    ending::{Ending, Failure},
    output::{Objects, print_line, printable, table},
};

pub async fn run(desk: &Desk, output: OutputArgs) -> Result<Ending, Failure> {
    let found = desk.app.doctor().await?;
    match output.format {
        Format::Json | Format::Jsonl => Objects::new(output.format).print(&found)?,
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(std::io::stdout());
            writer.write_record(["what", "found"])?;
            for row in rows(&found) {
                writer.write_record(row)?;
            }
            writer.flush()?;
        }
        Format::Table => {
            let mut table = table(["what", "found"]);
            for row in rows(&found) {
                table.add_row(row.map(|cell| printable(&cell).into_owned()));
            }
            print_line(&table.to_string())?;
        }
    }
    for problem in &found.problems {
        eprintln!("winnow: {}", printable(problem));
    }
    Ok(if found.problems.is_empty() { Ending::Done } else { Ending::SomeFailed })
}

fn rows(found: &Doctor) -> Vec<[String; 2]> {
    let mut rows = vec![
        ["version".to_owned(), found.version.clone()],
        ["data folder".to_owned(), found.home.clone()],
        ["CPU variant".to_owned(), found.cpu_variant.clone()],
        ["cores".to_owned(), found.cores.to_string()],
        [
            "memory".to_owned(),
            format!("{} free of {}", bytes(found.memory_available), bytes(found.memory_total)),
        ],
    ];
    rows.push([
        "text recognition".to_owned(),
        match found.recognition_languages.as_slice() {
            [] => "no Tesseract: pictures and scans cannot be read".to_owned(),
            languages => format!("Tesseract ({})", languages.join(", ")),
        },
    ]);
    for device in &found.devices {
        rows.push([
            format!("device {}", device.name),
            format!(
                "{} ({}), {} free of {}",
                device.description,
                device.backend,
                bytes(device.memory_free),
                bytes(device.memory_total)
            ),
        ]);
    }
    for model in &found.models {
        let state = match &model.problem {
            Some(problem) => format!("cannot be used: {problem}"),
            None => format!(
                "{}, {}, {}{}",
                model.quantization,
                bytes(model.bytes),
                model.path,
                if model.selected { " (chosen)" } else { "" }
            ),
        };
        rows.push([format!("model {}", model.name), state]);
    }
    rows
}

/// Bytes as people read them.
pub fn bytes(count: u64) -> String {
    indicatif::HumanBytes(count).to_string()
}
