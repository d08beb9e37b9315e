//! PDF by lopdf: the text of each page in the order in which it was drawn.

use lopdf::Document as Pdf;

use crate::{
    ReadError, Unread,
    build::TextBuilder,
    read::{
        Source,
        pages::{PageText, Pages, check_count},
        pdf::FORMAT,
    },
};

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut pdf = Pdf::load_mem(source.bytes).map_err(|error| source.malformed(FORMAT, error))?;
    if pdf.is_encrypted() && pdf.decrypt("").is_err() {
        return Err(source.encrypted());
    }
    let numbers = pdf.get_pages();
    let mut pages = Pages::new(source, FORMAT, check_count(source, numbers.len())?, out);
    for (number, id) in &numbers {
        let page = match pdf.extract_text(&[*number]) {
            Ok(text) if text.trim().is_empty() => {
                let pictures = pdf.get_page_images(*id).is_ok_and(|images| !images.is_empty());
                if pictures {
                    let what = "its picture cannot be shown".to_owned();
                    Err(Unread::Unrecognized { what })
                } else {
                    Ok(PageText::Written(text))
                }
            }
            Ok(text) => Ok(PageText::Written(text)),
            Err(error) => Err(Unread::Damaged { what: error.to_string() }),
        };
        pages.add(page, out)?;
    }
    pages.finish(out)
}
