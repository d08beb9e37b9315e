//! Rows of data: each a block of lines "column: value", so that a row makes sense on its own.

use crate::{At, ReadError, build::TextBuilder, read::Source};

/// Writes one row as a block, its values as places. Empty cells are left out; a row without values
/// is not written.
pub(crate) fn write<'c>(
    source: &Source,
    cells: impl Iterator<Item = (String, &'c str)>,
    at: At,
    out: &mut TextBuilder,
) -> Result<(), ReadError> {
    out.separate(2);
    let begin = out.mark();
    for (name, value) in cells {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        out.separate(1);
        out.push(source, &name)?;
        out.push(source, ": ")?;
        let value_begins = out.mark();
        out.push(source, value)?;
        out.close(value_begins, At::Value { name });
    }
    out.close(begin, at);
    Ok(())
}

/// Names of columns, where a table has a header; "column 3" for the rest.
#[derive(Debug, Default)]
pub(crate) struct Columns(Vec<String>);

impl Columns {
    /// Columns named by the cells of a header. White space in a name, newlines too, is one space.
    pub(crate) fn named(cells: impl Iterator<Item = impl AsRef<str>>) -> Self {
        let name = |cell: &str| cell.split_whitespace().collect::<Vec<_>>().join(" ");
        Self(cells.map(|cell| name(cell.as_ref())).collect())
    }

    /// All names, in their order.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        (0..self.0.len()).map(|index| self.name(index))
    }

    /// The name of a column, counted from 0.
    pub(crate) fn name(&self, index: usize) -> String {
        match self.0.get(index) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => format!("column {}", index + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_without_a_name_is_numbered() {
        let columns = Columns::named(["Order", "", "Placed\n on"].iter());
        assert_eq!(columns.name(1), "column 2", "an empty header cell names nothing");
        assert_eq!(columns.name(2), "Placed on", "a name stands on one line");
        assert_eq!(columns.name(7), "column 8", "rows may be longer than the header");
    }
}
