//! From pixels to character cells: which glyph, which two colours.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use crate::painter::Frame;

/// The characters that a picture is drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Glyphs {
    /// `▀`: two pixels a cell, each with a colour of its own. Every font has it.
    #[default]
    Half,
}

impl Glyphs {
    /// Pixels a cell: across, down.
    pub const fn pixels(self) -> (u16, u16) {
        match self {
            Self::Half => (1, 2),
        }
    }
}

/// Draws `frame` into `area`, its top left pixel in the area's top left cell; what exceeds the area or
/// the buffer is cut off, cells that no pixel covers stay as they are.
pub fn draw(frame: &Frame, area: Rect, buffer: &mut Buffer, glyphs: Glyphs) {
    match glyphs {
        Glyphs::Half => draw_halves(frame, area, buffer),
    }
}

fn draw_halves(frame: &Frame, area: Rect, buffer: &mut Buffer) {
    let width = frame.width as usize;
    let area = area.intersection(buffer.area);
    for (y, pair) in (area.top()..area.bottom()).zip(frame.pixels.chunks(2 * width.max(1))) {
        let (upper, lower) = pair.split_at(width.min(pair.len()));
        for (column, (x, &top)) in (area.left()..area.right()).zip(upper).enumerate() {
            let bottom = lower.get(column).copied().unwrap_or(top);
            buffer[(x, y)].set_char('▀').set_fg(rgb(top)).set_bg(rgb(bottom));
        }
    }
}

const fn rgb([red, green, blue]: [u8; 3]) -> Color {
    Color::Rgb(red, green, blue)
}
