//! Small files that ask for much.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

/// Bombs by name.
pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let document = |body: &str| {
        format!(
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/\
             wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
        )
    };
    let lots = document(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(300 << 20)));
    let deep = document(&format!("{}{}", "<w:p>".repeat(100_000), "</w:p>".repeat(100_000)));
    let mut entities = String::from("<!DOCTYPE w [<!ENTITY a0 \"ha\">");
    for level in 1..30 {
        let below = level - 1;
        entities += &format!("<!ENTITY a{level} \"&a{below};&a{below};&a{below};&a{below};\">");
    }
    let laughs = document("<w:p><w:r><w:t>&a29;</w:t></w:r></w:p>")
        .replace("<w:document", &format!("{entities}]><w:document"));
    let nested_zip = (0..10)
        .fold(zip(&[("a.txt", b"bottom")]), |inner, _| zip(&[("inner.zip", inner.as_slice())]));
    vec![
        ("lots.docx", zip(&[("word/document.xml", lots.as_bytes())])),
        ("deep.docx", zip(&[("word/document.xml", deep.as_bytes())])),
        ("laughs.docx", zip(&[("word/document.xml", laughs.as_bytes())])),
        ("nested.html", "<div><b>".repeat(100_000).into_bytes()),
        ("nested.json", "[".repeat(1_000_000).into_bytes()),
        ("pages.pdf", many_pages()),
        ("nested.zip", nested_zip),
        ("nested.odt", open_document(&"<text:section>".repeat(DEEP))),
        ("nested.svg", format!("<svg>{}", "<g>".repeat(DEEP)).into_bytes()),
        ("laughs.svg", format!("{entities}]><svg><text>&a29;</text></svg>").into_bytes()),
    ]
}

/// Files that claim more than they can hold, which is found out before memory is asked for.
pub fn claims() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("huge.png", picture(100_000, 100_000)),
        ("wide.png", picture(0x1e0, 0x3400_0008)),
        ("circle.xls", circular_workbook()),
        ("far.xls", far_workbook()),
    ]
}

/// Files that are nested or large without end but hold a text that can be read all the same.
pub fn harmless() -> Vec<(&'static str, Vec<u8>)> {
    let mut nested = String::from("From: a@example.org\nSubject: deep\nMIME-Version: 1.0\n");
    for level in 0..DEEP {
        nested += &format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
    }
    vec![
        ("nested.rtf", format!("{{\\rtf1 {}text", "{".repeat(DEEP)).into_bytes()),
        ("nested.md", format!("{}text", "> ".repeat(DEEP)).into_bytes()),
        ("nested.eml", nested.into_bytes()),
        ("sparse.xlsx", sparse_workbook()),
        ("wide.csv", format!("a{}\n1", ",b".repeat(200_000)).into_bytes()),
    ]
}

/// Levels of nesting that no person makes.
const DEEP: usize = 10_000;

fn open_document(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><office:body><office:text>{body}"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A sheet with two cells, as far apart as the format allows: 17 billion cells lie between them.
fn sparse_workbook() -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let related = |kind: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" \
             Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>\
         <sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = format!(
        "<worksheet xmlns=\"{main}\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
         <row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData></worksheet>"
    );
    zip(&[
        ("_rels/.rels", related("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", related("worksheet", "worksheets/s.xml").as_bytes()),
        ("xl/worksheets/s.xml", sheet.as_bytes()),
    ])
}

/// A PNG that claims so many pixels each way, and ends there.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in [header, b"IDAT".to_vec()] {
        png.extend((chunk.len() as u32 - 4).to_be_bytes());
        png.extend(&chunk);
        png.extend(crc(&chunk).to_be_bytes());
    }
    png
}

/// A workbook whose directory's first sector is followed by itself (MS-CFB 2.3).
fn circular_workbook() -> Vec<u8> {
    let mut bytes = std::fs::read(super::fixture("accounts.xls")).unwrap();
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let (directory, table) = (number(48), number(76));
    let entry = (table as usize + 1) * 512 + 4 * directory as usize;
    bytes[entry..entry + 4].copy_from_slice(&directory.to_le_bytes());
    bytes
}

/// A workbook whose last text stands in the last cell that the format has, and its first in the
/// first ([MS-XLS] 2.4.149).
fn far_workbook() -> Vec<u8> {
    let mut bytes = std::fs::read(super::fixture("accounts.xls")).unwrap();
    let label = [0xfd, 0, 10, 0];
    let at = bytes.windows(4).rposition(|window| window == label).unwrap() + label.len();
    bytes[at..at + 4].copy_from_slice(&[0xff, 0xff, 0xff, 0]);
    bytes
}

/// The checksum of a chunk (PNG, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 }
        })
    });
    !sum
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        file.start_file(*name, SimpleFileOptions::default()).unwrap();
        file.write_all(bytes).unwrap();
    }
    file.finish().unwrap().into_inner()
}

/// A page tree that claims four billion pages.
fn many_pages() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
      2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 4294967295 >>\nendobj\n\
      trailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n0\n%%EOF"
        .to_vec()
}
