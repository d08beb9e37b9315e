//! Word documents: what a reader of the printed page sees, in its order.
//!
//! Text boxes, page headers, footers and notes are read; deleted and hidden text is not. Numbers of
//! list items and clauses are computed, since a document only stores the rule for them.

mod body;
mod numbering;
mod styles;

use crate::{
    At, Note, ReadError,
    build::TextBuilder,
    read::{
        Source,
        archive::Archive,
        xml::{self, Step},
    },
};

use body::Body;
use numbering::Numbering;
use styles::Styles;

const FORMAT: &str = "Word";

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut archive = Archive::open(source, FORMAT)?;
    let main = archive.required("word/document.xml")?;
    let styles = match archive.part("word/styles.xml")? {
        Some(part) => Styles::read(source, &part)?,
        None => Styles::default(),
    };
    let numbering = match archive.part("word/numbering.xml")? {
        Some(part) => Numbering::read(source, &part)?,
        None => Numbering::default(),
    };
    out.title = match archive.part("docProps/core.xml")? {
        Some(part) => title(source, &part)?,
        None => None,
    };

    let mut body = Body::new(source, styles, numbering);
    for header in parts_like(&archive, "word/header") {
        body.walk_once(&header, &archive.required(&header)?, out)?;
    }
    body.walk("word/document.xml", &main, out)?;
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = archive.part(part)? {
            body.walk(part, &notes, out)?;
        }
    }
    for footer in parts_like(&archive, "word/footer") {
        body.walk_once(&footer, &archive.required(&footer)?, out)?;
    }
    if body.pictures() > 0 {
        out.notes.push(Note::PicturesUnread { count: body.pictures() });
    }
    Ok(())
}

/// `word/header1.xml`, `word/header2.xml`…
fn parts_like(archive: &Archive, start: &str) -> Vec<String> {
    let mut names = archive.names();
    names.retain(|name| {
        name.strip_prefix(start)
            .and_then(|rest| rest.strip_suffix(".xml"))
            .is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()))
    });
    names.sort();
    names
}

/// `dc:title` of the core properties.
fn title(source: &Source, part: &[u8]) -> Result<Option<String>, ReadError> {
    let mut title = None;
    let mut inside = false;
    xml::walk(source, "docProps/core.xml", FORMAT, part, |step| {
        match step {
            Step::Open(tag) => inside = tag.name() == "title",
            Step::Close(_) => inside = false,
            Step::Text(text) if inside => title.get_or_insert_with(String::new).push_str(&text),
            Step::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(title)
}

/// What a paragraph is called among the places.
fn place_of(level: Option<u8>, number: u32) -> At {
    match level {
        Some(level) => At::Heading { level },
        None => At::Paragraph { number },
    }
}
