//! What a head learns about a field's places: the words around a span, its look and position.
//!
//! A prior must not know single words; a person's own documents repeat them. Each sign is a short
//! text such as `before: total`; a head keeps those that its examples share.

use super::contender::Contender;
use crate::text::{Line, content_words, line_at};

/// Words of the line before, of the line above and of the line below that are looked at.
const WORDS: usize = 5;
/// Lines from the beginning and from the end that have a sign of their own.
const LINES: usize = 8;
/// Characters of a value's pattern.
const PATTERN: usize = 16;

/// The signs of a contender that is `order`-th in the document.
pub(super) fn signs(text: &str, lines: &[Line], one: &Contender, order: usize) -> Vec<String> {
    let value = one.span.of(text);
    let mut signs = vec![format!("pattern: {}", pattern_of(value))];
    let words: Vec<String> = value.split_whitespace().map(bare).collect();
    signs.extend(words.first().map(|word| format!("begins: {word}")));
    signs.extend(words.last().map(|word| format!("ends: {word}")));
    if order < LINES {
        signs.push(format!("order: {order}"));
    }
    if lines.is_empty() {
        return signs;
    }
    let (first, last) =
        (line_at(lines, one.span.start), line_at(lines, one.span.end.saturating_sub(1)));
    signs.push(format!("lines: {}", last - first + 1));
    if first < LINES {
        signs.push(format!("line: {first}"));
    }
    if lines.len() - last <= LINES {
        signs.push(format!("line from the end: {}", lines.len() - last));
    }
    let (line, end) = (lines[first].span, lines[last].span.end);
    let before =
        content_words(&text[line.start.min(one.span.start) as usize..one.span.start as usize]);
    let after = content_words(&text[one.span.end as usize..end.max(one.span.end) as usize]);
    if before.is_empty() {
        signs.push("nothing before".to_owned());
    }
    if after.is_empty() {
        signs.push("nothing after".to_owned());
    }
    signs.extend(before.iter().rev().take(WORDS).map(|word| format!("before: {word}")));
    signs.extend(after.iter().take(2).map(|word| format!("after: {word}")));
    if let Some(above) = first.checked_sub(1).map(|above| lines[above].span.of(text)) {
        signs.extend(content_words(above).iter().take(WORDS).map(|word| format!("above: {word}")));
        signs.push(format!("above looks: {}", pattern_of(above)));
    }
    if let Some(below) = lines.get(last + 1).map(|below| below.span.of(text)) {
        signs.extend(content_words(below).iter().take(WORDS).map(|word| format!("below: {word}")));
        signs.push(format!("below looks: {}", pattern_of(below)));
    }
    signs.sort();
    signs.dedup();
    signs
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// "RM 12.50" → "A 9.9": runs of capitals, small letters and digits as one sign each.
pub(super) fn pattern_of(text: &str) -> String {
    let mut pattern = String::new();
    for character in text.chars() {
        let class = match character {
            c if c.is_ascii_digit() => '9',
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if !pattern.ends_with(class) {
            pattern.push(class);
        }
        if pattern.len() >= PATTERN {
            break;
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::super::features::Features;
    use super::*;
    use crate::Span;
    use crate::text::lines;

    #[test]
    fn words_look_and_place_are_signs() {
        let text = "ACME\nSub 9.00\nTotal due RM 12.50\nThank you";
        let span = Span::new(text.find("RM").unwrap()..text.find("\nThank").unwrap());
        let one = Contender {
            span,
            text: span.of(text).to_owned(),
            normalized: None,
            features: Features::default(),
            elsewhere: Vec::new(),
            signs: Vec::new(),
            tagged: Default::default(),
            around: None,
        };
        let found = signs(text, &lines(text), &one, 1);
        for sign in [
            "pattern: A 9.9",
            "before: total",
            "before: due",
            "line: 2",
            "below: thank",
            "above looks: Aa 9.9",
        ] {
            assert!(found.iter().any(|one| one == sign), "{sign} in {found:?}");
        }
    }
}
