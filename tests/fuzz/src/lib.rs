//! What every target does with the bytes that libFuzzer makes up.
//!
//! A reader may refuse a file in any words, and what it reads keeps the promises about places. A
//! panic in a library is an answer too, since the worker process turns it into an error; a panic in
//! Winnow's own code is a finding, and so are endless loops and memory beyond libFuzzer's limits.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use winnow_documents::{Document, Format, Limits, read_bytes_as};

/// Folders of Winnow's own code, as panics name them.
const OWN: [&str; 2] = ["crates/documents/src", "tests/fuzz"];

/// Reads bytes as a format and checks what comes out.
///
/// # Panics
/// When a promise is broken.
pub fn read(format: Format, bytes: &[u8]) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let found = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map(|place| place.file().replace('\\', "/"));
            if place.is_none_or(|place| OWN.iter().any(|own| place.contains(own))) {
                found(panic);
            }
        }));
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
