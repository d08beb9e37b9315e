//! What a page shows: its glyphs in the order in which they are drawn, its pictures and its lines.

use std::{collections::HashMap, iter};

use hayro::{
    hayro_interpret::{
        BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
        InterpreterCache, InterpreterSettings, SoftMask,
        font::{Glyph as Drawn, GlyphRun},
        hayro_cmap::{BfString, WritingMode},
        interpret_page,
        util::TransformExt,
    },
    hayro_syntax::page::Page,
    kurbo::{Affine, BezPath, Point, Rect, Vec2},
};

use crate::read::pdf::words::Area;

/// Units of a glyph's own space in the height of its font.
const UNITS: f64 = 1000.0;

/// A glyph where it stands on the page as shown; points from the lower left.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// What it stands for, and what more where one glyph stands for several characters.
    pub(super) letter: char,
    pub(super) more: String,
    /// Where it begins on its base line.
    pub(super) begin: Point,
    /// From there to where the next one would begin.
    pub(super) advance: Vec2,
    /// The height of its font, at a right angle to the base line.
    pub(super) size: f64,
    /// The direction of its line, in degrees against the clock from 0 to 360.
    pub(super) angle: f64,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) glyphs: Vec<Glyph>,
    /// Glyphs of which the file does not say what they stand for.
    pub(super) nameless: usize,
    /// What the pictures cover.
    pub(super) pictures: Vec<Area>,
    /// How many lines and shapes are drawn.
    pub(super) shapes: usize,
    /// The sum of the widths of glyphs that a font draws itself, and their number, by the bits of
    /// its nominal size.
    widths: HashMap<u64, (f64, f64)>,
}

impl Content {
    /// The content of a page. `cache` keeps the fonts that the pages of a file share.
    pub(super) fn of<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>) -> Self {
        let (width, height) = page.render_dimensions();
        let shown = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let upwards = page.initial_transform(false).to_kurbo();
        let settings = InterpreterSettings::default();
        let mut context = Context::new(upwards, shown, cache, page.xref(), settings);
        let mut content = Self::default();
        interpret_page(page, &mut context, &mut content);
        // What stands off the page is not seen.
        content.glyphs.retain(|glyph| shown.contains(glyph.middle()));
        content
    }

    fn add(&mut self, drawn: &Drawn, transform: Affine, mode: WritingMode) {
        let Some((letter, more)) = name(drawn) else {
            self.nameless += 1;
            return;
        };
        let width = match drawn {
            Drawn::Outline(outline) => outline.advance_width(),
            Drawn::Type3(glyph) => glyph.advance_width(),
        };
        let [a, b, c, d, x, y] = transform.as_coeffs();
        let (right, up) = (Vec2::new(a, b) * UNITS, Vec2::new(c, d) * UNITS);
        let advance = right * (f64::from(width.unwrap_or_default()) / UNITS);
        // Slanted letters lean, but are no higher for it.
        let height = right.cross(up).abs() / right.hypot().max(f64::MIN_POSITIVE);
        let (begin, advance, size) = match (drawn, mode) {
            (Drawn::Type3(_), _) => {
                (Point::new(x, y), advance, self.size_by_width(height, advance.hypot()))
            }
            (_, WritingMode::Horizontal) => (Point::new(x, y), advance, height),
            // A line that goes down is one that is turned; a character is as long as it is high.
            (_, WritingMode::Vertical) => (Point::new(x, y) + up * ASCENT, -up, right.hypot()),
        };
        if begin.is_finite() && advance.is_finite() && size.is_normal() {
            let line = if mode == WritingMode::Vertical { advance } else { right };
            let angle = line.atan2().to_degrees().rem_euclid(360.0);
            self.glyphs.push(Glyph { letter, more, begin, advance, size, angle });
        }
    }

    /// The height of a font that draws its glyphs itself. Its nominal size may be anything; that of
    /// most fonts is twice the mean width of their letters.
    fn size_by_width(&mut self, nominal: f64, width: f64) -> f64 {
        let (sum, count) = self.widths.entry(nominal.to_bits()).or_default();
        *sum += width;
        *count += 1.0;
        2.0 * *sum / *count
    }
}

/// What a glyph stands for: a character, and more of them for a ligature.
fn name(drawn: &Drawn) -> Option<(char, String)> {
    match drawn.as_unicode() {
        Some(BfString::Char(letter)) => Some((letter, String::new())),
        Some(BfString::String(text)) => {
            let mut characters = text.chars();
            Some((characters.next()?, characters.as_str().to_owned()))
        }
        // The codes of old fonts of pictures are those of the letters.
        None if matches!(drawn, Drawn::Type3(_)) => {
            let code = u8::try_from(drawn.char_code()).ok()?;
            code.is_ascii_graphic().then(|| (char::from(code), String::new()))
        }
        None => None,
    }
}

/// How far above its base line a character of a vertical line begins, in font sizes.
const ASCENT: f64 = 0.88;

impl Glyph {
    /// What it stands for.
    pub(super) fn characters(&self) -> impl Iterator<Item = char> {
        iter::once(self.letter).chain(self.more.chars())
    }

    fn middle(&self) -> Point {
        let up = Vec2::from_angle(self.angle.to_radians()).turn_90();
        self.begin + self.advance / 2.0 + up * (self.size / 4.0)
    }
}

impl<'a> Device<'a> for Content {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.add(glyph, props.transform * glyph.transform(), run.writing_mode());
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let pixels = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let covered = props.transform.transform_rect_bbox(pixels);
        self.pictures.push(Area {
            left: covered.x0 as f32,
            bottom: covered.y0 as f32,
            right: covered.x1 as f32,
            top: covered.y1 as f32,
        });
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.shapes += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_clip_rect(&mut self, _: &Rect) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.shapes += 1;
    }
}
