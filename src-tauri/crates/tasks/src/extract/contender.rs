//! The spans that contend for a field, and what can be said of each without a model.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::propose::line_sign;
use super::question::Question;
use super::signs::signs;
use super::surroundings::{Rarity, announced};
use super::{Proposal, propose};
use crate::text::{Line, line_at, lines, pattern};
use crate::{FieldType, Span};

/// Numbers of which sums are looked for.
const MOST_SUMMED: usize = 60;

/// The evidence on one span for one field; what the ranker reads.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Features {
    /// How sure the recognizer is of the type, 0 to 1.
    pub shape: f32,
    /// How far the words that announce it are the field's, 0 to 1.
    pub announced: f32,
    /// How far the words before it on its line are the field's and no others, 0 to 1.
    pub pure: f32,
    /// 1 where words stand before it on its line, none of which is the field's.
    pub foreign: f32,
    /// 1 where the words that announce it are those of the field's role, -1 where they are those of
    /// the opposite one.
    pub role: f32,
    /// 1 where its number is the sum of two others of the document, and where it and another one
    /// make a third.
    pub sum: f32,
    pub summand: f32,
    /// 1 at the document's beginning, 0 at its end.
    pub early: f32,
    /// 1 for the first contender in reading order, 1/2 for the second, and so on.
    pub first: f32,
    /// The same counted from the last contender.
    pub last: f32,
    /// 1 on the document's first line, 1/2 on the second, and so on.
    pub top: f32,
    /// Natural logarithm of how often its text stands in the document.
    pub repeats: f32,
    /// Its number as a share of the largest one among the contenders; 0 without a number.
    pub magnitude: f32,
    /// 1 where it is all there is on its lines.
    pub whole_line: f32,
    /// 1 where a colon or equals sign stands before it.
    pub labelled: f32,
    /// Natural logarithm of its words.
    pub words: f32,
    /// Share of digits among its letters and digits.
    pub digits: f32,
    /// Share of capitals among its letters.
    pub capitals: f32,
    /// 1 where "between" or "among" stands before it in its sentence, as an agreement names its
    /// parties.
    pub opening: f32,
    /// 1 where a short name in brackets and quotation marks follows in its sentence: (the "Buyer").
    pub defined: f32,
    /// How much the lines around and within it look like lines of an address.
    pub lines: LineSigns,
    /// Cosine of its surroundings and the field's description, if an embedder was asked.
    pub similarity: Option<f32>,
    /// Sum of the language model's log-probabilities of its tokens behind the document and the
    /// field's question, and how many tokens, if it was asked.
    pub logprob: Option<(f32, u32)>,
}

/// How much lines look like lines of an address rather than any other; in log-odds, -3 to 3.
///
/// Where an address begins and ends is told by the lines before and behind; a letterhead's name
/// by the address under it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct LineSigns {
    pub before: f32,
    pub first: f32,
    pub worst: f32,
    pub last: f32,
    pub behind: f32,
    /// 1 where the line before, or the one behind, is of a kind that no address has.
    pub other_before: f32,
    pub other_behind: f32,
    /// 1 where the last line goes on behind a comma.
    pub open: f32,
    /// Natural logarithm of its lines.
    pub count: f32,
}

/// A text that might be a field's value, at the place that speaks most for it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Contender {
    pub span: Span,
    pub text: String,
    pub normalized: Option<Value>,
    pub features: Features,
    /// What a head may know it by, sorted; empty where there is no head.
    pub signs: Vec<String>,
}

/// A document prepared for being asked many fields.
pub(crate) struct Reading<'a> {
    pub text: &'a str,
    pub lines: Vec<Line>,
    rarity: Rarity,
    proposals: HashMap<FieldType, Vec<Proposal>>,
    /// Sign of each line, and whether it is of a kind that no address has.
    signs: Vec<(f32, bool)>,
}

impl<'a> Reading<'a> {
    pub fn of(text: &'a str) -> Self {
        let lines = lines(text);
        let rarity = Rarity::of(text, &lines);
        let sign = |line: &Line| line_sign(line.span.of(text));
        let signs = lines.iter().map(sign).collect();
        Self { text, lines, rarity, proposals: HashMap::new(), signs }
    }

