//! Which characters the bytes of a text stand for.
//!
//! Marks first, then the pattern of zero bytes that UTF-16 and UTF-32 leave, then UTF-8, which
//! other encodings do not resemble by chance, and last a guess from letter frequencies (chardetng,
//! as in Firefox).

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::{Note, ReadError, build::TextBuilder, read::Source};

/// A text and how it was decoded.
pub(crate) struct Decoded {
    /// The text, without a byte order mark.
    pub(crate) text: String,
    /// The encoding's name.
    encoding: &'static str,
    /// Whether nothing in the file names it.
    guessed: bool,
}

/// Decodes `source`; a guess and replaced bytes are noted. `declared` is the encoding that the file
/// itself names, such as HTML's `charset`.
///
/// # Errors
/// [`ReadError::UnsupportedFormat`] when the bytes are no text at all.
pub(crate) fn decode(
    source: &Source,
    declared: Option<&str>,
    out: &mut TextBuilder,
) -> Result<String, ReadError> {
    let decoded = decode_bytes(source.bytes, declared);
    if looks_binary(&decoded.text) {
        return Err(ReadError::UnsupportedFormat {
            name: source.name.to_owned(),
            found: "no text but binary data of an unknown kind".to_owned(),
        });
    }
    if decoded.guessed {
        out.notes.push(Note::EncodingGuessed { encoding: decoded.encoding.to_owned() });
    }
    let count = decoded.text.matches(char::REPLACEMENT_CHARACTER).count() as u64;
    if count > 0 {
        out.notes.push(Note::BytesReplaced { count });
    }
    Ok(decoded.text)
}

/// [`decode`] without its judgement.
pub(crate) fn decode_bytes(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let named = |(text, encoding)| Decoded { text, encoding, guessed: false };
    if let Some(utf32) = marked_utf32(bytes) {
        return named(utf32);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return named((text.into_owned(), encoding.name()));
    }
    let wide = || unmarked_utf32(bytes).or_else(|| unmarked_utf16(bytes));
    if let Some((text, encoding)) = wide() {
        return Decoded { text, encoding, guessed: true };
    }
    if !holds_escapes(bytes)
        && !bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return named((text.to_owned(), UTF_8.name()));
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let Some(encoding) = declared.filter(|encoding| !is_utf16(encoding)) {
        let (text, wrong) = encoding.decode_without_bom_handling(bytes);
        if !wrong {
            return named((text.into_owned(), encoding.name()));
        }
    }
    if !holds_escapes(bytes)
        && let Some(text) = utf8(bytes)
    {
        return named((text, UTF_8.name()));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Allow);
    let (text, _) = guess.decode_without_bom_handling(bytes);
    // GBK's decoder is that of its superset, and this is the name by which people know it.
    let name = if guess == GBK { GB18030.name() } else { guess.name() };
    Decoded { text: text.into_owned(), encoding: name, guessed: true }
}

/// The encoding of a long file by its first bytes, and their text up to the last whole line. None
/// for UTF-32, which no stream decodes.
pub(crate) fn of_sample(sample: &[u8]) -> Option<(&'static Encoding, String)> {
    let whole = if sample.contains(&0) {
        // UTF-16 and UTF-32: units of two and four bytes.
        sample.len() & !3
    } else {
        // A cut at a newline cuts no character in the other encodings.
        sample.iter().rposition(|byte| *byte == b'\n').map_or(sample.len(), |at| at + 1)
    };
    let decoded = decode_bytes(&sample[..whole], None);
    let encoding = Encoding::for_label(decoded.encoding.as_bytes())?;
    Some((encoding, decoded.text))
}

/// UTF-8, also with a few wrong sequences among many right ones: a damaged file, not another encoding.
fn utf8(bytes: &[u8]) -> Option<String> {
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    (right >= 4 * wrong).then(|| String::from_utf8_lossy(bytes).into_owned())
}

/// Escape sequences of ISO-2022-JP, which is ASCII to the eye of a UTF-8 decoder.
fn holds_escapes(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|w| matches!(w, [0x1b, b'$', b'@' | b'B'] | [0x1b, b'(', b'I' | b'J']))
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

fn marked_utf32(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (body, read, name): (_, fn([u8; 4]) -> u32, _) = match bytes {
        [0xff, 0xfe, 0, 0, body @ ..] => (body, u32::from_le_bytes, "UTF-32LE"),
        [0, 0, 0xfe, 0xff, body @ ..] => (body, u32::from_be_bytes, "UTF-32BE"),
        _ => return None,
    };
    utf32(body, read).map(|text| (text, name))
}

fn unmarked_utf32(bytes: &[u8]) -> Option<(String, &'static str)> {
    if bytes.len() < 8 || !bytes.len().is_multiple_of(4) {
        return None;
    }
    utf32(bytes, u32::from_le_bytes)
        .map(|text| (text, "UTF-32LE"))
        .or_else(|| utf32(bytes, u32::from_be_bytes).map(|text| (text, "UTF-32BE")))
}

fn utf32(body: &[u8], read: fn([u8; 4]) -> u32) -> Option<String> {
    body.chunks(4)
        .map(|unit| char::from_u32(read(unit.try_into().ok()?)).filter(|c| *c != '\0'))
        .collect()
}

