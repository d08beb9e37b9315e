//! Rows of objects: the lines of a table or list whose parts are values of the row's types.
//!
//! A line is a row when it holds a value of each typed column and words for the worded ones. Where
//! a line above names the columns, rows begin behind it and the values are given to columns in
//! that order; otherwise the longest run of such lines is taken. A line that sums up ends a table.
//! Corrected rows may have taught another [`RowReading`].

use super::contract::{Leaf, Rows};
use super::question::Question;
use super::reading::{RowReading, RowTable, RowValues, RowWords};
use super::{Proposal, propose};
use crate::text::{Line, Trade, content_words, lines};
use crate::{FieldType, Span};

/// Words that begin a line which sums up what stands above it.
const SUMS: &str = "total totals subtotal sub tax vat gst sum balance due cash change rounding discount net gross paid payment deposit";
/// Lines that may lie between two rows of a table without a heading.
const MOST_BETWEEN: usize = 2;
/// More rows than this are no table that a person would copy.
const MOST_ROWS: usize = 300;

/// A column of the rows that are looked for.
pub(super) struct Column {
    pub name: String,
    pub kind: FieldType,
    pub question: Question,
}

/// The columns of these rows.
pub(super) fn columns(rows: &Rows) -> Vec<Column> {
    let column = |(name, leaf): &(String, Leaf)| Column {
        name: name.clone(),
        kind: leaf.field.kind,
        question: Question::of(name, &leaf.field),
    };
    rows.columns.iter().map(column).collect()
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// A span for each column that the row fills.
    pub cells: Vec<Option<Proposal>>,
    /// How far it is a row, 0 to 1: the share of columns filled, less without a heading.
    pub confidence: f64,
}

/// Whether a column's value is words, which have no shape of their own.
const fn is_worded(kind: FieldType) -> bool {
    matches!(kind, FieldType::Text | FieldType::Name | FieldType::Organization | FieldType::Address)
}

/// The rows of a document, in order.
pub(super) fn find_rows(text: &str, columns: &[Column], reading: &RowReading) -> Vec<Row> {
    Sheet::of(text, columns).rows(reading)
}

/// A document prepared for its rows to be read in one way or another.
pub(super) struct Sheet<'a> {
    text: &'a str,
    columns: &'a [Column],
    lines: Vec<Line>,
    /// The line that names the columns, and their order in it.
    heading: Option<(usize, Vec<usize>)>,
    /// The spans of each typed kind among the columns.
    typed: Vec<(FieldType, Vec<Proposal>)>,
}

impl<'a> Sheet<'a> {
    pub fn of(text: &'a str, columns: &'a [Column]) -> Self {
        let lines = lines(text);
        let heading = heading(text, &lines, columns);
        Self { text, columns, lines, heading, typed: typed(text, columns) }
    }

    /// The rows, in order.
    pub fn rows(&self, reading: &RowReading) -> Vec<Row> {
        let Self { text, columns, lines, heading, .. } = self;
        let taught = reading.order.as_ref().filter(|order| is_order_of(order, columns.len()));
        let named = heading.as_ref().map(|(_, order)| order);
        let order = taught.or(named).cloned().unwrap_or_else(|| (0..columns.len()).collect());
        let table = Table { sheet: self, reading, order };
        let ends = |line: Line| !reading.sums && sums_up(text, line);
        let from = heading.as_ref().map_or(0, |(index, _)| index + 1);
        let mut runs: Vec<Vec<Row>> = vec![Vec::new()];
        let mut between = 0;
        for index in from..lines.len() {
            let above =
                index.checked_sub(1).filter(|above| *above >= from).map(|above| lines[above]);
            let row = if ends(lines[index]) { None } else { table.row(lines[index], above) };
            match row {
                Some(row) => {
                    between = 0;
                    if let Some(run) = runs.last_mut() {
                        run.push(row);
                    }
                }
                None => {
                    between += 1;
                    let ended = ends(lines[index]) || between > MOST_BETWEEN;
                    if ended && runs.last().is_some_and(|run| !run.is_empty()) {
                        runs.push(Vec::new());
                    }
                }
            }
        }
        let named = heading.is_some();
        // Behind a heading the first run is the table; elsewhere the longest.
        let mut rows = match reading.table {
            RowTable::All => runs.concat(),
            RowTable::Likeliest if named => {
                runs.into_iter().find(|run| !run.is_empty()).unwrap_or_default()
            }
            RowTable::Likeliest | RowTable::Longest => {
                runs.into_iter().rev().max_by_key(Vec::len).unwrap_or_default()
            }
        };
        rows.truncate(MOST_ROWS);
        for row in &mut rows {
            row.confidence *= if named { 0.9 } else { 0.7 };
        }
        rows
    }
}

