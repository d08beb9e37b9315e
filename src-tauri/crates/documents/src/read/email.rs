//! E-mail and mailboxes: the headers that people read, the body, and the attachments.

use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders, PartType};

use crate::{
    At, ReadError,
    build::TextBuilder,
    read::{Source, html, parts},
};

const FORMAT: &str = "e-mail";

/// One message.
pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let message = MessageParser::default()
        .parse(source.bytes)
        .filter(|message| !message.headers().is_empty())
        .ok_or_else(|| source.malformed(FORMAT, "no header lines"))?;
    write(source, &message, 1, out)
}

/// A mailbox: messages one after the other, each behind a line that begins "From ".
pub(super) fn read_mbox(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut number = 0;
    for raw in messages(source.bytes) {
        number += 1;
        let message = MessageParser::default().parse(raw.as_slice()).ok_or_else(|| {
            source.malformed("mailbox", format!("message {number} has no header"))
        })?;
        out.separate(2);
        let begin = out.mark();
        write(source, &message, 1, out)?;
        out.close(begin, At::Message { number });
    }
    if number == 0 {
        return Err(source.malformed("mailbox", "no line that begins \"From \""));
    }
    out.title = None;
    Ok(())
}

/// Splits a mailbox (RFC 4155). Lines that were quoted with `>` so as not to look like a beginning
/// get their first form back.
fn messages(mailbox: &[u8]) -> Vec<Vec<u8>> {
    let mut messages: Vec<Vec<u8>> = Vec::new();
    let mut after_empty = true;
    for line in mailbox.split_inclusive(|byte| *byte == b'\n') {
        if after_empty && line.starts_with(b"From ") {
            messages.push(Vec::new());
        } else if let Some(message) = messages.last_mut() {
            let unquoted = line.iter().position(|byte| *byte != b'>').unwrap_or(0);
            let quoted = unquoted > 0 && line[unquoted..].starts_with(b"From ");
            message.extend_from_slice(&line[usize::from(quoted)..]);
        }
        after_empty = matches!(line, b"\n" | b"\r\n");
    }
    messages
}

fn write(
    source: &Source,
    message: &Message,
    number: u32,
    out: &mut TextBuilder,
) -> Result<(), ReadError> {
    let begin = out.mark();
    headers(source, message, out)?;
    body(source, message, out)?;
    if message.attachment_count() == 0 {
        return Ok(());
    }
    // Apart from its attachments, the message is an item as they are.
    out.close(begin, At::Message { number });
    for (index, attachment) in message.attachments().enumerate() {
        let unnamed = || match attachment.body {
            PartType::Message(_) => format!("message {}.eml", index + 1),
            _ => format!("attachment {}", index + 1),
        };
        let name = attachment.attachment_name().map_or_else(unnamed, str::to_owned);
        match &attachment.body {
            PartType::Message(inner) => {
                // Its own name would not tell a reader that it is a message.
                let name = if name.ends_with(".eml") { name } else { format!("{name}.eml") };
                parts::read(source, &name, inner.raw_message(), out)?;
            }
            _ => parts::read(source, &name, attachment.contents(), out)?,
        }
    }
    Ok(())
}

fn headers(source: &Source, message: &Message, out: &mut TextBuilder) -> Result<(), ReadError> {
    let date = match message.header("Date") {
        Some(HeaderValue::DateTime(date)) => date.to_rfc3339(),
        _ => message.header_raw("Date").unwrap_or_default().trim().to_owned(),
    };
    let subject = message.subject().unwrap_or_default().to_owned();
    let lines = [
        ("From", addresses(message.from())),
        ("To", addresses(message.to())),
        ("Cc", addresses(message.cc())),
        ("Date", date),
        ("Subject", subject.clone()),
    ];
    for (name, value) in lines {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if value.is_empty() {
            continue;
        }
        out.separate(1);
        out.push(source, &format!("{name}: "))?;
        let begin = out.mark();
        out.push(source, &value)?;
        out.close(begin, At::Value { name: name.to_owned() });
    }
    out.title = Some(subject);
    Ok(())
}

fn addresses(field: Option<&Address>) -> String {
    let Some(field) = field else { return String::new() };
    let written = field.iter().map(|address| match (address.name(), address.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    });
    written.filter(|address| !address.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The body as it was written for readers of plain text; from its HTML if there is no other.
fn body(source: &Source, message: &Message, out: &mut TextBuilder) -> Result<(), ReadError> {
    out.separate(2);
    let plain = message.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(text.as_ref()),
        _ => None,
    });
    let plain: Vec<&str> = plain.filter(|text| !text.trim().is_empty()).collect();
    if !plain.is_empty() {
        let begin = out.mark();
        for text in plain {
            out.separate(2);
            out.push(source, text)?;
        }
        out.paragraphs_since(begin);
        return Ok(());
    }
    let title = out.title.take();
    for part in message.html_bodies() {
        if let PartType::Html(page) = &part.body {
            out.separate(2);
            html::read_text(source, page, out)?;
        }
    }
    out.title = title;
    Ok(())
}
