//! Rounds, their medians and the table.

use std::{error::Error, process::Command, time::Instant};

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use winnow_engine::{Purpose, Usage};

use crate::{
    Options, fields, inputs, mixed,
    ours::{Answer, Ours},
    server::Server,
};

/// Requests that the engine is given at a time.
const IN_FLIGHT: usize = 32;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What a contestant did with a round's documents.
struct Run {
    /// Documents per second.
    rate: f64,
    answers: Vec<String>,
}

/// Tokens of prompt, a document.
#[derive(Clone, Copy, Default)]
struct Read {
    /// Computed for it.
    fresh: f64,
    /// Found in the cache.
    known: f64,
}

/// Starts the contestants and runs each workload.
pub async fn run(options: &Options) -> Outcome<()> {
    let embeds = options.workloads.iter().any(|name| name == "embedding");
    let purpose = if embeds { Purpose::Embed } else { Purpose::Generate };
    let ours = Ours::start(options, purpose).await?;
    let mut servers = Vec::new();
    for &slots in options.slots.iter().filter(|&&slots| slots > 0) {
        servers.push(Server::start(options, slots, embeds).await?);
    }
    println!("{}, {}, {} threads", ours.model.name, ours.model.device, options.threads);
    for name in &options.workloads {
        match name.as_str() {
            "mixed" => mixed::run(&ours).await?,
            "fields" => fields::run(&ours, &servers, options).await?,
            _ => contest(name, &ours, &servers, options).await?,
        }
    }
    println!(
        "peak resident {:.0} MB, model file {:.0} MB",
        peak_resident()? / 1e6,
        ours.model.file_bytes as f64 / 1e6
    );
    Ok(())
}

async fn contest(name: &str, ours: &Ours, servers: &[Server], options: &Options) -> Outcome<()> {
    let workload = Workload::named(name)?;
    let mut rates = vec![Vec::new(); servers.len() + 1];
    let (mut agreed, mut compared) = (0, 0);
    let (mut fresh, mut known) = (Vec::new(), Vec::new());
    let (mut plain, mut deep) = (Vec::new(), Vec::new());
    for round in 0..=options.rounds {
        let documents = workload.documents(round);
        let (mine, read) = workload.ours(ours, &documents).await?;
        let mut runs = Vec::new();
        for server in servers {
            runs.push(workload.theirs(server, &documents).await?);
        }
        // The first round warms caches and clocks.
        if round == 0 {
            continue;
        }
        // An embedder reads no prompts.
        if read.fresh > 0.0 {
            fresh.push(read.fresh);
            known.push(read.known);
            plain.push(prefill_rate(options, 512, 0)?);
            deep.push(prefill_rate(options, read.fresh as u32, read.known as u32)?);
        }
        for run in &runs {
            compared += run.answers.len();
            agreed +=
                run.answers.iter().zip(&mine.answers).filter(|(a, b)| workload.same(a, b)).count();
        }
        rates[0].push(mine.rate);
        for (rates, run) in rates[1..].iter_mut().zip(&runs) {
            rates.push(run.rate);
        }
    }
    let medians: Vec<_> = rates.iter_mut().map(|rates| median(rates)).collect();
    let best = medians[1..].iter().copied().fold(0.0, f64::max);
    print!("{name:11} winnow {:8.2}/s  llama-server", medians[0]);
    for (server, rate) in servers.iter().zip(&medians[1..]) {
        print!("  {:2} slots {rate:7.2}/s", server.slots);
    }
    print!(
        "  ratio {:.2}  same {:.0}%",
        medians[0] / best,
        100.0 * agreed as f64 / compared.max(1) as f64
    );
    let fresh = median(&mut fresh);
    if fresh > 0.0 {
        let of = |rates: &mut Vec<f64>| medians[0] * fresh / median(rates);
        let (plain, deep) = (of(&mut plain), of(&mut deep));
        print!(
            "  of the prefill ceiling {plain:.2} (all of it: ratio {:.2}), at its depth ({fresh:.0} tokens behind {:.0}) {deep:.2}",
            medians[0] / best / plain,
            median(&mut known)
        );
    }
    println!();
    Ok(())
}

/// Tokens per second of llama-bench, reading so many behind so many that are there already.
fn prefill_rate(options: &Options, tokens: u32, depth: u32) -> Outcome<f64> {
    let output = Command::new(&options.bench)
        .current_dir(&options.backends)
        .arg("-m")
        .arg(&options.model)
        .args(["-p", &tokens.to_string(), "-d", &depth.to_string()])
        .args(["-n", "0", "-r", "1", "-o", "json"])
        .args(["-t", &options.threads.to_string(), "-ngl", options.layers()])
        .output()?;
    let rows: Value = serde_json::from_slice(&output.stdout)?;
    Ok(rows[0]["avg_ts"].as_f64().ok_or("llama-bench gave no rate")?)
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Classify,
    /// The peer's contract on both sides: JSON under a schema.
    Extract,
    /// Ours copies its texts from the document.
    Point,
    Summarize,
    Pipeline,
    Embed,
}

/// What is done to the documents of a round.
struct Workload {
    kind: Kind,
    documents: usize,
    sentences: usize,
}

impl Workload {
    fn named(name: &str) -> Outcome<Self> {
        let of = |kind, documents, sentences| Ok(Self { kind, documents, sentences });
        match name {
            "short" => of(Kind::Classify, 48, 1),
            "tickets" => of(Kind::Classify, 24, 5),
            "pages" => of(Kind::Classify, 6, 38),
            "extraction" => of(Kind::Extract, 8, inputs::LETTER),
            "pointing" => of(Kind::Point, 8, inputs::LETTER),
            "notes" => of(Kind::Point, 16, 0),
            "summaries" => of(Kind::Summarize, 4, 10),
            "pipeline" => of(Kind::Pipeline, 3, 38),
            "embedding" => of(Kind::Embed, 64, 5),
            other => Err(format!("there is no workload {other}").into()),
        }
    }

