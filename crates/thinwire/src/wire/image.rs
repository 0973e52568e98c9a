//! The picture as an image, where the terminal draws images: the bytes that show it.

mod kitty;
mod sixel;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use crate::cells::Pixels;

pub(crate) use kitty::DELETE;

/// How images are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// The kitty graphics protocol.
    Kitty,
    /// Sixels.
    Sixel,
}

impl Protocol {
    /// Both, the better one first.
    pub const ALL: [Self; 2] = [Self::Kitty, Self::Sixel];

    /// As it is written on a command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kitty => "kitty",
            Self::Sixel => "sixel",
        }
    }
}

/// A picture that is to be shown as an image.
#[derive(Clone, Copy, Debug)]
pub struct Image<'a> {
    /// Its pixels; they are scaled to the area.
    pub pixels: Pixels<'a>,
    /// The cells that it fills.
    pub area: Rect,
    /// How it is sent.
    pub protocol: Protocol,
    /// Another number for other pixels.
    pub number: u64,
}

/// The bytes that show `image` where cells have so many pixels: for measurements.
pub fn encode(image: &Image<'_>, cell: [u16; 2]) -> Vec<u8> {
    let mut out = Vec::new();
    write(image, cell, false, false, &mut out);
    out
}

/// Appends `image`; the cursor stays where it was. Of two numbers that images have, it gets the first in one `turn`, and
/// where time is short it is `hurried`.
pub(crate) fn write(image: &Image<'_>, cell: [u16; 2], turn: bool, hurried: bool, out: &mut Vec<u8>) {
    out.extend(format!("\x1b7\x1b[{};{}H", image.area.y + 1, image.area.x + 1).bytes());
    match image.protocol {
        Protocol::Sixel => sixel::write(image.pixels, pixels(image.area, cell), out),
        Protocol::Kitty => kitty::write(image.pixels, image.area, turn, hurried, out),
    }
    out.extend(b"\x1b8");
}

/// Pixels across and down of an area on the terminal.
pub(crate) fn pixels(area: Rect, cell: [u16; 2]) -> [u32; 2] {
    [u32::from(area.width) * u32::from(cell[0]), u32::from(area.height) * u32::from(cell[1])]
}

/// Whether anything of `area` can be seen: cells without text and colour.
pub(crate) fn is_visible(buffer: &Buffer, area: Rect) -> bool {
    let area = area.intersection(buffer.area);
    let mut cells = area.positions().filter_map(|position| buffer.cell(position));
    cells.any(|cell| cell.symbol() == " " && cell.bg == Color::Reset)
}
