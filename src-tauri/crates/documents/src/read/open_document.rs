//! OpenDocument texts, presentations and spreadsheets: one walker, since all three are made of the
//! same paragraphs and tables.

use crate::{
    At, Note, PageCount, ReadError,
    build::{Mark, TextBuilder},
    read::{
        Source,
        archive::Archive,
        sheet::{self, Cell},
        xml::{self, Step, Tag},
    },
};

const FORMAT: &str = "OpenDocument";

/// A text or a presentation.
pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut archive = Archive::open(source, FORMAT)?;
    let content = content(source, &mut archive)?;
    out.title = title(source, &mut archive)?;
    let mut flow = Flow::new(source);
    xml::walk(source, "content.xml", FORMAT, &content, |step| match step {
        Step::Open(tag) => flow.open(&tag, out),
        Step::Text(text) => {
            flow.text(&text);
            Ok(())
        }
        Step::Close(name) => flow.close(&name, out),
    })?;
    if flow.slides > 0 {
        let count = PageCount { total: flow.slides, read: flow.slides, unread: vec![] };
        out.pages = Some(count);
    }
    if flow.pictures > 0 {
        out.notes.push(Note::PicturesUnread { count: flow.pictures });
    }
    Ok(())
}

fn content(source: &Source, archive: &mut Archive) -> Result<Vec<u8>, ReadError> {
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    if crate::format::find(&manifest, b"encryption-data").is_some() {
        return Err(source.encrypted());
    }
    archive.required("content.xml")
}

fn title(source: &Source, archive: &mut Archive) -> Result<Option<String>, ReadError> {
    let Some(meta) = archive.part("meta.xml")? else { return Ok(None) };
    let mut title: Option<String> = None;
    let mut inside = false;
    xml::walk(source, "meta.xml", FORMAT, &meta, |step| {
        match step {
            Step::Open(tag) => inside = tag.name() == "title",
            Step::Close(_) => inside = false,
            Step::Text(text) if inside => title.get_or_insert_default().push_str(&text),
            Step::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(title)
}

/// What is open while the content goes by.
struct Flow<'a> {
    source: &'a Source<'a>,
    /// Elements open inside one that is not content: tracked changes, annotations, settings.
    unseen: u32,
    /// Text of the open paragraphs; a note or a text box puts paragraphs inside a paragraph.
    paragraphs: Vec<(String, Option<u8>)>,
    count: u32,
    lists: u32,
    /// Cells of the open row of each open table, and the open cell's paragraphs.
    tables: Vec<Table>,
    slide: Option<Mark>,
    slides: u32,
    pictures: u32,
}

#[derive(Default)]
struct Table {
    rows: u32,
    cells: Vec<String>,
    cell: Vec<String>,
}

impl<'a> Flow<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        Self {
            source,
            unseen: 0,
            paragraphs: Vec::new(),
            count: 0,
            lists: 0,
            tables: Vec::new(),
            slide: None,
            slides: 0,
            pictures: 0,
        }
    }

    fn open(&mut self, tag: &Tag, out: &mut TextBuilder) -> Result<(), ReadError> {
        let name = tag.name();
        if self.unseen > 0
            || matches!(
                name.as_str(),
                "tracked-changes" | "annotation" | "note-citation" | "settings"
            )
        {
            self.unseen += 1;
            return Ok(());
        }
        match name.as_str() {
            "page" => {
                out.separate(2);
                self.slides += 1;
                self.slide = Some(out.mark());
            }
            "p" => self.paragraphs.push((String::new(), None)),
            "h" => {
                let level = tag.attribute("outline-level").and_then(|l| l.parse().ok());
                self.paragraphs.push((String::new(), Some(level.unwrap_or(1))));
            }
            "list" => {
                if self.lists == 0 {
                    out.separate(2);
                }
                self.lists += 1;
            }
            "table" => {
                out.separate(2);
                self.tables.push(Table::default());
            }
            "image" => self.pictures += 1,
            "s" => {
                let count =
                    tag.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                self.text(&" ".repeat(count.min(100)));
            }
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.unseen == 0
            && let Some((paragraph, _)) = self.paragraphs.last_mut()
        {
            paragraph.push_str(text);
        }
    }

    fn close(&mut self, name: &str, out: &mut TextBuilder) -> Result<(), ReadError> {
        if self.unseen > 0 {
            self.unseen -= 1;
            return Ok(());
        }
        match name {
            "p" | "h" => {
                if let Some((text, level)) = self.paragraphs.pop() {
                    self.end_paragraph(text.trim(), level, out)?;
                }
            }
            "list" => {
                self.lists = self.lists.saturating_sub(1);
                if self.lists == 0 && self.tables.is_empty() {
                    out.separate(2);
                }
            }
            "table-cell" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cells.push(std::mem::take(&mut table.cell).join(" "));
                }
            }
            "table-row" => self.end_row(out)?,
            "table" => {
                self.tables.pop();
                out.separate(2);
            }
            "page" => {
                if let Some(begin) = self.slide.take() {
                    out.close(begin, At::Slide { number: self.slides });
                }
                self.count = 0;
            }
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(
        &mut self,
        text: &str,
        level: Option<u8>,
        out: &mut TextBuilder,
    ) -> Result<(), ReadError> {
        if text.is_empty() {
            return Ok(());
        }
        if let Some(table) = self.tables.last_mut() {
            table.cell.push(text.to_owned());
            return Ok(());
        }
        out.separate(if self.lists > 0 { 1 } else { 2 });
        let begin = out.mark();
        if self.lists > 0 {
            out.push(self.source, "- ")?;
        }
        out.push(self.source, text)?;
        match level {
            Some(level) => {
                out.title.get_or_insert_with(|| text.to_owned());
                out.close(begin, At::Heading { level });
            }
            None => {
                self.count += 1;
                out.close(begin, At::Paragraph { number: self.count });
            }
        }
        Ok(())
    }

    fn end_row(&mut self, out: &mut TextBuilder) -> Result<(), ReadError> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let cells = std::mem::take(&mut table.cells);
        table.rows += 1;
        let number = table.rows;
        let row = cells.join(" | ");
        if row.trim_matches([' ', '|']).is_empty() {
            return Ok(());
        }
        let depth = self.tables.len();
        if let Some(outer) = depth.checked_sub(2).and_then(|outer| self.tables.get_mut(outer)) {
            outer.cell.push(row);
            return Ok(());
        }
        out.separate(1);
        let begin = out.mark();
        out.push(self.source, &row)?;
        out.close(begin, At::TableRow { number });
        Ok(())
    }
}

