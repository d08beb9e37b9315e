//! Paragraph styles: which are headings, and which number their paragraphs.

use std::collections::HashMap;

use crate::{
    ReadError,
    read::{
        Source,
        docx::{FORMAT, numbering::ListRef},
        xml::{self, Step},
    },
};

/// The styles of a document by their identifier.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// 0 is the highest.
    outline: Option<u8>,
    list: ListRef,
}

impl Styles {
    pub(super) fn read(source: &Source, part: &[u8]) -> Result<Self, ReadError> {
        let mut styles = HashMap::new();
        let mut current: Option<(String, Style)> = None;
        xml::walk(source, "word/styles.xml", FORMAT, part, |step| {
            match step {
                Step::Open(tag) => match (tag.name().as_str(), &mut current) {
                    ("style", _) => {
                        let id = tag.attribute("styleId").unwrap_or_default();
                        current = Some((id, Style::default()));
                    }
                    ("name", Some((_, style))) => {
                        style.name = tag.attribute("val").unwrap_or_default().to_lowercase();
                    }
                    ("basedOn", Some((_, style))) => style.based_on = tag.attribute("val"),
                    ("outlineLvl", Some((_, style))) => style.outline = number(&tag),
                    (name, Some((_, style))) => style.list.note(name, &tag),
                    _ => {}
                },
                Step::Close(name) if name == "style" => styles.extend(current.take()),
                _ => {}
            }
            Ok(())
        })?;
        Ok(Self(styles))
    }

    /// The heading level, from 1, of paragraphs in style `id`; none for ordinary text.
    pub(super) fn heading(&self, id: &str) -> Option<u8> {
        self.lineage(id).find_map(|style| match style.name.as_str() {
            "title" => Some(1),
            name => name
                .strip_prefix("heading ")
                .and_then(|level| level.parse().ok())
                .or(style.outline.filter(|outline| *outline < 9).map(|outline| outline + 1)),
        })
    }

    /// The list that paragraphs in style `id` belong to.
    pub(super) fn list(&self, id: &str) -> ListRef {
        self.lineage(id).fold(ListRef::default(), |list, style| list.or(&style.list))
    }

    /// A style and those that it is based on. Ends even where a hostile file makes a circle.
    fn lineage<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Style> {
        let parent = |style: &&'a Style| style.based_on.as_ref().and_then(|id| self.0.get(id));
        std::iter::successors(self.0.get(id), parent).take(16)
    }
}

/// The `val` of a tag as a small number.
pub(super) fn number(tag: &xml::Tag) -> Option<u8> {
    tag.attribute("val")?.parse().ok()
}
