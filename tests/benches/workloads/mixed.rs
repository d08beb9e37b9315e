//! A person who asks while a batch runs: how much longer is the wait for the first text?

use std::error::Error;

use futures_util::{StreamExt, stream};
use winnow_engine::Priority;

use crate::{inputs, ours::Ours};

/// Questions asked on an idle engine, and again on a full one.
const QUESTIONS: usize = 7;
/// Documents of the batch, and how many of them are under way at a time.
const DOCUMENTS: usize = 400;
const IN_FLIGHT: usize = 32;

/// Prints both waits and their ratio.
pub async fn run(ours: &Ours) -> Result<(), Box<dyn Error>> {
    let idle = wait(ours, 1_000).await?;
    let batch = tokio::spawn({
        let ours = ours.clone();
        async move {
            let asked = (0..DOCUMENTS).map(|number| {
                let parts = inputs::message_prompt(&inputs::text(number, 5)).to_vec();
                let ours = &ours;
                async move { ours.choose(parts, &inputs::LABELS).await.is_ok() }
            });
            stream::iter(asked).buffer_unordered(IN_FLIGHT).count().await
        }
    });
    wait(ours, 2_000).await?;
    let full = wait(ours, 3_000).await?;
    let was_full = !batch.is_finished();
    batch.abort();
    if !was_full {
        return Err("the batch ended before the questions did".into());
    }
    println!(
        "mixed       first text after {:.0} ms idle, {:.0} ms under a full batch  ratio {:.2}",
        idle * 1e3,
        full * 1e3,
        full / idle
    );
    Ok(())
}

/// Median seconds to the first text of new questions.
async fn wait(ours: &Ours, from: usize) -> Result<f64, Box<dyn Error>> {
    let mut waits = Vec::new();
    for number in from..from + QUESTIONS {
        let parts = inputs::summary_prompt(&inputs::text(number, 5)).to_vec();
        waits.push(ours.write(parts, None, 1, Priority::Interactive).await?.first);
    }
    waits.sort_by(f64::total_cmp);
    Ok(waits[QUESTIONS / 2])
}