/// A spreadsheet. Values are taken as the sheet shows them.
pub(super) fn read_sheets(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    /// Filled cells and rows that say "the same again" are written this often at most.
    const REPEATED: u32 = 1_000;
    let mut archive = Archive::open(source, FORMAT)?;
    let content = content(source, &mut archive)?;
    out.title = title(source, &mut archive)?;

    let repeated = |tag: &Tag, name: &str| -> u32 {
        tag.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
    };
    let mut name = String::new();
    let mut cells: Vec<Cell> = Vec::new();
    let (mut row, mut row_begins, mut rows_repeated) = (0_u32, 0_usize, 1_u32);
    let (mut column, mut columns_repeated) = (0_u32, 1_u32);
    let mut text = String::new();
    let (mut in_cell, mut in_text, mut unseen) = (false, false, 0_u32);
    xml::walk(source, "content.xml", FORMAT, &content, |step| {
        match step {
            Step::Open(tag) => match tag.name().as_str() {
                "annotation" => unseen += 1,
                "table" => {
                    name = tag.attribute("name").unwrap_or_default();
                    row = 0;
                }
                "table-row" => {
                    (column, row_begins) = (0, cells.len());
                    rows_repeated = repeated(&tag, "number-rows-repeated");
                }
                "table-cell" | "covered-table-cell" => {
                    in_cell = true;
                    text.clear();
                    columns_repeated = repeated(&tag, "number-columns-repeated");
                }
                "p" if in_cell && unseen == 0 => {
                    in_text = true;
                    if !text.is_empty() {
                        text.push('\n');
                    }
                }
                "s" if in_text => text.push(' '),
                _ => {}
            },
            Step::Text(piece) if in_text && unseen == 0 => text.push_str(&piece),
            Step::Text(_) => {}
            Step::Close(closed) => match closed.as_str() {
                "annotation" => unseen = unseen.saturating_sub(1),
                "p" => in_text = false,
                "table-cell" | "covered-table-cell" => {
                    in_cell = false;
                    for repeat in 0..columns_repeated.min(REPEATED) {
                        let cell = Cell { row, column: column + repeat, text: text.clone() };
                        sheet::collect(source, &mut cells, cell)?;
                        if text.is_empty() {
                            break;
                        }
                    }
                    column = column.saturating_add(columns_repeated);
                }
                "table-row" => {
                    let filled = row_begins..cells.len();
                    for repeat in 1..rows_repeated.min(REPEATED) {
                        for index in filled.clone() {
                            let Cell { column, ref text, .. } = cells[index];
                            let again = Cell { row: row + repeat, column, text: text.clone() };
                            sheet::collect(source, &mut cells, again)?;
                        }
                    }
                    row = row.saturating_add(rows_repeated);
                }
                "table" => sheet::write(source, &name, std::mem::take(&mut cells), out)?,
                _ => {}
            },
        }
        Ok(())
    })
}
