//! Letters for pictures: a bitmap font that is part of the program, since a fresh machine may have none.

use std::convert::Infallible;

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{OriginDimensions, Point, Size};
use embedded_graphics::mono_font::{MonoTextStyle, iso_8859_1, iso_8859_7};
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::text::{Baseline, renderer::TextRenderer};

/// Pixels of a letter, across and down.
pub const LETTER: [u32; 2] = [9, 15];

/// The pixels (across, down) that `text` covers, its upper left corner at the origin. With Greek letters in it, it has
/// ISO 8859-7's characters alone, else those of ISO 8859-1.
pub fn dots(text: &str) -> Vec<[i32; 2]> {
    let mut dots = Dots(Vec::new());
    let is_greek = |c: char| ('\u{370}'..='\u{3ff}').contains(&c);
    let font = if text.chars().any(is_greek) { &iso_8859_7::FONT_9X15 } else { &iso_8859_1::FONT_9X15 };
    let style = MonoTextStyle::new(font, BinaryColor::On);
    let Ok(_) = style.draw_string(text, Point::zero(), Baseline::Top, &mut dots);
    dots.0
}

/// Collects the pixels that are drawn on it.
struct Dots(Vec<[i32; 2]>);

impl DrawTarget for Dots {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<BinaryColor>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        self.0.extend(pixels.into_iter().filter(|Pixel(_, color)| color.is_on()).map(|Pixel(at, _)| [at.x, at.y]));
        Ok(())
    }
}

impl OriginDimensions for Dots {
    fn size(&self) -> Size {
        Size::new(u32::MAX, u32::MAX)
    }
}
