//! What stands around a span, and what announces it.

use std::collections::HashMap;

use super::cells::Place;
use super::question::Question;
use crate::Span;
use crate::text::{Line, Trade, line_at};

/// Characters to each side of a span whose words announce it.
const SIDE: usize = 110;
/// Characters of a sentence before a span, and behind it, that an embedder sees.
const BEFORE: usize = 240;
const BEHIND: usize = 160;
/// A sentence shorter than this is a heading, or introduces the next.
const HEADING: usize = 40;
/// A shorter line is one of a form; a longer one is prose.
const SHORT_LINE: usize = 60;
/// Characters of the span itself that it sees.
const INSIDE: usize = 80;

/// The text around a span. On a short line, as forms and receipts have them, the line itself,
/// and the one above it where the line has no other words; in prose its sentence, of a long one
/// 240 characters before and 160 behind, cut between words, with the heading above. White space is
/// evened.
///
/// `shrink` divides all lengths, for an embedder that could not read the whole.
pub(crate) fn around(
    text: &str,
    lines: &[Line],
    sentences: &[Span],
    span: Span,
    shrink: usize,
) -> String {
    let index = line_at(lines, span.start);
    if let Some(line) = lines.get(index).filter(|line| is_short(text, **line, span)) {
        let place = Place::of(line.span.of(text), (span.start - line.span.start) as usize);
        let above = index.checked_sub(1).map(|above| lines[above].span.of(text));
        if let Some(column) = above.and_then(|above| place.heading(above)) {
            return even(&format!("{column} {}", span.of(text)));
        }
        let entry = place.entry();
        let ahead = &text[line.span.start as usize + entry.start..span.start as usize];
        let behind = (line.span.start as usize + entry.end).max(span.end as usize);
        let behind = &text[span.end as usize..behind];
        let bare = !format!("{ahead} {behind}").chars().any(char::is_alphabetic);
        let above = above.filter(|_| bare).unwrap_or_default();
        return even(&format!("{above} {ahead}{}{behind}", span.of(text)));
    }
    let (first, last) = sentence_around(text, sentences, span);
    let before = tail(&text[first as usize..span.start as usize], BEFORE / shrink);
    let after = head(&text[span.end as usize..last as usize], BEHIND / shrink);
    let inside = head(span.of(text), INSIDE / shrink);
    even(&format!("{before}{inside}{after}"))
}

/// Where the sentence of a span begins, or the short one before it: a heading, or what introduces
/// it; and where it ends.
fn sentence_around(text: &str, sentences: &[Span], span: Span) -> (u32, u32) {
    let at = sentences.partition_point(|sentence| sentence.start <= span.start);
    let Some(own) = at.checked_sub(1).and_then(|own| sentences.get(own)) else {
        return (span.start, span.end);
    };
    let before = at.checked_sub(2).and_then(|before| sentences.get(before));
    let heading = before.filter(|before| before.of(text).chars().count() < HEADING);
    (heading.map_or(own.start, |heading| heading.start), own.end.max(span.end))
}

fn even(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a span lies on one line of a form.
fn is_short(text: &str, line: Line, span: Span) -> bool {
    line.span.contains(span) && line.span.of(text).chars().count() < SHORT_LINE
}

/// The last `length` characters, beginning with a whole word.
fn tail(text: &str, length: usize) -> &str {
    let Some((start, _)) = text.char_indices().rev().nth(length.saturating_sub(1)) else {
        return text;
    };
    let cut = &text[start..];
    cut.find(char::is_whitespace).map_or(cut, |blank| &cut[blank..])
}

/// The first `length` characters, ending with a whole word.
fn head(text: &str, length: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(length) else { return text };
    let cut = &text[..end];
    cut.rfind(char::is_whitespace).map_or(cut, |blank| &cut[..blank])
}

/// How often each word's stem stands in a document, by lines; words of trade count in English.
pub(crate) struct Rarity {
    trade: Trade,
    counts: HashMap<String, u32>,
}

impl Rarity {
    /// Counts the lines that hold each stem.
    pub fn of(text: &str, lines: &[Line]) -> Self {
        let trade = Trade::of(text);
        let mut counts = HashMap::new();
        for line in lines {
            let mut stems = trade.content_words(line.span.of(text));
            stems.sort();
            stems.dedup();
            for stem in stems {
                *counts.entry(stem).or_insert(0) += 1;
            }
        }
        Self { trade, counts }
    }

    /// The languages of the document.
    pub fn trade(&self) -> &Trade {
        &self.trade
    }

    /// Weight of a cue: 1 for a word on a single line, less for a word on many, 0 for one on none.
    fn weight(&self, stem: &str) -> f32 {
        self.counts.get(stem).map_or(0.0, |&count| 1.0 / (count as f32).sqrt())
    }
}

/// What announces a span.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Announcement {
    /// How many of the field's cues announce it, 0 to 1.
    pub told: f32,
    /// How many of the words before it on its line are cues, 0 to 1.
    pub pure: f32,
    /// 1 where words stand before it on its line and none of them is a cue.
    pub foreign: f32,
    /// 1 where more of the words before it, or on the line above, are those of the field's role
    /// than of the opposite one; -1 where less are.
    pub role: f32,
}

