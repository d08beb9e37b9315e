//! A document in pieces that fit a model's window.
//!
//! Cuts fall before a heading where one is near, else between sentences, and within a sentence only
//! where it alone is too long. Pieces that are searched for values overlap, so that a value at a
//! cut stands whole in one of them.

use winnow_engine::ModelId;

use crate::text::sentences;
use crate::{Context, Span, TaskError};

/// Pieces that overlap share at most this part of a piece.
const OVERLAP: u32 = 8;
/// A piece is at least this part full before a better place to cut is preferred to filling it.
const FULL: u32 = 2;
/// Characters of a heading at most.
const HEADING: usize = 90;

/// A piece by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) tokens: u32,
}

/// A piece as the bytes of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) span: Span,
    pub(crate) tokens: u32,
}

/// How a document is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Tokens of a piece at most.
    limit: u32,
    /// Tokens that a piece may share with the one before.
    overlap: u32,
}

impl Cut {
    /// Each character is in one piece: for what is weighed or told again.
    pub(crate) const fn apart(limit: u32) -> Self {
        Self { limit, overlap: 0 }
    }

    /// Each piece begins with the end of the one before, but at headings: for what is searched.
    pub(crate) const fn overlapping(limit: u32) -> Self {
        Self { limit, overlap: limit / OVERLAP }
    }
}

/// The document whole if it has at most as many tokens as a piece, else in [`parts`].
///
/// # Errors
/// Those of [`parts`].
pub(crate) async fn pieces(
    document: &str,
    tokens: u32,
    cut: Cut,
    model: &ModelId,
    context: &Context,
) -> Result<Vec<Piece>, TaskError> {
    if tokens <= cut.limit {
        return Ok(vec![Piece { text: document.to_owned(), tokens }]);
    }
    let piece = |part: Part| Piece { text: part.span.of(document).to_owned(), tokens: part.tokens };
    Ok(parts(document, tokens, cut, model, context).await?.into_iter().map(piece).collect())
}

/// The document in runs of sentences; every character that is not white space is in one.
///
/// `tokens` is the document's own count in this model's vocabulary.
///
/// # Errors
/// [`TaskError::DocumentTooLong`] when not even one character fits; the engine's.
pub(crate) async fn parts(
    document: &str,
    tokens: u32,
    cut: Cut,
    model: &ModelId,
    context: &Context,
) -> Result<Vec<Part>, TaskError> {
    // A unit that were longer than the overlap could not be repeated, nor a value at its end.
    let most = if cut.overlap > 0 { cut.overlap } else { cut.limit };
    let whole = sentences(document);
    let mut units = Vec::new();
    let mut open = whole.clone();
    while !open.is_empty() {
        let texts: Vec<String> = open.iter().map(|span| span.of(document).to_owned()).collect();
        let counts = context.engine.count_tokens(model, &texts).await?;
        let mut halved = Vec::new();
        for (span, tokens) in open.into_iter().zip(counts) {
            let parts = if tokens <= most { Vec::new() } else { halves(document, span) };
            if parts.len() > 1 {
                halved.extend(parts);
            } else if tokens <= cut.limit {
                units.push(unit_of(document, &whole, span, tokens));
            } else {
                return Err(TaskError::DocumentTooLong { tokens, limit: cut.limit });
            }
        }
        open = halved;
    }
    if units.is_empty() {
        return Err(TaskError::DocumentTooLong { tokens, limit: cut.limit });
    }
    units.sort_by_key(|unit| unit.span);
    // What stands between two units has tokens too: pieces that do not fit are packed less densely.
    let mut tried = cut;
    loop {
        let parts = counted(document, packed(&units, tried), model, context).await?;
        let longest = parts.iter().map(|part| part.tokens).max().unwrap_or(0);
        if longest <= cut.limit {
            return Ok(parts);
        }
        if tried.limit == 0 {
            return Err(TaskError::DocumentTooLong { tokens: longest, limit: cut.limit });
        }
        let fitting = u64::from(tried.limit) * u64::from(cut.limit) / u64::from(longest);
        tried.limit = (fitting as u32).min(tried.limit - 1);
    }
}

/// The parts with the tokens that they have as a whole.
async fn counted(
    document: &str,
    parts: Vec<Part>,
    model: &ModelId,
    context: &Context,
) -> Result<Vec<Part>, TaskError> {
    let texts: Vec<String> = parts.iter().map(|part| part.span.of(document).to_owned()).collect();
    let counts = context.engine.count_tokens(model, &texts).await?;
    Ok(parts.into_iter().zip(counts).map(|(part, tokens)| Part { tokens, ..part }).collect())
}

