//! Records of JSONL and CSV files: each is an item of its own, read one after the other, so that
//! memory does not grow with the file.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use serde_json::Value;
use winnow_app::wire::error::{ApiError, Code};

use super::{Item, Origin, STANDARD_INPUT, text_document, unreadable};

/// How records stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecordForm {
    /// A JSON object on each line.
    Jsonl,
    /// A header and rows, with this between cells.
    Rows(u8),
}

impl RecordForm {
    /// By the file's extension.
    pub(super) fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_ascii_lowercase().to_str()? {
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Rows(b',')),
            "tsv" => Some(Self::Rows(b'\t')),
            _ => None,
        }
    }
}

/// A file of records and the field that holds their text.
#[derive(Debug)]
pub(super) struct RecordFile {
    path: Option<PathBuf>,
    form: RecordForm,
    field: String,
}

impl RecordFile {
    pub(super) fn new(path: PathBuf, form: RecordForm, field: &str) -> Self {
        Self { path: Some(path), form, field: field.to_owned() }
    }

    pub(super) fn standard_input(field: &str) -> Self {
        Self { path: None, form: RecordForm::Jsonl, field: field.to_owned() }
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Lines that are no records.
    pub(super) fn header_lines(&self) -> u64 {
        u64::from(self.form != RecordForm::Jsonl)
    }

    fn name(&self) -> String {
        self.path.as_ref().map_or(STANDARD_INPUT.to_owned(), |path| path.display().to_string())
    }

    /// Reads all records; `send` answers none when nobody wants more. A record that cannot be read
    /// is an item that failed, and the next one follows; a file that cannot be read is one, too.
    pub(super) fn read(self, mut send: impl FnMut(Item) -> Option<()>) -> Option<()> {
        let opened: io::Result<Box<dyn Read>> = match &self.path {
            None => Ok(Box::new(io::stdin().lock())),
            Some(path) => File::open(path).map(|file| Box::new(file) as Box<dyn Read>),
        };
        match (opened, self.form) {
            (Ok(file), RecordForm::Jsonl) => self.read_lines(BufReader::new(file), &mut send),
            (Ok(file), RecordForm::Rows(delimiter)) => self.read_rows(file, delimiter, &mut send),
            (Err(error), _) => send(self.failed(None, unreadable(&self.name(), &error))),
        }
    }

    fn read_lines(
        &self,
        mut file: impl BufRead,
        send: &mut impl FnMut(Item) -> Option<()>,
    ) -> Option<()> {
        let mut index = 0;
        let mut line = Vec::new();
        loop {
            line.clear();
            match file.read_until(b'\n', &mut line) {
                Ok(0) => return Some(()),
                Ok(_) if line.trim_ascii().is_empty() => continue,
                Ok(_) => send(self.item(index, self.text_of_line(&line)))?,
                Err(error) => return send(self.failed(None, unreadable(&self.name(), &error))),
            }
            index += 1;
        }
    }

    fn text_of_line(&self, line: &[u8]) -> Result<String, String> {
        let record: Value = serde_json::from_slice(line)
            .map_err(|error| format!("it is not JSON on a line: {error}"))?;
        match record.get(&self.field) {
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Null) | None => Err(self.no_field(match &record {
                Value::Object(members) => members.keys().cloned().collect(),
                _ => Vec::new(),
            })),
            Some(other) => Err(format!("its field \"{}\" is {other}, expected a text", self.field)),
        }
    }

