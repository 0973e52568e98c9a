//! The picture, over the whole screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use thinwire::cells::glyph;
use thinwire::{Medium, Pixels};

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
    /// Draws the picture into `area`.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        if let (Some(frame), Medium::Text(glyphs)) = (self.frame, self.medium) {
            glyph::draw(Pixels::new(frame.width, &frame.pixels), area, buffer, glyphs);
        }
    }
}
