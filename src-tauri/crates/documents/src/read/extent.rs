//! How far the cells of a binary Excel workbook lie apart, told before they are read.
//!
//! The reader makes a table of each sheet from its first cell to its last, so that two cells in far
//! corners would claim all memory; and it follows chains of sectors that go round in circles.

use std::io::{Cursor, Read};

use crate::{
    LimitKind, ReadError,
    format::COMPOUND,
    read::{Source, workbook::FORMAT},
};

/// Cells of all sheets, the empty ones between included; a full sheet of the format has 17 million.
const MOST_CELLS: u64 = 8_000_000;
/// Cells of the largest sheet that the format has: 65,536 rows of 256 columns.
const LARGEST: u64 = 1 << 24;
/// The record of a sheet's claimed size ([MS-XLS] 2.4.90).
const DIMENSIONS: u16 = 0x0200;
/// Records that begin a sheet, and those of cells ([MS-XLS] 2.3.2).
const BEGIN: [u16; 4] = [0x0009, 0x0209, 0x0409, 0x0809];
const CELLS: [u16; 14] = [
    0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e, 0x00fd,
    0x00bd, 0x00be,
];

/// Refuses a workbook whose sheets span more cells than fit into memory, and one whose sectors go
/// round in circles.
///
/// # Errors
/// [`ReadError::TooLarge`], [`ReadError::Malformed`].
pub(super) fn check(source: &Source) -> Result<(), ReadError> {
    let extent = if source.bytes.starts_with(COMPOUND) {
        let damaged = |error: std::io::Error| source.malformed(FORMAT, error);
        let mut file = cfb::CompoundFile::open(Cursor::new(source.bytes)).map_err(damaged)?;
        let mut records = Vec::new();
        for name in ["/Workbook", "/WORKBOOK", "/Book", "/BOOK"] {
            if file.is_stream(name) {
                file.open_stream(name)
                    .and_then(|mut stream| stream.read_to_end(&mut records))
                    .map_err(damaged)?;
                break;
            }
        }
        Extent::of(&records)
    } else {
        Extent::of(source.bytes)
    };
    if extent.claimed > LARGEST {
        let found = format!("one of its sheets claims {} cells", extent.claimed);
        return Err(source.malformed(FORMAT, found));
    }
    if extent.cells > MOST_CELLS {
        return Err(source.too_large(LimitKind::Cells, MOST_CELLS));
    }
    Ok(())
}

/// How much room the sheets of a workbook take.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Extent {
    /// Cells between the first and the last of each sheet, of all sheets together.
    cells: u64,
    /// Cells of the sheet that claims most.
    claimed: u64,
}

impl Extent {
    fn of(records: &[u8]) -> Self {
        let mut rest = records;
        let mut claimed = 0;
        let mut sheets = vec![Corners::default()];
        while let [a, b, c, d, body @ ..] = rest {
            let kind = u16::from_le_bytes([*a, *b]);
            let length = usize::from(u16::from_le_bytes([*c, *d])).min(body.len());
            let (body, behind) = body.split_at(length);
            if BEGIN.contains(&kind) {
                sheets.push(Corners::default());
            }
            if let ([r, s, u, v, ..], true) = (body, CELLS.contains(&kind)) {
                let place = (u16::from_le_bytes([*r, *s]), u16::from_le_bytes([*u, *v]));
                if let Some(sheet) = sheets.last_mut() {
                    sheet.hold(place);
                }
            }
            if kind == DIMENSIONS {
                claimed = claimed.max(claim(body));
            }
            rest = behind;
        }
        Self { cells: sheets.iter().map(Corners::cells).sum(), claimed }
    }
}

/// Cells that a sheet claims: rows of 4 bytes each in newer files, of 2 in older ones.
fn claim(body: &[u8]) -> u64 {
    let number =
        |bytes: &[u8]| bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
    let (first, last, left, right) = match body.len() {
        10 => (&body[0..2], &body[2..4], &body[4..6], &body[6..8]),
        14.. => (&body[0..4], &body[4..8], &body[8..10], &body[10..12]),
        _ => return 0,
    };
    // A column that the format does not have counts from the first.
    let left = Some(number(left)).filter(|left| *left < 256).unwrap_or(0);
    number(last).saturating_sub(number(first)) * number(right).saturating_sub(left)
}

/// The first and last row and column of what was held.
#[derive(Clone, Copy, Debug, Default)]
struct Corners(Option<((u16, u16), (u16, u16))>);

impl Corners {
    fn hold(&mut self, (row, column): (u16, u16)) {
        let (first, last) = self.0.unwrap_or(((row, column), (row, column)));
        self.0 =
            Some(((first.0.min(row), first.1.min(column)), (last.0.max(row), last.1.max(column))));
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |(first, last)| {
            (u64::from(last.0 - first.0) + 1) * (u64::from(last.1 - first.1) + 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u16]) -> Vec<u8> {
        let head = [kind, 2 * body.len() as u16];
        head.iter().chain(body).flat_map(|number| number.to_le_bytes()).collect()
    }

    #[test]
    fn each_sheet_spans_from_its_first_cell_to_its_last() {
        let records = [
            record(0x0809, &[0x0600, 0x0010]),
            record(0x0203, &[3, 1, 0, 0, 0, 0, 0]),
            record(0x0203, &[65_535, 255, 0, 0, 0, 0, 0]),
            record(0x0809, &[0x0600, 0x0010]),
            record(DIMENSIONS, &[5, 0, 15, 0, 2, 6, 0]),
            record(0x00fd, &[7, 7, 0, 0, 0]),
        ];
        let extent = Extent { cells: 65_533 * 255 + 1, claimed: 40 };
        assert_eq!(Extent::of(&records.concat()), extent);
        let cut = &records.concat()[..9];
        assert_eq!(Extent::of(cut), Extent::default(), "a record that is cut off");
    }
}
