//! A caption set in type, in its place on pictures of one size.

use harfrust::GlyphId;

use super::Caption;
use super::layout::{TextLayout, TextLine};
use super::place::{CaptionPlace, Survey};
use super::typeface::{DESCENT, EM, Point};
use super::veil::Ink;
use crate::painter::Painting;
use crate::recipe::View;

/// Lines in pixels.
#[derive(Debug)]
pub(super) struct TypesetCaption {
    /// Pixels of a unit of the typeface.
    pub(super) scale: f64,
    pub(super) ink: Ink,
    pub(super) lines: Vec<SetLine>,
}

/// One line.
#[derive(Debug)]
pub(super) struct SetLine {
    /// Where its baseline begins, in pixels.
    pub(super) start: Point,
    /// Left, top, right, bottom, in pixels.
    pub(super) bounds: [f64; 4],
    /// Glyphs and where they stand, in units, from the start, upwards.
    pub(super) glyphs: Vec<(GlyphId, [i32; 2])>,
}

impl TypesetCaption {
    /// Sets `caption` for pictures of `size` pixels, each `aspect` times as wide as high, where the loop of `painting`
    /// is calm, seen through `view`. `None` once `stop` says that nobody wants it any more.
    pub(super) fn new(
        caption: &Caption,
        painting: &Painting,
        view: View,
        size: [u32; 2],
        aspect: f64,
        stop: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let sides = size.map(f64::from);
        let (layout, scale) = TextLayout::fitted(caption.text(), sides);
        let block = [f64::from(layout.width) * scale, f64::from(layout.height()) * scale];
        let CaptionPlace { corner, ink } = Survey::new(painting, view, size, aspect, stop)?.place(block, sides);
        let set = |(index, line): (usize, TextLine)| {
            let width = f64::from(line.width) * scale;
            let start =
                [corner[0] + (block[0] - width) / 2.0, corner[1] + f64::from(TextLayout::baseline(index)) * scale];
            let bottom = start[1] + f64::from(DESCENT) * scale;
            let bounds = [start[0], start[1] - (EM - f64::from(DESCENT)) * scale, start[0] + width, bottom];
            SetLine { start, bounds, glyphs: line.glyphs }
        };
        Some(Self { scale, ink, lines: layout.lines.into_iter().enumerate().map(set).collect() })
    }
}
