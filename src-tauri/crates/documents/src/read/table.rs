//! CSV and TSV: the first row names the columns, every other row is an item.

use csv::{ReaderBuilder, StringRecord};

use crate::{
    At, ReadError,
    build::TextBuilder,
    read::{
        Source, encoding,
        rows::{self, Columns},
    },
};

pub(super) fn read_csv(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let text = encoding::decode(source, None, out)?;
    // Excel writes such a line to say which separator follows.
    let told = text.strip_prefix("sep=").and_then(|rest| rest.chars().next());
    match told.filter(char::is_ascii) {
        Some(separator) => {
            let body = text.split_once('\n').map_or("", |(_, body)| body);
            read(source, body, separator as u8, out)
        }
        None => read(source, &text, separator(&text), out),
    }
}

pub(super) fn read_tsv(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let text = encoding::decode(source, None, out)?;
    read(source, &text, b'\t', out)
}

fn read(
    source: &Source,
    text: &str,
    separator: u8,
    out: &mut TextBuilder,
) -> Result<(), ReadError> {
    let mut rows = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    let mut next = |row: &mut StringRecord| {
        rows.read_record(row).map_err(|error| malformed(source.name, &error))
    };
    if !next(&mut row)? {
        return Ok(());
    }
    let columns = Columns::named(row.iter());
    let mut number = 1;
    while next(&mut row)? {
        number += 1;
        let cells = row.iter().enumerate().map(|(index, cell)| (columns.name(index), cell));
        rows::write(source, cells, At::Row { sheet: None, number }, out)?;
    }
    if number == 1 {
        // A table without rows still says what its columns are.
        let names: Vec<String> = columns.names().collect();
        out.push(source, &names.join(" | "))?;
    }
    Ok(())
}

/// What is wrong with a table.
pub(crate) fn malformed(name: &str, error: &csv::Error) -> ReadError {
    let (name, found) = (name.to_owned(), error.to_string());
    ReadError::Malformed { name, format: "CSV".to_owned(), found }
}

/// The separator under which the first rows have the same number of cells, and more than one.
pub(crate) fn separator(text: &str) -> u8 {
    const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
    const ROWS: usize = 50;
    let fit = |separator: u8| {
        let mut rows = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let widths: Vec<usize> =
            rows.records().take(ROWS).filter_map(Result::ok).map(|row| row.len()).collect();
        let width = widths.first().copied().unwrap_or(0);
        let alike = widths.iter().filter(|other| **other == width).count();
        if width > 1 { (alike * 1000 / widths.len().max(1), width) } else { (0, 0) }
    };
    // Of equals the earlier candidate wins: max_by_key keeps the last.
    CANDIDATES.into_iter().rev().max_by_key(|separator| fit(*separator)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_makes_rows_alike() {
        assert_eq!(separator("a,b\n1,2\n"), b',');
        assert_eq!(separator("a;b\n1,5;2,5\n3,5;4,5\n"), b';', "commas are decimal here");
        assert_eq!(separator("a\tb\n\"x, y, z\"\t2\n"), b'\t');
        assert_eq!(separator("one column\nof words, some with commas\n"), b',', "nothing fits");
    }
}
