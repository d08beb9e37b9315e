//! What a span looks like by itself, on its lines and in its sentence.

use std::sync::LazyLock;

use regex::Regex;

use super::Proposal;
use super::features::{Features, LineSigns};
use super::propose::is_place;
use crate::Span;
use crate::text::{Line, line_at, pattern};

/// What a proposal looks like by itself and on its line.
pub(super) fn look(text: &str, lines: &[Line], proposal: &Proposal) -> Features {
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
        signed: flag(SIGNED.is_match(ahead(text, proposal.span.end as usize))),
        alias: flag(is_alias(&text[..proposal.span.start as usize])),
        joined: flag(value.split_whitespace().any(|word| word == "and")),
        place: flag(is_place(value)),
        ..Features::default()
    }
}

static BETWEEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:between|among)\b"));
/// What ends a sentence, unless a short form such as "Inc." has the full stop.
static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{Ll}{4,}[.;]\s|\n\s*\n"));
static DEFINED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("^[^;(\u{201c}\"]{0,200}\\((?:[a-z,’' -]{0,60})[\u{201c}\"\u{2018}']")
});
/// A signature on the same line, or on one of the next two.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[^\n]{0,60}(?:/s/|_{5})|^[^\n]{0,40}\n(?:[^\n]{0,60}\n)?\W{0,3}(?i:by|its|name|print name|title|signature|signed)\b\s*[:/]",
    )
});
/// Bytes that an opening clause may have before a party's name.
const CLAUSE: usize = 700;

/// Bytes that may lie between a bracket and the short name in it: (hereinafter the "Buyer").
const BRACKETED: usize = 40;

/// Whether a text ends in a quotation mark within brackets.
fn is_alias(before: &str) -> bool {
    let Some(rest) = before.strip_suffix(['“', '"', '‘', '\'']) else { return false };
    let bracket = rest.rfind(['(', ')']);
    bracket.is_some_and(|at| rest[at..].starts_with('(') && rest.len() - at <= BRACKETED)
}

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
pub(super) fn line_signs(
    text: &str,
    lines: &[Line],
    signs: &[(f32, bool)],
    span: Span,
) -> LineSigns {
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
