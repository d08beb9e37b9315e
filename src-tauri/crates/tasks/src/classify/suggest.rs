//! Which documents are best answered next.

use winnow_engine::Purpose;

use super::{embedder::Embedder, panel::Panel};
use crate::{
    Context, Decide, Task, TaskError,
    evidence::{Voices, nearness},
};

/// The places of `count` documents that a person's answer would teach most: those of which the
/// embedder or head is least sure, each unlike those before it.
pub(crate) async fn suggest(
    task: &Task,
    documents: &[String],
    count: usize,
    context: &Context,
) -> Result<Vec<usize>, TaskError> {
    let task = Task { decide: Decide::Embedder, ..task.clone() };
    let panel = Panel::seat(&task, context).await?;
    let Some((embedder, knowledge)) = &panel.reader else {
        return Err(TaskError::ModelMissing(Purpose::Embed));
    };
    let bounds = panel.thresholds(&task);
    let readable: Vec<usize> =
        (0..documents.len()).filter(|&index| !documents[index].trim().is_empty()).collect();
    let texts: Vec<&str> = readable.iter().map(|&index| documents[index].as_str()).collect();
    let points = Embedder::read(embedder, &texts, context).await?;
    let open: Vec<(usize, Vec<f32>, f64)> = readable
        .into_iter()
        .zip(points)
        .filter_map(|(index, point)| {
            let vector = point.ok()?.vector;
            let said = Some(knowledge.scores(&vector));
            let voices = if knowledge.is_taught() {
                Voices { head: said, ..Voices::default() }
            } else {
                Voices { embedder: said, ..Voices::default() }
            };
            let verdict =
                if task.multi { voices.ballot(&bounds) } else { voices.verdict(bounds.len()) };
            Some((index, vector, 1.0 - verdict.margin))
        })
        .collect();
    Ok(unlike(&open, count))
}

/// Each text as a point; none where it could not be read.
pub(crate) async fn points(
    texts: &[String],
    context: &Context,
) -> Result<Vec<Option<Vec<f32>>>, TaskError> {
    let model = context.models.embedder.as_ref().ok_or(TaskError::ModelMissing(Purpose::Embed))?;
    let embedder = Embedder::seat(model, context).await?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let points = embedder.read(&texts, context).await?;
    Ok(points.into_iter().map(|point| point.ok().map(|point| point.vector)).collect())
}

/// The most doubtful first, then again and again the one whose doubt, less its nearness to those
/// already taken, is greatest.
pub(crate) fn unlike(open: &[(usize, Vec<f32>, f64)], count: usize) -> Vec<usize> {
    let mut worth: Vec<f64> = open.iter().map(|(.., doubt)| *doubt).collect();
    let mut taken: Vec<usize> = Vec::new();
    while taken.len() < count.min(open.len()) {
        let best = (0..open.len())
            .filter(|place| !taken.contains(place))
            .max_by(|&a, &b| worth[a].total_cmp(&worth[b]).then(b.cmp(&a)));
        let Some(best) = best else { break };
        taken.push(best);
        for (place, (_, vector, doubt)) in open.iter().enumerate() {
            let far = 1.0 - nearness(vector, &open[best].1).clamp(0.0, 1.0);
            worth[place] = worth[place].min(doubt * far);
        }
    }
    taken.into_iter().map(|place| open[place].0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_doubtful_come_first_and_their_likes_later() {
        let open = [
            (10, vec![1.0, 0.0], 0.9),
            (11, vec![0.999, 0.04], 0.89),
            (12, vec![0.0, 1.0], 0.5),
            (13, vec![0.6, 0.8], 0.1),
        ];
        assert_eq!(unlike(&open, 3), [10, 12, 13], "11 would say again what 10 says");
        assert_eq!(unlike(&open, 9).len(), 4, "there are no more than four");
    }
}
