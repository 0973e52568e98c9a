//! Frames as text: what a terminal would be sent, for files instead of a screen.

use ratatui::layout::Rect;

use super::encoder::{Encoder, rows};
use crate::cells::depth::ColorDepth;
use crate::cells::glyph::{self, Glyphs};
use crate::cells::{Layers, Pixels};

/// How pictures become text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// What they are drawn with.
    pub glyphs: Glyphs,
    /// The colours.
    pub depth: ColorDepth,
}

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
    drawing: Drawing,
}

impl Recorder {
    /// Begins with an empty terminal.
    pub fn new(drawing: Drawing) -> Self {
        Self { encoder: Encoder::default(), drawing }
    }

    /// What brings a terminal that shows the frame before to `picture`. Changes of a colour by less than
    /// `tolerance` (Oklab × 100) are left out; 0 is exact. All frames have the size of the first.
    pub fn show(&mut self, picture: Pixels<'_>, tolerance: f32) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.encoder.encode_text(&self.drawing.cells(picture), &mut bytes);
        self.encoder.encode_picture_within(tolerance, &mut bytes);
        bytes
    }
}

/// `picture` as rows of text with colour, each ended by the terminal's own colours and a line feed: it
/// looks the same wherever on a terminal it is printed.
pub fn text_art(picture: Pixels<'_>, drawing: Drawing) -> Vec<u8> {
    rows(&drawing.cells(picture))
}

impl Drawing {
    /// Pixels across and down of this many cells.
    pub fn pixels(self, [columns, rows]: [u32; 2]) -> [u32; 2] {
        let (across, down) = self.glyphs.pixels();
        [columns * u32::from(across), rows * u32::from(down)]
    }

    /// Width of such a pixel over its height, where cells are twice as high as wide.
    pub fn pixel_aspect(self) -> f64 {
        let (across, down) = self.glyphs.pixels();
        0.5 * f64::from(down) / f64::from(across)
    }

    /// The cells that show `picture`.
    fn cells(self, picture: Pixels<'_>) -> Layers {
        let (across, down) = self.glyphs.pixels();
        let cells = |pixels: u32, each: u16| pixels.div_ceil(u32::from(each)).min(u32::from(u16::MAX)) as u16;
        let area = Rect::new(0, 0, cells(picture.width, across), cells(picture.height, down));
        let mut layers = Layers::empty(area);
        glyph::draw(picture, area, &mut layers, self.glyphs);
        self.depth.adapt(&mut layers, self.glyphs);
        layers
    }
}
