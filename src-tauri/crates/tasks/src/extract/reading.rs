//! How the rows of a task's documents are read, and what corrected rows teach of it.
//!
//! Tables of one origin have one way: which column is which, whether what was bought stands above
//! its numbers, whether a fee is a row or a sum. The way that gives back the rows which a person
//! has given is looked for among all that the reader knows (programming by example: Gulwani 2011,
//! doi 10.1145/1926385.1926423), one choice after the other, and kept only where it is better on
//! documents that it was not looked for on.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::rows::{Column, Row, Sheet};
use super::trial::FieldWorth;
use crate::eval::{expected_values, plain_forms};
use crate::teach::at;

/// Times that all choices are gone through.
const SWEEPS: usize = 3;
/// Columns whose orders are all tried; of more, only what headings and the task say is.
const MOST_ORDERED: usize = 5;
/// Parts into which the examples are split to judge what is learned.
const FOLDS: usize = 5;

/// A way to read the lines of a table as rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowReading {
    /// Places of the columns from left to right; none: as a heading names them, or as the task does.
    pub order: Option<Vec<usize>>,
    /// Which of several values of a type a column takes.
    pub values: RowValues,
    /// Which words of a line are a column's.
    pub words: RowWords,
    /// Which of several tables is meant.
    pub table: RowTable,
    /// Whether a line without words of its own is left without, even below one that has only words.
    pub own_words: bool,
    /// Whether lines that begin like a sum (total, tax, discount) may be rows.
    pub sums: bool,
    /// Whether a row may lack the values of a type.
    pub gaps: bool,
}

/// Which of several values of a type on a line a column takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowValues {
    /// Counted from the left, but the last column takes the last value: sums stand last.
    #[default]
    SumsLast,
    /// Counted from the left.
    FromLeft,
    /// Counted from the right.
    FromRight,
}

/// Which words of a line are a column's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowWords {
    /// The longest pieces between its values.
    #[default]
    Longest,
    /// The first ones.
    First,
    /// The last ones.
    Last,
}

/// Which of several runs of rows is the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowTable {
    /// The first below a heading, without one the longest.
    #[default]
    Likeliest,
    /// The longest.
    Longest,
    /// All together.
    All,
}

/// The rows of one document as a person gave them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ToldRows {
    document: String,
    /// For each row the plain form of each column's value.
    rows: Vec<Vec<Option<String>>>,
}

impl ToldRows {
    /// From the answer to a document; `None` where it says nothing of the rows at this path.
    pub fn of(document: &str, answer: &Value, path: &str, columns: &[Column]) -> Option<Self> {
        let rows = match at(answer, path)? {
            Value::Array(rows) => rows.as_slice(),
            Value::Null => &[],
            _ => return None,
        };
        let cell = |row: &Value, column: &Column| {
            let value = row.get(&column.name)?;
            let mut plain = expected_values(value).into_iter().flat_map(|(_, values)| values);
            plain.next()
        };
        let row = |row| columns.iter().map(|column| cell(row, column)).collect();
        Some(Self { document: document.to_owned(), rows: rows.iter().map(row).collect() })
    }
}

/// The way that the rows told of some documents teach, where it is better than the usual one on
/// those that it was not taught by.
pub(super) fn learn_rows(
    columns: &[Column],
    told: &[&ToldRows],
) -> (Option<RowReading>, FieldWorth) {
    let sheets: Vec<_> = told.iter().map(|one| Sheet::of(&one.document, columns)).collect();
    let told: Vec<Told<'_>> = sheets.iter().zip(told.iter().copied()).collect();
    let (usual, columns) = (RowReading::default(), columns.len());
    let before = agreement(&usual, &told);
    let unchanged = FieldWorth { before, after: before };
    if told.len() < 2 {
        return (None, unchanged);
    }
    let folds = FOLDS.min(told.len());
    let mut held = 0.0;
    for fold in 0..folds {
        let split = |inside: bool| -> Vec<Told<'_>> {
            let among = told.iter().enumerate();
            among.filter(|(at, _)| (at % folds == fold) == inside).map(|(_, one)| *one).collect()
        };
        let (test, train) = (split(true), split(false));
        held += agreement(&search(columns, &train), &test) * test.len() as f64;
    }
    let after = held / told.len() as f64;
    let found = search(columns, &told);
    if after > before && found != usual {
        (Some(found), FieldWorth { before, after })
    } else {
        (None, unchanged)
    }
}

