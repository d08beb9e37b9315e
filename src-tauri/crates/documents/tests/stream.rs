//! Large tables go by row by row, as the same rows that reading the whole gives.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::io::Write;

use support::sample;
use winnow_documents::{LimitKind, Limits, ReadError, RowStream, read_bytes};

#[test]
fn rows_are_the_items_of_the_whole() {
    let path = sample("messages.csv");
    let whole = support::read(&path).unwrap();
    let streamed: Vec<_> =
        RowStream::open(&path, Limits::default()).unwrap().map(Result::unwrap).collect();
    let items: Vec<_> = whole.items().map(|item| item.to_document()).collect();
    assert_eq!(streamed.len(), 12);
    for (row, item) in streamed.iter().zip(&items) {
        assert_eq!(row, item, "a row is the same however the file was read");
    }
}

#[test]
fn records_and_other_encodings() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("a.jsonl");
    std::fs::write(&lines, "{\"a\": 1}\n\nnot json\n{\"a\": 2}\n").unwrap();
    let answers: Vec<_> = RowStream::open(&lines, Limits::default()).unwrap().collect();
    assert_eq!(answers.len(), 3, "a bad line is an answer too, so that counts agree");
    assert_eq!(answers[0].as_ref().unwrap().text, "a: 1");
    assert!(matches!(answers[1], Err(ReadError::Malformed { .. })), "{:?}", answers[1]);
    assert_eq!(answers[2].as_ref().unwrap().name, "a.jsonl, record 4");

    let latin = folder.path().join("a.csv");
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("Straße;Größe\nHauptstraße;süß\n");
    std::fs::write(&latin, &bytes).unwrap();
    let rows: Vec<_> = RowStream::open(&latin, Limits::default()).unwrap().collect();
    assert_eq!(rows[0].as_ref().unwrap().text, "Straße: Hauptstraße\nGröße: süß");

    let utf16 = folder.path().join("b.csv");
    let bytes: Vec<u8> = "a,b\n1,漢\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&utf16, &bytes).unwrap();
    let rows: Vec<_> = RowStream::open(&utf16, Limits::default()).unwrap().collect();
    assert_eq!(rows[0].as_ref().unwrap().text, "a: 1\nb: 漢");
}

#[test]
fn a_quote_that_is_never_closed_ends_at_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("open.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    writeln!(file, "a,b\n1,\"open").unwrap();
    file.write_all(&[b'x'; 3 << 20]).unwrap();
    let limits = Limits { output: 1 << 20, ..Limits::default() };
    let answers: Vec<_> = RowStream::open(&path, limits).unwrap().collect();
    assert!(
        matches!(&answers[..], [Err(ReadError::TooLarge { what: LimitKind::TextBytes, .. })]),
        "one error, then the end: {answers:?}"
    );
}

#[test]
fn what_is_no_table_is_refused() {
    let open = |name: &str| RowStream::open(&sample(name), Limits::default()).err().unwrap();
    assert!(matches!(open("invoice.pdf"), ReadError::UnsupportedFormat { .. }));
    assert!(matches!(open("gone.csv"), ReadError::Missing { .. }));
    let empty = read_bytes("a.csv", b"a,b\n", &Limits::default()).unwrap();
    assert_eq!(empty.items().count(), 0, "a header alone has no rows");
    assert_eq!(empty.text, "a | b", "but says what its columns are");
}

/// Megabytes of the large table; `WINNOW_LARGE_MB=2000` asks for the whole.
fn large() -> u64 {
    let asked = std::env::var("WINNOW_LARGE_MB").ok().and_then(|size| size.parse().ok());
    asked.unwrap_or(64)
}

/// The most memory that this process has held since `forget`, in bytes.
#[cfg(target_os = "linux")]
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_table_takes_no_more_memory_than_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    let size = large() << 20;
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    writeln!(file, "number,message,amount").unwrap();
    let (mut written, mut rows) = (0, 0_u64);
    while written < size {
        let row = format!("{rows},\"My parcel {rows}, \"\"urgent\"\", has\nnot come\",{rows}.90\n");
        file.write_all(row.as_bytes()).unwrap();
        written += row.len() as u64;
        rows += 1;
    }
    file.into_inner().unwrap().sync_all().unwrap();
    // The kernel forgets the peak so far, that of the writing.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak_memory();
    let mut seen = 0;
    for row in RowStream::open(&path, Limits::default()).unwrap() {
        let row = row.unwrap();
        assert!(row.text.starts_with(&format!("number: {seen}\nmessage: My parcel {seen}")));
        seen += 1;
    }
    assert_eq!(seen, rows, "no row is lost");
    let grown = peak_memory().saturating_sub(before);
    assert!(grown < 16 << 20, "reading {size} bytes took {grown} bytes of memory");
}
