//! A drawn screen in fewer colours: pictures dithered, everything else in the nearest colours that can be read.
//!
//! Without any colours, half-blocks become characters of rising weight, and finer blocks patterns of dots: there
//! one pixel of a cell can be lit and the next one dark.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::ColorDepth;
use crate::cells::Layers;
use crate::cells::ansi::Ansi;
use crate::cells::dither::{ANSI256, threshold};
use crate::cells::glyph::Glyphs;
use crate::cells::glyph::mosaic::Coverage;
use color::{Oklab, Transfer, difference, nearest_xterm, xterm};

/// Characters of rising weight, for a pixel without colour.
const RAMP: &[u8] = b" .:-=+*#%@";
/// The share of a picture's pixels that may become as dark, or as light, as can be.
const OUTERMOST: f32 = 0.03;
/// How much further from each other tones are drawn than they are, at most: what is nearly flat stays so.
const MOST_CONTRAST: f32 = 5.0;
/// Oklab's distance from grey from which a colour counts as one.
const COLORED: f32 = 0.04;
/// A difference in lightness that is seen at a glance.
const LEGIBLE: f32 = 0.35;

impl ColorDepth {
    /// Names the colours of `layers` as this depth allows. The picture and half-blocks in full colour are dithered; all
    /// else is chrome, and stays readable. Without colours the picture is drawn with `glyphs`.
    pub fn adapt(self, layers: &mut Layers, glyphs: Glyphs) {
        self.adapt_to(Ansi::xterm(), layers, glyphs);
    }

    /// As [`adapt`](Self::adapt), for a terminal that shows its 16 colours like `ansi`.
    pub fn adapt_to(self, ansi: &Ansi, layers: &mut Layers, glyphs: Glyphs) {
        if self == Self::Truecolor {
            return;
        }
        let tones = if self == Self::None { Tones::of(layers) } else { Tones::default() };
        layers.change(|(x, y), cell, is_picture| {
            let Some(pixels) = PictureCell::of(cell, is_picture) else {
                self.name_chrome(ansi, cell);
                return is_picture;
            };
            if self == Self::None {
                match glyphs.mosaics() {
                    Some(symbols) => speckle(cell, &pixels, tones, symbols, [x, y], glyphs.pixels().1),
                    None => weigh(cell, &pixels, tones),
                }
                return true;
            }
            let [front, back] = pixels.colors;
            let [front, back] = [(front, 2 * y), (back, 2 * y + 1)].map(|(rgb, y)| self.dithered(ansi, rgb, x, y));
            cell.set_fg(front).set_bg(back);
            is_picture
        });
    }

    /// Gives what is no picture colours that it can be read in.
    fn name_chrome(self, ansi: &Ansi, cell: &mut Cell) {
        match self {
            Self::None => strip(cell),
            Self::Ansi16 => name_ansi(cell, ansi),
            _ => [&mut cell.fg, &mut cell.bg].into_iter().for_each(name_xterm),
        }
    }

    /// How a pixel at a place of the screen is coloured.
    fn dithered(self, ansi: &Ansi, rgb: [u8; 3], x: u16, y: u16) -> Color {
        match self {
            Self::Truecolor => Color::Rgb(rgb[0], rgb[1], rgb[2]),
            Self::Ansi256 => Color::Indexed(ANSI256.dither(rgb, x, y)),
            Self::Ansi16 => Color::Indexed(ansi.dither(rgb, x, y)),
            Self::None => Color::Reset,
        }
    }
}

/// A cell of a picture in full colour.
struct PictureCell {
    /// Of the glyph, and behind it.
    colors: [[u8; 3]; 2],
    /// What the glyph covers; `None` for a letter.
    coverage: Option<Coverage>,
}

impl PictureCell {
    fn of(cell: &Cell, is_picture: bool) -> Option<Self> {
        let is_picture = is_picture || cell.modifier.is_empty() && cell.symbol() == "▀";
        let coverage = cell.symbol().chars().next().and_then(Coverage::of);
        is_picture.then(|| Some(Self { colors: [rgb(cell.fg)?, rgb(cell.bg)?], coverage })).flatten()
    }
}

const fn rgb(color: Color) -> Option<[u8; 3]> {
    match color {
        Color::Rgb(red, green, blue) => Some([red, green, blue]),
        Color::Indexed(index @ 16..) => Some(xterm(index)),
        _ => None,
    }
}

fn look(rgb: [u8; 3]) -> Oklab {
    Oklab::from_bytes(Transfer::get(), rgb)
}

fn chroma(look: Oklab) -> f32 {
    (look.a * look.a + look.b * look.b).sqrt()
}

/// A block as one character; a letter keeps its own.
fn weigh(cell: &mut Cell, pixels: &PictureCell, tones: Tones) {
    if let Some(coverage) = pixels.coverage {
        let share = coverage.halves().iter().sum::<f64>() as f32 / 2.0;
        let [front, back] = pixels.colors.map(|color| tones.tone(color));
        let step = (share * front + (1.0 - share) * back) * RAMP.len() as f32;
        cell.set_char(char::from(RAMP[(step as usize).min(RAMP.len() - 1)]));
    }
    draw_plain(cell);
}

