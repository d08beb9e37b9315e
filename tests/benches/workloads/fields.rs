//! Extraction as a person meets it: a task with six fields against llama-server under a JSON Schema.
//!
//! Both promise the same JSON. How many of the values are right is printed beside the rates, since
//! the two do not go about it in the same way.

use std::{error::Error, sync::Arc, time::Instant};

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use winnow_engine::{CancellationToken, LoadSpec, ModelId, Purpose};
use winnow_tasks::{Answer, Context, Models, Task, parse_task};

use crate::{Options, contest::median, inputs, ours::Ours, server::Server};

/// Letters of a round, and how many the tasks are given at a time.
const LETTERS: usize = 16;
const IN_FLIGHT: usize = 8;

/// Prints the rates, their ratio, and the share of values that are right.
pub async fn run(ours: &Ours, servers: &[Server], options: &Options) -> Result<(), Box<dyn Error>> {
    let task = parse_task(inputs::INVOICE_TASK)?;
    let context = context(ours, options).await?;
    let mut rates = vec![Vec::new(); servers.len() + 1];
    let mut right = vec![0; servers.len() + 1];
    for round in 0..=options.rounds {
        let letters: Vec<_> = (round * LETTERS..(round + 1) * LETTERS).collect();
        let mut runs = vec![ask_ours(&task, &context, &letters).await?];
        for server in servers {
            runs.push(ask_server(server, &letters).await?);
        }
        // The first round warms caches and clocks.
        if round == 0 {
            continue;
        }
        for (index, (rate, found)) in runs.into_iter().enumerate() {
            rates[index].push(rate);
            right[index] += found;
        }
    }
    let of = (options.rounds * LETTERS * inputs::FIELDS.len()) as f64;
    let medians: Vec<_> = rates.iter_mut().map(|rates| median(rates)).collect();
    let best = medians[1..].iter().copied().fold(0.0, f64::max);
    print!(
        "fields      winnow {:8.2}/s, {:.0}% right  llama-server",
        medians[0],
        percent(right[0], of)
    );
    for ((server, rate), right) in servers.iter().zip(&medians[1..]).zip(&right[1..]) {
        print!("  {:2} slots {rate:7.2}/s, {:.0}% right", server.slots, percent(*right, of));
    }
    println!("  ratio {:.2}", medians[0] / best);
    Ok(())
}

fn percent(right: usize, of: f64) -> f64 {
    100.0 * right as f64 / of
}

/// The engine with the embedder beside the language model.
async fn context(ours: &Ours, options: &Options) -> Result<Context, Box<dyn Error>> {
    let embedder = ModelId("embedder".to_owned());
    let path = options.embedder.clone().ok_or("fields needs --embedder")?;
    let spec = LoadSpec {
        threads: Some(options.threads),
        gpu_layers: options.gpu_layers(),
        ..LoadSpec::new(embedder.clone(), path, Purpose::Embed)
    };
    ours.engine.load(spec, |_| {}, CancellationToken::new()).await?;
    Ok(Context {
        engine: Arc::new(ours.engine.clone()),
        models: Models {
            generator: Some(ours.model.id.clone()),
            embedder: Some(embedder),
            ..Models::default()
        },
        head: None,
        priority: ours.batch,
        cancel: CancellationToken::new(),
        progress: Arc::new(|_| {}),
    })
}

/// Letters per second, and values found.
async fn ask_ours(
    task: &Task,
    context: &Context,
    letters: &[usize],
) -> Result<(f64, usize), Box<dyn Error>> {
    let started = Instant::now();
    let asked = letters.iter().map(|&letter| async move {
        winnow_tasks::run(task, &inputs::invoice(letter, inputs::LETTER), context).await
    });
    let outcomes: Vec<_> = stream::iter(asked).buffered(IN_FLIGHT).collect().await;
    let rate = letters.len() as f64 / started.elapsed().as_secs_f64();
    let mut right = 0;
    for (&letter, outcome) in letters.iter().zip(outcomes) {
        if let Answer::Extract(extraction) = outcome?.answer {
            right += matches(&extraction.value, letter);
        }
    }
    Ok((rate, right))
}

async fn ask_server(server: &Server, letters: &[usize]) -> Result<(f64, usize), Box<dyn Error>> {
    let started = Instant::now();
    let asked = letters.iter().map(|&letter| async move {
        let settings = json!({"json_schema": inputs::invoice_schema(), "n_predict": 160});
        let prompt = inputs::extraction_prompt(&inputs::invoice(letter, inputs::LETTER)).concat();
        server.complete(&prompt, settings).await
    });
    let answers: Vec<_> = stream::iter(asked).buffered(server.slots as usize).collect().await;
    let rate = letters.len() as f64 / started.elapsed().as_secs_f64();
    let mut right = 0;
    for (&letter, answer) in letters.iter().zip(answers) {
        // What was cut before its end is no JSON, and nothing of it counts.
        right += serde_json::from_str(&answer?).map_or(0, |value| matches(&value, letter));
    }
    Ok((rate, right))
}

/// Values that say what the letter says.
fn matches(value: &Value, letter: usize) -> usize {
    let said = |name: &str| match &value[name] {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    let facts = inputs::facts(letter);
    inputs::FIELDS.iter().zip(&facts).filter(|(name, fact)| said(name) == **fact).count()
}
