//! Which documents are best read by a person next.

use winnow_engine::Purpose;

use super::contract::Contract;
use super::point::{Asked, asked_of, point};
use crate::classify::{points, unlike};
use crate::{Context, Decide, Task, TaskError};

/// Characters at a document's beginning by which it is told from others.
const BEGINNING: usize = 1_000;

/// The places of `count` documents that a person's values would teach most: those of whose fields
/// the cheap evidence is least sure, each unlike those before it.
pub(crate) async fn suggest(
    task: &Task,
    documents: &[String],
    count: usize,
    context: &Context,
) -> Result<Vec<usize>, TaskError> {
    if context.models.embedder.is_none() {
        return Err(TaskError::ModelMissing(Purpose::Embed));
    }
    let contract = Contract::of(task)?;
    let asked = asked_of(&contract.root);
    let pointed: Vec<&Asked<'_>> = asked.iter().filter(|one| !one.is_chosen()).collect();
    let readable: Vec<usize> =
        (0..documents.len()).filter(|&index| !documents[index].trim().is_empty()).collect();
    let beginnings: Vec<String> = readable
        .iter()
        .map(|&index| documents[index].trim().chars().take(BEGINNING).collect())
        .collect();
    let vectors = points(&beginnings, context).await?;
    let mut open = Vec::with_capacity(readable.len());
    for (index, vector) in readable.into_iter().zip(vectors) {
        let Some(vector) = vector else { continue };
        let found = point(&pointed, &documents[index], Decide::Embedder, context).await?;
        let doubts = found.rankings.iter().map(|ranking| {
            let best = ranking.ranked.first().map_or(0.0, |one| one.0);
            1.0 - best.max(ranking.none)
        });
        let doubt = doubts.sum::<f64>() / found.rankings.len().max(1) as f64;
        open.push((index, vector, doubt));
    }
    Ok(unlike(&open, count))
}
