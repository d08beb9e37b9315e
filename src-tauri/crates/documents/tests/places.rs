//! Every place points into the text, and places nest.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::collections::HashSet;

use proptest::prelude::*;
use support::{all_files, read};
use winnow_documents::{Document, Format, Limits, read_bytes};

/// What every document promises about its text and places.
fn check(document: &Document) {
    let name = &document.name;
    let mut open: Vec<u32> = Vec::new();
    let mut last = (0, u32::MAX);
    for place in &document.places {
        let (start, end) = (place.start as usize, place.end as usize);
        let text = document.text.get(start..end);
        let text =
            text.unwrap_or_else(|| panic!("{name}: {place:?} leaves the text or cuts a character"));
        assert!(!text.is_empty(), "{name}: {place:?} is empty");
        assert_eq!(text, text.trim(), "{name}: {place:?} begins or ends in white space");
        assert!(
            (place.start, u32::MAX - place.end) >= (last.0, u32::MAX - last.1),
            "{name}: {place:?} is out of order"
        );
        last = (place.start, place.end);
        while open.last().is_some_and(|end| *end <= place.start) {
            open.pop();
        }
        assert!(
            open.last().is_none_or(|end| *end >= place.end),
            "{name}: {place:?} overlaps the place before it"
        );
        open.push(place.end);
        let found = document.place_of(start..end).expect("a place is found by its span");
        assert!(found.path.contains(&place.at), "{name}: {place:?} is not in {found:?}");
    }
    assert!(!document.text.contains('\r'), "{name}: newlines are \\n");
    assert!(!document.text.contains('\0'), "{name}: no zero characters");
    for item in document.items() {
        let alone = item.to_document();
        assert_eq!(alone.text, item.text(), "{name}: an item's document has the item's text");
        check(&alone);
    }
}

#[test]
fn in_all_fixtures_and_samples() {
    let mut read_well = HashSet::new();
    for path in all_files() {
        if let Ok(document) = read(&path) {
            check(&document);
            assert!(!document.places.is_empty(), "{}: text without places", document.name);
            read_well.insert(document.format);
        }
    }
    for format in TEXTS {
        assert!(read_well.contains(&format), "no file of {format} was read");
    }
}

/// Every format that is read without the recognition of text.
const TEXTS: [Format; 22] = [
    Format::Text,
    Format::Markdown,
    Format::Html,
    Format::Pdf,
    Format::Docx,
    Format::Odt,
    Format::Rtf,
    Format::Pptx,
    Format::Odp,
    Format::Xlsx,
    Format::Xls,
    Format::Ods,
    Format::Csv,
    Format::Tsv,
    Format::Json,
    Format::JsonLines,
    Format::Email,
    Format::Mbox,
    Format::Msg,
    Format::Epub,
    Format::Zip,
    Format::Svg,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn in_any_text(
        text in "([a-zäß漢😀#*<>&|,;\"'=:{}\\[\\]/ -]|\r\n|\r|\n|\t|\u{c}|\u{feff}|\u{2028}|<p>|<td>|<li>|</b>|<table><tr>){0,80}",
        ending in prop::sample::select(vec!["txt", "md", "html", "csv", "tsv", "json", "jsonl", "eml", "mbox", "rtf"]),
    ) {
        if let Ok(document) = read_bytes(&format!("any.{ending}"), text.as_bytes(), &Limits::default()) {
            check(&document);
        }
    }

    #[test]
    fn plain_text_is_kept(text in "[a-z äß漢😀.,\n]{1,200}") {
        prop_assume!(!text.trim().is_empty());
        let document = read_bytes("any.txt", text.as_bytes(), &Limits::default()).unwrap();
        prop_assert_eq!(document.text, text.trim_end());
    }
}
