//! Lines with letters that are read from right to left. A page gives them as they are seen, from left
//! to right; a text holds them as they are read.

use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization;

use crate::read::pdf::words::Word;

/// Hebrew, Arabic and their neighbours.
pub(super) fn is_right_to_left(character: char) -> bool {
    matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// The direction in which a line of some words is read; none where no letter needs it.
pub(super) fn of(words: &[&Word]) -> Option<Level> {
    let leftwards = words.iter().filter(|word| is_leftwards(word)).count();
    match 2 * leftwards {
        0 => None,
        most if most > words.len() => Some(Level::rtl()),
        _ => Some(Level::ltr()),
    }
}

/// A line, or a word of one, as it is read. The rules that show a text on a line (UAX #9) are their
/// own inverse.
pub(super) fn as_read(seen: &str, line: Level) -> String {
    let directions = BidiInfo::new(seen, Some(line));
    let parts = directions.paragraphs.iter();
    let read: String =
        parts.map(|part| directions.reorder_line(part, part.range.clone())).collect();
    read.chars().flat_map(plain).collect()
}

/// Words of a line in the order in which they are read.
pub(super) fn in_order<'a>(words: &[&'a Word], line: Level) -> Vec<&'a Word> {
    let runs = words.chunk_by(|one, next| is_leftwards(one) == is_leftwards(next));
    let mut runs: Vec<Vec<&Word>> = runs.map(<[&Word]>::to_vec).collect();
    for run in &mut runs {
        if run.first().is_some_and(|word| is_leftwards(word)) {
            run.reverse();
        }
    }
    if line.is_rtl() {
        runs.reverse();
    }
    runs.concat()
}

fn is_leftwards(word: &Word) -> bool {
    word.text.chars().any(is_right_to_left)
}

/// Letters that fonts have in the shapes that they take in a word, as a person types them.
fn plain(character: char) -> impl Iterator<Item = char> {
    let shaped = matches!(character, '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    let (as_is, typed) = if shaped { (None, Some(character)) } else { (Some(character), None) };
    as_is.into_iter().chain(typed.into_iter().nfkc())
}
