//! The picture, over the whole screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::painter::Frame;
use crate::screen::glyph::{self, Glyphs};

/// A painted frame and how cells draw it.
#[derive(Debug)]
pub struct Canvas<'a> {
    /// The picture; none before the first is painted.
    pub frame: Option<&'a Frame>,
    /// How cells draw pixels.
    pub glyphs: Glyphs,
}

impl Canvas<'_> {
    /// Draws the picture into `area`.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        if let Some(frame) = self.frame {
            glyph::draw(frame, area, buffer, self.glyphs);
        }
    }
}
