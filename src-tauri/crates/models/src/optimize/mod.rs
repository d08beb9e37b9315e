//! Optimize for this computer: the same model in the format that runs best here.
//!
//! Which format is fast depends on the kernels that llama.cpp has for this processor, and is not
//! obvious (model-notes: a published Q4_1 file reads at a third of the rate of its own F16). So the
//! candidates are written, timed here, compared with the published file on sample texts, and the
//! best for document work is kept beside a report. The published file is only read.

mod choice;
mod error;
mod report;
mod workshop;

pub use error::OptimizeError;
pub use report::{Candidate, Derived, Figures, Optimization, Verdict};

use std::{path::Path, time::SystemTime};

use winnow_engine::{
    CancellationToken, EngineConfig, GpuLayers, Purpose,
    quantize::{Format, Gauge, GaugeSpec, Outlook, quantize},
};

use crate::{Fit, Hardware, MemoryNeed, ModelFile, ModelInfo};
use workshop::{Draft, Workshop};

/// Tokens read at once when the rate of reading is measured: a batch.
const READ: usize = 512;
/// Tokens written when the rate of writing is measured.
const WRITTEN: usize = 16;
/// Times that a file is measured that may be the best; the best rate of all counts, since other
/// programs only ever take time away.
const ROUNDS: usize = 3;

/// What is optimized, with what, and how it will be run.
#[derive(Clone, Debug)]
pub struct OptimizeRequest<'a> {
    /// The model.
    pub model: &'a ModelFile,
    /// The folder for the result.
    pub folder: &'a Path,
    /// Texts to measure with, like those that the model will read.
    pub texts: &'a [String],
    /// As the engine is started.
    pub engine: &'a EngineConfig,
    /// Compute threads; `None`: the number of physical cores.
    pub threads: Option<u32>,
    /// Layers on an accelerator.
    pub gpu_layers: GpuLayers,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A candidate is written.
    Convert,
    /// Its answers are compared with the published file's.
    Compare,
    /// It is timed.
    Time,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is being done now.
    pub stage: Stage,
    /// With the file in this format.
    pub format: String,
    /// Steps done.
    pub done: u32,
    /// Steps in all.
    pub total: u32,
}

/// Measures a model's formats and keeps the best. Blocks for half a minute to many minutes.
///
/// Nothing is left half done: files are written under temporary names, and the report, which alone
/// makes a result count, comes last.
///
/// # Errors
/// [`OptimizeError`]; a candidate that cannot be written or does not fit is no error but noted.
pub fn optimize(
    request: &OptimizeRequest<'_>,
    progress: &mut dyn FnMut(Step),
    cancel: &CancellationToken,
) -> Result<Optimization, OptimizeError> {
    let info = request.model.state.as_ref().map_err(|problem| problem.clone())?;
    let workshop = Workshop::open(request.folder)?;
    let formats: Vec<Format> =
        Format::ALL.into_iter().filter(|format| format.name() != info.quantization).collect();
    let mut bench = Bench {
        request,
        info,
        cancel,
        progress,
        text: request.texts.join("\n\n"),
        done: 0,
        total: (2 + 3 * formats.len() + (ROUNDS - 1) * (formats.len() + 1)) as u32,
    };
    let (outlook, device, original) = bench.original()?;
    let mut entries = vec![Entry { candidate: original, draft: None }];
    for format in formats {
        entries.push(bench.candidate(format, &workshop, &outlook)?);
    }
    bench.later_rounds(&mut entries)?;
    let mut candidates: Vec<Candidate> =
        entries.iter().map(|entry| entry.candidate.clone()).collect();
    let chosen = choice::choose(&mut candidates);
    let draft = entries.swap_remove(chosen).draft;
    let derived = draft
        .map(|draft| workshop.keep(draft, &request.model.id, &candidates[chosen], cancel))
        .transpose()?;
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let report = Optimization {
        original: request.model.id.clone(),
        device,
        measured_at: since.as_secs(),
        candidates,
        derived,
    };
    workshop.publish(&report)?;
    Ok(report)
}

/// A candidate, and its file while that may still be chosen.
struct Entry {
    candidate: Candidate,
    draft: Option<Draft>,
}

struct Bench<'a> {
    request: &'a OptimizeRequest<'a>,
    info: &'a ModelInfo,
    cancel: &'a CancellationToken,
    progress: &'a mut dyn FnMut(Step),
    text: String,
    done: u32,
    total: u32,
}

