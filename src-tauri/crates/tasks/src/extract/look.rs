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
    let told = &text[..proposal.span.start as usize];
    let ahead = ahead(text, proposal.span.end as usize);
    let opening = is_in_opening(text, proposal.span);
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    Features {
        shape: proposal.shape,
        top: 1.0 / (index + 1) as f32,
        whole_line: flag(!visible(before) && !visible(behind)),
        labelled: flag(before.trim_end().ends_with([':', '='])),
        words: (value.split_whitespace().count() as f32).ln(),
        digits: share(digits, digits + letters),
        capitals: share(capitals, letters),
        opening: flag(opening),
        introduced: flag(opening && INTRODUCING.is_match(tail(told, NEAR))),
        addressed: flag(ADDRESSING.is_match(tail(told, NEAR))),
        sending: flag(SENDING.is_match(tail(told, NEAR))),
        defined: flag(DEFINED.is_match(ahead)),
        signed: flag(SIGNED.is_match(ahead)),
        hand: flag(HAND.is_match(tail(told, NEAR))),
        office: flag(OFFICE.is_match(first_lines(ahead))),
        alias: flag(is_alias(told)),
        joined: flag(value.split_whitespace().any(|word| word == "and")),
        place: flag(is_place(value)),
        town: flag(proposal.town),
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
/// What stands right before each party of an opening clause, with a number or letter in between.
static INTRODUCING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:\b(?:between|among|and|by)\b|&)\W*(?:\(?\w{1,3}[.)]\s*)?$"));
/// What stands right before whoever gets a document, and before whoever sends it.
static ADDRESSING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:to|for|dear|attn|attention|hello)\b\W*(?:(?:mr|mrs|ms|dr|prof)\b\.?\s*)?$")
});
static SENDING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(?:from|by|regards|sincerely|faithfully|wishes)\b\W*$"));
/// What stands right before the name of whoever signs.
static HAND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:/s/|_{3,}[ _]*\n?|(?i:\b(?:signature|name|signed)\b\W{0,4}))\s*$")
});
/// Offices of those who sign for others.
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:title|its|president|officer|director|chairman|chairwoman|chief|vice|secretary|treasurer|manager|counsel|partner|attorney|member|ceo|cfo|witness)\b",
    )
});
/// Bytes before a name that introduce it.
const NEAR: usize = 40;
/// Bytes behind a signature that say in which office it was given, on two lines at most.
const BESIDE: usize = 90;

/// Bytes that an opening clause may have before a party's name.
const CLAUSE: usize = 700;

/// Bytes that may lie between a bracket and the short name in it: (hereinafter the "Buyer").
const BRACKETED: usize = 40;

/// What stands before another or an earlier name of whoever was named just now.
static ALSO_CALLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:\b[fdan]/k/a|\bd/b/a|\b(?:formerly|also|previously)(?:\s+known\s+as)?)\W*$")
});

/// Whether what stands behind a text is another name of somebody: in quotation marks within
/// brackets, or behind "formerly".
fn is_alias(before: &str) -> bool {
    if ALSO_CALLED.is_match(tail(before, NEAR)) {
        return true;
    }
    let Some(rest) = before.strip_suffix(['“', '"', '‘', '\'']) else { return false };
    let bracket = rest.rfind(['(', ')']);
    bracket.is_some_and(|at| rest[at..].starts_with('(') && rest.len() - at <= BRACKETED)
}

/// The last bytes of a text.
fn tail(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    let start = (from..=text.len()).find(|&at| text.is_char_boundary(at));
    &text[start.unwrap_or(text.len())..]
}

/// What is beside and right below the beginning of a text.
fn first_lines(text: &str) -> &str {
    let lines: usize = text.split_inclusive('\n').take(3).map(str::len).sum();
    let limit = lines.min(BESIDE);
    let end = (0..=limit).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

/// Whether "between" or "among" stands before a span and no sentence ends in between.
fn is_in_opening(text: &str, span: Span) -> bool {
    let end = span.start as usize;
    let before = tail(&text[..end], CLAUSE);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_name_of_somebody_is_known_by_what_stands_before_it() {
        for before in
            ["Net Tools, Inc. (the “", "Net Tools, Inc., (f/k/a ", "Net Tools (formerly known as "]
        {
            assert!(is_alias(before), "{before}");
        }
        for before in ["between ", "as “", "was formerly of Ohio, and "] {
            assert!(!is_alias(before), "{before}");
        }
    }
}
