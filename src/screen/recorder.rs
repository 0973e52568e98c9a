//! Frames as text: what a terminal would be sent, for files instead of a screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::encoder::{Encoder, rows};
use super::glyph::{self, Glyphs};
use crate::painter::Frame;

/// What a recording begins with: no cursor in the picture, no wrapped lines.
pub const BEGIN: &[u8] = b"\x1b[?25l\x1b[?7l";

/// What a recording ends with on a terminal of `rows` rows: the cursor is back, below the picture.
pub fn end(rows: u32) -> Vec<u8> {
    format!("\x1b[m\x1b[{rows}H\x1b[?7h\x1b[?25h").into_bytes()
}

/// Turns the frames of a loop into what a terminal has to be sent, each time what has changed.
#[derive(Debug, Default)]
pub struct Recorder {
    encoder: Encoder,
}

impl Recorder {
    /// What brings a terminal that shows the frame before to `frame`. Changes of a colour by less than
    /// `tolerance` (Oklab × 100) are left out; 0 is exact. All frames have the size of the first.
    pub fn show(&mut self, frame: &Frame, tolerance: f32) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.encoder.encode_text(&drawn(frame), &mut bytes);
        self.encoder.encode_picture_within(tolerance, &mut bytes);
        bytes
    }
}

/// `frame` as rows of text with colour, each ended by the terminal's own colours and a line feed: it
/// looks the same wherever on a terminal it is printed.
pub fn text_art(frame: &Frame) -> Vec<u8> {
    rows(&drawn(frame))
}

/// Pixels across and down of so many cells.
pub fn pixels([columns, rows]: [u32; 2]) -> [u32; 2] {
    let (across, down) = Glyphs::default().pixels();
    [columns * u32::from(across), rows * u32::from(down)]
}

/// The cells that show `frame`.
fn drawn(frame: &Frame) -> Buffer {
    let (across, down) = Glyphs::default().pixels();
    let cells = |pixels: u32, each: u16| pixels.div_ceil(u32::from(each)).min(u32::from(u16::MAX)) as u16;
    let area = Rect::new(0, 0, cells(frame.width, across), cells(frame.height, down));
    let mut buffer = Buffer::empty(area);
    glyph::draw(frame, area, &mut buffer, Glyphs::default());
    buffer
}
