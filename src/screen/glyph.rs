//! From pixels to character cells: which glyph, which two colours.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use crate::color::{Oklab, Transfer};
use crate::painter::Frame;

mod fit;
mod letter;
pub mod mosaic;

use mosaic::Mosaic;

/// What a picture is drawn with: which characters, or an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Glyphs {
    /// `▀`: two pixels a cell, each with a colour of its own. Every font has it.
    #[default]
    Half,
    /// `▞`: 2×2 pixels a cell in two colours. Nearly every font has them.
    Quadrant,
    /// `🬦`: 2×3 pixels a cell in two colours, of Unicode 13.
    Sextant,
    /// 2×4 pixels a cell in two colours, of Unicode 16.
    Octant,
    /// Letters and punctuation by their weight and shape, light on a darker shade.
    Ascii,
    /// No characters: an image of the kitty graphics protocol, where the terminal has it.
    Kitty,
    /// No characters: sixels, where the terminal has them.
    Sixel,
}

impl Glyphs {
    /// All, in the order in which they are gone through.
    pub const ALL: [Self; 7] =
        [Self::Half, Self::Quadrant, Self::Sextant, Self::Octant, Self::Ascii, Self::Kitty, Self::Sixel];
    /// Those that every terminal can be sent.
    pub const CHARACTERS: [Self; 5] = [Self::Half, Self::Quadrant, Self::Sextant, Self::Octant, Self::Ascii];

    /// Whether no characters are drawn, but an image.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::Kitty | Self::Sixel)
    }

    /// Pixels a cell: across, down. An image has as many as the link allows.
    pub const fn pixels(self) -> (u16, u16) {
        match self {
            Self::Half | Self::Kitty | Self::Sixel => (1, 2),
            Self::Quadrant => (2, 2),
            Self::Sextant => (2, 3),
            Self::Octant | Self::Ascii => (2, 4),
        }
    }

    /// Its block characters by the pixels that are set, the first the lowest bit, where two are across.
    pub(super) const fn mosaics(self) -> Option<&'static [char]> {
        match self {
            Self::Half | Self::Ascii | Self::Kitty | Self::Sixel => None,
            Self::Quadrant => Some(&mosaic::QUADRANTS),
            Self::Sextant => Some(&mosaic::SEXTANTS),
            Self::Octant => Some(&mosaic::OCTANTS),
        }
    }

    /// As it is written on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Half => "half",
            Self::Quadrant => "quadrant",
            Self::Sextant => "sextant",
            Self::Octant => "octant",
            Self::Ascii => "ascii",
            Self::Kitty => "kitty",
            Self::Sixel => "sixel",
        }
    }
}

/// Marks a cell of a picture, whose symbol might as well be chrome: a letter, or a block that a chart is made of.
/// `▀` needs no mark. Terminals never see it.
pub(super) const PICTURE: Modifier = Modifier::HIDDEN;

/// Draws `frame`, painted for these `glyphs`, into `area`, its top left pixel in the area's top left cell; what
/// exceeds the area or the buffer is cut off, cells that no pixel covers stay as they are. An image leaves all.
pub fn draw(frame: &Frame, area: Rect, buffer: &mut Buffer, glyphs: Glyphs) {
    match glyphs {
        Glyphs::Half => draw_halves(frame, area, buffer),
        Glyphs::Quadrant => draw_mosaics::<4>(frame, area, buffer, &mosaic::QUADRANTS),
        Glyphs::Sextant => draw_mosaics::<6>(frame, area, buffer, &mosaic::SEXTANTS),
        Glyphs::Octant => draw_mosaics::<8>(frame, area, buffer, &mosaic::OCTANTS),
        Glyphs::Ascii => draw_letters(frame, area, buffer),
        Glyphs::Kitty | Glyphs::Sixel => {}
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

/// `COUNT` pixels a cell, two of them across; `symbols` by the pixels that are set, the first the lowest bit.
fn draw_mosaics<const COUNT: usize>(frame: &Frame, area: Rect, buffer: &mut Buffer, symbols: &[char]) {
    let fitter = fit::Fitter::<COUNT>::new();
    for_each_cell::<COUNT>(frame, area, buffer, |pixels, looks, cell| {
        let Mosaic { pattern, front, back } = fitter.fit(pixels, looks);
        // One colour alone is a half-block too, which the encoder writes in the shortest way.
        let symbol = if front == back { '▀' } else { symbols[usize::from(pattern)] };
        cell.set_char(symbol).set_fg(rgb(front)).set_bg(rgb(back)).modifier = PICTURE;
    });
}

fn draw_letters(frame: &Frame, area: Rect, buffer: &mut Buffer) {
    let fitter = letter::Fitter::new();
    for_each_cell::<8>(frame, area, buffer, |_, looks, cell| {
        let (letter, [ink, paper]) = fitter.fit(looks);
        cell.set_char(letter).set_fg(rgb(ink)).set_bg(rgb(paper)).modifier = PICTURE;
    });
}

/// Gives each cell its pixels, row by row, and what they look like; where the frame ends within a cell, its last
/// ones again.
fn for_each_cell<const COUNT: usize>(
    frame: &Frame,
    area: Rect,
    buffer: &mut Buffer,
    draw: impl Fn(&[[u8; 3]; COUNT], &[Look; COUNT], &mut ratatui::buffer::Cell),
) {
    let width = frame.width as usize;
    let area = area.intersection(buffer.area);
    for (y, band) in (area.top()..area.bottom()).zip(frame.pixels.chunks(COUNT / 2 * width.max(1))) {
        let rows = band.len().div_ceil(width.max(1));
        let looks = looks(band);
        for (x, column) in (area.left()..area.right()).zip((0..width).step_by(2)) {
            let place = |index: usize| (index / 2).min(rows - 1) * width + (column + index % 2).min(width - 1);
            let pixels = std::array::from_fn(|index| band[place(index)]);
            draw(&pixels, &std::array::from_fn(|index| looks[place(index)]), &mut buffer[(x, y)]);
        }
    }
}

/// L, a and b of Oklab.
type Look = [f32; 3];

/// What pixels look like, worked out for many at once.
fn looks(pixels: &[[u8; 3]]) -> Vec<Look> {
    const BLOCK: usize = 64;
    let transfer = Transfer::get();
    let mut looks = Vec::with_capacity(pixels.len() + BLOCK);
    for block in pixels.chunks(BLOCK) {
        let [mut red, mut green, mut blue] = [[0.0; BLOCK]; 3];
        for (index, pixel) in block.iter().enumerate() {
            [red[index], green[index], blue[index]] = pixel.map(|byte| transfer.byte_to_linear(byte));
        }
        for index in 0..BLOCK {
            let look = Oklab::from_linear([red[index], green[index], blue[index]]);
            (red[index], green[index], blue[index]) = (look.l, look.a, look.b);
        }
        looks.extend((0..block.len()).map(|index| [red[index], green[index], blue[index]]));
    }
    looks
}

const fn rgb([red, green, blue]: [u8; 3]) -> Color {
    Color::Rgb(red, green, blue)
}
