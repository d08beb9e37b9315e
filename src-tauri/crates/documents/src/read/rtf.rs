//! Rich text: control words are followed as far as they change what is read (RTF 1.9.1).

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::{LimitKind, ReadError, build::TextBuilder, read::Source};

const FORMAT: &str = "RTF";

/// Groups inside one another, beyond which no word processor goes.
const DEPTH: usize = 4_000;

/// Groups whose text is not part of the page.
const UNSEEN: [&str; 28] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "objdata",
    "fldinst",
    "xmlnstbl",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "themedata",
    "datastore",
    "colorschememapping",
    "latentstyles",
    "xe",
    "tc",
    "bkmkstart",
    "bkmkend",
    "annotation",
    "atnid",
    "atnauthor",
    "datafield",
    "filetbl",
    "listtext",
];

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut page = Page::new();
    let mut groups = vec![Group { unseen: false, skip_after_unicode: 1 }];
    let mut tokens = Tokens { bytes: source.bytes, at: 0 };
    // Characters still to leave out: what old programs show in place of a Unicode character.
    let mut substitutes = 0;
    let mut starred = false;
    while let Some(token) = tokens.next() {
        let Some(group) = groups.last_mut() else { break };
        let was_starred = std::mem::take(&mut starred);
        match token {
            Token::Open => {
                let copy = *group;
                if groups.len() >= DEPTH {
                    return Err(source.too_large(LimitKind::Nesting, DEPTH as u64));
                }
                groups.push(copy);
            }
            Token::Close => {
                groups.pop();
            }
            Token::Star => starred = true,
            Token::Byte(_) if substitutes > 0 => substitutes -= 1,
            Token::Byte(byte) if !group.unseen => page.byte(byte),
            Token::Byte(_) => {}
            Token::Word(word, number) => match word {
                "ansicpg" => page.code_page = code_page(number.unwrap_or(1252)),
                "uc" => group.skip_after_unicode = number.unwrap_or(1).clamp(0, 16) as u32,
                "u" => {
                    substitutes = group.skip_after_unicode;
                    if !group.unseen {
                        page.unit(number.unwrap_or(0));
                    }
                }
                "bin" => tokens.at += number.unwrap_or(0).max(0) as usize,
                _ if UNSEEN.contains(&word) => group.unseen = true,
                // A group that readers may leave out if they do not know it: we know these.
                _ if was_starred && !matches!(word, "shptxt" | "fldrslt" | "shpinst") => {
                    group.unseen = true;
                }
                "deleted" | "v" => group.unseen = number != Some(0),
                _ if group.unseen => {}
                word => page.word(word),
            },
        }
    }
    page.flush();
    if groups.len() > 1 && page.text.trim().is_empty() {
        return Err(source.malformed(FORMAT, "ends before its text"));
    }
    let begin = out.mark();
    out.push(source, page.text.trim_start())?;
    out.paragraphs_since(begin);
    Ok(())
}

#[derive(Clone, Copy)]
struct Group {
    unseen: bool,
    /// How many characters follow a Unicode character for programs that do not know it.
    skip_after_unicode: u32,
}

/// The text so far, and what waits to be decoded together: a character may have two bytes or two
/// UTF-16 units. Of `bytes` and `units` one is empty.
struct Page {
    text: String,
    bytes: Vec<u8>,
    units: Vec<u16>,
    code_page: &'static Encoding,
}