    fn documents(&self, round: usize) -> Vec<String> {
        let first = round * self.documents;
        let document = |number| match self.kind {
            Kind::Extract | Kind::Point => inputs::invoice(number, self.sentences),
            _ => inputs::text(number, self.sentences),
        };
        (first..first + self.documents).map(document).collect()
    }

    /// Our run, and what was read for each document.
    async fn ours(&self, ours: &Ours, documents: &[String]) -> Outcome<(Run, Read)> {
        let started = Instant::now();
        if self.kind == Kind::Embed {
            let vectors = ours.embed(documents.to_vec()).await?;
            let rate = documents.len() as f64 / started.elapsed().as_secs_f64();
            return Ok((
                Run { rate, answers: vectors.iter().map(|v| spell(v)).collect() },
                Read::default(),
            ));
        }
        let asked = documents.iter().map(|document| self.ask(ours, document));
        let answers: Vec<_> = stream::iter(asked).buffered(IN_FLIGHT).collect().await;
        let seconds = started.elapsed().as_secs_f64();
        let answers = answers.into_iter().collect::<Outcome<Vec<_>>>()?;
        let each = |count: fn(&Usage) -> u32| {
            let all: u32 = answers.iter().map(|answer| count(&answer.usage)).sum();
            f64::from(all) / documents.len() as f64
        };
        let read = Read {
            fresh: each(|usage| usage.prompt - usage.cached),
            known: each(|usage| usage.cached),
        };
        let run = Run {
            rate: documents.len() as f64 / seconds,
            answers: answers.into_iter().map(|answer| answer.text).collect(),
        };
        Ok((run, read))
    }

    async fn ask(&self, ours: &Ours, document: &str) -> Outcome<Answer> {
        match self.kind {
            Kind::Classify | Kind::Embed => {
                ours.choose(inputs::message_prompt(document).to_vec(), &inputs::LABELS).await
            }
            Kind::Extract | Kind::Point => {
                let schema = match self.kind {
                    Kind::Point => inputs::pointing_schema(),
                    _ => inputs::invoice_schema(),
                };
                let parts = inputs::extraction_prompt(document).to_vec();
                ours.write(parts, Some((schema, document.to_owned())), 160, ours.batch).await
            }
            Kind::Summarize => {
                ours.write(inputs::summary_prompt(document).to_vec(), None, 100, ours.batch).await
            }
            Kind::Pipeline => {
                let mut all: Option<Answer> = None;
                for (question, options) in inputs::QUESTIONS {
                    let parts = vec![document.to_owned(), question.to_owned()];
                    let answer = ours.choose(parts, options).await?;
                    all = Some(match all {
                        None => answer,
                        Some(mut before) => {
                            before.text += &answer.text;
                            before.usage.prompt += answer.usage.prompt - answer.usage.cached;
                            before
                        }
                    });
                }
                all.ok_or_else(|| "a pipeline without questions".into())
            }
        }
    }

    async fn theirs(&self, server: &Server, documents: &[String]) -> Outcome<Run> {
        let started = Instant::now();
        let answers = if self.kind == Kind::Embed {
            server.embed(documents).await?.iter().map(|v| spell(v)).collect()
        } else {
            let asked = documents.iter().map(|document| self.ask_server(server, document));
            let answers: Vec<_> =
                stream::iter(asked).buffered(server.slots as usize).collect().await;
            answers.into_iter().collect::<Outcome<Vec<_>>>()?
        };
        Ok(Run { rate: documents.len() as f64 / started.elapsed().as_secs_f64(), answers })
    }

    async fn ask_server(&self, server: &Server, document: &str) -> Outcome<String> {
        match self.kind {
            Kind::Classify | Kind::Embed => {
                let prompt = inputs::message_prompt(document).concat();
                server.complete(&prompt, server.choice(&inputs::LABELS)?).await
            }
            Kind::Extract | Kind::Point => {
                let settings = json!({"json_schema": inputs::invoice_schema(), "n_predict": 160});
                server.complete(&inputs::extraction_prompt(document).concat(), settings).await
            }
            Kind::Summarize => {
                let prompt = inputs::summary_prompt(document).concat();
                server.complete(&prompt, json!({"n_predict": 100})).await
            }
            // Cold calls, as a program makes that does not put the document first.
            Kind::Pipeline => {
                let mut answers = String::new();
                for (question, options) in inputs::QUESTIONS {
                    let mut settings = server.choice(options)?;
                    settings["cache_prompt"] = json!(false);
                    answers += &server.complete(&format!("{document}{question}"), settings).await?;
                }
                Ok(answers)
            }
        }
    }

    /// Whether two answers say the same.
    fn same(&self, mine: &str, theirs: &str) -> bool {
        let parsed = |text| serde_json::from_str::<Value>(text).ok();
        match self.kind {
            Kind::Extract | Kind::Point => parsed(mine).is_some() && parsed(mine) == parsed(theirs),
            _ => mine.trim() == theirs.trim(),
        }
    }
}

/// A vector's first numbers, as far as both sides must agree.
fn spell(vector: &[f32]) -> String {
    vector.iter().take(8).map(|x| format!("{x:.2} ")).collect()
}

/// The most memory that this process has held, in bytes.
fn peak_resident() -> Outcome<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).ok_or("no VmHWM")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes * 1024.0)
}

/// The middle one.
pub fn median(numbers: &mut [f64]) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}
