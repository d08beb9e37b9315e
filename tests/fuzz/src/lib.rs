//! What is done with the bytes that libFuzzer makes up: the reader that the variable
//! `WINNOW_FUZZ_READER` names, by the ending of its files, reads them.
//!
//! A reader may refuse a file in any words, and what it reads keeps the promises about places. A
//! panic in a library is an answer too, since the worker process turns it into an error; a panic in
//! Winnow's own code is a finding, and so are endless loops and memory beyond libFuzzer's limits.

use std::{
    env,
    panic::{self, AssertUnwindSafe},
    sync::OnceLock,
};

use winnow_documents::{Document, Format, Limits, read_bytes_as};

/// Winnow's own code, as panics name it.
const OWN: [&str; 2] = ["crates/documents/src", file!()];

/// Every reader, by the ending of its files.
const READERS: [(&str, Format); 23] = [
    ("txt", Format::Text),
    ("md", Format::Markdown),
    ("html", Format::Html),
    ("pdf", Format::Pdf),
    ("docx", Format::Docx),
    ("odt", Format::Odt),
    ("rtf", Format::Rtf),
    ("pptx", Format::Pptx),
    ("odp", Format::Odp),
    ("xlsx", Format::Xlsx),
    ("xls", Format::Xls),
    ("ods", Format::Ods),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("json", Format::Json),
    ("jsonl", Format::JsonLines),
    ("eml", Format::Email),
    ("mbox", Format::Mbox),
    ("msg", Format::Msg),
    ("epub", Format::Epub),
    ("zip", Format::Zip),
    ("png", Format::Picture),
    ("svg", Format::Svg),
];

/// Reads bytes with the chosen reader and checks what comes out.
///
/// # Panics
/// When a promise is broken, or no reader is chosen.
pub fn read(bytes: &[u8]) {
    static CHOSEN: OnceLock<Format> = OnceLock::new();
    let format = *CHOSEN.get_or_init(|| {
        let found = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map(|place| place.file().replace('\\', "/"));
            if place.is_none_or(|place| OWN.iter().any(|own| place.contains(own))) {
                found(panic);
            }
        }));
        let ending = env::var("WINNOW_FUZZ_READER").unwrap_or_default();
        let named = READERS.iter().find(|(name, _)| *name == ending);
        named.unwrap_or_else(|| panic!("no reader of \"{ending}\" files")).1
    });
    let limits = Limits {
        output: 16 << 20,
        part: 16 << 20,
        unpacked: 32 << 20,
        pages: 200,
        ..Limits::default()
    };
    let reading = AssertUnwindSafe(|| read_bytes_as(format, "fuzz", bytes, &limits));
    if let Ok(Ok(document)) = panic::catch_unwind(reading) {
        check(&document);
    }
}

fn check(document: &Document) {
    let mut open: Vec<u32> = Vec::new();
    for place in &document.places {
        let text = document.text.get(place.start as usize..place.end as usize);
        assert!(text.is_some_and(|text| !text.trim().is_empty()), "{place:?} is in the text");
        while open.last().is_some_and(|end| *end <= place.start) {
            open.pop();
        }
        assert!(open.last().is_none_or(|end| *end >= place.end), "{place:?} nests");
        open.push(place.end);
    }
    for item in document.items() {
        assert_eq!(item.to_document().text, item.text(), "an item is its text");
    }
}
