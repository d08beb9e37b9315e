//! Text recognition with the real Tesseract: scans and pictures made from documents whose text is
//! known. `make test` installs Tesseract and ImageMagick.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Command,
};

use support::{fixture, read, reader, sample};
use winnow_documents::{At, Document, Format, Limits, Note, ReadError, Reader, Tesseract, Unread};

async fn recognizing(limits: Limits) -> Reader {
    let tesseract = Tesseract::find(None).await.expect("Tesseract with English is installed");
    let reader = reader(limits);
    reader.recognize_with(Some(tesseract));
    reader
}

fn run(program: &str, arguments: &[&str]) {
    let done = Command::new(program).args(arguments).output().expect("the program is installed");
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A scan of a page as an office scanner makes it: 300 dots to the inch, grey, a little askew, with
/// the noise of paper.
fn scan(folder: &Path, pdf: &Path) -> PathBuf {
    let page = folder.join("page");
    let text = |path: &Path| path.display().to_string();
    run("pdftoppm", &["-r", "300", "-f", "1", "-singlefile", "-png", &text(pdf), &text(&page)]);
    let scan = folder.join("scan.png");
    let (from, to) = (text(&page.with_extension("png")), text(&scan));
    run(
        "convert",
        &[
            &from,
            "-colorspace",
            "Gray",
            "-background",
            "white",
            "-rotate",
            "0.6",
            "+repage",
            "-seed",
            "7",
            "-attenuate",
            "0.3",
            "+noise",
            "Gaussian",
            &to,
        ],
    );
    scan
}

fn convert(from: &Path, to: &Path, options: &[&str]) {
    let (from, to) = (from.display().to_string(), to.display().to_string());
    let arguments: Vec<&str> =
        [from.as_str()].into_iter().chain(options.iter().copied()).chain([to.as_str()]).collect();
    run("convert", &arguments);
}

/// Share of the words of `of` that `document` has, each as often as it stands there.
fn recall(document: &Document, of: &Document) -> f64 {
    let mut there: HashMap<&str, i64> = HashMap::new();
    for word in document.text.split_whitespace() {
        *there.entry(word).or_default() += 1;
    }
    let words: Vec<&str> = of.text.split_whitespace().collect();
    let mut found = 0;
    for word in &words {
        let left = there.entry(word).or_default();
        found += i64::from(*left > 0);
        *left -= 1;
    }
    found as f64 / words.len() as f64
}

fn note_of(document: &Document) -> (&[u32], u8) {
    let recognized = document.notes.iter().find_map(|note| match note {
        Note::Recognized { pages, confidence, .. } => Some((pages.as_slice(), *confidence)),
        _ => None,
    });
    recognized.unwrap_or_else(|| panic!("recognition is said: {:?}", document.notes))
}

#[tokio::test]
async fn a_scan_is_read_with_lines_and_confidence() {
    let folder = tempfile::tempdir().unwrap();
    let picture = scan(folder.path(), &sample("invoice.pdf"));
    let reader = recognizing(Limits::default()).await;
    let document = reader.read(&picture).await.unwrap();
    let printed = read(&sample("invoice.pdf")).unwrap();
    let recall = recall(&document, &printed);
    assert!(recall >= 0.95, "{recall} of the printed words are read:\n{}", document.text);
    assert_eq!(document.format, Format::Picture);
    let (pages, confidence) = note_of(&document);
    assert_eq!(pages, [1]);
    assert!((80..=100).contains(&confidence), "a clean scan is read with confidence: {confidence}");
    let at = document.text.find("2026-0417").expect("the number of the invoice is read");
    let place = document.place_of(at..at + 9).unwrap();
    assert_eq!(place.page(), Some(1));
    assert!(place.path.iter().any(|at| matches!(at, At::Line { .. })), "a line is named: {place}");
    assert!(
        document.text.contains("Invoice number   2026-0417"),
        "a label keeps its value beside it, and the gap between them:\n{}",
        document.text
    );
}

#[tokio::test]
async fn pictures_of_every_format_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let picture = scan(folder.path(), &sample("invoice.pdf"));
    let reader = recognizing(Limits::default()).await;
    for (name, options) in [
        ("a.jpg", ["-quality", "85"].as_slice()),
        ("a.tiff", &["-compress", "LZW"]),
        ("fax.tiff", &["-threshold", "60%", "-compress", "Group4"]),
        ("a.gif", &[]),
        ("a.bmp", &[]),
        ("a.webp", &[]),
        ("clear.png", &["-transparent", "white"]),
    ] {
        let path = folder.path().join(name);
        convert(&picture, &path, options);
        let document = reader.read(&path).await.unwrap_or_else(|error| panic!("{error}"));
        assert!(document.text.contains("2026-0417"), "{name}:\n{}", document.text);
    }
}

