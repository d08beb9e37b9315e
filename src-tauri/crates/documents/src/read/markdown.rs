//! Markdown: the source as it was written, with its headings and blocks as places.

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::{
    At, ReadError,
    build::TextBuilder,
    read::{Source, encoding},
};

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let text = encoding::decode(source, None, out)?;
    let begin = out.mark();
    let start = out.text().len();
    out.push(source, &text)?;
    out.paragraphs_since(begin);
    for (level, span) in headings(&out.text()[start..]) {
        let span = start + span.start..start + span.end;
        if out.title.is_none() && level == HeadingLevel::H1 {
            out.title = Some(out.text()[span.clone()].to_owned());
        }
        out.place(span.start, span.end, At::Heading { level: level as u8 });
    }
    Ok(())
}

/// The words of each heading, without the marks around them.
fn headings(text: &str) -> Vec<(HeadingLevel, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut inside: Option<(HeadingLevel, Option<std::ops::Range<usize>>)> = None;
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, span) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => inside = Some((level, None)),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, Some(words))) = inside.take() {
                    found.push((level, words));
                }
            }
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle)) => inside = None,
            _ => {
                if let Some((_, words)) = &mut inside {
                    let start = words.as_ref().map_or(span.start, |words| words.start);
                    *words = Some(start..span.end);
                }
            }
        }
    }
    found
}
