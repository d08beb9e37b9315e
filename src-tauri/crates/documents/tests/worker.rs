//! The reading process: same text as in this process, walls around it, and no document that costs
//! more than itself.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use support::{fixture, read, reader, sample};
use tokio::task::JoinSet;
use winnow_documents::{Limits, ReadError, Reader};

/// A PDF whose page tree nests arrays so deeply that a recursive parser's stack overflows.
fn deep_pdf() -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Deep ".to_vec();
    bytes.extend(std::iter::repeat_n(b'[', 2_000_000));
    bytes.extend(std::iter::repeat_n(b']', 2_000_000));
    bytes.extend(b" >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n");
    bytes.extend(b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF");
    bytes
}

#[tokio::test]
async fn a_worker_reads_as_this_process_does() {
    let reader = reader(Limits::default());
    for path in [sample("invoice.pdf"), sample("agreement.docx"), sample("receipt.txt")] {
        let (there, here) = (reader.read(&path).await.unwrap(), read(&path).unwrap());
        assert_eq!(there, here, "reading in a worker must change nothing");
    }
    let error = reader.read(&fixture("locked.pdf")).await.unwrap_err();
    assert!(matches!(error, ReadError::Encrypted { .. }), "typed errors cross the pipe: {error:?}");
}

#[tokio::test]
async fn one_warm_worker_reads_many_documents() {
    let reader = reader(Limits::default());
    reader.read(&sample("receipt.txt")).await.unwrap();
    let first = children();
    assert_eq!(first.len(), 1, "one reader has one worker");
    for _ in 0..20 {
        reader.read(&sample("invoice.pdf")).await.unwrap();
    }
    assert_eq!(children(), first, "a healthy worker is kept");
}

#[tokio::test]
async fn several_documents_are_read_at_a_time() {
    let reader = Arc::new(reader(Limits::default()));
    let mut reading = JoinSet::new();
    for _ in 0..8 {
        for path in [sample("invoice.pdf"), sample("agreement.docx"), sample("receipt.txt")] {
            let reader = Arc::clone(&reader);
            reading.spawn(async move { (reader.read(&path).await.unwrap(), path) });
        }
    }
    for (there, path) in reading.join_all().await {
        assert_eq!(there, read(&path).unwrap(), "each question gets its own answer");
    }
    assert_eq!(children().len(), Reader::at_once(), "24 documents need all workers, and no more");
}

#[tokio::test]
async fn a_crash_costs_one_document() {
    let reader = reader(Limits::default());
    let error = reader.read_bytes("deep.pdf", &deep_pdf()).await.unwrap_err();
    assert!(
        matches!(
            error,
            ReadError::WorkerDied { .. } | ReadError::Malformed { .. } | ReadError::TooLarge { .. }
        ),
        "endless nesting gives a typed error: {error:?}"
    );
    assert_eq!(error.name(), "deep.pdf");
    reader.read(&sample("invoice.pdf")).await.expect("the next document is read");
}

#[tokio::test]
async fn a_hang_ends_at_its_limit() {
    let wall = Duration::from_millis(300);
    let limits = Limits { wall, ..Limits::default() };
    let reader = reader(limits);
    reader.read(&sample("receipt.txt")).await.unwrap();
    // Half a million rows take longer than that to lay out.
    let slow = "<table>".to_owned() + &"<tr><td>a<td>b".repeat(2_000_000);
    let began = Instant::now();
    let error = reader.read_bytes("slow.html", slow.as_bytes()).await.unwrap_err();
    assert!(matches!(error, ReadError::TimedOut { .. }), "{error:?}");
    assert!(began.elapsed() < Duration::from_secs(10), "the worker is killed, not waited for");
    reader.read(&sample("receipt.txt")).await.expect("the next document is read");
}

#[tokio::test]
async fn memory_ends_at_its_limit() {
    let limits = Limits { memory: 300 << 20, ..Limits::default() };
    let reader = reader(limits);
    let large = "<p>word ".repeat(6_000_000);
    let error = reader.read_bytes("large.html", large.as_bytes()).await.unwrap_err();
    assert!(matches!(error, ReadError::OutOfMemory { mebibytes: 300, .. }), "{error:?}");
    reader.read(&sample("receipt.txt")).await.expect("the next document is read");
}

#[tokio::test]
async fn an_abandoned_document_leaves_no_confusion() {
    let reader = reader(Limits::default());
    let slow = "<p>word ".repeat(2_000_000);
    let abandoned = reader.read_bytes("slow.html", slow.as_bytes());
    assert!(tokio::time::timeout(Duration::from_millis(50), abandoned).await.is_err());
    let receipt = reader.read(&sample("receipt.txt")).await.unwrap();
    assert!(receipt.text.contains("TOTAL EUR"), "the answer belongs to the question");
}

#[tokio::test]
async fn nesting_without_end_does_not_hide_a_pdf() {
    let reader = reader(Limits::default());
    let mut bytes = std::fs::read(sample("invoice.pdf")).unwrap();
    let pages = bytes.windows(6).position(|w| w == b"/Pages").unwrap();
    let nested = [b"/Deep ".to_vec(), vec![b'['; 200_000], vec![b']'; 200_000], vec![b' ']];
    bytes.splice(pages..pages, nested.concat());
    match reader.read_bytes("odd.pdf", &bytes).await {
        Ok(document) => assert!(document.text.contains("2026-0417"), "{}", document.text),
        Err(error) => assert!(matches!(error, ReadError::Malformed { .. }), "{error:?}"),
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn walls_stand_around_the_worker() {
    let reader = reader(Limits::default());
    reader.read(&sample("receipt.txt")).await.unwrap();
    let worker = children()[0];
    let status = std::fs::read_to_string(format!("/proc/{worker}/status")).unwrap();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].trim().to_owned()
    };
    assert_eq!(field("NoNewPrivs:"), "1", "no program can gain rights");
    assert_eq!(field("Seccomp:"), "2", "a filter of system calls is in force");
    let limits = std::fs::read_to_string(format!("/proc/{worker}/limits")).unwrap();
    let memory = (Limits::default().memory).to_string();
    let address_space = limits.lines().find(|line| line.starts_with("Max address space")).unwrap();
    assert!(address_space.contains(&memory), "memory is limited: {address_space}");
    let environment = std::fs::read(format!("/proc/{worker}/environ")).unwrap();
    let environment = String::from_utf8_lossy(&environment);
    assert!(!environment.contains("CARGO"), "the environment may hold secrets: {environment}");
}

/// Processes that this process started.
fn children() -> Vec<u32> {
    let me = std::process::id();
    let mut children: Vec<u32> = std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|process: &u32| {
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            let after_name = stat.rsplit(") ").next().unwrap_or_default();
            after_name.split(' ').nth(1) == Some(&me.to_string())
        })
        .collect();
    children.sort_unstable();
    children
}