#[tokio::test]
async fn each_page_of_a_file_is_decided_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let picture = scan(folder.path(), &sample("invoice.pdf"));
    let reader = recognizing(Limits::default()).await;
    let twice = folder.path().join("twice.tiff");
    convert(&picture, &twice, &["-clone", "0"]);
    let document = reader.read(&twice).await.unwrap();
    assert_eq!(document.pages.as_ref().unwrap().total, 2, "each page of a TIFF counts");
    assert_eq!(note_of(&document).0, [1, 2]);

    let mixed = reader.read(&fixture("mixed.pdf")).await.unwrap();
    let counts = mixed.pages.as_ref().unwrap();
    assert_eq!((counts.read, counts.unread.len()), (counts.total, 0), "no page stays unread");
    assert_eq!(note_of(&mixed).0, [2], "only the page that is a picture is recognized");
    assert!(mixed.text.contains("The last paragraph"));

    let scanned = reader.read(&fixture("scan.pdf")).await;
    let scanned = scanned.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(note_of(&scanned).0.len() as u32, scanned.pages.unwrap().total);
}

#[tokio::test]
async fn a_scan_in_a_message_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let picture = std::fs::read(scan(folder.path(), &sample("invoice.pdf"))).unwrap();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("scan.png", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut archive, &picture).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    let reader = recognizing(Limits::default()).await;
    let document = reader.read_bytes("post.zip", &bytes).await.unwrap();
    assert!(document.text.contains("2026-0417"), "{}", document.text);
}

#[tokio::test]
async fn without_tesseract_the_error_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let blank = folder.path().join("blank.png");
    run("convert", &["-size", "400x300", "xc:white", &blank.display().to_string()]);
    let reader = reader(Limits::default());
    let error = reader.read(&blank).await.unwrap_err();
    assert!(matches!(error, ReadError::NoText { pages: 1, .. }), "{error:?}");
    assert!(error.to_string().contains("apt install tesseract-ocr"), "{error}");
    let mixed = reader.read(&fixture("mixed.pdf")).await.unwrap();
    assert_eq!(mixed.notes, [Note::PageUnread { page: 2, why: Unread::Picture }]);

    let error = recognizing(Limits::default()).await.read(&blank).await.unwrap_err();
    assert!(matches!(error, ReadError::NothingRecognized { .. }), "an empty page: {error:?}");
}

#[tokio::test]
async fn no_more_pictures_than_the_limit() {
    let reader = recognizing(Limits { recognized: 1, ..Limits::default() }).await;
    let document = reader.read(&fixture("scan.pdf")).await.unwrap();
    let counts = document.pages.as_ref().unwrap();
    assert_eq!((counts.read, counts.unread.as_slice()), (1, [2].as_slice()));
}

#[tokio::test]
async fn languages_are_those_that_are_installed() {
    let found = Tesseract::find(Some("en_GB.UTF-8")).await.unwrap();
    assert_eq!(found.languages(), ["eng"]);
    assert!(!found.installed().iter().any(|name| name == "osd"), "{:?}", found.installed());
    let error = found.looking_for("eng+klingon").unwrap_err();
    assert_eq!(error.asked, "klingon");
    assert!(error.to_string().contains("installed are "), "{error}");
}

#[tokio::test]
async fn drawings_say_what_is_written_in_them() {
    let svg = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" \
        height=\"80\"><text x=\"5\" y=\"20\">Boiler <tspan>room</tspan><tspan x=\"5\" y=\"40\">Level \
        2</tspan></text><text x=\"5\" y=\"60\">Keep <tspan>sh</tspan>ut</text></svg>";
    let document = reader(Limits::default()).read_bytes("plan", svg.as_bytes()).await.unwrap();
    assert_eq!(document.format, Format::Svg);
    assert_eq!(document.text, "Boiler room Level 2\nKeep shut");
    let outline = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"60\"><path \
        d=\"M10 5v50h8v-20h14v20h8v-50h-8v22h-14v-22z\"/></svg>";
    let error =
        reader(Limits::default()).read_bytes("h.svg", outline.as_bytes()).await.unwrap_err();
    assert!(matches!(error, ReadError::NoText { .. }), "{error:?}");
}