/// A block as dots, which are lit where its tone exceeds the threshold of their place: `symbols` by the dots that
/// are lit, `down` of them below each other.
fn speckle(cell: &mut Cell, pixels: &PictureCell, tones: Tones, symbols: &[char], [x, y]: [u16; 2], down: u16) {
    let Some(coverage) = pixels.coverage else { return draw_plain(cell) };
    let [front, back] = pixels.colors.map(|color| tones.tone(color));
    let is_lit = |dot: u16| {
        let light = if coverage.covers(dot, down) { front } else { back };
        light > threshold(2 * x + dot % 2, down * y + dot / 2)
    };
    let pattern: usize = (0..2 * down).filter(|dot| is_lit(*dot)).map(|dot| 1 << dot).sum();
    cell.set_char(symbols[pattern]);
    draw_plain(cell);
}

/// How light the colours of a picture are drawn where there are none.
#[derive(Clone, Copy, Default)]
struct Tones {
    /// The luma that becomes black.
    black: f32,
    /// How much further from each other tones are drawn than they are.
    contrast: f32,
}

impl Tones {
    /// Those that use the whole range for the picture in `layers`: without its colours much of it would look alike.
    fn of(layers: &Layers) -> Self {
        let cells = layers.content.iter().enumerate();
        let pixels = cells.filter_map(|(index, cell)| PictureCell::of(cell, layers.is_picture(index)));
        let mut lumas: Vec<_> = pixels.flat_map(|pixels| pixels.colors).map(luma).collect();
        if lumas.is_empty() {
            return Self::default();
        }
        let outermost = (OUTERMOST * lumas.len() as f32) as usize;
        let [darkest, lightest] = [outermost, lumas.len() - 1 - outermost]
            .map(|index| *lumas.select_nth_unstable_by(index, f32::total_cmp).1);
        let contrast = (1.0 / (lightest - darkest)).min(MOST_CONTRAST);
        // Where that is not the whole range, it keeps its place in it.
        let middle = (darkest + lightest) / 2.0;
        let room = (1.0 - contrast * (lightest - darkest)).max(0.0) / contrast;
        Self { black: middle - (lightest - darkest) / 2.0 - room * middle, contrast }
    }

    /// A tone, 0..=1.
    fn tone(self, rgb: [u8; 3]) -> f32 {
        (self.contrast * (luma(rgb) - self.black)).clamp(0.0, 1.0)
    }
}

fn luma(rgb: [u8; 3]) -> f32 {
    color::luma(rgb.map(|byte| f32::from(byte) / 255.0))
}

/// A character of the picture in the terminal's own colours.
fn draw_plain(cell: &mut Cell) {
    cell.set_fg(Color::Reset).set_bg(Color::Reset).modifier = Modifier::empty();
}

/// Dark on light becomes reverse, what stands out by its hue bold.
fn strip(cell: &mut Cell) {
    let [ink, paper] = [cell.fg, cell.bg].map(|color| rgb(color).map(look));
    if let (Some(ink), Some(paper)) = (ink, paper) {
        let reversed = paper.l > ink.l + LEGIBLE;
        if reversed {
            cell.modifier.insert(Modifier::REVERSED);
        }
        if chroma(if reversed { paper } else { ink }) > COLORED {
            cell.modifier.insert(Modifier::BOLD);
        }
    }
    cell.set_fg(Color::Reset).set_bg(Color::Reset);
}

fn name_xterm(color: &mut Color) {
    if let Some(rgb) = rgb(*color) {
        *color = Color::Indexed(nearest_xterm(rgb));
    }
}

/// Text keeps its hue and its distance from what is behind it: themes make the dark grey hard to read.
fn name_ansi(cell: &mut Cell, ansi: &Ansi) {
    let paper = rgb(cell.bg).map(|rgb| (ansi.nearest(rgb), look(rgb)));
    if let Some((index, _)) = paper {
        cell.set_bg(Color::Indexed(index));
    }
    let Some(ink) = rgb(cell.fg).map(look) else { return };
    let behind = paper.map_or(0.0, |(index, _)| ansi.look(index).l);
    let colored = chroma(ink) > COLORED;
    let fits = |index: &u8| {
        let candidate = ansi.look(*index);
        (candidate.l - behind).abs() >= LEGIBLE && (chroma(candidate) > COLORED) == colored && *index != 8
    };
    let away = |index: &u8| difference(ansi.look(*index), ink);
    let nearest = (0..=15).filter(fits).min_by(|a, b| away(a).total_cmp(&away(b)));
    cell.set_fg(Color::Indexed(nearest.unwrap_or(if behind > 0.5 { 0 } else { 15 })));
}
