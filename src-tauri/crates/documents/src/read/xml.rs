//! XML as a stream of tags and text, without a tree and without entities of the file's own.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::{
    LimitKind, ReadError,
    read::{Source, encoding},
};

/// A step through an XML file.
pub(crate) enum Step<'a> {
    /// An element begins. An empty element begins and ends.
    Open(Tag<'a>),
    /// The innermost element ends; its name without prefix.
    Close(String),
    /// Text inside the innermost element. One run of text may come in several pieces.
    Text(String),
}

/// A start tag.
pub(crate) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The element's name without prefix.
    pub(crate) fn name(&self) -> String {
        self.0.local_name().as_ref().to_owned()
    }

    /// The value of an attribute whose name has a prefix.
    pub(crate) fn attribute_in(&self, prefix: &str, name: &str) -> Option<String> {
        let name = format!("{prefix}:{name}");
        let attribute = self.0.try_get_attribute(name.as_str()).ok()??;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
    }

    /// The value of an attribute, by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.0.attributes().with_checks(false).filter_map(Result::ok).find_map(|attribute| {
            (attribute.key.local_name().as_ref() == name)
                .then(|| {
                    attribute
                        .normalized_value(XmlVersion::Implicit1_0)
                        .ok()
                        .map(|value| value.into_owned())
                })
                .flatten()
        })
    }
}

/// The path in an archive that `target` means when it is written in `folder` (RFC 3986, 5.2.4).
pub(crate) fn resolve_path(folder: &str, target: &str) -> String {
    let (base, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut path: Vec<&str> = base.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// Calls `step` for each tag and text of the XML in `bytes`.
///
/// # Errors
/// [`ReadError::Malformed`] with the place of the fault, [`ReadError::TooLarge`] for elements nested
/// deeper than the limit, and whatever `step` returns.
pub(crate) fn walk(
    source: &Source,
    part: &str,
    format: &str,
    bytes: &[u8],
    mut step: impl FnMut(Step) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let text = encoding::decode_bytes(bytes, declared(bytes)).text;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    let mut depth = 0_u32;
    loop {
        let event = reader.read_event().map_err(|error| {
            let at = reader.error_position();
            source.malformed(format, format!("{part}, byte {at}: {error}"))
        })?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > source.limits.nesting {
                    let limit = u64::from(source.limits.nesting);
                    return Err(source.too_large(LimitKind::Nesting, limit));
                }
                step(Step::Open(Tag(tag)))?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                step(Step::Close(tag.local_name().as_ref().to_owned()))?;
            }
            Event::Text(text) => step(Step::Text(text.to_string()))?,
            Event::CData(text) => step(Step::Text(text.to_string()))?,
            Event::GeneralRef(reference) => {
                if let Some(text) = resolve(&reference) {
                    step(Step::Text(text.to_string()))?;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if depth > 0 {
        return Err(source.malformed(format, format!("{part} ends in the middle of an element")));
    }
    Ok(())
}

/// The five entities that XML itself defines, and characters by number. Any other entity is the
/// file's own invention and is left out, so that none can expand without bound.
fn resolve(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => {
            let number = reference.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
    }
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..bytes.len().min(200))?;
    let head = std::str::from_utf8(head.split(|byte| *byte == b'>').next()?).ok()?;
    let value = head.strip_prefix("<?xml")?.split_once("encoding")?.1.trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}