/// A document and the rows that were told of it.
type Told<'a> = (&'a Sheet<'a>, &'a ToldRows);

/// The way that agrees best with what was told, of so many columns; of equal ones the more usual.
fn search(columns: usize, told: &[Told<'_>]) -> RowReading {
    let mut best = RowReading::default();
    let mut score = agreement(&best, told);
    for _ in 0..SWEEPS {
        let started = score;
        for change in changes(columns) {
            let mut other = best.clone();
            change.apply(&mut other);
            let agreed = agreement(&other, told);
            if agreed > score + f64::EPSILON {
                (best, score) = (other, agreed);
            }
        }
        if score <= started {
            break;
        }
    }
    best
}

/// A choice that may be made otherwise.
enum Change {
    Order(Vec<usize>),
    Values(RowValues),
    Words(RowWords),
    Table(RowTable),
    OwnWords,
    Sums,
    Gaps,
}

impl Change {
    fn apply(self, reading: &mut RowReading) {
        match self {
            Self::Order(order) => reading.order = Some(order),
            Self::Values(values) => reading.values = values,
            Self::Words(words) => reading.words = words,
            Self::Table(table) => reading.table = table,
            Self::OwnWords => reading.own_words = !reading.own_words,
            Self::Sums => reading.sums = !reading.sums,
            Self::Gaps => reading.gaps = !reading.gaps,
        }
    }
}

fn changes(columns: usize) -> Vec<Change> {
    let orders = if columns <= MOST_ORDERED { orders(columns) } else { Vec::new() };
    let mut all: Vec<Change> = orders.into_iter().map(Change::Order).collect();
    all.extend(
        [RowValues::SumsLast, RowValues::FromLeft, RowValues::FromRight].map(Change::Values),
    );
    all.extend([RowWords::Longest, RowWords::First, RowWords::Last].map(Change::Words));
    all.extend([RowTable::Likeliest, RowTable::Longest, RowTable::All].map(Change::Table));
    all.extend([Change::OwnWords, Change::Sums, Change::Gaps]);
    all
}

/// All orders of so many columns.
fn orders(columns: usize) -> Vec<Vec<usize>> {
    (0..columns).fold(vec![Vec::new()], |shorter, column| {
        let longer = |order: &Vec<usize>| {
            let order = order.clone();
            (0..=order.len()).map(move |at| {
                let mut longer = order.clone();
                longer.insert(at, column);
                longer
            })
        };
        shorter.iter().flat_map(longer).collect()
    })
}

/// Mean F1 over the cells of each document's rows, 0 to 1.
fn agreement(reading: &RowReading, told: &[Told<'_>]) -> f64 {
    let of = |(sheet, one): &Told<'_>| {
        let found = sheet.rows(reading);
        let cells: Vec<Vec<Vec<String>>> =
            found.iter().map(|row| plain_cells(row, &one.document)).collect();
        cell_f1(&cells, &one.rows)
    };
    told.iter().map(of).sum::<f64>() / told.len().max(1) as f64
}

/// The plain forms of each cell of a row that was found.
fn plain_cells(row: &Row, document: &str) -> Vec<Vec<String>> {
    let forms = |cell: &Option<super::Proposal>| match cell {
        Some(cell) => plain_forms(&Value::from(cell.span.of(document)), cell.normalized.as_ref()),
        None => Vec::new(),
    };
    row.cells.iter().map(forms).collect()
}

/// F1 over cells, each row told compared with the row found that agrees with it most and is not
/// taken yet.
fn cell_f1(found: &[Vec<Vec<String>>], told: &[Vec<Option<String>>]) -> f64 {
    let given = told.iter().flatten().flatten().count();
    let taken_as = found.iter().flatten().filter(|forms| !forms.is_empty()).count();
    if given + taken_as == 0 {
        return 1.0;
    }
    let mut free: Vec<&Vec<Vec<String>>> = found.iter().collect();
    let mut right = 0;
    for row in told {
        let alike = |cells: &[Vec<String>]| {
            let same = |(told, forms): (&Option<String>, &Vec<String>)| {
                told.as_ref().is_some_and(|told| forms.contains(told))
            };
            row.iter().zip(cells).filter(|&pair| same(pair)).count()
        };
        let best = (0..free.len()).rev().max_by_key(|&at| alike(free[at]));
        if let Some(at) = best
            && alike(free[at]) > 0
        {
            right += alike(free[at]);
            free.remove(at);
        }
    }
    2.0 * right as f64 / (given + taken_as) as f64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::FieldType;
    use crate::extract::rows::tests::columns;

    fn told(documents: &[(&str, Value)], columns: &[Column]) -> Vec<ToldRows> {
        let of = |(text, rows): &(&str, Value)| {
            ToldRows::of(text, &json!({ "lines": rows }), "lines", columns).unwrap()
        };
        documents.iter().map(of).collect()
    }

    #[test]
    fn which_number_is_which_is_learned_from_two_documents() {
        let columns = columns(&[("count", FieldType::Number), ("weight", FieldType::Number)]);
        let documents = [
            (
                "Crates\n12.5  3\n8.0  2",
                json!([{"count": "3", "weight": "12.5"}, {"count": "2", "weight": "8.0"}]),
            ),
            (
                "Crates\n20.5  1\n4.0  7",
                json!([{"count": "1", "weight": "20.5"}, {"count": "7", "weight": "4.0"}]),
            ),
        ];
        let (reading, worth) =
            learn_rows(&columns, &told(&documents, &columns).iter().collect::<Vec<_>>());
        assert_eq!(reading.unwrap().order, Some(vec![1, 0]));
        assert_eq!((worth.before, worth.after), (0.0, 1.0));
    }

    #[test]
    fn a_discount_that_a_person_counts_among_the_rows_becomes_one() {
        let columns = columns(&[("item", FieldType::Text), ("amount", FieldType::Amount)]);
        let row = |item: &str, amount: &str| json!({"item": item, "amount": amount});
        let documents = [
            (
                "Desk lamp 39.90\nBall pen 1.20\nDiscount -2.00\nOil paint 7.10",
                json!([
                    row("Desk lamp", "39.90"),
                    row("Ball pen", "1.20"),
                    row("Discount", "-2.00"),
                    row("Oil paint", "7.10")
                ]),
            ),
            (
                "Ruler 3.00\nDiscount -1.00\nEraser 0.50",
                json!([row("Ruler", "3.00"), row("Discount", "-1.00"), row("Eraser", "0.50")]),
            ),
        ];
        let (reading, worth) =
            learn_rows(&columns, &told(&documents, &columns).iter().collect::<Vec<_>>());
        assert!(reading.unwrap().sums);
        assert!(worth.before < 0.8 && worth.after > 0.9, "{worth:?}");
    }

    #[test]
    fn what_is_read_rightly_already_or_told_once_teaches_nothing() {
        let columns = columns(&[("item", FieldType::Text), ("amount", FieldType::Amount)]);
        let document = (
            "Lamp 39.90\nPen 1.20",
            json!([{"item": "Lamp", "amount": "39.90"}, {"item": "Pen", "amount": "1.20"}]),
        );
        let twice = told(&[document.clone(), document], &columns);
        let twice: Vec<_> = twice.iter().collect();
        assert_eq!(learn_rows(&columns, &twice).0, None);
        assert_eq!(learn_rows(&columns, &twice[..1]).0, None);
    }
}
