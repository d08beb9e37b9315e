//! Outlook messages: properties in the streams of a compound file (MS-OXMSG).

use std::io::{Cursor, Read};

use cfb::CompoundFile;
use encoding_rs::{UTF_16LE, WINDOWS_1252};

use crate::{
    At, ReadError,
    build::TextBuilder,
    read::{Source, html, parts},
};

/// Property numbers, in the hexadecimal of stream names.
const SUBJECT: &str = "0037";
const SENDER: &str = "0C1A";
const SENDER_ADDRESS: &str = "5D01";
const TO: &str = "0E04";
const CC: &str = "0E03";
const BODY: &str = "1000";
const HTML: &str = "1013";
const ATTACHMENT: &str = "3701";
const LONG_NAME: &str = "3707";
const NAME: &str = "3704";

type File<'a> = CompoundFile<Cursor<&'a [u8]>>;

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut file = CompoundFile::open(Cursor::new(source.bytes))
        .map_err(|error| source.malformed("Outlook", error))?;
    let begin = out.mark();
    let subject = text(source, &mut file, "", SUBJECT);
    let name = text(source, &mut file, "", SENDER);
    let from = match (name, text(source, &mut file, "", SENDER_ADDRESS)) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (name, address) => name.or(address),
    };
    let headers = [
        ("From", from),
        ("To", text(source, &mut file, "", TO)),
        ("Cc", text(source, &mut file, "", CC)),
        ("Date", date(&mut file)),
        ("Subject", subject.clone()),
    ];
    for (name, value) in headers {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { continue };
        out.separate(1);
        out.push(source, &format!("{name}: "))?;
        let value_begins = out.mark();
        out.push(source, value.trim())?;
        out.close(value_begins, At::Value { name: name.to_owned() });
    }
    out.separate(2);
    if let Some(body) = text(source, &mut file, "", BODY).filter(|body| !body.trim().is_empty()) {
        let body_begins = out.mark();
        out.push(source, &body)?;
        out.paragraphs_since(body_begins);
    } else if let Some(page) = bytes(source, &mut file, &format!("/__substg1.0_{HTML}0102")) {
        html::read_text(source, &String::from_utf8_lossy(&page), out)?;
    }
    out.title = subject;

    let attachments: Vec<String> = file
        .read_root_storage()
        .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_"))
        .map(|entry| format!("/{}", entry.name()))
        .collect();
    if attachments.is_empty() {
        return Ok(());
    }
    out.close(begin, At::Message { number: 1 });
    for (index, storage) in attachments.iter().enumerate() {
        let name = text(source, &mut file, storage, LONG_NAME)
            .or_else(|| text(source, &mut file, storage, NAME))
            .unwrap_or_else(|| format!("attachment {}", index + 1));
        let content = bytes(source, &mut file, &format!("{storage}/__substg1.0_{ATTACHMENT}0102"));
        parts::read(source, &name, &content.unwrap_or_default(), out)?;
    }
    Ok(())
}

/// A text property, as UTF-16 or in the code page of Western Europe.
fn text(source: &Source, file: &mut File, storage: &str, property: &str) -> Option<String> {
    let path = |kind: &str| format!("{storage}/__substg1.0_{property}{kind}");
    let decoded = match bytes(source, file, &path("001F")) {
        Some(wide) => UTF_16LE.decode_without_bom_handling(&wide).0.into_owned(),
        None => {
            let narrow = bytes(source, file, &path("001E"))?;
            WINDOWS_1252.decode_without_bom_handling(&narrow).0.into_owned()
        }
    };
    Some(decoded.trim_end_matches('\0').to_owned())
}

fn bytes(source: &Source, file: &mut File, path: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(source.limits.part).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// When the message was sent: a count of 100 ns since 1601, among the properties of fixed size,
/// which stand behind a header of 32 bytes in entries of 16.
fn date(file: &mut File) -> Option<String> {
    const SENT: u32 = 0x0039_0040;
    const TO_1970: u64 = 11_644_473_600;
    let mut properties = Vec::new();
    let stream = file.open_stream("/__properties_version1.0").ok()?;
    stream.take(1 << 20).read_to_end(&mut properties).ok()?;
    let entry = properties
        .get(32..)?
        .chunks_exact(16)
        .find(|entry| entry[..4].try_into().is_ok_and(|tag| u32::from_le_bytes(tag) == SENT))?;
    let since_1601 = u64::from_le_bytes(entry[8..].try_into().ok()?) / 10_000_000;
    let seconds = i64::try_from(since_1601.checked_sub(TO_1970)?).ok()?;
    Some(mail_parser::DateTime::from_timestamp(seconds).to_rfc3339())
}
