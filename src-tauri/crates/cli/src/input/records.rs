//! Records of JSONL and CSV files: each is an item of its own, read one after the other, so that
//! memory does not grow with the file.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
};

use serde_json::Value;
use winnow_app::wire::error::{ApiError, Code};
use winnow_documents::{At, Document, Limits, Place, RowStream};

use super::{Item, Origin, STANDARD_INPUT, text_document, unreadable};

/// How records stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RecordForm {
    /// A JSON object on each line.
    Jsonl,
    /// A header and rows.
    Rows,
}

impl RecordForm {
    /// By the file's extension.
    pub(super) fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_ascii_lowercase().to_str()? {
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" | "tsv" | "tab" => Some(Self::Rows),
            _ => None,
        }
    }
}

/// A file of records and the field that holds their text; with none, all of a record is its text.
#[derive(Debug)]
pub(super) struct RecordFile {
    path: Option<PathBuf>,
    form: RecordForm,
    field: Option<String>,
}

impl RecordFile {
    pub(super) fn new(path: PathBuf, form: RecordForm, field: Option<&str>) -> Self {
        Self { path: Some(path), form, field: field.map(str::to_owned) }
    }

    pub(super) fn standard_input(field: &str) -> Self {
        Self { path: None, form: RecordForm::Jsonl, field: Some(field.to_owned()) }
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
        match (&self.path, &self.field, self.form) {
            (None, field, _) => self.read_lines(io::stdin().lock(), field.as_deref(), &mut send),
            (Some(path), Some(field), RecordForm::Jsonl) => match File::open(path) {
                Ok(file) => self.read_lines(BufReader::new(file), Some(field), &mut send),
                Err(error) => send(self.failed(None, unreadable(&self.name(), &error))),
            },
            (Some(path), field, _) => match RowStream::open(path, Limits::default()) {
                Ok(rows) => self.read_rows(rows, field.as_deref(), &mut send),
                Err(error) => send(self.failed(None, error.into())),
            },
        }
    }

    fn read_lines(
        &self,
        mut file: impl BufRead,
        field: Option<&str>,
        send: &mut impl FnMut(Item) -> Option<()>,
    ) -> Option<()> {
        let mut index = 0;
        let mut line = Vec::new();
        loop {
            line.clear();
            match file.read_until(b'\n', &mut line) {
                Ok(0) => return Some(()),
                Ok(_) if line.trim_ascii().is_empty() => continue,
                Ok(_) => send(self.item(index, self.text_of_line(&line, field)))?,
                Err(error) => return send(self.failed(None, unreadable(&self.name(), &error))),
            }
            index += 1;
        }
    }

    fn text_of_line(&self, line: &[u8], field: Option<&str>) -> Result<String, String> {
        let Some(field) = field else { return Ok(String::from_utf8_lossy(line).into_owned()) };
        let record: Value = serde_json::from_slice(line)
            .map_err(|error| format!("it is not JSON on a line: {error}"))?;
        match record.get(field) {
            Some(Value::String(text)) => Ok(text.clone()),
            Some(Value::Null) | None => Err(match &record {
                Value::Object(members) => no_field(field, members.keys()),
                _ => no_field(field, [].iter()),
            }),
            Some(other) => Err(format!("its field \"{field}\" is {other}, expected a text")),
        }
    }

    fn read_rows(
        &self,
        rows: RowStream,
        field: Option<&str>,
        send: &mut impl FnMut(Item) -> Option<()>,
    ) -> Option<()> {
        let columns = rows.columns();
        if let Some(field) = field.filter(|field| columns.iter().all(|column| column != field)) {
            let reason = no_field(field, columns.iter());
            return send(self.failed(None, unreadable(&self.name(), &reason)));
        }
        for (index, row) in (0..).zip(rows) {
            send(match (row, field) {
                (Err(error), _) => self.failed(Some(index), error.into()),
                (Ok(row), Some(field)) => self.item(
                    index,
                    value(&row, field).ok_or_else(|| format!("it has no \"{field}\"")),
                ),
                (Ok(row), None) => Item { origin: self.origin(Some(index)), document: Ok(row) },
            })?;
        }
        Some(())
    }

    fn item(&self, index: u64, text: Result<String, String>) -> Item {
        match text {
            Ok(text) => Item {
                origin: self.origin(Some(index)),
                document: Ok(text_document(format!("{}, record {index}", self.name()), text)),
            },
            Err(reason) => {
                let name = format!("{}, record {index}", self.name());
                self.failed(Some(index), unreadable(&name, &reason))
            }
        }
    }

    fn failed(&self, index: Option<u64>, error: ApiError) -> Item {
        Item { origin: self.origin(index), document: Err(error) }
    }

    fn origin(&self, index: Option<u64>) -> Origin {
        Origin { file: self.name(), index }
    }
}

fn no_field<'a>(field: &str, found: impl Iterator<Item = &'a String>) -> String {
    let found: Vec<&str> = found.map(String::as_str).collect();
    format!("there is no field \"{field}\" (found: {})", found.join(", "))
}

/// What stands in a field of a record.
fn value(record: &Document, field: &str) -> Option<String> {
    let named = |place: &&Place| matches!(&place.at, At::Value { name } if name == field);
    record.places.iter().find(named).map(|place| record.text_of(place).to_owned())
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
        RecordFile::new(path, form, Some(field)).read(|item| {
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
        let saved_in_germany = b"Nr;Text\n1;Gr\xfc\xdfe, und mehr\n";
        let items = read("a.csv", saved_in_germany, "Text");
        assert_eq!(items, [(Some(0), Ok("Grüße, und mehr".to_owned()))]);
    }

    #[test]
    fn a_missing_column_or_file_is_one_failed_item() {
        let items = read("a.csv", b"id,body\n1,x\n2,y\n", "message");
        assert_eq!(items.len(), 1);
        assert!(items[0].1.as_ref().unwrap_err().contains("id, body"), "{items:?}");
    }
}
