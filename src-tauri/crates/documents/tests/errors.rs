//! Bad input gives an error that says which file, what is wrong and what to do.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::time::Duration;

use support::{bombs, fixture, read, reader, sample};
use winnow_documents::{LimitKind, Limits, ReadError, read_bytes};

fn read_as(name: &str, bytes: &[u8]) -> ReadError {
    read_bytes(name, bytes, &Limits::default()).expect_err("these bytes cannot be read")
}

#[test]
fn a_password_is_asked_for_by_name() {
    let error = read(&fixture("locked.pdf")).unwrap_err();
    assert_eq!(error, ReadError::Encrypted { name: "locked.pdf".to_owned() });
    assert!(error.to_string().contains("password"), "{error}");
}

#[test]
fn a_scan_says_that_it_needs_recognition() {
    let error = read(&fixture("scan.pdf")).unwrap_err();
    assert_eq!(error, ReadError::NoText { name: "scan.pdf".to_owned(), pages: 2 });
    assert!(error.to_string().contains("Tesseract"), "{error}");
}

#[test]
fn emptiness_is_an_error_of_its_own() {
    for (name, bytes) in [("a.txt", &b""[..]), ("a.txt", b" \r\n\t"), ("a.html", b"<p></p>")] {
        let error = read_as(name, bytes);
        assert_eq!(error, ReadError::Empty { name: name.to_owned() }, "{bytes:?}");
    }
}

#[test]
fn unknown_formats_are_named() {
    let found = |name: &str, bytes: &[u8]| match read_as(name, bytes) {
        ReadError::UnsupportedFormat { found, .. } => found,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(
        found("a.txt", b"7z\xbc\xaf\x27\x1c...."),
        "a 7z archive",
        "bytes outweigh the name"
    );
    assert_eq!(found("model.gguf", b"GGUF\x03\0\0\0\0\0"), "a GGUF model");
    let noise: Vec<u8> =
        (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    assert!(found("notes.txt", &noise).contains("binary data"));
}

#[test]
fn a_claim_is_checked_before_memory_is_asked_for() {
    for (name, bytes) in bombs::claims() {
        let error = read_as(name, &bytes);
        let refused = matches!(
            error,
            ReadError::Malformed { .. }
                | ReadError::UnsupportedFormat { .. }
                | ReadError::TooLarge { what: LimitKind::Cells, .. }
        );
        assert!(refused, "{name}: {error:?}");
    }
}

#[test]
fn damaged_files_are_named_with_what_was_found() {
    let invoice = std::fs::read(sample("invoice.pdf")).unwrap();
    let agreement = std::fs::read(sample("agreement.docx")).unwrap();
    for (name, bytes) in [
        ("a.pdf", &b"%PDF-1.7\nnothing more"[..]),
        ("b.pdf", &invoice[..200]),
        ("a.docx", &agreement[..agreement.len() / 2]),
        ("a.json", b"{\"a\": "),
        ("a.jsonl", b"no\nno\n"),
    ] {
        match read_as(name, bytes) {
            ReadError::Malformed { name: said, found, .. } => {
                assert_eq!(said, name);
                assert!(!found.is_empty(), "{name}: what was found must be said");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn limits_are_kept_and_named() {
    let limited = |limits: Limits, name: &str, bytes: &[u8]| match read_bytes(name, bytes, &limits)
    {
        Err(ReadError::TooLarge { what, .. }) => what,
        other => panic!("{name}: {other:?}"),
    };
    let base = Limits::default;
    let text = b"Some words of a text.";
    assert_eq!(limited(Limits { input: 10, ..base() }, "a.txt", text), LimitKind::FileBytes);
    assert_eq!(limited(Limits { output: 10, ..base() }, "a.txt", text), LimitKind::TextBytes);
    let nested = "<div>".repeat(10_000);
    assert_eq!(limited(base(), "a.html", nested.as_bytes()), LimitKind::Nesting);
    let json = "[".repeat(10_000);
    assert_eq!(limited(base(), "a.json", json.as_bytes()), LimitKind::Nesting);
    let letter = std::fs::read(fixture("letter.docx")).unwrap();
    assert_eq!(limited(Limits { nesting: 3, ..base() }, "a.docx", &letter), LimitKind::Nesting);
    assert_eq!(limited(Limits { part: 500, ..base() }, "a.docx", &letter), LimitKind::PartBytes);
    assert_eq!(limited(Limits { parts: 2, ..base() }, "a.docx", &letter), LimitKind::Parts);
    let mixed = std::fs::read(fixture("mixed.pdf")).unwrap();
    assert_eq!(limited(Limits { pages: 2, ..base() }, "a.pdf", &mixed), LimitKind::Pages);
}

#[tokio::test]
async fn paths_that_are_no_readable_file() {
    let reader = reader(Limits::default());
    let folder = tempfile::tempdir().unwrap();
    let missing = reader.read(&folder.path().join("gone.txt")).await.unwrap_err();
    assert_eq!(missing, ReadError::Missing { name: "gone.txt".to_owned() });
    let is_folder = reader.read(folder.path()).await.unwrap_err();
    assert!(matches!(is_folder, ReadError::IsFolder { .. }), "{is_folder:?}");
    let device = reader.read(std::path::Path::new("/dev/zero")).await.unwrap_err();
    assert!(matches!(device, ReadError::Unreadable { .. }), "endless devices must not be read");
    let long = folder.path().join("long.txt");
    std::fs::File::create(&long).unwrap().set_len(300 << 20).unwrap();
    let too_large = reader.read(&long).await.unwrap_err();
    assert!(matches!(too_large, ReadError::TooLarge { what: LimitKind::FileBytes, .. }));
}

#[tokio::test]
async fn a_worker_that_does_not_start_is_no_fault_of_the_document() {
    for program in ["/no/such/program", "/bin/false", "/bin/cat"] {
        let command =
            winnow_documents::WorkerCommand { program: program.into(), arguments: vec![] };
        let reader = winnow_documents::Reader::new(command, Limits::default());
        let error = reader.read(&sample("receipt.txt")).await.unwrap_err();
        assert!(matches!(error, ReadError::WorkerMissing { .. }), "{program}: {error:?}");
    }
}

#[test]
fn errors_cross_the_pipe_unchanged() {
    let name = || "a".to_owned();
    for error in [
        ReadError::Encrypted { name: name() },
        ReadError::NoText { name: name(), pages: 3 },
        ReadError::TooLarge { name: name(), what: LimitKind::Pages, limit: 1 },
        ReadError::TimedOut { name: name(), seconds: Duration::from_secs(3).as_secs() },
    ] {
        let json = serde_json::to_string(&error).unwrap();
        assert_eq!(serde_json::from_str::<ReadError>(&json).unwrap(), error, "{json}");
    }
}
