//! Lines that hold something.

use crate::Span;

/// A line with text on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its text, white space at both ends left out.
    pub span: Span,
    /// Whether an empty line stands before it.
    pub after_gap: bool,
}

/// The lines of a text that are not blank, in order.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut after_gap = false;
    for raw in text.split_inclusive('\n') {
        let whole = Span::new(start..start + raw.len());
        start += raw.len();
        match whole.trimmed(text) {
            Some(span) => {
                found.push(Line { span, after_gap });
                after_gap = false;
            }
            None => after_gap = true,
        }
    }
    found
}

/// Index of the line that holds byte `at`, or of the last one before it.
pub(crate) fn line_at(lines: &[Line], at: u32) -> usize {
    lines.partition_point(|line| line.span.start <= at).saturating_sub(1)
}