/// Whether these are the places of so many columns, each once.
fn is_order_of(order: &[usize], columns: usize) -> bool {
    order.len() == columns && (0..columns).all(|column| order.contains(&column))
}

/// The line that names at least half of the columns, two or more, and the columns in its order.
fn heading(text: &str, lines: &[Line], columns: &[Column]) -> Option<(usize, Vec<usize>)> {
    let trade = Trade::of(text);
    let named = |line: &Line| -> Vec<(usize, usize)> {
        let words = trade.content_words(line.span.of(text));
        let mut taken = Vec::new();
        let mut found = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            let place = words.iter().enumerate().find_map(|(at, word)| {
                (column.question.cues.contains(word) && !taken.contains(&at)).then_some(at)
            });
            taken.extend(place);
            found.extend(place.map(|at| (at, index)));
        }
        found.sort_unstable();
        found
    };
    let digits = |line: &Line| line.span.of(text).chars().any(|c| c.is_ascii_digit());
    let least = columns.len().div_ceil(2).max(2);
    let (index, found) = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !digits(line))
        .map(|(index, line)| (index, named(line)))
        .filter(|(_, found)| found.len() >= least)
        .max_by_key(|(index, found)| (found.len(), std::cmp::Reverse(*index)))?;
    let mut order: Vec<usize> = found.into_iter().map(|(_, column)| column).collect();
    order.extend((0..columns.len()).filter(|column| !order.contains(column)).collect::<Vec<_>>());
    Some((index, order))
}

/// Whether a line begins with a word of a sum.
fn sums_up(text: &str, line: Line) -> bool {
    let sums = content_words(SUMS);
    content_words(line.span.of(text)).first().is_some_and(|word| sums.contains(word))
}

/// The spans of each typed kind among the columns; money before bare numbers, which it holds.
fn typed(text: &str, columns: &[Column]) -> Vec<(FieldType, Vec<Proposal>)> {
    let mut kinds: Vec<FieldType> =
        columns.iter().map(|column| column.kind).filter(|kind| !is_worded(*kind)).collect();
    kinds.sort_by_key(|kind| match kind {
        FieldType::Date => 0,
        FieldType::Amount => 1,
        FieldType::Number => 3,
        FieldType::Identifier => 4,
        _ => 2,
    });
    kinds.dedup();
    kinds.into_iter().map(|kind| (kind, propose(kind, text))).collect()
}

struct Table<'a> {
    sheet: &'a Sheet<'a>,
    reading: &'a RowReading,
    /// The columns from left to right.
    order: Vec<usize>,
}

