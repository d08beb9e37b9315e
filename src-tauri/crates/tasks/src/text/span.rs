//! Arithmetic on spans.

use std::ops::Range;

use crate::Span;

impl Span {
    /// A span of bytes `range`.
    ///
    /// Texts of 4 GiB and more cannot be addressed; documents are limited far below that.
    #[must_use]
    pub fn new(range: Range<usize>) -> Self {
        let byte = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        Self { start: byte(range.start), end: byte(range.end) }
    }

    /// The bytes as a range for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text that stands there; empty when the span is not one of this text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Whether both share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies within this one.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same without white space at its ends; `None` when nothing else is there.
    #[must_use]
    pub fn trimmed(self, text: &str) -> Option<Self> {
        let whole = self.of(text);
        let kept = whole.trim();
        if kept.is_empty() {
            return None;
        }
        let start = self.start as usize + (whole.len() - whole.trim_start().len());
        Some(Self::new(start..start + kept.len()))
    }
}
