//! Documents inside documents: attachments and files of an archive, each read by its own reader.

use crate::{
    At, LimitKind, Note, ReadError,
    build::TextBuilder,
    read::{Source, archive::Archive, detect, read_as},
};

/// Archives and messages inside one another that are still opened.
const DEPTH: u32 = 4;

/// Reads a part into the text of the document that holds it. A part that cannot be read is noted;
/// the others are not its victims.
///
/// # Errors
/// Only when the text as a whole grows too large.
pub(super) fn read(
    holder: &Source,
    name: &str,
    bytes: &[u8],
    out: &mut TextBuilder,
) -> Result<(), ReadError> {
    let source = Source { name, bytes, depth: holder.depth + 1, ..*holder };
    let (pages, title) = (out.pages.take(), out.title.take());
    out.separate(2);
    let begin = out.mark();
    let answer = if source.depth > DEPTH {
        Err(source.too_large(LimitKind::Nesting, u64::from(DEPTH)))
    } else if bytes.is_empty() {
        Err(ReadError::Empty { name: name.to_owned() })
    } else {
        detect(&source).and_then(|format| read_as(format, &source, out).map(|()| format))
    };
    (out.pages, out.title) = (pages, title);
    match answer {
        Err(error @ ReadError::TooLarge { what: LimitKind::TextBytes, .. }) => return Err(error),
        Err(error) => {
            out.rewind(begin);
            out.notes.push(Note::PartUnread { name: name.to_owned(), why: without_name(&error) });
        }
        Ok(format) => {
            own_notes(name, begin.notes_before(), out);
            out.close(begin, At::Part { name: name.to_owned(), format });
        }
    }
    Ok(())
}

/// Reads an archive: its files one after the other, in its order.
pub(super) fn read_zip(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut archive = Archive::open(source, "ZIP")?;
    let mut files = 0;
    for name in archive.names() {
        let base = name.rsplit('/').next().unwrap_or_default();
        // Folders, and what file systems leave in archives.
        if base.is_empty() || base.starts_with('.') || name.starts_with("__MACOSX/") {
            continue;
        }
        files += 1;
        match archive.required(&name) {
            Ok(bytes) => read(source, &name, &bytes, out)?,
            Err(error @ ReadError::TooLarge { what: LimitKind::UnpackedBytes, .. }) => {
                return Err(error);
            }
            Err(ReadError::Encrypted { .. }) if files == 1 => return Err(source.encrypted()),
            Err(error) => {
                out.notes.push(Note::PartUnread { name, why: without_name(&error) });
            }
        }
    }
    if files == 0 {
        return Err(ReadError::Empty { name: source.name.to_owned() });
    }
    Ok(())
}

/// Notes of a part say which part they are about; how a part is encoded concerns nobody.
fn own_notes(part: &str, before: usize, out: &mut TextBuilder) {
    for note in out.notes.split_off(before.min(out.notes.len())) {
        match note {
            Note::PageUnread { page, why } => out.notes.push(Note::PartUnread {
                name: format!("{part}, page {page}"),
                why: why.to_string(),
            }),
            Note::EncodingGuessed { .. } => {}
            other => out.notes.push(other),
        }
    }
}

/// An error's message without the name that it begins with, which the note gives.
fn without_name(error: &ReadError) -> String {
    let message = error.to_string();
    let start = format!("{}: ", error.name());
    message.strip_prefix(&start).unwrap_or(&message).to_owned()
}