impl Table<'_> {
    /// The line as a row; words that it lacks are taken from the line above where that has no
    /// values of its own.
    fn row(&self, line: Line, above: Option<Line>) -> Option<Row> {
        let mut cells: Vec<Option<Proposal>> = vec![None; self.sheet.columns.len()];
        let mut taken: Vec<Span> = Vec::new();
        for (kind, proposals) in &self.sheet.typed {
            let free: Vec<&Proposal> = apart(proposals.iter().filter(|one| {
                line.span.contains(one.span) && !taken.iter().any(|other| other.overlaps(one.span))
            }));
            if free.is_empty() {
                if self.reading.gaps {
                    continue;
                }
                return None;
            }
            let wanted: Vec<usize> = self
                .order
                .iter()
                .copied()
                .filter(|&at| self.sheet.columns[at].kind == *kind)
                .collect();
            for (place, column) in wanted.iter().enumerate() {
                // Sums stand last: of more values than columns the last column takes the last one,
                // and of fewer the last columns take them.
                let from_end = wanted.len() - 1 - place;
                let counted_back = match self.reading.values {
                    RowValues::SumsLast => from_end == 0 || free.len() < wanted.len(),
                    RowValues::FromLeft => false,
                    RowValues::FromRight => true,
                };
                let index =
                    if counted_back { free.len().checked_sub(from_end + 1) } else { Some(place) };
                cells[*column] = index.and_then(|index| free.get(index)).map(|one| (*one).clone());
            }
            taken.extend(free.iter().map(|one| one.span));
        }
        if taken.is_empty() && !self.sheet.typed.is_empty() {
            return None;
        }
        let worded: Vec<usize> = self
            .order
            .iter()
            .copied()
            .filter(|&at| is_worded(self.sheet.columns[at].kind))
            .collect();
        let mut words = self.words(line, &taken);
        let bare = words.is_empty();
        if bare
            && !self.reading.own_words
            && let Some(above) = above.filter(|above| !self.holds_values(*above))
        {
            words = self.words(above, &[]);
        }
        if words.is_empty() && !worded.is_empty() && !self.reading.own_words {
            return None;
        }
        match self.reading.words {
            // The longest pieces are the values, in their order on the line.
            RowWords::Longest => {
                words.sort_by_key(|span| std::cmp::Reverse(span.end - span.start));
                words.truncate(worded.len());
                words.sort();
            }
            RowWords::First => words.truncate(worded.len()),
            RowWords::Last => drop(words.drain(..words.len().saturating_sub(worded.len()))),
        }
        for (column, span) in worded.into_iter().zip(words) {
            cells[column] = Some(Proposal::new(span, 0.5));
        }
        let filled = cells.iter().flatten().count();
        Some(Row { confidence: filled as f64 / cells.len().max(1) as f64, cells })
    }

    fn holds_values(&self, line: Line) -> bool {
        self.sheet
            .typed
            .iter()
            .any(|(_, found)| found.iter().any(|one| line.span.contains(one.span)))
    }

    /// The pieces of a line with letters between the spans that are taken and wide gaps.
    fn words(&self, line: Line, taken: &[Span]) -> Vec<Span> {
        let mut taken: Vec<Span> =
            taken.iter().copied().filter(|span| line.span.contains(*span)).collect();
        taken.sort();
        let mut gaps = Vec::new();
        let mut at = line.span.start as usize;
        for span in &taken {
            gaps.push(at..(span.start as usize).max(at));
            at = span.end as usize;
        }
        gaps.push(at..(line.span.end as usize).max(at));
        let mut found = Vec::new();
        for gap in gaps {
            let mut start = gap.start;
            for piece in
                self.sheet.text[gap].split_inclusive(['\t', '|']).flat_map(split_at_wide_gaps)
            {
                let whole = Span::new(start..start + piece.len());
                start += piece.len();
                let kept = trimmed_of_marks(self.sheet.text, whole);
                found.extend(kept.filter(|span| {
                    span.of(self.sheet.text).chars().filter(|c| c.is_alphabetic()).count() > 1
                }));
            }
        }
        found
    }
}

/// Spans of which none overlaps one before it, in order of place.
fn apart<'a>(proposals: impl Iterator<Item = &'a Proposal>) -> Vec<&'a Proposal> {
    let mut kept: Vec<&Proposal> = Vec::new();
    for one in proposals {
        if kept.last().is_none_or(|last| last.span.end <= one.span.start) {
            kept.push(one);
        }
    }
    kept
}