/// How far the words that announce a span are the field's cues.
///
/// What stands before it on its line counts fully, the line above three quarters (a heading or a
/// column's name), what follows on its line half. A rare cue counts more than one that stands
/// everywhere; 1 is a place that holds all cues which the document has.
pub(crate) fn announced(
    text: &str,
    lines: &[Line],
    span: Span,
    question: &Question,
    rarity: &Rarity,
) -> Announcement {
    let cues = &question.cues;
    let all: f32 = cues.iter().map(|cue| rarity.weight(cue)).sum();
    if lines.is_empty() {
        return Announcement::default();
    }
    let index = line_at(lines, span.start);
    let line = lines[index].span;
    let content_words = |text: &str| rarity.trade.content_words(text);
    let own = line.of(text);
    let place = Place::of(own, (span.start.saturating_sub(line.start) as usize).min(own.len()));
    let above = index.checked_sub(1).map(|above| lines[above].span.of(text));
    let (before, above) = match above.and_then(|above| place.heading(above)) {
        Some(column) => (content_words(column), Vec::new()),
        None => (
            content_words(tail(place.label(), SIDE)),
            content_words(tail(above.unwrap_or_default(), SIDE)),
        ),
    };
    let after =
        content_words(head(&text[span.end as usize..line.end.max(span.end) as usize], SIDE / 2));
    let sum: f32 = cues
        .iter()
        .map(|cue| {
            let share = if before.contains(cue) {
                1.0
            } else if above.contains(cue) {
                0.75
            } else if after.contains(cue) {
                0.5
            } else {
                0.0
            };
            share * rarity.weight(cue)
        })
        .sum();
    let hits = before.iter().filter(|word| cues.contains(word)).count();
    let held = |list: &[String]| {
        let held = |words: &[String]| words.iter().filter(|word| list.contains(word)).count();
        2 * held(&before) + held(&above)
    };
    let role = held(&question.announcers.own).cmp(&held(&question.announcers.contrary)) as i32;
    Announcement {
        role: role as f32,
        told: if all > 0.0 { sum / all } else { 0.0 },
        pure: hits as f32 / before.len().max(1) as f32,
        foreign: if hits == 0 && !before.is_empty() { 1.0 } else { 0.0 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field;
    use crate::text::lines;

    #[test]
    fn the_surroundings_are_whole_words_on_one_line() {
        let text = format!("{} total 12.50 thanks {}", "word ".repeat(60), "tail ".repeat(60));
        let at = text.find("12.50").unwrap();
        let whole = [Span::new(0..text.len())];
        let around = around(&text, &lines(&text), &whole, Span::new(at..at + 5), 1);
        assert!(around.contains("total 12.50 thanks"), "{around}");
        assert!(around.starts_with("word") && around.ends_with("tail"), "{around}");
        assert!(around.chars().count() <= BEFORE + BEHIND + INSIDE);
    }

    #[test]
    fn prose_is_seen_by_its_sentence_and_the_heading_above() {
        let text = "Each party pays its own costs and taxes in full.\n\n4. Term.\nThis Agreement ends three years after it was signed by both parties. Notices take ten days.";
        let at = text.find("three years").unwrap();
        let span = Span::new(at..at + 11);
        let around = around(text, &lines(text), &crate::text::sentences(text), span, 1);
        assert_eq!(
            around,
            "4. Term. This Agreement ends three years after it was signed by both parties."
        );
    }

    #[test]
    fn a_line_of_a_form_is_its_own_surroundings() {
        let text = "Tax 0.50\nTotal to pay 9.50\n10.00\nThank you";
        let lines = lines(text);
        let seen = |value: &str| {
            let at = text.find(value).unwrap();
            around(text, &lines, &[], Span::new(at..at + value.len()), 1)
        };
        assert_eq!(seen("9.50"), "Total to pay 9.50");
        assert_eq!(
            seen("10.00"),
            "Total to pay 9.50 10.00",
            "a bare value belongs to the line above"
        );
    }

    #[test]
    fn the_value_on_the_labelled_line_is_the_announced_one() {
        let text = "Subtotal 9.00\nTax 0.50\nTotal to pay 9.50\nCash 10.00";
        let lines = lines(text);
        let rarity = Rarity::of(text, &lines);
        let field = Field { description: "to pay".to_owned(), ..Field::default() };
        let question = Question::of("total", &field);
        let score = |value: &str| {
            let at = text.find(value).unwrap();
            announced(text, &lines, Span::new(at..at + value.len()), &question, &rarity).told
        };
        assert!((score("9.50") - 1.0).abs() < 1e-6);
        assert!(score("9.00") < 0.1 && score("10.00") > score("0.50"));
    }
}