    /// All contenders for a field, each text once, in order of place.
    pub fn contenders(&mut self, kind: FieldType, question: &Question) -> Vec<Contender> {
        let text = self.text;
        let proposals = self.proposals.entry(kind).or_insert_with(|| propose(kind, text));
        let mut order: Vec<Contender> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut counts: Vec<u32> = Vec::new();
        for proposal in proposals.iter() {
            let value = proposal.span.of(text);
            let announced = announced(text, &self.lines, proposal.span, question, &self.rarity);
            let early = 1.0 - proposal.span.start as f32 / text.len().max(1) as f32;
            let features = Features {
                announced: announced.told,
                pure: announced.pure,
                foreign: announced.foreign,
                role: announced.role,
                early,
                lines: line_signs(text, &self.lines, &self.signs, proposal.span),
                ..look(text, &self.lines, proposal)
            };
            match known.get(value) {
                Some(&index) => {
                    counts[index] += 1;
                    let best = &mut order[index];
                    best.features.shape = best.features.shape.max(proposal.shape);
                    let known = best.features.announced + best.features.pure;
                    if announced.told + announced.pure > known {
                        let shape = best.features.shape;
                        best.features = Features { shape, ..features };
                        best.span = proposal.span;
                    }
                }
                None => {
                    known.insert(value.to_owned(), order.len());
                    counts.push(1);
                    order.push(Contender {
                        span: proposal.span,
                        text: value.to_owned(),
                        normalized: proposal.normalized.clone(),
                        features,
                        signs: Vec::new(),
                    });
                }
            }
        }
        complete(&mut order, &counts);
        order
    }

    /// Gives each contender the signs that a head may know it by.
    pub fn sign(&self, contenders: &mut [Contender]) {
        for (order, one) in contenders.iter_mut().enumerate() {
            one.signs = signs(self.text, &self.lines, one, order);
        }
    }
}

/// What a proposal looks like by itself and on its line.
fn look(text: &str, lines: &[Line], proposal: &Proposal) -> Features {
    let value = proposal.span.of(text);
    let index = line_at(lines, proposal.span.start);
    let last = line_at(lines, proposal.span.end.saturating_sub(1));
    let line = |index: usize| lines.get(index).map_or(proposal.span, |line| line.span);
    let before =
        &text[line(index).start.min(proposal.span.start) as usize..proposal.span.start as usize];
    let behind = &text[proposal.span.end as usize..line(last).end.max(proposal.span.end) as usize];
    let visible = |part: &str| part.chars().any(char::is_alphanumeric);
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let capitals = value.chars().filter(|c| c.is_uppercase()).count();
    let share = |part: usize, whole: usize| part as f32 / whole.max(1) as f32;
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    Features {
        shape: proposal.shape,
        top: 1.0 / (index + 1) as f32,
        whole_line: flag(!visible(before) && !visible(behind)),
        labelled: flag(before.trim_end().ends_with([':', '='])),
        words: (value.split_whitespace().count() as f32).ln(),
        digits: share(digits, digits + letters),
        capitals: share(capitals, letters),
        opening: flag(is_in_opening(text, proposal.span)),
        defined: flag(DEFINED.is_match(ahead(text, proposal.span.end as usize))),
        ..Features::default()
    }
}

static BETWEEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:between|among)\b"));
/// What ends a sentence, unless a short form such as "Inc." has the full stop.
static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{Ll}{4,}[.;]\s|\n\s*\n"));
static DEFINED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^[^;(\u{201c}\"]{0,200}\\((?:[a-z,’' -]{0,60})[\u{201c}\"\u{2018}']")
});
/// Bytes that an opening clause may have before a party's name.
const CLAUSE: usize = 700;

/// Whether "between" or "among" stands before a span and no sentence ends in between.
fn is_in_opening(text: &str, span: Span) -> bool {
    let end = span.start as usize;
    let start = (end.saturating_sub(CLAUSE)..=end).find(|&at| text.is_char_boundary(at));
    let before = &text[start.unwrap_or(end)..end];
    let Some(between) = BETWEEN.find_iter(before).last() else { return false };
    !SENTENCE_END.is_match(&before[between.end()..])
}

