//! A page as a person would see it, with the words of its text in their places.

use pdf_oxide::{PdfDocument, optional_content::compute_default_off_ocgs};

use crate::{
    PagePicture, PageWord, ReadError,
    read::{
        Source,
        pdf::{FORMAT, lines, render, words},
    },
};

/// Renders the page with this number, counted from 1, `scale` pixels to the point.
///
/// # Errors
/// [`ReadError::Malformed`] and [`ReadError::Encrypted`].
pub(crate) fn page(source: &Source, number: u32, scale: f32) -> Result<PagePicture, ReadError> {
    let fault =
        |why: &dyn std::fmt::Display| source.malformed(FORMAT, format!("page {number}: {why}"));
    let index = (number as usize).checked_sub(1).ok_or_else(|| fault(&"pages count from 1"))?;
    let pdf = render::open(source.bytes).map_err(|why| fault(&why))?;
    let picture = render::page(&pdf, index, scale).map_err(|why| fault(&why))?;
    let words = place_words(source, &pdf, index).unwrap_or_default();
    let (width, height) = picture.size();
    Ok(PagePicture { width, height, words, png: picture.into_png().map_err(|why| fault(&why))? })
}

/// The words of the page's text as it was read, each with its box; none where they cannot be had.
fn place_words(
    source: &Source,
    rendered: &hayro::hayro_syntax::Pdf,
    index: usize,
) -> Option<Vec<PageWord>> {
    let pdf = PdfDocument::from_bytes(source.bytes.to_vec()).ok()?;
    if pdf.is_encrypted() {
        pdf.authenticate(b"").ok().filter(|open| *open)?;
    }
    let text = lines::page_text(&pdf, index, &compute_default_off_ocgs(&pdf)).ok()?;
    // The place of a page begins and ends with what can be seen.
    let text = text.trim();
    let words = words::of_page(&pdf, index).ok()?;
    let page = rendered.pages().get(index)?;
    let mut places = Vec::with_capacity(words.len());
    let mut from = 0;
    for word in lines::in_order(&words) {
        let Some((start, end)) = find_word(text, from, &lines::as_typed(&word.text)) else {
            continue;
        };
        from = end;
        if let Some((left, top, width, height)) = render::box_on(page, word.on_page) {
            let (start, end) = (start as u32, end as u32);
            places.push(PageWord { start, end, left, top, width, height });
        }
    }
    Some(places)
}

/// Where a word stands next in the text; the first half of one that was cut at a line's end stands
/// there without its hyphen.
fn find_word(text: &str, from: usize, word: &str) -> Option<(usize, usize)> {
    /// Bytes that are looked through: a word is no further off, and the next of its kind may be.
    const NEAR: usize = 400;
    let end = text.floor_char_boundary((from + NEAR + word.len()).min(text.len()));
    let near = text.get(from..end)?;
    let word = word.replace('\u{ad}', "");
    let find = |word: &str| {
        let at = near.find(word).filter(|_| !word.is_empty())?;
        Some((from + at, from + at + word.len()))
    };
    find(&word).or_else(|| find(word.trim_end_matches(['-', '\u{2010}'])))
}

#[cfg(test)]
mod tests {
    use super::find_word;

    #[test]
    fn words_are_found_in_their_order() {
        let text = "a document of a kind";
        assert_eq!(find_word(text, 0, "docu-"), Some((2, 6)));
        assert_eq!(find_word(text, 6, "ment"), Some((6, 10)));
        assert_eq!(find_word(text, 10, "a"), Some((14, 15)));
        assert_eq!(find_word(text, 16, "of"), None, "the order is that of the text");
    }
}
