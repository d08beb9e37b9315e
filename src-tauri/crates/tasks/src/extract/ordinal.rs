//! Fields that count: the first party to an agreement, party B.

use std::sync::LazyLock;

use regex::Regex;

use super::rank::Ranking;
use crate::text::pattern;

static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(first|1st)|(second|2nd)|(third|3rd)|(fourth|4th))(?: \w+)? (?:party|side|signatory)\b",
    )
});
static LETTERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:party|side|signatory) (?:(a|1|one)|(b|2|two)|(c|3|three)|(d|4|four))\b")
});

/// How much less probable those become who are introduced at another place of the row.
const OUT_OF_TURN: f64 = 0.1;

/// Which of those whom a document introduces a field asks for, from 0; `None` where its name, in
/// words, and its description do not count.
pub(crate) fn ordinal(name: &str, description: &str) -> Option<usize> {
    let place = |text: &str| {
        let found = COUNTED.captures(text).or_else(|| LETTERED.captures(text))?;
        (1..found.len()).find(|&group| found.get(group).is_some()).map(|group| group - 1)
    };
    place(name).or_else(|| place(description))
}

/// The ranking with those who are introduced in the document's opening clause in their turn.
pub(super) fn in_turn(mut ranking: Ranking, ordinal: Option<usize>) -> Ranking {
    let Some(wanted) = ordinal else { return ranking };
    let mut introduced: Vec<(u32, usize)> = ranking
        .ranked
        .iter()
        .enumerate()
        .filter(|(_, (_, one))| one.features.opening > 0.0 && one.features.defined > 0.0)
        .filter_map(|(index, (_, one))| Some((one.places().map(|place| place.start).min()?, index)))
        .collect();
    introduced.sort_unstable();
    if introduced.len() <= wanted {
        return ranking;
    }
    for (turn, (_, index)) in introduced.iter().enumerate() {
        if turn != wanted {
            ranking.ranked[*index].0 *= OUT_OF_TURN;
        }
    }
    ranking.evened()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_descriptions_count() {
        assert_eq!(ordinal("first party", ""), Some(0));
        assert_eq!(ordinal("counterparty", "the second party to the agreement"), Some(1));
        assert_eq!(ordinal("party b", ""), Some(1));
        assert_eq!(ordinal("second contracting party", ""), Some(1));
        assert_eq!(ordinal("first name", "of the party"), None);
        assert_eq!(ordinal("party", "a party that signs"), None);
    }
}
