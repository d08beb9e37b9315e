//! A sheet of a workbook as rows of named values, or as lines where it is no table.

use crate::{
    At, LimitKind, ReadError,
    build::TextBuilder,
    read::{
        Source,
        rows::{self, Columns},
    },
};

/// A filled cell. Rows and columns count from 0.
pub(super) struct Cell {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) text: String,
}

/// Cells that one sheet may fill: beyond, the text would pass its limit in any case.
const CELLS: usize = 8 << 20;

/// Keeps a cell that says something.
///
/// # Errors
/// [`ReadError::TooLarge`] when a sheet has more cells than any text could show.
pub(super) fn collect(source: &Source, cells: &mut Vec<Cell>, cell: Cell) -> Result<(), ReadError> {
    if cell.text.trim().is_empty() {
        return Ok(());
    }
    if cells.len() >= CELLS {
        return Err(source.too_large(LimitKind::TextBytes, source.limits.output));
    }
    cells.push(cell);
    Ok(())
}

/// Writes a sheet. A first row that names every column used below makes it a table, each further
/// row an item; otherwise rows are lines, their cells set apart by bars.
pub(super) fn write(
    source: &Source,
    name: &str,
    mut cells: Vec<Cell>,
    out: &mut TextBuilder,
) -> Result<(), ReadError> {
    cells.sort_by_key(|cell| (cell.row, cell.column));
    let rows: Vec<&[Cell]> = cells.chunk_by(|one, two| one.row == two.row).collect();
    out.separate(2);
    let begin = out.mark();
    let sheet = || Some(name.to_owned());
    match rows.split_first() {
        Some((header, body)) if is_header(header, body) => {
            let columns = columns(header);
            for row in body {
                let values =
                    row.iter().map(|cell| (columns.name(cell.column as usize), cell.text.as_str()));
                let at = At::Row { sheet: sheet(), number: row[0].row + 1 };
                rows::write(source, values, at, out)?;
            }
        }
        _ => {
            for (index, row) in rows.iter().enumerate() {
                out.separate(1);
                let line = out.mark();
                let texts: Vec<&str> = row.iter().map(|cell| cell.text.trim()).collect();
                out.push(source, &texts.join(" | "))?;
                out.close(line, At::TableRow { number: index as u32 + 1 });
            }
        }
    }
    out.close(begin, At::Sheet { name: name.to_owned() });
    Ok(())
}

/// A header names every column that is used below it, in words.
fn is_header(header: &[Cell], body: &[&[Cell]]) -> bool {
    let named = |column: u32| header.iter().any(|cell| cell.column == column);
    !body.is_empty()
        && header.len() > 1
        && header.iter().all(|cell| cell.text.parse::<f64>().is_err())
        && body.iter().take(200).flat_map(|row| row.iter()).all(|cell| named(cell.column))
}

fn columns(header: &[Cell]) -> Columns {
    let width = header.last().map_or(0, |cell| cell.column as usize + 1);
    let mut names = vec![""; width];
    for cell in header {
        names[cell.column as usize] = &cell.text;
    }
    Columns::named(names.iter())
}
