//! Lays elements out as lines of text: blocks apart, table rows on one line, white space collapsed.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};

use crate::{
    At, ReadError,
    build::{Mark, TextBuilder},
    read::{Source, html::main_content::is_aside},
};

/// Writes the content of `roots`.
pub(super) fn write(
    source: &Source,
    roots: Vec<ElementRef>,
    out: &mut TextBuilder,
) -> Result<(), ReadError> {
    let mut flow =
        Flow { source, out, paragraphs: 0, block: None, lists: vec![], tables: vec![], pre: 0 };
    for root in roots {
        let mut aside = None;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) if aside.is_none() => match node.value() {
                    Node::Text(text) => flow.text(text)?,
                    Node::Element(element) => {
                        if ElementRef::wrap(node).is_some_and(is_aside) {
                            aside = Some(node.id());
                        } else {
                            let layout = element.name() == "table" && is_layout(node);
                            flow.open(element.name(), layout)?;
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    if aside == Some(node.id()) {
                        aside = None;
                    } else if aside.is_none()
                        && let Node::Element(element) = node.value()
                    {
                        flow.close(element.name())?;
                    }
                }
                Edge::Open(_) => {}
            }
        }
        flow.end_block(None);
    }
    Ok(())
}

struct Flow<'a> {
    source: &'a Source<'a>,
    out: &'a mut TextBuilder,
    paragraphs: u32,
    /// Where the open paragraph, heading or row begins.
    block: Option<Mark>,
    /// Open lists: the next number of an ordered one.
    lists: Vec<Option<u32>>,
    tables: Vec<Table>,
    pre: u32,
}

/// An open table.
#[derive(Default)]
struct Table {
    /// It only arranges the page: its cells are blocks.
    layout: bool,
    rows: u32,
    /// Cells so far in the open row.
    cells: u32,
}

/// Whether a table arranges the page instead of holding values: its cells hold what values never do.
fn is_layout(table: ego_tree::NodeRef<Node>) -> bool {
    table.descendants().skip(1).filter_map(|node| node.value().as_element()).any(|element| {
        matches!(element.name(), "table" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "pre")
    })
}

impl Flow<'_> {
    fn text(&mut self, text: &str) -> Result<(), ReadError> {
        if self.pre > 0 {
            self.begin_block();
            return self.out.push(self.source, &text.replace('\u{ad}', ""));
        }
        let mut words = text.split_ascii_whitespace().peekable();
        if words.peek().is_none() {
            if !text.is_empty() && self.block.is_some() {
                self.space()?;
            }
            return Ok(());
        }
        self.begin_block();
        if text.starts_with(|c: char| c.is_ascii_whitespace()) {
            self.space()?;
        }
        while let Some(word) = words.next() {
            self.out.push(self.source, &word.replace('\u{ad}', ""))?;
            if words.peek().is_some() {
                self.out.push(self.source, " ")?;
            }
        }
        if text.ends_with(|c: char| c.is_ascii_whitespace()) {
            self.space()?;
        }
        Ok(())
    }

    fn open(&mut self, name: &str, layout: bool) -> Result<(), ReadError> {
        match name {
            "br" => self.line(),
            "ul" | "menu" => self.begin_list(None),
            "ol" => self.begin_list(Some(1)),
            "li" => {
                self.end_block(None);
                self.out.separate(1);
                self.begin_block();
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.out.push(self.source, &mark)?;
            }
            "table" => {
                self.end_paragraph();
                self.tables.push(Table { layout, ..Table::default() });
            }
            "tr" => {
                self.end_block(None);
                self.out.separate(1);
                if let Some(table) = self.tables.last_mut() {
                    table.rows += 1;
                    table.cells = 0;
                }
            }
            "td" | "th" => {
                let Some(table) = self.tables.last_mut().filter(|table| !table.layout) else {
                    self.end_paragraph();
                    return Ok(());
                };
                table.cells += 1;
                if table.cells > 1 {
                    self.begin_block();
                    self.out.push(self.source, " | ")?;
                }
            }
            "pre" => {
                self.end_paragraph();
                self.pre += 1;
            }
            _ if self.in_cell() => {}
            _ if is_block(name) && !self.only_list_mark() => self.end_paragraph(),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "ul" | "ol" | "menu" => {
                self.end_block(None);
                self.lists.pop();
                if self.lists.is_empty() {
                    self.out.separate(2);
                }
            }
            "li" => self.end_block(None),
            "tr" => {
                let row = self.tables.last().filter(|table| !table.layout).map(|table| table.rows);
                self.end_block(row.map(|number| At::TableRow { number }));
            }
            "table" => {
                self.end_block(None);
                self.tables.pop();
                self.out.separate(2);
            }
            "pre" => {
                self.end_paragraph();
                self.pre = self.pre.saturating_sub(1);
            }
            "td" | "th" if !self.in_cell() => self.end_paragraph(),
            _ if self.in_cell() && is_block(name) => self.space()?,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.end_block(Some(At::Heading { level }));
                self.out.separate(2);
            }
            _ if is_block(name) => self.end_paragraph(),
            _ => {}
        }
        Ok(())
    }

    fn in_cell(&self) -> bool {
        self.tables.last().is_some_and(|table| table.cells > 0)
    }

    fn begin_list(&mut self, number: Option<u32>) {
        self.end_block(None);
        self.out.separate(if self.lists.is_empty() { 2 } else { 1 });
        self.lists.push(number);
    }

    fn begin_block(&mut self) {
        if self.block.is_none() {
            self.block = Some(self.out.mark());
        }
    }

    /// Whether the open block holds nothing but the mark of its list item.
    fn only_list_mark(&self) -> bool {
        let line = self.out.text().rsplit('\n').next().unwrap_or_default();
        !self.lists.is_empty()
            && self.block.is_some()
            && matches!(line.find(' '), Some(at) if at + 1 == line.len())
    }

    /// Ends the open block as `at`, or as the next paragraph.
    fn end_block(&mut self, at: Option<At>) {
        let Some(begin) = self.block.take() else { return };
        let number = self.paragraphs + 1;
        let paragraph = at.is_none();
        if self.out.close(begin, at.unwrap_or(At::Paragraph { number })) && paragraph {
            self.paragraphs = number;
        }
    }

    fn end_paragraph(&mut self) {
        self.end_block(None);
        self.out.separate(if self.lists.is_empty() { 2 } else { 1 });
    }

    fn line(&mut self) {
        if self.block.is_some() && !self.in_cell() {
            let lines = self.out.text().len() - self.out.text().trim_end_matches('\n').len();
            self.out.separate((lines + 1).min(2));
        } else if self.in_cell() {
            let _ = self.space();
        }
    }

    /// A space, unless white space stands there already.
    fn space(&mut self) -> Result<(), ReadError> {
        if self.out.text().ends_with(char::is_whitespace) || self.out.text().is_empty() {
            return Ok(());
        }
        self.out.push(self.source, " ")
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "aside"
            | "address"
            | "blockquote"
            | "figure"
            | "figcaption"
            | "form"
            | "fieldset"
            | "legend"
            | "dl"
            | "dt"
            | "dd"
            | "hr"
            | "body"
            | "details"
            | "summary"
            | "caption"
            | "center"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}
