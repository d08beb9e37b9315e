//! What a tagger knows a line by: its words, its look and place, and those of its neighbours.
//!
//! Marks are hashed (Weinberger et al. 2009, arXiv 0902.2206), so that a head holds no words of
//! a person's documents.

use std::hash::Hasher;

use fnv::FnvHasher;

use crate::extract::propose::line_sign;
use crate::extract::signs::pattern_of;
use crate::text::{Line, words};

/// Hashes of what a line looks like.
pub(in crate::extract) type LineMarks = Vec<u32>;

/// Lines from the beginning that have a mark of their own.
const LINES: usize = 12;
/// Longest run of digits that is told from a longer one.
const DIGITS: usize = 7;
/// Characters of a line by which lengths are told apart.
const LENGTH: usize = 10;

/// The marks of every line.
pub(in crate::extract) fn marks(text: &str, lines: &[Line]) -> Vec<LineMarks> {
    let looks: Vec<Vec<String>> = lines.iter().map(|line| look(line.span.of(text))).collect();
    (0..lines.len())
        .map(|at| {
            let mut marks = vec![hash("always", "")];
            let places = [("above", at.checked_sub(1)), ("", Some(at)), ("below", Some(at + 1))];
            for (side, index) in places {
                match index.and_then(|index| looks.get(index)) {
                    Some(look) => marks.extend(look.iter().map(|sign| hash(side, sign))),
                    None => marks.push(hash(side, "edge")),
                }
            }
            marks.push(hash("line", &at.min(LINES).to_string()));
            if lines[at].after_gap {
                marks.push(hash("", "gap above"));
            }
            if lines.get(at + 1).is_some_and(|next| next.after_gap) {
                marks.push(hash("", "gap below"));
            }
            marks.sort_unstable();
            marks.dedup();
            marks
        })
        .collect()
}

fn look(line: &str) -> Vec<String> {
    let mut signs: Vec<String> = words(line).map(|(_, word)| word_sign(word)).collect();
    let (address, other) = line_sign(line);
    let ending = line.chars().last().filter(|last| !last.is_alphanumeric());
    signs.push(format!("pattern {}", pattern_of(line)));
    signs.push(format!("ends {}", ending.unwrap_or('x')));
    signs.push(format!("commas {}", line.matches(',').count().min(3)));
    signs.push(format!("length {}", (line.chars().count() / LENGTH).min(9)));
    signs.push(format!("address {}", address.round()));
    if other {
        signs.push("other".to_owned());
    }
    signs
}

/// A word in small letters; a number by how many digits it has.
fn word_sign(word: &str) -> String {
    if word.chars().all(|c| c.is_ascii_digit()) {
        return format!("word {}", "#".repeat(word.len().min(DIGITS)));
    }
    format!("word {}", word.to_lowercase())
}

fn hash(side: &str, sign: &str) -> u32 {
    let mut hasher = FnvHasher::default();
    for part in [side, " ", sign] {
        hasher.write(part.as_bytes());
    }
    // The upper half holds what the lower one mixed last.
    let whole = hasher.finish();
    (whole ^ (whole >> 32)) as u32
}
