//! PDF gives the text that a person sees on the page, in the order in which it is read.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use support::{fixture, read, read_text, sample};
use winnow_documents::{At, Format, Note, PageCount, Unread};

#[test]
fn turned_pages_and_turned_text_are_read_in_order() {
    let document = read(&fixture("sideways.pdf")).unwrap();
    let pages: Vec<&str> = document
        .places
        .iter()
        .filter(|place| matches!(place.at, At::Page { .. }))
        .map(|place| &document.text[place.start as usize..place.end as usize])
        .collect();
    let titles = ["page", "text"]
        .into_iter()
        .flat_map(|what| [90, 180, 270].map(|turn| format!("Berth plan, {what} turned by {turn}")));
    assert_eq!(pages.len(), 7);
    for (page, title) in pages.iter().zip(titles) {
        assert!(page.starts_with(&title), "{title}: {page}");
        assert!(
            page.contains(
                "keeps a record of every vessel that enters\nthe basin. Each entry names"
            ),
            "{title}: lines follow each other: {page}"
        );
        assert!(
            page.ends_with("Vessel   Marie Celeste\nDraught   4.20 m"),
            "{title}: what stands beside a label stays there: {page}"
        );
    }
    assert!(pages[6].starts_with("Upright page"), "{}", pages[6]);
    assert!(pages[6].ends_with("Received by the harbour office"), "a stamp: {}", pages[6]);
}

#[test]
fn an_invoice_keeps_values_beside_their_labels() {
    let invoice = read(&sample("invoice.pdf")).unwrap();
    assert_eq!(invoice.format, Format::Pdf);
    assert_eq!(invoice.title.as_deref(), Some("Invoice 2026-0417"));
    assert_eq!(invoice.pages, Some(PageCount { total: 1, read: 1, unread: vec![] }));
    for (label, value) in [
        ("Invoice number", "2026-0417"),
        ("Invoice date", "28 October 2026"),
        ("Due date", "27 November 2026"),
        ("Total amount due", "4,177.40 EUR"),
    ] {
        let line = invoice.text.lines().find(|line| line.contains(label));
        let line = line.unwrap_or_else(|| panic!("{label} must be read:\n{}", invoice.text));
        assert!(line.contains(value), "{value} must stand on the line of {label}, found {line:?}");
    }
    let items: Vec<&str> =
        invoice.text.lines().skip_while(|line| !line.starts_with("Pos.")).skip(1).take(4).collect();
    assert!(
        items[0].contains("Pendant lamp \"Nord\", brass") && items[0].ends_with("1,776.00"),
        "a row of the table is one line: {items:?}"
    );
}

#[test]
fn a_form_keeps_its_gaps() {
    let form = read(&fixture("form.pdf")).unwrap();
    let lines: Vec<&str> = form.text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "Name   Ingrid Solberg   Date   4 May 2026",
            "Flight   DY 1302   Seat   14C",
            "Claim   Delayed baggage   Amount   86.40 EUR",
        ],
        "what stands beside a label decides what it means"
    );
}

#[test]
fn what_was_filled_in_is_read() {
    let form = read(&fixture("filled.pdf")).unwrap();
    assert_eq!(form.text, "Name   Ingrid Solberg");
}

#[test]
fn scripts_of_the_world_are_read_in_their_order() {
    let scripts = read(&fixture("scripts.pdf")).unwrap();
    assert_eq!(
        scripts.text,
        "港の記録 1999年\n港口记录\n항구 기록\n\n\
         רשומות ספינות 12\nThe Hebrew for harbour is נמל.\nمرفأ المدينة",
        "characters from collections; words from right to left, numbers in them from left to right"
    );
}

#[test]
fn columns_are_read_one_after_the_other() {
    let story = read(&fixture("columns.pdf")).unwrap();
    let left = story.text.rfind("first half for good").unwrap();
    let right = story.text.find("Right column").unwrap();
    assert!(left < right, "the left column ends before the right begins:\n{}", story.text);
    assert!(story.text.starts_with("Two columns of one story"), "the heading comes first");
    assert!(
        story.text.contains("with a hyphenated word"),
        "a word cut at the line's end is whole again:\n{}",
        story.text
    );
    assert!(
        story.text.contains("second and well-known bridge"),
        "a hyphen that the word has elsewhere stays:\n{}",
        story.text
    );
}

#[test]
fn a_page_that_is_a_picture_is_said_and_the_others_are_read() {
    let mixed = read(&fixture("mixed.pdf")).unwrap();
    assert_eq!(
        mixed.pages,
        Some(PageCount { total: 4, read: 3, unread: vec![2] }),
        "a blank page counts as read, a picture does not"
    );
    assert_eq!(mixed.notes, [Note::PageUnread { page: 2, why: Unread::Picture }]);
    let last = mixed.text.find("The last paragraph").unwrap();
    let place = mixed.place_of(last..last + 3).unwrap();
    assert_eq!(place.page(), Some(3), "pages keep their number in the file");
    assert_eq!(place.to_string(), "page 3, paragraph 3");
    assert!(!mixed.text.contains('\u{c}'), "page breaks are places, not characters");
}

#[test]
fn a_file_locked_only_against_changes_is_read() {
    let restricted = read(&fixture("restricted.pdf")).unwrap();
    assert!(restricted.text.contains("every vessel that enters"), "{}", restricted.text);
}

#[test]
fn layers_that_are_not_shown_are_not_read() {
    let drawn = "BT /F 12 Tf 20 100 Td (Shown) Tj ET \
                 /OC /L BDC BT /F 12 Tf 20 60 Td (a draft) Tj ET EMC";
    assert_eq!(read_text("plan.pdf", &page(drawn)).text, "Shown");
}

#[test]
fn letters_that_are_drawn_twice_are_read_once() {
    let drawn = "BT /F 12 Tf 20 100 Td (Total) Tj ET BT /F 12 Tf 20.4 100 Td (Total) Tj ET \
                 BT /F 12 Tf 20 60 Td (Total) Tj ET";
    let bill = read_text("bill.pdf", &page(drawn));
    assert_eq!(bill.text, "Total\nTotal", "bold by drawing twice, and the same word elsewhere");
}

/// A file of one page that draws this in the font `F`; the layer `L` is not shown.
fn page(drawn: &str) -> String {
    format!(
        "%PDF-1.5\n\
         1 0 obj << /Type /Catalog /Pages 2 0 R \
           /OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] >> >> >> endobj\n\
         2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n\
         3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R \
           /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> \
           /Properties << /L 5 0 R >> >> >> endobj\n\
         4 0 obj << /Length {} >> stream\n{drawn}\nendstream endobj\n\
         5 0 obj << /Type /OCG /Name (Draft) >> endobj\n\
         trailer << /Root 1 0 R >>\n%%EOF",
        drawn.len()
    )
}
