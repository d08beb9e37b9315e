//! Tables too large to hold: rows and records one at a time, in constant memory.
//!
//! This runs in the caller's process. That is sound because it is only decoding and splitting, in
//! libraries without unsafe parsing, and because no row may be longer than the limit for a text.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek},
    path::Path,
};

use csv::StringRecord;
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use crate::{
    At, Document, Format, LimitKind, Limits, ReadError,
    build::TextBuilder,
    read::{
        Source, encoding, finish, json,
        rows::{self, Columns},
        table,
    },
};

/// Bytes at the start of a file from which its encoding and separator are told.
const SAMPLE: u64 = 1 << 20;

/// The rows of a CSV or TSV file, or the records of a JSONL file, each as a document of its own with
/// the number that [`Document::items`] would give it.
pub struct RowStream {
    name: String,
    format: Format,
    limits: Limits,
    number: u32,
    rows: Rows,
}

type Text = BufReader<Allowance<DecodeReaderBytes<File, Vec<u8>>>>;

/// Refuses to read more than is left, so that a quote that is never closed does not take the rest of
/// the file into memory.
struct Allowance<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Allowance<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let read = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

enum Rows {
    Table {
        reader: csv::Reader<Text>,
        columns: Columns,
        row: StringRecord,
    },
    Lines {
        reader: Text,
    },
    /// Nothing more: the end, or an error after which rows cannot be told apart.
    Done,
}

impl RowStream {
    /// Opens a file whose name ends in `.csv`, `.tsv`, `.tab`, `.jsonl` or `.ndjson`.
    ///
    /// # Errors
    /// [`ReadError::Missing`], [`ReadError::Unreadable`], [`ReadError::Empty`], and
    /// [`ReadError::UnsupportedFormat`] for a file that is no table.
    pub fn open(path: &Path, limits: Limits) -> Result<Self, ReadError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let failed = |error| ReadError::of_file(&name, &error);
        let mut file = File::open(path).map_err(failed)?;
        let mut sample = Vec::new();
        file.by_ref().take(SAMPLE).read_to_end(&mut sample).map_err(failed)?;
        file.rewind().map_err(failed)?;
        if sample.is_empty() {
            return Err(ReadError::Empty { name });
        }
        let foreign = |found: String| ReadError::UnsupportedFormat { name: name.clone(), found };
        let format = Format::detect(&name, &sample).map_err(|found| foreign(found.to_string()))?;
        let (encoding, start) = encoding::of_sample(&sample)
            .ok_or_else(|| foreign("a table in UTF-32; save it as UTF-8".to_owned()))?;
        let text = DecodeReaderBytesBuilder::new()
            .encoding(Some(encoding))
            .bom_override(true)
            .build_with_buffer(file, vec![0; 1 << 16])
            .map_err(failed)?;
        let text = BufReader::new(Allowance { inner: text, left: limits.output });
        let rows = match format {
            Format::JsonLines => Rows::Lines { reader: text },
            Format::Csv | Format::Tsv => {
                let separator =
                    if format == Format::Tsv { b'\t' } else { table::separator(&start) };
                let mut reader = csv::ReaderBuilder::new()
                    .delimiter(separator)
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(text);
                let mut row = StringRecord::new();
                let read = reader.read_record(&mut row);
                read.map_err(|error| problem(&name, &limits, &error))?;
                Rows::Table { columns: Columns::named(row.iter()), reader, row }
            }
            other => return Err(foreign(format!("a {other} file, which is no table"))),
        };
        let number = u32::from(matches!(rows, Rows::Table { .. }));
        Ok(Self { name, format, limits, number, rows })
    }

    /// The names of a table's columns; none of a file of records, where each has its own.
    pub fn columns(&self) -> Vec<String> {
        match &self.rows {
            Rows::Table { columns, .. } => columns.names().collect(),
            Rows::Lines { .. } | Rows::Done => Vec::new(),
        }
    }

    fn document(
        &self,
        write: impl FnOnce(&Source, &mut TextBuilder) -> Result<(), ReadError>,
    ) -> Result<Document, ReadError> {
        let mut out = TextBuilder::new(self.limits.output);
        let source = Source::whole(&self.name, &[], &self.limits);
        write(&source, &mut out)?;
        let row = finish(&source, self.format, out);
        // The row's own place becomes the document, as in `Item::to_document`.
        let item = row.items().next().map(|item| item.to_document());
        Ok(item.unwrap_or(row))
    }
}

impl Iterator for RowStream {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.row()? {
                // A row of nothing but separators is no item.
                Ok(row) if row.text.is_empty() => {}
                answer => return Some(answer),
            }
        }
    }
}

impl RowStream {
    /// The next row, empty or not.
    fn row(&mut self) -> Option<Result<Document, ReadError>> {
        let mut rows = std::mem::replace(&mut self.rows, Rows::Done);
        let answer = match &mut rows {
            Rows::Done => return None,
            Rows::Table { reader, columns, row } => {
                reader.get_mut().get_mut().left = self.limits.output;
                match reader.read_record(row) {
                    Ok(false) => return None,
                    Err(error) => return Some(Err(problem(&self.name, &self.limits, &error))),
                    Ok(true) => {}
                }
                self.number = self.number.checked_add(1)?;
                let at = At::Row { sheet: None, number: self.number };
                self.document(|source, out| {
                    let cells =
                        row.iter().enumerate().map(|(index, cell)| (columns.name(index), cell));
                    rows::write(source, cells, at, out)
                })
            }
            Rows::Lines { reader } => {
                reader.get_mut().left = u64::MAX;
                let mut line = String::new();
                loop {
                    line.clear();
                    self.number = self.number.checked_add(1)?;
                    let limit = self.limits.output;
                    match reader.by_ref().take(limit + 1).read_line(&mut line) {
                        Ok(0) => return None,
                        Err(error) => return Some(Err(ReadError::of_file(&self.name, &error))),
                        Ok(_) if line.len() as u64 > limit => {
                            let name = self.name.clone();
                            let what = LimitKind::TextBytes;
                            return Some(Err(ReadError::TooLarge { name, what, limit }));
                        }
                        Ok(_) if line.trim().is_empty() => {}
                        Ok(_) => break,
                    }
                }
                let number = self.number;
                self.document(|source, out| json::write_line(source, &line, number, out))
            }
        };
        self.rows = rows;
        Some(answer)
    }
}

/// A fault of a table; a row that is too long comes as a fault of reading.
fn problem(name: &str, limits: &Limits, error: &csv::Error) -> ReadError {
    match error.kind() {
        csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::FileTooLarge => ReadError::TooLarge {
            name: name.to_owned(),
            what: LimitKind::TextBytes,
            limit: limits.output,
        },
        csv::ErrorKind::Io(io) => ReadError::of_file(name, io),
        _ => table::malformed(name, error),
    }
}
