//! A page as a picture.

use hayro::{
    PixmapSettings, RenderCache, RenderSettings,
    hayro_interpret::InterpreterSettings,
    hayro_syntax::{Pdf, page::Page},
    vello_cpu::{Pixmap, color::palette::css::WHITE},
};

use crate::{
    read::pdf::words::Area,
    recognize::{Bitmap, PIXELS},
};

/// Points to the inch.
pub(super) const POINTS: f32 = 72.0;
/// Pixels of a side at most.
const SIDE: f32 = 10_000.0;

/// A rendered page.
pub(super) struct Rendered(Pixmap);

/// Renders a page, counted from 0, `scale` pixels to the point, or fewer where that makes too many.
///
/// # Errors
/// Why it cannot be rendered, in words.
pub(super) fn page(pdf: &Pdf, index: usize, scale: f32) -> Result<Rendered, String> {
    let page = pdf.pages().get(index).ok_or("it cannot be rendered (it is not found)")?;
    let (width, height) = page.render_dimensions();
    if !(width * height).is_normal() || width < 1.0 || height < 1.0 {
        return Err(format!("it cannot be rendered (it measures {width} by {height} points)"));
    }
    let fitting = (PIXELS as f32 / (width * height)).sqrt().min(SIDE / width.max(height));
    let scale = scale.min(fitting);
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &pixels,
    );
    if pixmap.width() == 0 || pixmap.height() == 0 {
        return Err("it cannot be rendered (it has no size)".to_owned());
    }
    Ok(Rendered(pixmap))
}

/// A box on a page as shares of its width and height from the upper left: left, top, width, height.
/// None outside the page.
pub(super) fn box_on(page: &Page, area: Area) -> Option<(f32, f32, f32, f32)> {
    let (width, height) = page.render_dimensions();
    let (left, right) = (area.left.max(0.0), area.right.min(width));
    let (bottom, top) = (area.bottom.max(0.0), area.top.min(height));
    (right > left && top > bottom).then(|| {
        (left / width, (height - top) / height, (right - left) / width, (top - bottom) / height)
    })
}

impl Rendered {
    /// Width and height in pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        (u32::from(self.0.width()), u32::from(self.0.height()))
    }

    /// As a PNG file.
    ///
    /// # Errors
    /// Why it cannot be written, in words.
    pub(super) fn into_png(self) -> Result<Vec<u8>, String> {
        self.0.into_png().map_err(|error| error.to_string())
    }

    /// Grey pixels by the luma of ITU-R BT.601; the background is white, so nothing shines through.
    pub(super) fn into_grey(self) -> Bitmap {
        let (width, height) = (u32::from(self.0.width()), u32::from(self.0.height()));
        let luma = |red: u8, green: u8, blue: u8| {
            ((u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000) as u8
        };
        let grey = self.0.data().iter().map(|pixel| luma(pixel.r, pixel.g, pixel.b)).collect();
        Bitmap { width, height, grey }
    }
}