/// UTF-16 without a mark. Its newlines, spaces and Latin letters hold zero bytes, which other
/// encodings never use; the order of bytes is the one that makes more of such characters.
fn unmarked_utf16(bytes: &[u8]) -> Option<(String, &'static str)> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) || !bytes.contains(&0) {
        return None;
    }
    let read = |encoding: &'static Encoding| {
        let (text, wrong) = encoding.decode_without_bom_handling(bytes);
        let odd = wrong || text.chars().any(|c| c.is_control() && !c.is_ascii_whitespace());
        let common = text
            .chars()
            .filter(|c| {
                c.is_ascii_whitespace()
                    || c.is_ascii_alphanumeric()
                    || matches!(c, '。' | '，' | '、')
            })
            .count();
        (if odd { 0 } else { common }, text.into_owned(), encoding.name())
    };
    let (little, big) = (read(UTF_16LE), read(UTF_16BE));
    let (common, text, name) = if little.0 >= big.0 { little } else { big };
    (common > 0).then_some((text, name))
}

/// Whether more than one character in fifty is one that no text uses.
fn looks_binary(text: &str) -> bool {
    let mut characters = 0_usize;
    let mut odd = 0_usize;
    for character in text.chars() {
        characters += 1;
        let control = character.is_control()
            && !matches!(character, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{85}');
        odd += usize::from(control || character == char::REPLACEMENT_CHARACTER);
    }
    odd * 50 > characters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decodes(bytes: &[u8], expected: &str, encoding: &str) {
        let decoded = decode_bytes(bytes, None);
        assert_eq!(decoded.text, expected, "text that was written in {encoding}");
        assert_eq!(decoded.encoding, encoding, "the note must name the right encoding");
    }

    const GERMAN: &str = "Über die Größe der Straße läßt sich streiten, schön ist sie trotzdem.";
    const JAPANESE: &str = "請求書の番号は二〇二六年十月のものです。合計金額をご確認ください。";
    const CHINESE: &str = "发票号码和日期都在第一页，请核对总金额并尽快付款，谢谢。";

    fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "the sample must exist in {}", encoding.name());
        bytes.into_owned()
    }

    #[test]
    fn unicode_with_and_without_marks() {
        decodes(GERMAN.as_bytes(), GERMAN, "UTF-8");
        decodes(format!("\u{feff}{GERMAN}").as_bytes(), GERMAN, "UTF-8");
        let le = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let be = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        for text in [GERMAN, "第一页\n发票号码和日期\n"] {
            decodes(&le(&format!("\u{feff}{text}")), text, "UTF-16LE");
            decodes(&be(&format!("\u{feff}{text}")), text, "UTF-16BE");
            decodes(&le(text), text, "UTF-16LE");
            decodes(&be(text), text, "UTF-16BE");
            let wide = |to: fn(u32) -> [u8; 4]| -> Vec<u8> {
                text.chars().flat_map(|c| to(u32::from(c))).collect()
            };
            decodes(&wide(u32::to_le_bytes), text, "UTF-32LE");
            decodes(&wide(u32::to_be_bytes), text, "UTF-32BE");
            let marked = [&[0xff, 0xfe, 0, 0][..], &wide(u32::to_le_bytes)].concat();
            decodes(&marked, text, "UTF-32LE");
        }
    }

    #[test]
    fn encodings_of_one_language() {
        decodes(&encoded(encoding_rs::WINDOWS_1252, GERMAN), GERMAN, "windows-1252");
        decodes(&encoded(encoding_rs::SHIFT_JIS, JAPANESE), JAPANESE, "Shift_JIS");
        decodes(&encoded(encoding_rs::EUC_JP, JAPANESE), JAPANESE, "EUC-JP");
        decodes(&encoded(encoding_rs::ISO_2022_JP, JAPANESE), JAPANESE, "ISO-2022-JP");
        decodes(&encoded(GB18030, CHINESE), CHINESE, "gb18030");
        decodes(
            &encoded(encoding_rs::BIG5, "發票號碼和日期都在第一頁"),
            "發票號碼和日期都在第一頁",
            "Big5",
        );
        let russian = "Счёт на оплату нужно отправить до конца месяца.";
        decodes(&encoded(encoding_rs::WINDOWS_1251, russian), russian, "windows-1251");
        decodes(&encoded(encoding_rs::KOI8_U, russian), russian, "KOI8-U");
        let polish = "Zażółć gęślą jaźń, proszę o fakturę";
        decodes(&encoded(encoding_rs::WINDOWS_1250, polish), polish, "windows-1250");
        let korean = "청구서 번호와 날짜를 확인해 주십시오";
        decodes(&encoded(encoding_rs::EUC_KR, korean), korean, "EUC-KR");
    }

    #[test]
    fn a_cut_character_does_not_change_the_encoding() {
        let whole = "Größe".repeat(50);
        let cut = &whole.as_bytes()[..whole.len() - 2];
        let decoded = decode_bytes(&[cut, &[0xc3]].concat(), None);
        assert_eq!(decoded.encoding, "UTF-8", "one damaged character is no other encoding");
        assert!(decoded.text.ends_with('\u{fffd}'), "the damage must stay visible");
    }

    #[test]
    fn a_declared_encoding_decides_unless_it_is_impossible() {
        let greek = encoded(encoding_rs::WINDOWS_1253, "Αθήνα");
        assert_eq!(decode_bytes(&greek, Some("windows-1253")).text, "Αθήνα");
        let lying = decode_bytes("naïve €".as_bytes(), Some("shift_jis"));
        assert_eq!(lying.text, "naïve €", "valid UTF-8 outweighs a label that cannot be");
    }

    #[test]
    fn binary_data_is_no_text() {
        let noise: Vec<u8> =
            (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(looks_binary(&decode_bytes(&noise, None).text), "noise must be refused as text");
        assert!(!looks_binary("tab\tand\r\nnewline\u{c}"), "layout characters are text");
    }
}
