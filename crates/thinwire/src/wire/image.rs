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

/// The bytes that show `image` where cells have this many pixels: for measurements.
pub fn encode(image: &Image<'_>, cell: [u16; 2]) -> Vec<u8> {
    let mut out = Vec::new();
    match image.protocol {
        Protocol::Sixel => write_sixels(image, cell, None, &mut out),
        Protocol::Kitty => write_kitty(image, false, false, &mut out),
    }
    out
}

/// Appends `image`; the cursor stays where it was. Of two numbers that images have, it gets the first in one `turn`, and
/// where time is short it is `hurried`.
pub(crate) fn write_kitty(image: &Image<'_>, turn: bool, hurried: bool, out: &mut Vec<u8>) {
    out.extend(format!("\x1b7\x1b[{};{}H", image.area.y + 1, image.area.x + 1).bytes());
    kitty::write(image.pixels, image.area, turn, hurried, out);
    out.extend(b"\x1b8");
}

/// Appends `image`, in tiles of whole cells none of which is larger than the `largest` that the terminal draws, in
/// pixels; the cursor stays where it was.
pub(crate) fn write_sixels(image: &Image<'_>, cell: [u16; 2], largest: Option<[u32; 2]>, out: &mut Vec<u8>) {
    let size = pixels(image.area, cell);
    let [columns, rows] = tile(image.area, cell, largest);
    out.extend(b"\x1b7");
    for y in (0..image.area.height).step_by(usize::from(rows)) {
        for x in (0..image.area.width).step_by(usize::from(columns)) {
            out.extend(format!("\x1b[{};{}H", image.area.y + y + 1, image.area.x + x + 1).bytes());
            let part = Rect { x, y, width: columns, height: rows };
            sixel::write(image.pixels, size, window(part, size, cell), out);
        }
    }
    out.extend(b"\x1b8");
}

/// Cells across and down of a tile, 1 at least.
fn tile(area: Rect, cell: [u16; 2], largest: Option<[u32; 2]>) -> [u16; 2] {
    let [columns, rows] = [area.width.max(1), area.height.max(1)];
    let Some([width, height]) = largest else { return [columns, rows] };
    let fitting =
        |pixels: u32, cell: u16, cells: u16| (pixels / u32::from(cell.max(1))).clamp(1, u32::from(cells)) as u16;
    [fitting(width, cell[0], columns), fitting(height, cell[1], rows)]
}

/// The pixels of the whole image that lie in `part`, which is in cells from its top left: across and down.
fn window(part: Rect, size: [u32; 2], cell: [u16; 2]) -> [std::ops::Range<u32>; 2] {
    let range = |start: u16, length: u16, cell: u16, most: u32| {
        let start = u32::from(start) * u32::from(cell);
        start..(start + u32::from(length) * u32::from(cell)).min(most)
    };
    [range(part.x, part.width, cell[0], size[0]), range(part.y, part.height, cell[1], size[1])]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_whole_cells_within_the_largest_and_cover_the_area() {
        let area = Rect::new(3, 2, 60, 19);
        assert_eq!(tile(area, [8, 16], None), [60, 19]);
        assert_eq!(tile(area, [8, 16], Some([200, 100])), [25, 6]);
        assert_eq!(tile(area, [8, 16], Some([1, 1])), [1, 1], "a cell is the least");
        let size = pixels(area, [8, 16]);
        let last = window(Rect { x: 50, y: 18, width: 25, height: 6 }, size, [8, 16]);
        assert_eq!(last, [400..480, 288..304]);
    }
}
