//! Columns of prose are read one after the other; columns of a table or a form are not.
//!
//! Both leave a strip of white down the page. What tells them apart is what stands beside it: prose
//! fills its column line after line, while labels and values are short and belong side by side.

use crate::read::pdf::lines::Line;

/// Rows that share a strip of white before it counts as a gutter.
const ROWS: usize = 4;
/// Words in the median line of a column of prose.
const WORDS: usize = 4;
/// Share of a column's width that most of its lines fill in prose.
const FILLED: f32 = 0.6;
/// Columns beside one another that are still looked for.
const DEPTH: u32 = 4;

/// Rows of a page, given from the top down, in the order in which they are read.
pub(super) fn in_reading_order(rows: Vec<Line<'_>>) -> Vec<Line<'_>> {
    order(rows, DEPTH)
}

fn order(rows: Vec<Line<'_>>, depth: u32) -> Vec<Line<'_>> {
    if depth == 0 || rows.len() < ROWS {
        return rows;
    }
    let segments: Vec<Vec<Line>> = rows.iter().map(Line::segments).collect();
    let mut ordered = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter();
    let mut at = 0;
    while at < segments.len() {
        match longest_run(&segments[at..]) {
            Some(Run { rows: count, gutter }) => {
                let (mut left, mut right) = (Vec::new(), Vec::new());
                for row in rows.by_ref().take(count) {
                    let (before, behind): (Vec<_>, Vec<_>) =
                        row.words.into_iter().partition(|word| word.left < gutter);
                    left.extend((!before.is_empty()).then(|| Line::of(before)));
                    right.extend((!behind.is_empty()).then(|| Line::of(behind)));
                }
                ordered.extend(order(left, depth - 1));
                ordered.extend(order(right, depth - 1));
                at += count;
            }
            None => {
                ordered.extend(rows.next());
                at += 1;
            }
        }
    }
    ordered
}

/// Rows from the first on that leave a gutter free, and where it is.
struct Run {
    rows: usize,
    gutter: f32,
}

/// The longest run of rows, beginning with the first, with prose on both sides of a gutter. The
/// first row must have both sides: what stands above columns is not part of them.
fn longest_run(segments: &[Vec<Line>]) -> Option<Run> {
    let first = segments.first()?;
    first
        .windows(2)
        .filter_map(|pair| {
            let (mut from, mut to) = (pair[0].right, pair[1].left);
            let mut rows = 0;
            for row in segments {
                let Some((free_from, free_to)) = free_strip(row, from, to) else { break };
                (from, to) = (free_from, free_to);
                rows += 1;
            }
            let gutter = (from + to) / 2.0;
            let enough = rows >= ROWS && is_prose_beside(&segments[..rows], gutter);
            enough.then_some(Run { rows, gutter })
        })
        .max_by_key(|run| run.rows)
}

/// The part of the strip `from..to` that a row leaves free; none if what is left is too narrow.
fn free_strip(row: &[Line], mut from: f32, mut to: f32) -> Option<(f32, f32)> {
    /// Points: less is the space between two words.
    const NARROW: f32 = 5.0;
    for segment in row {
        let inside = segment.left < to && segment.right > from;
        if !inside {
            continue;
        }
        if segment.left <= from {
            from = segment.right;
        } else if segment.right >= to {
            to = segment.left;
        } else {
            return None;
        }
    }
    (to - from >= NARROW).then_some((from, to))
}

fn is_prose_beside(rows: &[Vec<Line>], gutter: f32) -> bool {
    let side = |left: bool| -> Vec<&Line> {
        rows.iter().flatten().filter(|segment| (segment.left < gutter) == left).collect()
    };
    is_prose(&side(true)) && is_prose(&side(false))
}

fn is_prose(lines: &[&Line]) -> bool {
    if lines.len() < ROWS {
        return false;
    }
    let mut counts: Vec<usize> = lines.iter().map(|line| line.words.len()).collect();
    counts.sort_unstable();
    let left = lines.iter().map(|line| line.left).fold(f32::INFINITY, f32::min);
    let right = lines.iter().map(|line| line.right).fold(f32::NEG_INFINITY, f32::max);
    let full =
        lines.iter().filter(|line| line.right - line.left >= FILLED * (right - left)).count();
    counts[counts.len() / 2] >= WORDS && full * 2 >= lines.len()
}
