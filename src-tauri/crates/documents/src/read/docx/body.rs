//! Paragraphs and tables of a Word part, from a stream of tags.

use std::collections::HashSet;

use crate::{
    At, ReadError,
    build::TextBuilder,
    read::{
        Source,
        docx::{
            FORMAT,
            numbering::{ListRef, Numbering},
            place_of,
            styles::{Styles, number},
        },
        xml::{self, Step, Tag},
    },
};

/// Elements whose text nobody sees: deleted and moved text, field codes, and the copy of a drawing
/// for older programs.
const UNSEEN: [&str; 8] = [
    "del",
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "Fallback",
    "pPrChange",
    "rPrChange",
];

/// Walks the parts of one document; numbers run on from part to part.
pub(super) struct Body<'a> {
    source: &'a Source<'a>,
    styles: Styles,
    numbering: Numbering,
    paragraphs: u32,
    pictures: u32,
    seen: HashSet<String>,
}

/// What is open at a moment.
#[derive(Default)]
struct Open {
    /// Elements open inside one that nobody sees.
    unseen: u32,
    /// Paragraphs; a text box puts paragraphs inside a paragraph.
    paragraphs: Vec<Paragraph>,
    /// Runs, and whether each is hidden.
    runs: Vec<bool>,
    tables: Vec<Table>,
    text: bool,
    /// A note that only draws the line above the notes.
    separator: bool,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    outline: Option<u8>,
    list: ListRef,
    /// Tables that were open when it began: the paragraph belongs to the innermost one's cell.
    tables: usize,
}

#[derive(Default)]
struct Table {
    rows: u32,
    cells: Vec<String>,
    /// Paragraphs of the open cell.
    cell: Vec<String>,
}

impl<'a> Body<'a> {
    pub(super) fn new(source: &'a Source<'a>, styles: Styles, numbering: Numbering) -> Self {
        Self { source, styles, numbering, paragraphs: 0, pictures: 0, seen: HashSet::new() }
    }

    /// Pictures met so far.
    pub(super) fn pictures(&self) -> u32 {
        self.pictures
    }

    /// Walks a header or footer, and takes it back if an equal one was read before: first, even and
    /// odd pages often have the same.
    pub(super) fn walk_once(
        &mut self,
        part: &str,
        bytes: &[u8],
        out: &mut TextBuilder,
    ) -> Result<(), ReadError> {
        let (begin, paragraphs, pictures) = (out.mark(), self.paragraphs, self.pictures);
        let start = out.text().len();
        self.walk(part, bytes, out)?;
        if !self.seen.insert(out.text()[start..].trim().to_owned()) {
            out.rewind(begin);
            (self.paragraphs, self.pictures) = (paragraphs, pictures);
        }
        Ok(())
    }

    /// Walks a part.
    pub(super) fn walk(
        &mut self,
        part: &str,
        bytes: &[u8],
        out: &mut TextBuilder,
    ) -> Result<(), ReadError> {
        let mut open = Open::default();
        xml::walk(self.source, part, FORMAT, bytes, |step| match step {
            Step::Open(_) | Step::Text(_) if open.separator => Ok(()),
            Step::Open(tag) => {
                self.begin(&tag, &mut open, out);
                Ok(())
            }
            Step::Close(name) => self.end(&name, &mut open, out),
            Step::Text(text) => {
                if open.text
                    && open.unseen == 0
                    && !open.runs.last().is_some_and(|hidden| *hidden)
                    && let Some(paragraph) = open.paragraphs.last_mut()
                {
                    paragraph.text.push_str(&text);
                }
                Ok(())
            }
        })
    }

