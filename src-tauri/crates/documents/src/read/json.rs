//! JSON and JSONL: records as blocks of lines "path: value".

use serde_json::Value;

use crate::{
    At, LimitKind, Note, ReadError,
    build::TextBuilder,
    read::{Source, encoding, rows},
};

const FORMAT: &str = "JSON";

/// An array's elements are records; any other value is one text.
pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let text = encoding::decode(source, None, out)?;
    let value: Value = serde_json::from_str(&text).map_err(|error| problem(source, &error))?;
    match value {
        Value::Array(records) => {
            for (index, record) in records.iter().enumerate() {
                write(source, record, index as u32 + 1, out)?;
            }
            Ok(())
        }
        value => {
            let leaves = leaves(&value);
            for (name, value) in leaves {
                out.separate(1);
                if !name.is_empty() {
                    out.push(source, &format!("{name}: "))?;
                }
                let begin = out.mark();
                out.push(source, &value)?;
                out.close(begin, At::Value { name });
            }
            Ok(())
        }
    }
}

/// A record on each line. A line that is no JSON is noted, and the rest is read.
pub(super) fn read_lines(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let text = encoding::decode(source, None, out)?;
    let mut first_problem = None;
    let mut records = 0;
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let number = index as u32 + 1;
        match write_line(source, line, number, out) {
            Ok(()) => records += 1,
            Err(ReadError::Malformed { found, format, name }) => {
                let why = format!("it is no JSON ({found})");
                out.notes.push(Note::PartUnread { name: format!("line {number}"), why });
                first_problem.get_or_insert(ReadError::Malformed { name, format, found });
            }
            Err(other) => return Err(other),
        }
    }
    match first_problem {
        Some(error) if records == 0 => Err(error),
        _ => Ok(()),
    }
}

/// Writes the record on a line.
pub(crate) fn write_line(
    source: &Source,
    line: &str,
    number: u32,
    out: &mut TextBuilder,
) -> Result<(), ReadError> {
    let record = serde_json::from_str(line).map_err(|error| problem(source, &error))?;
    write(source, &record, number, out)
}

fn problem(source: &Source, error: &serde_json::Error) -> ReadError {
    if error.to_string().starts_with("recursion limit") {
        return source.too_large(LimitKind::Nesting, 128);
    }
    source.malformed(FORMAT, error)
}

fn write(
    source: &Source,
    record: &Value,
    number: u32,
    out: &mut TextBuilder,
) -> Result<(), ReadError> {
    let leaves = leaves(record);
    let cells = leaves.iter().map(|(name, value)| (name.clone(), value.as_str()));
    // A bare value has no name to put before it.
    if let [(name, value)] = leaves.as_slice()
        && name.is_empty()
    {
        out.separate(2);
        let begin = out.mark();
        out.push(source, value)?;
        out.close(begin, At::Record { number });
        return Ok(());
    }
    rows::write(source, cells, At::Record { number }, out)
}

/// Every text, number and truth value with its path: `parties.0.name`. Nulls say nothing and are
/// left out. The parser has bounded the depth.
fn leaves(value: &Value) -> Vec<(String, String)> {
    fn descend(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
        let below = |name: &str| match path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    descend(value, &below(name), found);
                }
            }
            Value::Array(values) => {
                for (index, value) in values.iter().enumerate() {
                    descend(value, &below(&index.to_string()), found);
                }
            }
            Value::Null => {}
            Value::String(text) => found.push((path.to_owned(), text.clone())),
            other => found.push((path.to_owned(), other.to_string())),
        }
    }
    let mut found = Vec::new();
    descend(value, "", &mut found);
    found
}
