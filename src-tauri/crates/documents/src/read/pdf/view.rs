//! A page as a person would see it, with the words of its text in their places.

use hayro::{hayro_interpret::InterpreterCache, hayro_syntax::page::Page};

use crate::{
    PagePicture, PageWord, ReadError,
    read::{
        Source,
        pdf::{self, FORMAT, content::Content, lines, render, words},
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
    let pdf = pdf::open(source)?;
    let picture = render::page(&pdf, index, scale).map_err(|why| fault(&why))?;
    let words = pdf.pages().get(index).map(place_words).unwrap_or_default();
    let (width, height) = picture.size();
    Ok(PagePicture { width, height, words, png: picture.into_png().map_err(|why| fault(&why))? })
}

/// The words of the page's text as it was read, each with its box.
fn place_words(page: &Page) -> Vec<PageWord> {
    let words = words::of(&Content::of(page, &InterpreterCache::new()).glyphs);
    let text = lines::lay_out(&words);
    // The place of a page begins and ends with what can be seen.
    let text = text.trim();
    let mut places = Vec::with_capacity(words.len());
    let mut from = 0;
    for (word, written) in lines::in_order(&words) {
        let Some((start, end)) = find_word(text, from, &written) else { continue };
        from = end;
        if let Some((left, top, width, height)) = render::box_on(page, word.on_page) {
            let (start, end) = (start as u32, end as u32);
            places.push(PageWord { start, end, left, top, width, height });
        }
    }
    places
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
