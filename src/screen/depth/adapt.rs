//! A drawn screen in fewer colours: pictures dithered, everything else in the nearest colours that can be read.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::ColorDepth;
use crate::color::{ANSI, Oklab, Transfer, difference, nearest_ansi, nearest_xterm};
use crate::screen::dither::{ANSI16, ANSI256};

/// Characters of rising weight, for a pixel without colour.
const RAMP: &[u8] = b" .:-=+*#%@";
/// Oklab's distance from grey from which a colour counts as one.
const COLORED: f32 = 0.04;
/// A lightness that is told apart from another one at a glance.
const LEGIBLE: f32 = 0.35;

impl ColorDepth {
    /// Names the colours of `buffer` as this depth allows. Half-blocks in full colour are pixels of a picture
    /// and are dithered; all else is chrome, and stays readable.
    pub fn adapt(self, buffer: &mut Buffer) {
        if self == Self::Truecolor {
            return;
        }
        let area = buffer.area;
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                let cell = &mut buffer[(x, y)];
                match (pixels(cell), self) {
                    (Some(pixels), Self::None) => weigh(cell, pixels),
                    (Some([top, bottom]), depth) => {
                        cell.set_fg(depth.dithered(top, x, 2 * y)).set_bg(depth.dithered(bottom, x, 2 * y + 1));
                    }
                    (None, Self::None) => strip(cell),
                    (None, Self::Ansi16) => name_ansi(cell),
                    (None, _) => [&mut cell.fg, &mut cell.bg].into_iter().for_each(name_xterm),
                }
            }
        }
    }

    /// How a pixel at a place of the screen is coloured.
    pub(in crate::screen) fn dithered(self, rgb: [u8; 3], x: u16, y: u16) -> Color {
        match self {
            Self::Truecolor => Color::Rgb(rgb[0], rgb[1], rgb[2]),
            Self::Ansi256 => Color::Indexed(ANSI256.dither(rgb, x, y)),
            Self::Ansi16 => Color::Indexed(ANSI16.dither(rgb, x, y)),
            Self::None => Color::Reset,
        }
    }
}

/// The two pixels of a half-block in full colour.
fn pixels(cell: &Cell) -> Option<[[u8; 3]; 2]> {
    let is_half = cell.symbol() == "▀" && cell.modifier.is_empty();
    is_half.then(|| Some([rgb(cell.fg)?, rgb(cell.bg)?])).flatten()
}

const fn rgb(color: Color) -> Option<[u8; 3]> {
    match color {
        Color::Rgb(red, green, blue) => Some([red, green, blue]),
        _ => None,
    }
}

fn look(rgb: [u8; 3]) -> Oklab {
    Oklab::from_bytes(Transfer::get(), rgb)
}

fn chroma(look: Oklab) -> f32 {
    (look.a * look.a + look.b * look.b).sqrt()
}

/// Two pixels as one character.
fn weigh(cell: &mut Cell, pixels: [[u8; 3]; 2]) {
    let [top, bottom] = pixels.map(|rgb| look(rgb).l);
    let step = (top + bottom) / 2.0 * RAMP.len() as f32;
    let character = RAMP[(step as usize).min(RAMP.len() - 1)];
    cell.set_char(char::from(character)).set_fg(Color::Reset).set_bg(Color::Reset);
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
fn name_ansi(cell: &mut Cell) {
    let paper = rgb(cell.bg).map(|rgb| (nearest_ansi(rgb), look(rgb)));
    if let Some((index, _)) = paper {
        cell.set_bg(Color::Indexed(index));
    }
    let Some(ink) = rgb(cell.fg).map(look) else { return };
    let behind = paper.map_or(0.0, |(index, _)| look(ANSI[usize::from(index)]).l);
    let colored = chroma(ink) > COLORED;
    let fits = |index: &u8| {
        let candidate = look(ANSI[usize::from(*index)]);
        (candidate.l - behind).abs() >= LEGIBLE && (chroma(candidate) > COLORED) == colored && *index != 8
    };
    let away = |index: &u8| difference(look(ANSI[usize::from(*index)]), ink);
    let nearest = (0..=15).filter(fits).min_by(|a, b| away(a).total_cmp(&away(b)));
    cell.set_fg(Color::Indexed(nearest.unwrap_or(if behind > 0.5 { 0 } else { 15 })));
}