impl Bench<'_> {
    fn step(&mut self, stage: Stage, format: &str) -> Result<(), OptimizeError> {
        if self.cancel.is_cancelled() {
            return Err(OptimizeError::Cancelled);
        }
        let step = Step { stage, format: format.to_owned(), done: self.done, total: self.total };
        (self.progress)(step);
        self.done = (self.done + 1).min(self.total);
        Ok(())
    }

    fn gauge(&self, path: &Path) -> Result<Gauge, OptimizeError> {
        let spec = GaugeSpec {
            path: path.to_owned(),
            purpose: self.info.purpose,
            threads: self.request.threads,
            gpu_layers: self.request.gpu_layers,
        };
        Ok(Gauge::open(self.request.engine, &spec, self.cancel)?)
    }

    fn time(&self, gauge: &mut Gauge) -> Result<(f64, Option<f64>), OptimizeError> {
        let read = gauge.prefill_rate(&self.text, READ)?;
        let written = match self.info.purpose {
            Purpose::Generate => Some(gauge.decode_rate(&self.text, WRITTEN)?),
            Purpose::Embed => None,
        };
        Ok((read, written))
    }

    /// The published file: what it computes, the device, and its rates.
    fn original(&mut self) -> Result<(Outlook, String, Candidate), OptimizeError> {
        let format = self.info.quantization.clone();
        self.step(Stage::Compare, &format)?;
        let mut gauge = self.gauge(&self.request.model.path)?;
        let outlook = gauge.outlook(self.request.texts)?;
        self.step(Stage::Time, &format)?;
        let (prefill_rate, decode_rate) = self.time(&mut gauge)?;
        let figures = Figures { prefill_rate, decode_rate, closeness: None };
        let bytes = self.info.file_bytes;
        let candidate =
            Candidate { format, bytes, figures: Some(figures), verdict: Verdict::Slower };
        Ok((outlook, gauge.device().to_owned(), candidate))
    }

    /// A candidate: written, compared, timed once. Its file is kept only if it is close enough.
    fn candidate(
        &mut self,
        format: Format,
        workshop: &Workshop,
        outlook: &Outlook,
    ) -> Result<Entry, OptimizeError> {
        let name = format.name();
        self.step(Stage::Convert, name)?;
        let bytes = format.bytes(self.info.parameters);
        let skipped = |reason: String| Entry {
            candidate: Candidate {
                format: name.to_owned(),
                bytes,
                figures: None,
                verdict: Verdict::Skipped { reason },
            },
            draft: None,
        };
        let room = self.room(bytes).and_then(|()| workshop.room(bytes));
        if let Err(reason) = room {
            self.done += 2;
            return Ok(skipped(reason));
        }
        let draft = workshop.draft()?;
        if let Err(error) =
            quantize(self.request.engine, &self.request.model.path, draft.path(), format)
        {
            self.done += 2;
            return Ok(skipped(error.to_string()));
        }
        self.step(Stage::Compare, name)?;
        let mut gauge = self.gauge(draft.path())?;
        let closeness = gauge.closeness(outlook, self.request.texts)?;
        self.step(Stage::Time, name)?;
        let (prefill_rate, decode_rate) = self.time(&mut gauge)?;
        let close = choice::is_close(closeness);
        let candidate = Candidate {
            format: name.to_owned(),
            bytes: draft.bytes()?,
            figures: Some(Figures { prefill_rate, decode_rate, closeness: Some(closeness) }),
            verdict: if close { Verdict::Slower } else { Verdict::TooFar },
        };
        Ok(Entry { candidate, draft: close.then_some(draft) })
    }

    /// Times the published file and those that may be chosen again, one after the other, so that a
    /// busy moment of the computer does not fall on one of them alone.
    fn later_rounds(&mut self, entries: &mut [Entry]) -> Result<(), OptimizeError> {
        for _ in 1..ROUNDS {
            let best = choice::least_seconds(entries.iter().map(|entry| &entry.candidate));
            for (index, entry) in entries.iter_mut().enumerate() {
                let path = match &entry.draft {
                    Some(draft) if choice::is_near(&entry.candidate, best) => {
                        draft.path().to_owned()
                    }
                    None if index == 0 => self.request.model.path.clone(),
                    _ => {
                        self.done += 1;
                        continue;
                    }
                };
                self.step(Stage::Time, &entry.candidate.format)?;
                let mut gauge = self.gauge(&path)?;
                let (read, written) = self.time(&mut gauge)?;
                if let Some(figures) = &mut entry.candidate.figures {
                    figures.prefill_rate = figures.prefill_rate.max(read);
                    figures.decode_rate =
                        figures.decode_rate.zip(written).map(|(before, now)| before.max(now));
                }
            }
        }
        Ok(())
    }

    /// Whether a file of this size would run here.
    fn room(&self, bytes: u64) -> Result<(), String> {
        let larger = ModelInfo { file_bytes: bytes, ..self.info.clone() };
        let need = MemoryNeed::of_model(&larger, None);
        match need.fit(&Hardware::detect()) {
            Fit::Comfortable => Ok(()),
            Fit::Tight | Fit::TooBig => {
                Err(format!("it would need {} of memory, which is not free", words(need.total())))
            }
        }
    }
}

/// Bytes as people read them.
fn words(bytes: u64) -> String {
    const MIB: f64 = 1024.0 * 1024.0;
    let mib = bytes as f64 / MIB;
    if mib < 1024.0 { format!("{mib:.0} MiB") } else { format!("{:.1} GiB", mib / 1024.0) }
}
