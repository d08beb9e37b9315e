//! Whole workloads against llama-server on the same file, interleaved in one run.
//!
//! Each round gives every contestant the same new documents, one contestant after the other, so
//! that what else the machine does meets all of them. `tests/benches/workloads.py` builds what
//! this needs and starts it.

mod contest;
mod fields;
mod inputs;
mod mixed;
mod ours;
mod server;

use std::{error::Error, path::PathBuf};

use clap::Parser;
use winnow_engine::GpuLayers;

/// Measures the engine against llama-server.
#[derive(Parser)]
pub struct Options {
    /// The GGUF file that all run.
    #[arg(long)]
    model: PathBuf,
    /// llama-server.
    #[arg(long)]
    server: PathBuf,
    /// The embedder that tasks have beside the model; `fields` needs it.
    #[arg(long)]
    embedder: Option<PathBuf>,
    /// llama-bench, for the prefill ceiling.
    #[arg(long)]
    bench: PathBuf,
    /// The folder of the CPU variants.
    #[arg(long)]
    backends: PathBuf,
    /// Numbers of slots to try; 0 for none, to look at the engine alone.
    #[arg(long, value_delimiter = ',', default_value = "1,4,8,16")]
    slots: Vec<u32>,
    /// Compute threads.
    #[arg(long)]
    threads: u32,
    /// Let a graphics card compute all layers, on both sides.
    #[arg(long)]
    card: bool,
    /// Rounds; medians are printed.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// What to run: short, tickets, pages, extraction, pointing, notes, fields, summaries, pipeline, mixed, embedding.
    #[arg(required = true)]
    workloads: Vec<String>,
}

impl Options {
    /// Layers on a graphics card, for the engine.
    fn gpu_layers(&self) -> GpuLayers {
        if self.card { GpuLayers::Auto } else { GpuLayers::None }
    }

    /// The same, as llama.cpp's tools are told; more than any model has.
    const fn layers(&self) -> &'static str {
        if self.card { "999" } else { "0" }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Whoever installed one before is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    contest::run(&Options::parse()).await
}
