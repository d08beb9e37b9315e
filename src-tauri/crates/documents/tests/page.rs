//! Pages as pictures: drawn by the worker, with each word where its ink is.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use support::{fixture, read, reader, sample};
use winnow_documents::{At, Limits, PagePicture, PageWord, ReadError};

async fn page(name: &std::path::Path, number: u32) -> Result<PagePicture, ReadError> {
    let bytes = std::fs::read(name).unwrap();
    reader(Limits::default()).page("a.pdf", &bytes, number, 2.0).await
}

/// Share of dark pixels in the box of a word.
fn ink(picture: &image::GrayImage, word: &PageWord) -> f64 {
    let side = |share: f32, whole: u32| (share * whole as f32) as u32;
    let (width, height) = picture.dimensions();
    let (left, top) = (side(word.left, width), side(word.top, height));
    let right = side(word.left + word.width, width).min(width - 1);
    let bottom = side(word.top + word.height, height).min(height - 1);
    let inside = (top..=bottom).flat_map(|y| (left..=right).map(move |x| (x, y)));
    let (all, dark) = inside.fold((0, 0), |(all, dark), (x, y)| {
        (all + 1, dark + i32::from(picture.get_pixel(x, y).0[0] < 128))
    });
    f64::from(dark) / f64::from(all)
}

#[tokio::test]
async fn each_word_has_its_box_where_its_ink_is() {
    let path = sample("invoice.pdf");
    let document = read(&path).unwrap();
    let shown = page(&path, 1).await.unwrap();
    let picture = image::load_from_memory(&shown.png).unwrap().to_luma8();
    assert_eq!(picture.dimensions(), (shown.width, shown.height));
    assert_eq!(shown.width, 1190, "A4 is 595 points wide, at two pixels to the point");
    let begins = document.places.iter().find(|place| place.at == At::Page { number: 1 });
    let begins = begins.unwrap().start as usize;
    let text =
        |word: &PageWord| &document.text[begins + word.start as usize..begins + word.end as usize];
    let inked = shown.words.iter().filter(|word| ink(&picture, word) > 0.05).count();
    let words = document.text.split_whitespace().count();
    assert!(shown.words.len() >= words * 95 / 100, "{} of {words} words", shown.words.len());
    assert!(inked >= shown.words.len() * 95 / 100, "{inked} of {} have ink", shown.words.len());
    assert!(shown.words.iter().all(|word| !text(word).contains(char::is_whitespace)));
    let number = shown.words.iter().find(|word| text(word) == "2026-0417").expect("it is placed");
    assert!(number.left > 0.5 && number.top < 0.3, "in the upper right corner: {number:?}");
}

#[tokio::test]
async fn words_of_turned_pages_and_of_turned_text_have_their_boxes_too() {
    let path = fixture("sideways.pdf");
    let document = read(&path).unwrap();
    for place in &document.places {
        let At::Page { number } = place.at else { continue };
        let text = &document.text[place.start as usize..place.end as usize];
        let shown = page(&path, number).await.unwrap();
        let picture = image::load_from_memory(&shown.png).unwrap().to_luma8();
        let words = text.split_whitespace().count();
        assert_eq!(shown.words.len(), words, "page {number}: each word has its place");
        let inked = shown.words.iter().filter(|word| ink(&picture, word) > 0.05).count();
        assert!(inked >= words * 95 / 100, "page {number}: {inked} of {words} have ink");
        let covered = 1.0 - share_outside(&picture, &shown.words);
        assert!(covered > 0.9, "page {number}: {covered} of the ink lies in boxes");
    }
}

/// Share of the dark pixels of a page that lie in no word's box.
fn share_outside(picture: &image::GrayImage, words: &[PageWord]) -> f64 {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    // Boxes stand on the base line, and letters go below it by up to a quarter of their size.
    const BELOW: f32 = 5.0;
    let inside = |x: f32, y: f32| {
        words.iter().any(|word| {
            let (left, top) = (word.left * width - BELOW, word.top * height - BELOW);
            let right = (word.left + word.width) * width + BELOW;
            let bottom = (word.top + word.height) * height + BELOW;
            (left..=right).contains(&x) && (top..=bottom).contains(&y)
        })
    };
    let dark: Vec<_> = picture.enumerate_pixels().filter(|pixel| pixel.2.0[0] < 128).collect();
    let outside = dark.iter().filter(|pixel| !inside(pixel.0 as f32, pixel.1 as f32)).count();
    outside as f64 / dark.len() as f64
}

#[tokio::test]
async fn scans_are_shown_and_pages_that_are_not_there_refused() {
    let scan = page(&fixture("scan.pdf"), 2).await.unwrap();
    assert!(scan.words.is_empty(), "a picture has no words with boxes");
    for number in [0, 3] {
        let error = page(&fixture("scan.pdf"), number).await.unwrap_err();
        assert!(matches!(error, ReadError::Malformed { .. }), "{number}: {error:?}");
    }
    let error = page(&sample("receipt.txt"), 1).await.unwrap_err();
    assert!(matches!(error, ReadError::Malformed { .. }), "{error:?}");
}