/// The next few hundred bytes.
fn ahead(text: &str, from: usize) -> &str {
    let limit = (from + 300).min(text.len());
    let end = (from..=limit).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(from);
    &text[from..end]
}

/// The signs of the lines that a span lies on and of their neighbours; a gap or the document's end
/// counts as a line of another kind.
fn line_signs(text: &str, lines: &[Line], signs: &[(f32, bool)], span: Span) -> LineSigns {
    if lines.is_empty() {
        return LineSigns::default();
    }
    let (first, last) = (line_at(lines, span.start), line_at(lines, span.end.saturating_sub(1)));
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    let (parted, ended) = (
        lines[first].after_gap || first == 0,
        lines.get(last + 1).is_none_or(|next| next.after_gap),
    );
    let before = if parted { (-1.0, true) } else { signs[first - 1] };
    let behind = if ended { (-1.0, true) } else { signs[last + 1] };
    let worst = signs[first..=last].iter().map(|sign| sign.0).fold(3.0, f32::min);
    LineSigns {
        before: before.0,
        first: signs[first].0,
        worst,
        last: signs[last].0,
        behind: behind.0,
        other_before: flag(before.1),
        other_behind: flag(behind.1),
        open: flag(!ended && lines[last].span.of(text).ends_with(',')),
        count: ((last - first + 1) as f32).ln(),
    }
}

/// Fills in what a contender is among the others.
fn complete(contenders: &mut [Contender], counts: &[u32]) {
    let numbers: Vec<f64> = contenders.iter().map(|one| number(one.normalized.as_ref())).collect();
    let largest = numbers.iter().copied().fold(0.0, f64::max);
    let count = contenders.len();
    let (sums, summands) = sums(&numbers);
    for (index, contender) in contenders.iter_mut().enumerate() {
        contender.features.first = 1.0 / (index + 1) as f32;
        contender.features.last = 1.0 / (count - index) as f32;
        contender.features.repeats = (counts[index] as f32).ln();
        contender.features.sum = sums[index];
        contender.features.summand = summands[index];
        if largest > 0.0 {
            contender.features.magnitude = (numbers[index] / largest).max(0.0) as f32;
        }
    }
}

/// Which numbers are the sum of two others, and which make a third together with another; in
/// hundredths, since money has two decimals. Only so many numbers are tried.
fn sums(numbers: &[f64]) -> (Vec<f32>, Vec<f32>) {
    let (mut sums, mut summands) = (vec![0.0; numbers.len()], vec![0.0; numbers.len()]);
    let hundredths: Vec<i64> =
        numbers.iter().take(MOST_SUMMED).map(|number| (number * 100.0).round() as i64).collect();
    for (i, a) in hundredths.iter().enumerate() {
        for (j, b) in hundredths.iter().enumerate().skip(i + 1).filter(|_| *a > 0) {
            let Some(k) = hundredths.iter().position(|sum| *b > 0 && *sum == a + b) else {
                continue;
            };
            sums[k] = 1.0;
            summands[i] = 1.0;
            summands[j] = 1.0;
        }
    }
    (sums, summands)
}

fn number(normalized: Option<&Value>) -> f64 {
    match normalized {
        Some(Value::Number(number)) => number.as_f64().unwrap_or(0.0),
        Some(Value::Object(amount)) => amount
            .get("amount")
            .and_then(Value::as_str)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(0.0),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field;

    #[test]
    fn a_text_contends_once_at_the_place_that_announces_it() {
        let text = "Subtotal 9.50\nTotal 9.50\nCash 10.00";
        let field = Field { kind: FieldType::Amount, ..Field::default() };
        let found = Reading::of(text).contenders(FieldType::Amount, &Question::of("total", &field));
        assert_eq!(
            found.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(),
            ["9.50", "10.00"]
        );
        assert_eq!(found[0].span.start, 20, "the place behind \"Total\" speaks for it");
        assert!((found[0].features.magnitude - 0.95).abs() < 1e-6);
        assert!((found[0].features.repeats - 2.0_f32.ln()).abs() < 1e-6);
    }
}
