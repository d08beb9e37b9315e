//! Examples as a field's head will meet such documents, with a tagger and without.

use super::{Tagged, Tagger};
use crate::extract::observe::Observed;

/// The examples with only what recognizers proposed.
pub(in crate::extract) fn recognized(observed: &[&Observed]) -> Vec<Observed> {
    observed.iter().map(|one| without(one, &one.shown)).collect()
}

/// A tagger that the examples teach, and the examples with what it says of each contender, each
/// judged by a tagger that the others taught (stacking, Wolpert 1992): what it says of lines
/// that it knows is too good. `None` where they teach no tagger.
///
/// What no recognizer proposed is kept only where the tagger would have proposed it.
pub(in crate::extract) fn tagged(
    observed: &[&Observed],
    folds: usize,
) -> Option<(Tagger, Vec<Observed>)> {
    let all: Vec<&Tagged> = observed.iter().map(|one| &one.tagged).collect();
    let tagger = Tagger::learn(&all)?;
    let folds = folds.clamp(1, observed.len());
    let taggers: Vec<Tagger> = (0..folds)
        .map(|fold| {
            let others = all.iter().enumerate().filter(|(index, _)| index % folds != fold);
            let others: Vec<&Tagged> = others.map(|(_, one)| *one).collect();
            Tagger::learn(&others).unwrap_or_default()
        })
        .collect();
    let judged = observed.iter().enumerate().map(|(index, one)| {
        let tagger = &taggers[index % folds];
        let runs = tagger.runs(&one.tagged.lines);
        let unseen = one.shown.iter().copied();
        let unseen = unseen.filter(|&at| !one.runs[at].is_some_and(|run| runs.contains(&run)));
        let mut told = (*one).clone();
        for (contender, tagged) in
            told.contenders.iter_mut().zip(tagger.judge(&one.tagged.lines, &one.runs))
        {
            contender.tagged = tagged;
        }
        without(&told, &unseen.collect::<Vec<_>>())
    });
    Some((tagger, judged.collect()))
}

/// An example without the contenders at these places.
fn without(one: &Observed, places: &[usize]) -> Observed {
    let kept: Vec<usize> =
        (0..one.contenders.len()).filter(|index| !places.contains(index)).collect();
    let right = kept.iter().enumerate().filter(|(_, old)| one.right.contains(old));
    Observed {
        path: one.path.clone(),
        right: right.map(|(new, _)| new).collect(),
        contenders: kept.iter().map(|&old| one.contenders[old].clone()).collect(),
        tagged: Tagged::default(),
        runs: Vec::new(),
        shown: Vec::new(),
        ..*one
    }
}
