//! Web pages: the main content as a browser shows it, without menus, footers and scripts.

mod flow;
mod main_content;

use scraper::{Html, Selector};

use crate::{
    LimitKind, ReadError,
    build::TextBuilder,
    read::{Source, encoding},
};

/// Elements nested deeper than this make the parser slow beyond use; no page for people comes near.
const DEPTH: usize = 2_000;

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let declared = declared(source.bytes);
    let text = encoding::decode(source, declared.as_deref(), out)?;
    read_text(source, &text, out)
}

/// Reads HTML that is decoded already.
pub(super) fn read_text(
    source: &Source,
    text: &str,
    out: &mut TextBuilder,
) -> Result<(), ReadError> {
    if depth(text.as_bytes()) > DEPTH {
        return Err(source.too_large(LimitKind::Nesting, DEPTH as u64));
    }
    let page = Html::parse_document(text);
    if let Ok(selector) = Selector::parse("head > title")
        && let Some(title) = page.select(&selector).next()
    {
        let words: String = title.text().collect();
        out.title = Some(words.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    flow::write(source, main_content::roots(&page), out)
}

/// The encoding that a `meta` element in the first bytes names.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let value = head.split_once("charset")?.1.trim_start().strip_prefix('=')?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))?;
    (end > 0).then(|| value[..end].to_owned())
}

/// The deepest nesting of elements whose end tag cannot be left out, counted without parsing.
fn depth(bytes: &[u8]) -> usize {
    const IMPLIED: [&[u8]; 25] = [
        b"p", b"li", b"dt", b"dd", b"tr", b"td", b"th", b"tbody", b"thead", b"tfoot", b"option",
        b"br", b"hr", b"img", b"input", b"meta", b"link", b"col", b"area", b"base", b"source",
        b"wbr", b"embed", b"track", b"param",
    ];
    let (mut open, mut deepest) = (0_usize, 0_usize);
    for tag in bytes.split(|byte| *byte == b'<').skip(1) {
        let closing = tag.first() == Some(&b'/');
        let name = &tag[usize::from(closing)..];
        let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = &name[..length];
        if length == 0 || IMPLIED.iter().any(|implied| implied.eq_ignore_ascii_case(name)) {
            continue;
        }
        if closing {
            open = open.saturating_sub(1);
        } else {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_ignores_what_browsers_close_themselves() {
        assert_eq!(depth(b"<div><p>a<p>b<p>c<br><img src=x></div>"), 1, "p and br do not nest");
        assert_eq!(depth("<div>".repeat(5000).as_bytes()), 5000, "unclosed divs do");
    }

    #[test]
    fn the_declared_encoding_is_found() {
        assert_eq!(declared(b"<meta charset=\"Shift_JIS\">").as_deref(), Some("shift_jis"));
        let old = b"<META content='text/html; charset=iso-8859-2' http-equiv='Content-Type'>";
        assert_eq!(declared(old).as_deref(), Some("iso-8859-2"));
        assert_eq!(declared(b"<p>charset is a word</p>"), None, "only a value counts");
    }
}