    fn begin(&mut self, tag: &Tag, open: &mut Open, out: &mut TextBuilder) {
        let name = tag.name();
        if open.unseen > 0 || UNSEEN.contains(&name.as_str()) {
            open.unseen += 1;
            return;
        }
        let in_run = !open.runs.is_empty();
        match name.as_str() {
            "p" => open
                .paragraphs
                .push(Paragraph { tables: open.tables.len(), ..Paragraph::default() }),
            "r" => open.runs.push(false),
            "t" => open.text = true,
            "tbl" => {
                out.separate(2);
                open.tables.push(Table::default());
            }
            "footnote" | "endnote" => open.separator = tag.attribute("type").is_some(),
            "blip" | "imagedata" => self.pictures += 1,
            "vanish" if !matches!(tag.attribute("val").as_deref(), Some("0" | "false")) => {
                if let Some(hidden) = open.runs.last_mut() {
                    *hidden = true;
                }
            }
            name => {
                let Some(paragraph) = open.paragraphs.last_mut() else { return };
                match name {
                    "tab" | "ptab" if in_run => paragraph.text.push('\t'),
                    "br" | "cr" if in_run => paragraph.text.push('\n'),
                    "noBreakHyphen" => paragraph.text.push('-'),
                    "pStyle" => paragraph.style = tag.attribute("val"),
                    "outlineLvl" => paragraph.outline = number(tag).filter(|level| *level < 9),
                    name => paragraph.list.note(name, tag),
                }
            }
        }
    }

    fn end(&mut self, name: &str, open: &mut Open, out: &mut TextBuilder) -> Result<(), ReadError> {
        if matches!(name, "footnote" | "endnote") {
            open.separator = false;
        }
        if open.separator {
            return Ok(());
        }
        if open.unseen > 0 {
            open.unseen -= 1;
            return Ok(());
        }
        match name {
            "t" => open.text = false,
            "r" => {
                open.runs.pop();
            }
            "p" => {
                if let Some(paragraph) = open.paragraphs.pop() {
                    self.end_paragraph(paragraph, open, out)?;
                }
            }
            "tc" => {
                if let Some(table) = open.tables.last_mut() {
                    let cell = std::mem::take(&mut table.cell);
                    table.cells.push(cell.join("\n"));
                }
            }
            "tr" => self.end_row(open, out)?,
            "tbl" => {
                open.tables.pop();
                out.separate(2);
            }
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(
        &mut self,
        paragraph: Paragraph,
        open: &mut Open,
        out: &mut TextBuilder,
    ) -> Result<(), ReadError> {
        let text = paragraph.text.trim();
        if text.is_empty() {
            return Ok(());
        }
        let style = paragraph.style.as_deref().unwrap_or_default();
        let list = paragraph.list.or(&self.styles.list(style));
        let text = match self.numbering.next(&list) {
            Some(label) => format!("{label} {text}"),
            None => text.to_owned(),
        };
        if let Some(table) = open.tables.last_mut().filter(|_| paragraph.tables > 0) {
            table.cell.push(text);
            return Ok(());
        }
        let level = paragraph.outline.map(|outline| outline + 1).or(self.styles.heading(style));
        if level.is_none() {
            self.paragraphs += 1;
        } else if out.title.is_none() {
            out.title = Some(text.clone());
        }
        out.separate(2);
        let begin = out.mark();
        out.push(self.source, &text)?;
        out.close(begin, place_of(level, self.paragraphs));
        Ok(())
    }

    /// A row stands on one line, its cells set apart by bars; a row of one cell keeps its lines. A
    /// row of a table inside a cell becomes a line of that cell.
    fn end_row(&mut self, open: &mut Open, out: &mut TextBuilder) -> Result<(), ReadError> {
        let Some(table) = open.tables.last_mut() else { return Ok(()) };
        let cells = std::mem::take(&mut table.cells);
        let row = match cells.as_slice() {
            [only] => only.clone(),
            cells => cells.iter().map(|c| c.replace('\n', " ")).collect::<Vec<_>>().join(" | "),
        };
        table.rows += 1;
        let rows = table.rows;
        if row.trim_matches([' ', '|']).is_empty() {
            return Ok(());
        }
        let depth = open.tables.len();
        if let Some(outer) = depth.checked_sub(2).and_then(|outer| open.tables.get_mut(outer)) {
            outer.cell.push(row);
            return Ok(());
        }
        out.separate(1);
        let begin = out.mark();
        out.push(self.source, &row)?;
        out.close(begin, At::TableRow { number: rows });
        Ok(())
    }
}
