//! Excel workbooks: sheet by sheet, row by row.
//!
//! Cells are taken one by one; a table of the size that a sheet claims is never made, since two
//! cells in far corners would claim all memory. The reader of the old binary format makes one, so
//! that its size is looked at first.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Xls, Xlsx};

use crate::{
    ReadError,
    build::TextBuilder,
    read::{
        Source,
        archive::Archive,
        extent,
        sheet::{self, Cell},
    },
};

pub(super) const FORMAT: &str = "Excel";

pub(super) fn read_xlsx(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    check_parts(source)?;
    let problem = |error: calamine::XlsxError| match error {
        calamine::XlsxError::Password => source.encrypted(),
        error => source.malformed(FORMAT, error),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(source.bytes)).map_err(problem)?;
    for name in book.sheet_names() {
        let mut cells = Vec::new();
        // A sheet that is a chart or a macro has no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = reader.next_cell().map_err(problem)? {
            let (row, column) = cell.get_position();
            let text = shown(cell.get_value());
            sheet::collect(source, &mut cells, Cell { row, column, text })?;
        }
        sheet::write(source, &name, cells, out)?;
    }
    Ok(())
}

pub(super) fn read_xls(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let problem = |error: calamine::XlsError| match error {
        calamine::XlsError::Password => source.encrypted(),
        error => source.malformed(FORMAT, error),
    };
    extent::check(source)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(source.bytes)).map_err(problem)?;
    for (name, range) in book.worksheets() {
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        let mut cells = Vec::new();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (first_row + row as u32, first_column + column as u32);
            sheet::collect(source, &mut cells, Cell { row, column, text: shown_owned(value) })?;
        }
        sheet::write(source, &name, cells, out)?;
    }
    Ok(())
}

/// Unpacks every part once within the limits, and refuses a count of texts that the part cannot
/// hold: the reader would believe it and ask for the memory.
fn check_parts(source: &Source) -> Result<(), ReadError> {
    let mut archive = Archive::open(source, FORMAT)?;
    for name in archive.names() {
        let Some(part) = archive.part(&name)? else { continue };
        if name != "xl/sharedStrings.xml" {
            continue;
        }
        let head = String::from_utf8_lossy(&part[..part.len().min(1024)]);
        for count in ["uniqueCount=\"", "count=\""] {
            let stated = head.split_once(count).and_then(|(_, rest)| rest.split('"').next());
            if stated.is_some_and(|count| count.parse::<u64>().is_ok_and(|c| c > part.len() as u64))
            {
                let found = format!("{name} claims more texts than it has bytes");
                return Err(source.malformed(FORMAT, found));
            }
        }
    }
    Ok(())
}

/// A value as a person would write it; dates in ISO form.
fn shown(value: &DataRef) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(value) => truth(*value),
        DataRef::DateTime(time) => date(time),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn shown_owned(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(value) => truth(*value),
        Data::DateTime(time) => date(time),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

fn truth(value: bool) -> String {
    if value { "TRUE" } else { "FALSE" }.to_owned()
}

fn date(time: &ExcelDateTime) -> String {
    if time.is_duration() {
        let seconds = (time.as_f64() * 86_400.0).round() as i64;
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    // A time without a day is stored as a day before all days.
    if time.as_f64() < 1.0 {
        return clock;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if clock == "00:00:00" { date } else { format!("{date} {clock}") }
}