impl Page {
    fn new() -> Self {
        let (bytes, units) = (Vec::new(), Vec::new());
        Self { text: String::new(), bytes, units, code_page: WINDOWS_1252 }
    }

    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            let (text, _) = self.code_page.decode_without_bom_handling(&self.bytes);
            self.text.push_str(&text);
            self.bytes.clear();
        }
        if !self.units.is_empty() {
            self.text.push_str(&String::from_utf16_lossy(&self.units));
            self.units.clear();
        }
    }

    fn byte(&mut self, byte: u8) {
        if !self.units.is_empty() {
            self.flush();
        }
        self.bytes.push(byte);
    }

    /// A UTF-16 unit, written as a signed number.
    fn unit(&mut self, number: i32) {
        if !self.bytes.is_empty() {
            self.flush();
        }
        self.units.push((number & 0xffff) as u16);
    }

    fn word(&mut self, word: &str) {
        let shown = match word {
            "par" | "sect" | "page" => "\n\n",
            "line" => "\n",
            "tab" => "\t",
            "cell" | "nestcell" => " | ",
            "row" | "nestrow" => "\n",
            "emdash" => "\u{2014}",
            "endash" => "\u{2013}",
            "bullet" => "\u{2022}",
            "lquote" => "\u{2018}",
            "rquote" => "\u{2019}",
            "ldblquote" => "\u{201c}",
            "rdblquote" => "\u{201d}",
            "emspace" | "enspace" | "qmspace" => " ",
            _ => return,
        };
        self.flush();
        if matches!(word, "row" | "nestrow") {
            let kept = self.text.trim_end_matches([' ', '|']).len();
            self.text.truncate(kept);
        }
        self.text.push_str(shown);
    }
}

enum Token<'a> {
    Open,
    Close,
    /// `\*`: the group may be left out by a reader that does not know it.
    Star,
    Byte(u8),
    Word(&'a str, Option<i32>),
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\r' | b'\n' | 0 => continue,
                b'\\' => self.control()?,
                byte => Token::Byte(byte),
            });
        }
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let byte = *self.bytes.get(self.at)?;
        if byte.is_ascii_alphabetic() {
            return Some(self.word());
        }
        self.at += 1;
        Some(match byte {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2)?;
                self.at += 2;
                let digits = std::str::from_utf8(digits).ok();
                Token::Byte(digits.and_then(|d| u8::from_str_radix(d, 16).ok()).unwrap_or(b'?'))
            }
            b'*' => Token::Star,
            b'~' => Token::Byte(b' '),
            b'_' => Token::Byte(b'-'),
            b'\r' | b'\n' => Token::Word("par", None),
            b'\\' | b'{' | b'}' => Token::Byte(byte),
            // An optional hyphen and other marks show nothing.
            _ => Token::Word("", None),
        })
    }

    fn word(&mut self) -> Token<'a> {
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).take(32).count();
        let sign = usize::from(rest.get(letters) == Some(&b'-'));
        let digits =
            rest[letters + sign..].iter().take_while(|b| b.is_ascii_digit()).take(10).count();
        let end = if digits > 0 { letters + sign + digits } else { letters };
        let text = |range| std::str::from_utf8(&rest[range]).unwrap_or_default();
        let number = if digits > 0 { text(letters..end).parse().ok() } else { None };
        self.at += end + usize::from(rest.get(end) == Some(&b' '));
        Token::Word(text(0..letters), number)
    }
}

fn code_page(number: i32) -> &'static Encoding {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    use crate::{Limits, read_bytes};

    fn text(rtf: &str) -> String {
        read_bytes("a.rtf", rtf.as_bytes(), &Limits::default()).unwrap().text
    }

    #[test]
    fn characters() {
        assert_eq!(
            text(r"{\rtf1\ansi\ansicpg1252 Stra\'dfe \endash  \u8364?5\par Two}"),
            "Straße – €5\n\nTwo"
        );
        assert_eq!(
            text(r"{\rtf1\ansi\ansicpg932 \'90\'bf\'8b\'81}"),
            "請求",
            "two bytes a character"
        );
        assert_eq!(text(r"{\rtf1 \uc1\u-10179?\u-8704?!}"), "😀!", "a pair of halves");
        assert_eq!(
            text(r"{\rtf1 a\u-8704?b\u-10179?c}"),
            "a\u{fffd}b\u{fffd}c",
            "a half without its other stands for no character"
        );
        assert_eq!(text(r"{\rtf1 \{a\} \\ b\~c\_d}"), r"{a} \ b c-d");
    }

    #[test]
    fn what_is_not_on_the_page() {
        let rtf = r"{\rtf1{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\info{\title T}}Seen{\v hidden}{\deleted gone}!}";
        assert_eq!(text(rtf), "Seen!");
    }

    #[test]
    fn rows_stand_on_a_line() {
        assert_eq!(
            text(r"{\rtf1 \trowd Name\cell Age\cell\row Ada\cell 36\cell\row}"),
            "Name | Age\nAda | 36"
        );
    }
}
