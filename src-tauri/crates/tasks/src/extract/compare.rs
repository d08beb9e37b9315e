//! The embedder's word on contenders: how alike their surroundings, and they themselves, are to
//! what a field asks for.

use super::contender::{Contender, Reading};
use super::facets::{contrast, facets};
use super::point::Asked;
use super::witness::{Embedder, on_one_line};
use crate::cost::Cost;
use crate::{FieldType, Span, TaskError};

/// What similarity is worth beside the words that announce a place.
pub(super) const PLACE_WEIGHT: f32 = 4.0;

/// Whether the words of a value of this type mean something by themselves: a name means nobody in
/// particular, and dates or amounts are alike to an embedder.
const fn has_meaning(kind: FieldType) -> bool {
    matches!(kind, FieldType::Text)
}

/// A field with its contenders.
pub(super) type Contest<'a, 'b> = (&'a Asked<'b>, &'a mut Vec<Contender>);

/// Asks the embedder about the contenders of fields, which are some of all that are `asked`. Each
/// contender stands then at its place that is most alike.
///
/// `around` keeps what a contender's surroundings are to the embedder, for a head.
///
/// # Errors
/// The engine's.
pub(super) async fn compare(
    mut contests: Vec<Contest<'_, '_>>,
    asked: &[&Asked<'_>],
    reading: &Reading<'_>,
    around: bool,
    embedder: &mut Embedder<'_>,
    cost: &mut Cost,
) -> Result<(), TaskError> {
    let questions = asked.iter().map(|field| field.question.described.clone());
    let meanings = contests.iter().flat_map(|(field, _)| facets(field.question.kind));
    let texts = questions.chain(meanings.map(|meaning| (*meaning).to_owned())).collect();
    embedder.read_standing(texts, cost).await?;
    let places = contests.iter().flat_map(|(_, all)| all.iter().flat_map(Contender::places));
    let places: Vec<Span> = places.collect();
    embedder.read_around(reading, &places, cost).await?;
    let meant = contests.iter().filter(|(field, _)| has_meaning(field.question.kind));
    let values = meant.flat_map(|(_, all)| all.iter().map(|one| on_one_line(&one.text)));
    embedder.read(values.collect(), cost).await?;
    for (field, contenders) in &mut contests {
        let (question, kind) = (field.question.described.as_str(), field.question.kind);
        let siblings = asked
            .iter()
            .filter(|other| other.path != field.path && other.question.kind == kind)
            .map(|other| other.question.described.as_str());
        let others: Vec<&str> = facets(kind).iter().copied().chain(siblings).collect();
        let alike = |text: &str, span: Span| embedder.similarity_around(text, reading, span);
        for one in contenders.iter_mut() {
            one.keep_places(1, |place| {
                let near = alike(question, place.span).unwrap_or(0.0);
                place.features.told() + place.features.town + PLACE_WEIGHT * near
            });
            if around {
                one.around = embedder.around(reading, one.span);
            }
            one.features.similarity = alike(question, one.span);
            if has_meaning(kind) {
                one.features.meaning = embedder.similarity(question, &on_one_line(&one.text));
            }
            one.features.contrast = one.features.similarity.and_then(|own| {
                let others = others.iter();
                let told = others.filter_map(|other| {
                    embedder.similarity(question, other).zip(alike(other, one.span))
                });
                contrast(own, told)
            });
        }
    }
    Ok(())
}