    fn read_rows(
        &self,
        file: impl Read,
        delimiter: u8,
        send: &mut impl FnMut(Item) -> Option<()>,
    ) -> Option<()> {
        let mut rows =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file);
        let header = match rows.headers() {
            Ok(header) => header.clone(),
            Err(error) => return send(self.failed(None, unreadable(&self.name(), &error))),
        };
        // Spreadsheets put a byte order mark before the first name.
        let name_of = |cell: &str| cell.trim_start_matches('\u{feff}').trim().to_owned();
        let Some(column) = header.iter().position(|cell| name_of(cell) == self.field) else {
            let reason = self.no_field(header.iter().map(name_of).collect());
            return send(self.failed(None, unreadable(&self.name(), &reason)));
        };
        for (index, row) in (0..).zip(rows.records()) {
            let text = match row {
                Ok(row) => row
                    .get(column)
                    .map(str::to_owned)
                    .ok_or_else(|| format!("it ends before the column \"{}\"", self.field)),
                Err(error) if matches!(error.kind(), csv::ErrorKind::Io(_)) => {
                    return send(self.failed(None, unreadable(&self.name(), &error)));
                }
                Err(error) => Err(error.to_string()),
            };
            send(self.item(index, text))?;
        }
        Some(())
    }

    fn no_field(&self, found: Vec<String>) -> String {
        format!("there is no field \"{}\" (found: {})", self.field, found.join(", "))
    }

    fn item(&self, index: u64, text: Result<String, String>) -> Item {
        match text {
            Ok(text) => Item {
                origin: Origin { file: self.name(), index: Some(index) },
                document: Ok(text_document(format!("{}, record {index}", self.name()), text)),
            },
            Err(reason) => {
                let name = format!("{}, record {index}", self.name());
                self.failed(Some(index), unreadable(&name, &reason))
            }
        }
    }

    fn failed(&self, index: Option<u64>, error: ApiError) -> Item {
        Item { origin: Origin { file: self.name(), index }, document: Err(error) }
    }
}

/// Reads the lines of a JSONL file as they are, for commands that need more than a text.
pub fn json_lines(path: &Path) -> Result<Vec<Value>, ApiError> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| ApiError {
        code: if error.kind() == io::ErrorKind::NotFound {
            Code::NotFound
        } else {
            Code::DocumentUnreadable
        },
        ..unreadable(&name, &error)
    })?;
    let mut values = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(file).split(b'\n')) {
        let line = line.map_err(|error| unreadable(&name, &error))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        values.push(serde_json::from_slice(&line).map_err(|error| {
            unreadable(&format!("{name}, line {number}"), &format_args!("it is not JSON: {error}"))
        })?);
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &[u8], field: &str) -> Vec<(Option<u64>, Result<String, String>)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        let form = RecordForm::of(&path).unwrap();
        let mut items = Vec::new();
        RecordFile::new(path, form, field).read(|item| {
            let text = item.document.map(|document| document.text).map_err(|error| error.message);
            items.push((item.origin.index, text));
            Some(())
        });
        items
    }

    #[test]
    fn each_line_is_an_item_and_a_bad_one_fails_alone() {
        let content = b"{\"text\": \"one\"}\n\n{\"body\": \"two\"}\nnot json\n{\"text\": 4}\n{\"text\": \"five\"}";
        let items = read("a.jsonl", content, "text");
        let indices: Vec<_> = items.iter().map(|(index, _)| *index).collect();
        assert_eq!(indices, [Some(0), Some(1), Some(2), Some(3), Some(4)], "blank lines are none");
        assert_eq!(items[0].1.as_deref(), Ok("one"));
        assert!(items[1].1.as_ref().unwrap_err().contains("found: body"), "{items:?}");
        assert!(items[2].1.is_err() && items[3].1.is_err());
        assert_eq!(items[4].1.as_deref(), Ok("five"), "the others go on");
    }

    #[test]
    fn rows_are_items_by_the_name_of_their_column() {
        let content = "\u{feff}id,message\n1,\"two\nlines\"\n2,plain\n3\n".as_bytes();
        let items = read("a.csv", content, "message");
        assert_eq!(items[0], (Some(0), Ok("two\nlines".to_owned())));
        assert_eq!(items[1], (Some(1), Ok("plain".to_owned())));
        assert!(items[2].1.is_err(), "a short row fails alone: {items:?}");
        assert_eq!(read("a.tsv", b"id\tm\n1\tx\n", "m"), [(Some(0), Ok("x".to_owned()))]);
    }

    #[test]
    fn a_missing_column_or_file_is_one_failed_item() {
        let items = read("a.csv", b"id,body\n1,x\n2,y\n", "message");
        assert_eq!(items.len(), 1);
        assert!(items[0].1.as_ref().unwrap_err().contains("id, body"), "{items:?}");
    }
}
