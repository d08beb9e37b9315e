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
    ]
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
