//! PDF by lopdf: the text of each page in the order in which it was drawn.

use lopdf::Document as Pdf;

use crate::{
    ReadError, Unread,
    build::TextBuilder,
    read::{
        Source,
        pdf::{FORMAT, Pages, check_pages},
    },
};

pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let mut pdf = Pdf::load_mem(source.bytes).map_err(|error| source.malformed(FORMAT, error))?;
    if pdf.is_encrypted() && pdf.decrypt("").is_err() {
        return Err(source.encrypted());
    }
    let numbers = pdf.get_pages();
    let mut pages = Pages::new(source, check_pages(source, numbers.len())?);
    for (number, id) in &numbers {
        let page = match pdf.extract_text(&[*number]) {
            Ok(text) if text.trim().is_empty() => {
                let pictures = pdf.get_page_images(*id).is_ok_and(|images| !images.is_empty());
                if pictures { Err(Unread::Picture) } else { Ok(text) }
            }
            Ok(text) => Ok(text),
            Err(error) => Err(Unread::Damaged { what: error.to_string() }),
        };
        pages.add(page, out)?;
    }
    pages.finish(out)
}
