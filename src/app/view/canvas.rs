//! The picture, over the whole screen or a part of it.

use std::borrow::Cow;

use ratatui::layout::Rect;

use thinwire::cells::glyph;
use thinwire::{Layers, Medium, Pixels};

use crate::painter::Frame;

/// A painted frame and how cells draw it.
#[derive(Debug)]
pub struct Canvas<'a> {
    /// The picture; none before the first is painted.
    pub frame: Option<&'a Frame>,
    /// How it is shown; an image leaves the cells alone.
    pub medium: Medium,
}

impl Canvas<'_> {
    /// Draws the picture into `area`. One that was painted for another size is drawn larger or smaller, until the next
    /// one comes.
    pub fn draw(&self, area: Rect, layers: &mut Layers) {
        if let (Some(frame), Medium::Text(glyphs)) = (self.frame, self.medium) {
            let (across, down) = glyphs.pixels();
            let size = [u32::from(area.width) * u32::from(across), u32::from(area.height) * u32::from(down)];
            let frame = resized(frame, size);
            glyph::draw(Pixels::new(frame.width, &frame.pixels), area, layers, glyphs);
        }
    }
}

/// The frame with `width × height` pixels, each the nearest of its own.
fn resized(frame: &Frame, [width, height]: [u32; 2]) -> Cow<'_, Frame> {
    if [frame.width, frame.height] == [width, height] || frame.pixels.is_empty() {
        return Cow::Borrowed(frame);
    }
    // The middle of pixel `index` of `count`, among `of`.
    let nearest = |index: u32, count: u32, of: u32| {
        let place = (2 * u64::from(index) + 1) * u64::from(of) / (2 * u64::from(count.max(1)));
        (place as usize).min(of as usize - 1)
    };
    let columns: Vec<usize> = (0..width).map(|x| nearest(x, width, frame.width)).collect();
    let pixels = (0..height).flat_map(|y| {
        let row = nearest(y, height, frame.height) * frame.width as usize;
        columns.iter().map(move |column| frame.pixels[row + column])
    });
    Cow::Owned(Frame { width, height, pixels: pixels.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_of_another_size_keeps_its_corners() {
        let pixels: Vec<[u8; 3]> = (0..12).map(|value| [value; 3]).collect();
        let frame = Frame { width: 4, height: 3, pixels };
        assert!(matches!(resized(&frame, [4, 3]), Cow::Borrowed(_)));
        for size in [[8, 6], [2, 2], [5, 1], [1, 7]] {
            let other = resized(&frame, size);
            assert_eq!(other.pixels.len(), (size[0] * size[1]) as usize);
        }
        let larger = resized(&frame, [8, 6]);
        assert_eq!(
            [larger.pixels[0], larger.pixels[7], larger.pixels[40], larger.pixels[47]],
            [[0; 3], [3; 3], [8; 3], [11; 3]]
        );
        assert!(resized(&frame, [0, 5]).pixels.is_empty());
    }
}
