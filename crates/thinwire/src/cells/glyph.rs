//! From pixels to character cells: which glyph, which two colours.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use color::{Oklab, Transfer};

use super::Pixels;
use super::layers::{Drawn, Layers};

mod fit;
mod letter;
pub mod mosaic;

use mosaic::Mosaic;

/// The characters that a picture is drawn with.
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
}

impl Glyphs {
    /// All, the coarsest first, letters last.
    pub const ALL: [Self; 5] = [Self::Half, Self::Quadrant, Self::Sextant, Self::Octant, Self::Ascii];

    /// Pixels a cell: across, down.
    pub const fn pixels(self) -> (u16, u16) {
        match self {
            Self::Half => (1, 2),
            Self::Quadrant => (2, 2),
            Self::Sextant => (2, 3),
            Self::Octant | Self::Ascii => (2, 4),
        }
    }

    /// Its block characters by the pixels that are set, the first the lowest bit, where two are across.
    pub(crate) const fn mosaics(self) -> Option<&'static [char]> {
        match self {
            Self::Half | Self::Ascii => None,
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
        }
    }
}

/// Draws `picture`, which has as many pixels a cell as `glyphs` have, into `area`, its top left pixel in the area's
/// top left cell; what exceeds the area or the buffer is cut off, cells that no pixel covers stay as they are.
pub fn draw(picture: Pixels<'_>, area: Rect, layers: &mut Layers, glyphs: Glyphs) {
    match glyphs {
        Glyphs::Half => draw_halves(picture, area, layers),
        Glyphs::Quadrant => draw_mosaics::<4>(picture, area, layers, &mosaic::QUADRANTS),
        Glyphs::Sextant => draw_mosaics::<6>(picture, area, layers, &mosaic::SEXTANTS),
        Glyphs::Octant => draw_mosaics::<8>(picture, area, layers, &mosaic::OCTANTS),
        Glyphs::Ascii => draw_letters(picture, area, layers),
    }
}

/// The same with [`Glyphs::Half`], which are a picture in any buffer.
pub fn draw_halves(picture: Pixels<'_>, area: Rect, buffer: &mut Buffer) {
    let width = picture.width as usize;
    let area = area.intersection(buffer.area);
    for (y, pair) in (area.top()..area.bottom()).zip(picture.pixels.chunks(2 * width.max(1))) {
        let (upper, lower) = pair.split_at(width.min(pair.len()));
        for (column, (x, &top)) in (area.left()..area.right()).zip(upper).enumerate() {
            let bottom = lower.get(column).copied().unwrap_or(top);
            buffer[(x, y)].set_char('▀').set_fg(rgb(top)).set_bg(rgb(bottom));
        }
    }
}

/// `COUNT` pixels a cell, two of them across; `symbols` by the pixels that are set, the first the lowest bit.
fn draw_mosaics<const COUNT: usize>(picture: Pixels<'_>, area: Rect, layers: &mut Layers, symbols: &[char]) {
    let fitter = fit::MosaicFitter::<COUNT>::new();
    for_each_cell::<COUNT>(picture, area, layers, |pixels, looks| {
        let Mosaic { pattern, front, back } = fitter.fit(pixels, looks);
        // One colour alone is a half-block too, which the encoder writes in the shortest way.
        let symbol = if front == back { '▀' } else { symbols[usize::from(pattern)] };
        Drawn { symbol, colors: [rgb(front), rgb(back)] }
    });
}

fn draw_letters(picture: Pixels<'_>, area: Rect, layers: &mut Layers) {
    let fitter = letter::LetterFitter::new();
    for_each_cell::<8>(picture, area, layers, |_, looks| {
        let (symbol, colors) = fitter.fit(looks);
        Drawn { symbol, colors: colors.map(rgb) }
    });
}

/// Draws each cell from its pixels, row by row, and what they look like; where the picture ends within a cell, its
/// last ones again.
fn for_each_cell<const COUNT: usize>(
    picture: Pixels<'_>,
    area: Rect,
    layers: &mut Layers,
    draw: impl Fn(&[[u8; 3]; COUNT], &[Lab; COUNT]) -> Drawn,
) {
    let width = picture.width as usize;
    let area = area.intersection(layers.area);
    for (y, band) in (area.top()..area.bottom()).zip(picture.pixels.chunks(COUNT / 2 * width.max(1))) {
        let rows = band.len().div_ceil(width.max(1));
        let looks = looks(band);
        for (x, column) in (area.left()..area.right()).zip((0..width).step_by(2)) {
            let place = |index: usize| (index / 2).min(rows - 1) * width + (column + index % 2).min(width - 1);
            let pixels = std::array::from_fn(|index| band[place(index)]);
            layers.draw((x, y), draw(&pixels, &std::array::from_fn(|index| looks[place(index)])));
        }
    }
}

/// L, a and b of Oklab.
type Lab = [f32; 3];

/// What pixels look like, worked out for many at once.
fn looks(pixels: &[[u8; 3]]) -> Vec<Lab> {
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