/// A sentence, or a part of one that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unit {
    span: Span,
    tokens: u32,
    /// Whether it is a heading, which belongs to what follows.
    heading: bool,
    /// Whether it begins a sentence.
    opens: bool,
}

/// A unit of a document with these sentences.
fn unit_of(document: &str, sentences: &[Span], span: Span, tokens: u32) -> Unit {
    let at = sentences.partition_point(|sentence| sentence.start < span.start);
    let sentence = sentences.get(at).filter(|sentence| sentence.start == span.start);
    Unit {
        span,
        tokens,
        opens: sentence.is_some(),
        heading: sentence.is_some_and(|sentence| is_heading(document, *sentence)),
    }
}

/// Whether a sentence is a heading: marked as one, or a short line by itself, set off by an empty
/// line, that neither ends as a sentence does nor begins as an entry of a list.
fn is_heading(document: &str, sentence: Span) -> bool {
    let line = sentence.of(document);
    let (before, behind) =
        (&document[..sentence.start as usize], &document[sentence.end as usize..]);
    if line.contains('\n')
        || !opens_line(before)
        || !behind.trim_start_matches([' ', '\t']).starts_with('\n')
    {
        return false;
    }
    let set_off =
        before.trim_end_matches([' ', '\t']).ends_with("\n\n") || before.trim().is_empty();
    line.starts_with('#')
        || set_off
            && line.chars().count() <= HEADING
            && line.contains(char::is_alphabetic)
            && !line.ends_with(['.', '!', '?', ':', ';', ','])
            && !line.starts_with(['-', '*', '•', '|', '>'])
}

fn opens_line(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with('\n')
}

/// Neighbours joined as long as their counts together stay within the limit.
fn packed(units: &[Unit], cut: Cut) -> Vec<Part> {
    let mut packed = Vec::new();
    let (mut from, mut done) = (0, 0);
    while done < units.len() {
        let to = cut_behind(units, from, done, cut.limit);
        let (first, last) = (&units[from], &units[to - 1]);
        let span = Span { start: first.span.start, end: last.span.end };
        packed.push(Part { span, tokens: sum(&units[from..to]) });
        done = to;
        from = to;
        let Some(next) = units.get(to).filter(|next| !next.heading) else { continue };
        let fits = |from: usize| {
            let shared = sum(&units[from..to]);
            shared <= cut.overlap && shared + 1 + next.tokens <= cut.limit
        };
        while from > 0 && fits(from - 1) {
            from -= 1;
        }
    }
    packed
}

/// Where the piece that begins with unit `from` and reaches beyond unit `done` ends.
fn cut_behind(units: &[Unit], from: usize, done: usize, limit: u32) -> usize {
    let mut to = done + 1;
    while to < units.len() && sum(&units[from..=to]) <= limit {
        to += 1;
    }
    if to == units.len() {
        return to;
    }
    let least = limit / FULL;
    let full_enough = |cut: &usize| sum(&units[from..*cut]) >= least;
    let before = |wanted: fn(&Unit) -> bool| {
        (done + 1..=to).rev().take_while(full_enough).find(|&cut| wanted(&units[cut]))
    };
    before(|unit| unit.heading).or_else(|| before(|unit| unit.opens)).unwrap_or(to)
}

/// Tokens of neighbours together: one more for the white space between two, which some
/// tokenizers count.
fn sum(units: &[Unit]) -> u32 {
    let own: u32 = units.iter().map(|unit| unit.tokens).sum();
    own + units.len().saturating_sub(1) as u32
}

/// A span cut at the white space nearest to its middle, or at its middle where there is none.
fn halves(document: &str, span: Span) -> Vec<Span> {
    let text = span.of(document);
    let middle = text.len() / 2;
    let cut = text
        .match_indices(char::is_whitespace)
        .map(|(place, _)| place)
        .min_by_key(|place| place.abs_diff(middle))
        .filter(|&place| place > 0)
        .unwrap_or_else(|| {
            (middle.max(1)..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
        });
    let start = span.start as usize;
    [Span::new(start..start + cut), Span::new(start + cut..span.end as usize)]
        .into_iter()
        .filter_map(|half| half.trimmed(document))
        .collect()
}

#[cfg(test)]
#[path = "pieces_tests.rs"]
mod tests;
