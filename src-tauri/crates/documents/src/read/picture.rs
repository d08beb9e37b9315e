//! Pictures: their text is recognized; that of a drawing is read where it is written down.

mod frames;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits as PixelLimits, imageops::FilterType};

use crate::{
    ReadError, Unread,
    build::TextBuilder,
    read::{
        Source,
        pages::{PageText, Pages},
        recognized::recognize,
        xml::{self, Step},
    },
    recognize::{Bitmap, PIXELS},
};

const FORMAT: &str = "picture";
const DRAWING: &str = "SVG";
/// Pixels of the longer side under which letters are likely too small, as on pictures of a screen.
const SMALL: u32 = 1600;
/// Bytes that decoding may take.
const DECODED: u64 = 1 << 30;

/// A picture in pixels; each page of a TIFF is one.
pub(super) fn read(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let frames = frames::of(source.bytes);
    let total = u32::try_from(frames.len()).unwrap_or(u32::MAX);
    let mut pages = Pages::new(source, FORMAT, total, out);
    for (index, frame) in frames.iter().enumerate() {
        let page = match decode(&frame.of(source.bytes)) {
            Err(error) if total == 1 => return Err(source.malformed(FORMAT, error)),
            Err(error) => Err(Unread::Damaged { what: error.to_string() }),
            Ok(_) if index as u64 >= u64::from(source.limits.recognized) => {
                Err(Unread::Unrecognized {
                    what: format!("no more than {} are read", source.limits.recognized),
                })
            }
            Ok(bitmap) => recognize(source, &bitmap).map(PageText::Recognized),
        };
        pages.add(page, out)?;
    }
    pages.finish(out)
}

/// A drawing: the text in it; where there is none, what is recognized of its picture.
pub(super) fn read_svg(source: &Source, out: &mut TextBuilder) -> Result<(), ReadError> {
    let begin = out.mark();
    let mut inside = 0_u32;
    // Whether the next word stands apart from the last: behind white space, or moved elsewhere.
    let mut apart = false;
    xml::walk(source, source.name, DRAWING, source.bytes, |step| {
        match step {
            Step::Open(tag) if is_text(&tag.name()) => {
                inside += 1;
                out.separate(1);
                apart = false;
            }
            Step::Open(tag) if inside > 0 => {
                apart |= ["x", "y", "dx", "dy"].iter().any(|name| tag.attribute(name).is_some());
            }
            Step::Close(name) if is_text(&name) => inside = inside.saturating_sub(1),
            Step::Text(text) if inside > 0 => {
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                apart |= text.starts_with(char::is_whitespace);
                let begun = !matches!(out.text().chars().next_back(), None | Some('\n' | ' '));
                if !words.is_empty() {
                    if apart && begun {
                        out.push(source, " ")?;
                    }
                    out.push(source, &words)?;
                    apart = false;
                }
                apart |= text.ends_with(char::is_whitespace);
            }
            _ => {}
        }
        Ok(())
    })?;
    if out.wrote_since(begin) {
        out.paragraphs_since(begin);
        return Ok(());
    }
    out.rewind(begin);
    let mut pages = Pages::new(source, DRAWING, 1, out);
    let bitmap = draw(source).map_err(|what| source.malformed(DRAWING, what))?;
    pages.add(recognize(source, &bitmap).map(PageText::Recognized), out)?;
    pages.finish(out)
}

fn is_text(element: &str) -> bool {
    matches!(element, "text" | "title" | "desc")
}

/// Grey pixels of a picture file, upright, in a size that letters are read well in.
fn decode(bytes: &[u8]) -> image::ImageResult<Bitmap> {
    let mut reader = ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = PixelLimits::default();
    limits.max_alloc = Some(DECODED);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    // The pixels themselves are counted by nobody else.
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(grey(&picture))
}

fn grey(picture: &DynamicImage) -> Bitmap {
    let (width, height) = (picture.width().max(1), picture.height().max(1));
    let mut grey =
        if picture.color().has_alpha() { over_white(picture) } else { picture.to_luma8() };
    let pixels = u64::from(width) * u64::from(height);
    let scale = if pixels > PIXELS {
        (PIXELS as f64 / pixels as f64).sqrt()
    } else if width.max(height) < SMALL {
        2.0
    } else {
        1.0
    };
    if scale != 1.0 {
        let scaled = |side: u32| ((f64::from(side) * scale) as u32).max(1);
        grey =
            image::imageops::resize(&grey, scaled(width), scaled(height), FilterType::CatmullRom);
    }
    Bitmap { width: grey.width(), height: grey.height(), grey: grey.into_raw() }
}

/// Letters on nothing are letters on white.
fn over_white(picture: &DynamicImage) -> image::GrayImage {
    let with_alpha = picture.to_luma_alpha8();
    image::GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [luma, alpha] = with_alpha.get_pixel(x, y).0;
        let (luma, alpha) = (u32::from(luma), u32::from(alpha));
        image::Luma([((luma * alpha + 255 * (255 - alpha)) / 255) as u8])
    })
}

/// A drawing on white, its longer side as long as a page at 300 dots to the inch.
fn draw(source: &Source) -> Result<Bitmap, String> {
    use resvg::{
        tiny_skia::{Color, Pixmap, Transform},
        usvg::{Options, Tree},
    };

    /// Pixels.
    const SIDE: f32 = 3300.0;
    let tree =
        Tree::from_data(source.bytes, &Options::default()).map_err(|error| error.to_string())?;
    let size = tree.size();
    let scale = SIDE / size.width().max(size.height());
    let pixels = |side: f32| (side * scale).ceil().max(1.0) as u32;
    let mut pixmap =
        Pixmap::new(pixels(size.width()), pixels(size.height())).ok_or("it has no size")?;
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let (width, height) = (pixmap.width(), pixmap.height());
    let colours = image::RgbaImage::from_raw(width, height, pixmap.take());
    let picture = colours.ok_or("it has no pixels")?;
    Ok(Bitmap { width, height, grey: DynamicImage::from(picture).to_luma8().into_raw() })
}
