//! What rankings say of each other: spellings of one value, and fields that claim the same value.

use std::collections::HashMap;

use super::contender::Contender;
use super::point::Asked;
use super::rank::Ranking;

/// How much less probable a value becomes for a field when a surer field of the same type has it:
/// an invoice is seldom due on its own date.
const SHARED: f64 = 0.1;

/// What two contenders have in common that hold the same value.
fn value_of(one: &Contender) -> String {
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
    };
    match &one.normalized {
        Some(serde_json::Value::String(standard)) => plain(standard),
        Some(standard) => standard.to_string(),
        None => plain(&one.text),
    }
}

/// The ranking with contenders that hold the same value as one: the most probable of them, with
/// the probability of all together; of a list, where each is judged by itself, with its own.
pub(super) fn merged(mut ranking: Ranking, many: bool) -> Ranking {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut ranked: Vec<(f64, Contender)> = Vec::with_capacity(ranking.ranked.len());
    for (probability, one) in std::mem::take(&mut ranking.ranked) {
        match known.get(&value_of(&one)) {
            Some(_) if many => {}
            Some(&index) => ranked[index].0 += probability,
            None => {
                known.insert(value_of(&one), ranked.len());
                ranked.push((probability, one));
            }
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ranking { ranked, ..ranking }
}

/// Lets fields of the same type share a value only where nothing else is nearly as probable: the
/// surest field keeps it, for the others it becomes less probable.
pub(super) fn assigned(asked: &[&Asked<'_>], mut rankings: Vec<Ranking>) -> Vec<Ranking> {
    let best = |ranking: &Ranking| {
        ranking.ranked.first().filter(|one| one.0 > ranking.none).map_or(0.0, |one| one.0)
    };
    let mut order: Vec<usize> = (0..asked.len()).filter(|&index| !asked[index].many).collect();
    order.sort_by(|&a, &b| best(&rankings[b]).total_cmp(&best(&rankings[a])));
    let mut taken: Vec<(usize, String)> = Vec::new();
    for index in order {
        let kind = asked[index].question.kind;
        let of_kind = |other: &usize| asked[*other].question.kind == kind;
        let held: Vec<&String> =
            taken.iter().filter(|(other, _)| of_kind(other)).map(|(_, value)| value).collect();
        let ranking = &mut rankings[index];
        let shared = |one: &Contender| held.iter().any(|value| **value == value_of(one));
        if ranking.ranked.iter().any(|(_, one)| shared(one)) {
            for (probability, one) in &mut ranking.ranked {
                if shared(one) {
                    *probability *= SHARED;
                }
            }
            *ranking = std::mem::take(ranking).evened();
        }
        if best(ranking) > 0.0
            && let Some((_, one)) = ranking.ranked.first()
        {
            taken.push((index, value_of(one)));
        }
    }
    rankings
}

#[cfg(test)]
mod tests {
    use super::super::contract::{Contract, Node};
    use super::super::features::Features;
    use super::super::point::asked_of;
    use super::*;
    use crate::{FieldType, Span, Task, TaskKind};

    fn ranking(probabilities: &[(f64, &str)], none: f64) -> Ranking {
        let ranked = probabilities.iter().enumerate().map(|(place, (probability, text))| {
            let one = Contender {
                span: Span::new(place..place + 1),
                text: (*text).to_owned(),
                normalized: None,
                features: Features::default(),
                elsewhere: Vec::new(),
                signs: Vec::new(),
                tagged: Default::default(),
                around: None,
            };
            (*probability, one)
        });
        Ranking { ranked: ranked.collect(), none, ..Ranking::default() }
    }

    fn dates() -> Node {
        let mut task = Task::new(TaskKind::Extract);
        for name in ["issued", "due"] {
            let field = crate::Field { kind: FieldType::Date, ..crate::Field::default() };
            task.fields.insert(name.to_owned(), field);
        }
        Contract::of(&task).unwrap().root
    }

    fn first(ranking: &Ranking) -> &str {
        &ranking.ranked[0].1.text
    }

    #[test]
    fn spellings_of_one_value_are_one() {
        let one =
            merged(ranking(&[(0.4, "3 May"), (0.3, "NEW YORK"), (0.2, "New York")], 0.1), false);
        assert_eq!((first(&one), one.ranked.len()), ("NEW YORK", 2));
        assert!((one.ranked[0].0 - 0.5).abs() < 1e-9);
    }

    #[test]
    fn the_surer_field_keeps_a_value_and_the_other_takes_its_next() {
        let root = dates();
        let asked = asked_of(&root);
        let asked: Vec<&Asked<'_>> = asked.iter().collect();
        let both = vec![
            ranking(&[(0.9, "1 May"), (0.05, "31 May")], 0.05),
            ranking(&[(0.6, "1 May"), (0.35, "31 May")], 0.05),
        ];
        let told = assigned(&asked, both);
        assert_eq!((first(&told[0]), first(&told[1])), ("1 May", "31 May"));
    }

    #[test]
    fn a_value_that_nothing_rivals_is_shared() {
        let root = dates();
        let asked = asked_of(&root);
        let asked: Vec<&Asked<'_>> = asked.iter().collect();
        let both = vec![
            ranking(&[(0.97, "1 May"), (0.02, "2 May")], 0.01),
            ranking(&[(0.95, "1 May"), (0.03, "2 May")], 0.02),
        ];
        let told = assigned(&asked, both);
        assert_eq!((first(&told[0]), first(&told[1])), ("1 May", "1 May"));
    }
}
