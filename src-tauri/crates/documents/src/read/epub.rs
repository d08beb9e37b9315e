//! E-books: chapters in reading order, each a web page of its own.

use std::collections::HashMap;

use crate::{
    At, LimitKind, Note, ReadError,
    build::TextBuilder,
    read::{
        Source,
        archive::Archive,
        encoding, html,
        xml::{self, Step, resolve_path},
    },
};

const FORMAT: &str = "EPUB";

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut archive = Archive::open(source, FORMAT)?;
    if let Some(rights) = archive.part("META-INF/encryption.xml")?
        && crate::format::find(&rights, b"xhtml").is_some()
    {
        return Err(source.encrypted());
    }
    let package = package_path(source, &archive.required("META-INF/container.xml")?)?;
    let book = Book::read(source, &package, &archive.required(&package)?)?;
    for (index, chapter) in book.chapters.iter().enumerate() {
        let number = index as u32 + 1;
        let Some(bytes) = archive.part(chapter)? else {
            let why = "the book does not hold it".to_owned();
            out.notes.push(Note::PartUnread { name: format!("chapter {number}"), why });
            continue;
        };
        out.separate(2);
        let begin = out.mark();
        let page = expand_empty(&encoding::decode_bytes(&bytes, None).text);
        match html::read_text(source, &page, out) {
            Ok(()) => {
                out.close(begin, At::Chapter { number });
            }
            Err(error @ ReadError::TooLarge { what: LimitKind::TextBytes, .. }) => {
                return Err(error);
            }
            Err(error) => {
                out.rewind(begin);
                let (name, why) = (format!("chapter {number}"), error.to_string());
                out.notes.push(Note::PartUnread { name, why });
            }
        }
    }
    out.title = book.title;
    Ok(())
}

/// Where the package stands that lists the book's parts.
fn package_path(source: &Source, container: &[u8]) -> Result<String, ReadError> {
    let mut path = None;
    xml::walk(source, "META-INF/container.xml", FORMAT, container, |step| {
        if let Step::Open(tag) = step
            && tag.name() == "rootfile"
            && path.is_none()
        {
            path = tag.attribute("full-path");
        }
        Ok(())
    })?;
    path.ok_or_else(|| source.malformed(FORMAT, "META-INF/container.xml names no package"))
}

/// A book's title and the parts of its chapters in reading order.
struct Book {
    title: Option<String>,
    chapters: Vec<String>,
}

impl Book {
    fn read(source: &Source, path: &str, package: &[u8]) -> Result<Self, ReadError> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: HashMap<String, String> = HashMap::new();
        let mut order = Vec::new();
        let mut title: Option<String> = None;
        let mut in_title = false;
        xml::walk(source, path, FORMAT, package, |step| {
            match step {
                Step::Open(tag) => match tag.name().as_str() {
                    "title" => in_title = title.is_none(),
                    "item" => {
                        if let (Some(id), Some(target)) =
                            (tag.attribute("id"), tag.attribute("href"))
                        {
                            parts.insert(id, resolve_path(folder, &unescape(&target)));
                        }
                    }
                    "itemref" => order.extend(tag.attribute("idref")),
                    _ => {}
                },
                Step::Text(text) if in_title => title.get_or_insert_default().push_str(&text),
                Step::Close(_) => in_title = false,
                Step::Text(_) => {}
            }
            Ok(())
        })?;
        let chapters = order.iter().filter_map(|id| parts.get(id).cloned()).collect();
        Ok(Self { title, chapters })
    }
}

/// Undoes `%20` and the like.
fn unescape(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| byte == b'%') {
            Some(value) => {
                bytes.push(value);
                rest = &tail[2..];
            }
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Writes `<a/>` as `<a></a>`: a chapter is XML, where an element may end where it begins, but it is
/// read as HTML, where such a `<title/>` would swallow the page.
fn expand_empty(page: &str) -> String {
    let mut expanded = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        expanded.push_str(before);
        let Some(end) = tag.find('>') else {
            rest = tag;
            break;
        };
        let (tag, after) = tag.split_at(end + 1);
        let name: String = tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        match tag.strip_suffix("/>").filter(|_| !name.is_empty()) {
            Some(start) => {
                expanded.push_str(start);
                expanded.push('>');
                if !matches!(name.as_str(), "br" | "hr" | "img" | "meta" | "link" | "input" | "col")
                {
                    expanded.push_str(&format!("</{name}>"));
                }
            }
            None => expanded.push_str(tag),
        }
        rest = after;
    }
    expanded.push_str(rest);
    expanded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_elements_do_not_swallow_what_follows() {
        assert_eq!(
            expand_empty("<title/>a<br/>b<a id=\"x\"/>"),
            "<title></title>a<br>b<a id=\"x\"></a>"
        );
        assert_eq!(expand_empty("1 < 2"), "1 < 2", "an open bracket alone is text");
    }

    #[test]
    fn addresses_are_unescaped() {
        assert_eq!(unescape("two%20b.xhtml"), "two b.xhtml");
        assert_eq!(unescape("100%.xhtml"), "100%.xhtml", "a per cent sign alone stays");
    }
}
