//! PowerPoint: slide by slide, titles first as drawn, tables by row, then the speaker's notes.

use crate::{
    At, Note, PageCount, ReadError,
    build::TextBuilder,
    read::{
        Source,
        archive::Archive,
        xml::{self, Step},
    },
};

const FORMAT: &str = "PowerPoint";

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut archive = Archive::open(source, FORMAT)?;
    let order = order(source, &mut archive)?;
    let mut pictures = 0;
    for (index, slide) in order.iter().enumerate() {
        let number = index as u32 + 1;
        out.separate(2);
        let begin = out.mark();
        let mut walk = Slide::new(source);
        walk.read(slide, &archive.required(slide)?, out)?;
        if let Some(notes) = notes_of(source, &mut archive, slide)?
            && let Some(part) = archive.part(&notes)?
        {
            walk.notes = true;
            walk.read(&notes, &part, out)?;
        }
        pictures += walk.pictures;
        out.close(begin, At::Slide { number });
    }
    let total = order.len() as u32;
    out.pages = Some(PageCount { total, read: total, unread: vec![] });
    if pictures > 0 {
        out.notes.push(Note::PicturesUnread { count: pictures });
    }
    Ok(())
}

/// The parts of the slides in the order in which they are shown.
fn order(source: &Source, archive: &mut Archive) -> Result<Vec<String>, ReadError> {
    let targets = relations(source, archive, "ppt/presentation.xml")?;
    let presentation = archive.required("ppt/presentation.xml")?;
    let mut order = Vec::new();
    xml::walk(source, "ppt/presentation.xml", FORMAT, &presentation, |step| {
        if let Step::Open(tag) = step
            && tag.name() == "sldId"
            && let Some(relation) = tag.attribute_in("r", "id")
            && let Some((_, _, target)) = targets.iter().find(|(id, ..)| *id == relation)
        {
            order.push(target.clone());
        }
        Ok(())
    })?;
    Ok(order)
}

fn notes_of(
    source: &Source,
    archive: &mut Archive,
    slide: &str,
) -> Result<Option<String>, ReadError> {
    let relations = relations(source, archive, slide)?;
    let notes = relations.into_iter().find(|(_, kind, _)| kind.ends_with("/notesSlide"));
    Ok(notes.map(|(.., target)| target))
}

/// What a part refers to: identifier, kind and path in the archive.
fn relations(
    source: &Source,
    archive: &mut Archive,
    part: &str,
) -> Result<Vec<(String, String, String)>, ReadError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let path = format!("{folder}/_rels/{file}.rels");
    let mut found = Vec::new();
    let Some(bytes) = archive.part(&path)? else { return Ok(found) };
    xml::walk(source, &path, FORMAT, &bytes, |step| {
        if let Step::Open(tag) = step
            && let (Some(id), Some(kind), Some(target)) =
                (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
        {
            found.push((id, kind, xml::resolve_path(folder, &target)));
        }
        Ok(())
    })?;
    Ok(found)
}

/// One slide or its notes, while it goes by.
struct Slide<'a> {
    source: &'a Source<'a>,
    paragraph: Option<String>,
    text: bool,
    /// The kind of the open shape's placeholder.
    placeholder: Option<String>,
    cells: Option<Vec<String>>,
    cell: Vec<String>,
    rows: u32,
    paragraphs: u32,
    pictures: u32,
    notes: bool,
}

impl<'a> Slide<'a> {
    fn new(source: &'a Source<'a>) -> Self {
        Self {
            source,
            paragraph: None,
            text: false,
            placeholder: None,
            cells: None,
            cell: Vec::new(),
            rows: 0,
            paragraphs: 0,
            pictures: 0,
            notes: false,
        }
    }

    fn read(&mut self, part: &str, bytes: &[u8], out: &mut TextBuilder) -> Result<(), ReadError> {
        xml::walk(self.source, part, FORMAT, bytes, |step| {
            match step {
                Step::Open(tag) => match tag.name().as_str() {
                    "sp" => {
                        out.separate(2);
                        self.placeholder = None;
                    }
                    "ph" => self.placeholder = Some(tag.attribute("type").unwrap_or_default()),
                    "p" => self.paragraph = Some(String::new()),
                    "t" => self.text = true,
                    "br" | "tab" => {
                        if let Some(paragraph) = &mut self.paragraph {
                            paragraph.push(if tag.name() == "br" { '\n' } else { '\t' });
                        }
                    }
                    "tbl" => {
                        out.separate(2);
                        self.rows = 0;
                    }
                    "tr" => self.cells = Some(Vec::new()),
                    "blip" => self.pictures += 1,
                    _ => {}
                },
                Step::Text(text) => {
                    if let Some(paragraph) = self.paragraph.as_mut().filter(|_| self.text) {
                        paragraph.push_str(&text);
                    }
                }
                Step::Close(name) => self.close(&name, out)?,
            }
            Ok(())
        })
    }

    fn close(&mut self, name: &str, out: &mut TextBuilder) -> Result<(), ReadError> {
        match name {
            "t" => self.text = false,
            "p" => {
                if let Some(paragraph) = self.paragraph.take() {
                    self.end_paragraph(paragraph.trim(), out)?;
                }
            }
            "tc" => {
                let cell = std::mem::take(&mut self.cell).join(" ");
                if let Some(cells) = &mut self.cells {
                    cells.push(cell);
                }
            }
            "tr" => {
                let row = self.cells.take().unwrap_or_default().join(" | ");
                self.rows += 1;
                out.separate(1);
                let begin = out.mark();
                out.push(self.source, &row)?;
                out.close(begin, At::TableRow { number: self.rows });
            }
            _ => {}
        }
        Ok(())
    }

    fn end_paragraph(&mut self, text: &str, out: &mut TextBuilder) -> Result<(), ReadError> {
        // Numbers and dates that stand on every slide; on a notes page, the picture of the slide.
        let repeated =
            matches!(self.placeholder.as_deref(), Some("sldNum" | "dt" | "ftr" | "sldImg" | "hdr"));
        if text.is_empty() || repeated {
            return Ok(());
        }
        if self.cells.is_some() {
            self.cell.push(text.to_owned());
            return Ok(());
        }
        let title = matches!(self.placeholder.as_deref(), Some("title" | "ctrTitle"));
        out.separate(if title { 2 } else { 1 });
        let begin = out.mark();
        out.push(self.source, text)?;
        if title && !self.notes {
            out.title.get_or_insert_with(|| text.to_owned());
            out.close(begin, At::Heading { level: 1 });
            out.separate(2);
        } else {
            self.paragraphs += 1;
            out.close(begin, At::Paragraph { number: self.paragraphs });
        }
        Ok(())
    }
}