/// The pieces of a text between runs of two blanks and more, each with the blanks behind it.
fn split_at_wide_gaps(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(gap) = rest.find("  ") {
        let blanks = rest[gap..].len() - rest[gap..].trim_start_matches(' ').len();
        let (piece, behind) = rest.split_at(gap + blanks);
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    pieces
}

/// A span without blanks, and without marks that part columns, at its ends. A single "x" between
/// two numbers is such a mark.
fn trimmed_of_marks(text: &str, span: Span) -> Option<Span> {
    let is_mark =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '|' | '@' | '*' | '-');
    let whole = span.of(text);
    let body = whole.trim_start_matches(is_mark);
    let body = match body.strip_prefix(['x', 'X', '×']) {
        Some(behind) if behind.is_empty() || behind.starts_with(' ') => {
            behind.trim_start_matches(is_mark)
        }
        _ => body,
    };
    let start = span.start as usize + (whole.len() - body.len());
    let kept = body.trim_end_matches(is_mark);
    (!kept.is_empty()).then(|| Span::new(start..start + kept.len()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::Field;

    pub fn columns(asked: &[(&str, FieldType)]) -> Vec<Column> {
        let column = |(name, kind): &(&str, FieldType)| {
            let field = Field { kind: *kind, ..Field::default() };
            Column { name: (*name).to_owned(), kind: *kind, question: Question::of(name, &field) }
        };
        asked.iter().map(column).collect()
    }

    fn told<'a>(text: &'a str, asked: &[(&str, FieldType)]) -> Vec<Vec<&'a str>> {
        let rows = find_rows(text, &columns(asked), &RowReading::default());
        let cell = |cell: &Option<Proposal>| cell.as_ref().map_or("", |one| one.span.of(text));
        rows.iter().map(|row| row.cells.iter().map(cell).collect()).collect()
    }

    #[test]
    fn a_table_below_its_heading_is_read_in_the_headings_order() {
        let text = "Haverhill Paper\nInvoice 88\nQty  Description  Price  Amount\n2  Copy paper A4  4.50  9.00\n10  Ball pen blue  0.80  8.00\nSubtotal  17.00\nTax  1.70\nTotal  18.70";
        let asked = [
            ("description", FieldType::Text),
            ("quantity_qty", FieldType::Number),
            ("amount", FieldType::Amount),
            ("unit_price", FieldType::Amount),
        ];
        assert_eq!(
            told(text, &asked),
            [["Copy paper A4", "2", "9.00", "4.50"], ["Ball pen blue", "10", "8.00", "0.80"]]
        );
    }

    #[test]
    fn rows_of_a_letter_need_no_heading() {
        let text = "Order of 12 October 2026\n\n2 x desk lamp, 39.90 EUR each\n1 x floor lamp, 129.00 EUR each\n\nDeliver to Tom Okafor, 4 Harbour Road.";
        let asked =
            [("item", FieldType::Text), ("count", FieldType::Number), ("price", FieldType::Amount)];
        assert_eq!(
            told(text, &asked),
            [["desk lamp", "2", "39.90 EUR"], ["floor lamp", "1", "129.00 EUR"]]
        );
    }

    #[test]
    fn what_was_bought_may_stand_above_its_numbers() {
        let text = "HOCK HARDWARE\nPVC PIPE\n2 x 3.50  7.00\nDOOR HINGE\n1 x 4.20  4.20\nTOTAL 11.20\nCASH 20.00";
        let asked = [("item", FieldType::Text), ("amount", FieldType::Amount)];
        assert_eq!(told(text, &asked), [["PVC PIPE", "7.00"], ["DOOR HINGE", "4.20"]]);
    }

    #[test]
    fn a_document_without_such_lines_has_no_rows() {
        let text = "Dear Ms Tan,\nthe lamp is broken. Please call.\nTotal 3.00";
        assert!(told(text, &[("item", FieldType::Text), ("price", FieldType::Amount)]).is_empty());
    }
}
